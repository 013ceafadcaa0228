"""Delivery on a real mail server that misbehaves: what is recorded is what happened."""

import smtplib
from datetime import UTC, datetime, timedelta
from unittest import mock

import pytest

from casework import moves
from casework.models import AuditEntry, Demand
from casework.states import NoticePosition
from notifications import delivery, desk, smtp, told
from notifications.models import Notice
from notifications.words import Ending, Status
from tests import makers
from tests.notifications.world import World, customers_mail, notice_of, target_of, tellable

pytestmark = pytest.mark.django_db

VERIFIED = datetime(2026, 3, 2, 10, 0, tzinfo=UTC)
LEAVES = datetime(2026, 3, 3, 9, 10, tzinfo=UTC)


def minutes(number):
    return timedelta(minutes=number)


@pytest.fixture
def world():
    return World()


@pytest.fixture
def demand():
    """One whose notice is written and approved, and leaves at 09:10."""
    made = tellable(now=VERIFIED)
    World().sweep(LEAVES - minutes(10))
    assert notice_of(made).status == Status.READY
    return made


def alarms(mail_server):
    return [each for each in mail_server.received if each.recipients[0].startswith("legal-desk")]


def endings(demand):
    return [attempt.ending for attempt in notice_of(demand).attempts.all()]


def test_what_the_mail_server_got_is_what_was_approved_to_the_byte(world, demand, mail_server):
    world.sweep(LEAVES)
    (received,) = customers_mail(mail_server)
    notice = Notice.objects.get(pk=notice_of(demand).pk)
    assert received.content == bytes(notice.message)
    assert received.message_id == notice.message_id
    assert received.sender == "notices@northlake.example.org"
    attempt = notice.attempts.get()
    assert (attempt.ending, attempt.number) == (Ending.ACCEPTED, 1)
    assert attempt.answer.startswith("250")
    entry = AuditEntry.objects.get(chain=demand.pk, event="notice_sent")
    assert entry.facts == {"notice": str(notice.pk), "kind": "customer_notice", "attempt": 1}


def test_nothing_leaves_before_its_hold_window_is_over(world, demand, mail_server):
    world.sweep(LEAVES - timedelta(seconds=1))
    assert not mail_server.received
    world.sweep(LEAVES)
    assert len(customers_mail(mail_server)) == 1


def test_a_duplicate_doorbell_sends_nothing_twice(world, demand, mail_server):
    world.now = LEAVES
    for _ring in range(3):
        delivery.deliver(notice_of(demand).pk, clock=world)
    world.sweep()
    assert len(customers_mail(mail_server)) == 1
    assert endings(demand) == [Ending.ACCEPTED]


# --- The gag at the last moment ----------------------------------------------------------------


def test_a_gag_recorded_in_the_hold_window_stops_the_notice(world, demand, mail_server):
    makers.gag(demand, now=LEAVES - minutes(1))
    assert notice_of(demand).status == Status.WITHHELD
    assert target_of(demand).notice_position == NoticePosition.BARRED
    world.sweep(LEAVES)
    assert not customers_mail(mail_server)
    assert "no notice had left" in told(demand)[0].sentence


def test_a_gag_recorded_after_the_intent_was_committed_stops_the_notice(world, demand, mail_server):
    """The order commits between the claim and the lock."""
    world.now = LEAVES
    take = delivery.locked

    def order_first(notice):
        makers.gag(demand, now=LEAVES)
        return take(notice)

    with mock.patch.object(delivery, "locked", order_first):
        delivery.deliver(notice_of(demand).pk, clock=world)
    notice = notice_of(demand)
    assert not customers_mail(mail_server)
    assert (notice.status, endings(demand)) == (Status.WITHHELD, [Ending.STOPPED])
    assert target_of(demand).notice_position == NoticePosition.BARRED
    (said,) = told(demand)
    assert said.in_flight
    assert "said nothing about it to the mail server" in said.sentence


def test_a_gag_recorded_after_the_notice_was_sent_is_told_the_time(world, demand, mail_server):
    world.sweep(LEAVES)
    makers.gag(demand, now=LEAVES + minutes(5))
    (said,) = told(demand)
    assert said.serious
    assert said.sentence.endswith(
        "the notice was sent at 3 Mar 2026 09:10:00 UTC, before the order was committed "
        "(recorded at 3 Mar 2026 09:15:00 UTC)."
    )
    assert target_of(demand).notice_position == NoticePosition.SENT
    assert notice_of(demand).status == Status.SENT


def test_a_gag_over_one_account_of_two_also_stops_the_others_copy(world, mail_server):
    """The paper names both: unredacted it would tell the other customer of the gagged account."""
    both = tellable(now=VERIFIED, customers=[makers.customer(), makers.customer()])
    first, second = both.targets.all()
    world.sweep(LEAVES - minutes(10))
    makers.gag(both, now=LEAVES - minutes(5), covers_whole_demand=False, targets=[first])
    world.sweep(LEAVES)
    assert not customers_mail(mail_server)
    second.refresh_from_db()
    assert second.notice_position == NoticePosition.HELD
    assert "Add a redacted copy" in second.notice_note


def test_a_redacted_copy_leaves_after_a_second_person_released_it(world, mail_server):
    both = tellable(now=VERIFIED, customers=[makers.customer(), makers.customer()])
    first, second = both.targets.all()
    makers.gag(both, now=VERIFIED, covers_whole_demand=False, targets=[first])
    uploader, other = makers.person("counsel"), makers.person("counsel")
    redacted = makers.paper("redacted.pdf", b"%PDF-1.7 [black]")
    moves.record(
        both.pk,
        "document",
        actor=uploader,
        now=VERIFIED,
        facts={"upload": redacted, "kind": "redacted_copy"},
    )
    notice = Notice.objects.get(target=second)
    assert notice.status == Status.HELD
    world.now = LEAVES
    with pytest.raises(moves.Refused, match="a second person compares"):
        desk.act(notice.pk, "release", actor=uploader, clock=world)
    desk.act(notice.pk, "release", actor=other, clock=world)
    world.sweep(LEAVES + minutes(10))
    (received,) = customers_mail(mail_server)
    (attachment,) = received.message.iter_attachments()
    assert attachment.get_payload(decode=True) == b"%PDF-1.7 [black]"
    assert "blacked out" in received.message.get_body(("plain",)).get_content()


# --- What mail servers do ----------------------------------------------------------------------


def test_a_4xx_is_tried_again_with_backoff_and_a_person_is_told_after_four_hours(
    world, demand, mail_server
):
    mail_server.refuse_content("451 4.3.0 Try again later", times=1000)
    world.now = LEAVES - minutes(1)
    world.pass_time(LEAVES + timedelta(hours=3, minutes=59))
    assert set(endings(demand)) == {Ending.TEMPORARY}
    # 0, 1, 3, 8, 18, 38, 78, 138 minutes
    started = [each.started_at - LEAVES for each in notice_of(demand).attempts.all()]
    assert [round(each.total_seconds() / 60) for each in started] == [0, 1, 3, 8, 18, 38, 78, 138]
    mail_server.reset()
    assert notice_of(demand).alarmed_at is None
    world.pass_time(LEAVES + timedelta(hours=4, minutes=1))
    assert len(alarms(mail_server)) == 1
    world.pass_time(LEAVES + timedelta(hours=5))
    assert notice_of(demand).status == Status.SENT
    assert len(alarms(mail_server)) == 1


def test_after_72_hours_of_4xx_it_fails_on_a_persons_desk(world, demand, mail_server):
    mail_server.refuse_content("451 4.3.0 Try again later", times=10000)
    world.now = LEAVES
    world.pass_time(LEAVES + timedelta(hours=80), step=minutes(30))
    notice = notice_of(demand)
    assert notice.status == Status.FAILED
    assert "for 72 hours" in notice.note
    assert target_of(demand).notice_position == NoticePosition.FAILED
    assert notice.alarmed_at is None  # the alarm could not leave either; it rings until it does
    mail_server.reset()
    world.sweep()
    assert len(alarms(mail_server)) == 1


def test_a_5xx_fails_at_once_and_a_person_is_told_with_the_reference_alone(
    world, demand, mail_server
):
    mail_server.refuse_recipients("550 5.1.1 No such user")
    world.sweep(LEAVES)
    notice = notice_of(demand)
    assert (notice.status, endings(demand)) == (Status.FAILED, [Ending.PERMANENT])
    assert target_of(demand).notice_position == NoticePosition.FAILED
    assert target_of(demand).notified_at is None
    (alarm,) = alarms(mail_server)
    words = alarm.content.decode()
    assert demand.reference in words
    target = target_of(demand)
    for secret in (str(target.account), target.account.customer.name, demand.agency.name):
        assert secret not in words


def test_what_failed_is_written_anew_when_a_person_tries_again(world, demand, mail_server):
    mail_server.refuse_recipients("550 5.1.1 No such user")
    world.sweep(LEAVES)
    customer = target_of(demand).account.customer
    customer.notice_email = "customer-mended@example.org"
    customer.save()
    desk.act(notice_of(demand).pk, "try_again", actor=makers.person("counsel"), clock=world)
    world.sweep(LEAVES + minutes(10))
    (received,) = customers_mail(mail_server)
    assert received.recipients == ("customer-mended@example.org",)
    assert notice_of(demand).status == Status.SENT


@pytest.mark.parametrize("accept", [True, False])
def test_silence_after_data_is_a_status_of_its_own(world, demand, mail_server, accept):
    mail_server.hang_up_after_data(accept=accept)
    world.sweep(LEAVES)
    assert (notice_of(demand).status, endings(demand)) == (Status.UNCERTAIN, [Ending.UNCERTAIN])
    target = target_of(demand)
    assert target.notice_position == NoticePosition.UNCERTAIN
    assert target.notified_at is None
    assert len(alarms(mail_server)) == 1


def test_what_may_have_arrived_is_sent_again_under_the_same_message_id(world, demand, mail_server):
    mail_server.hang_up_after_data(accept=True)
    world.sweep(LEAVES)
    world.sweep(LEAVES + minutes(9))
    assert notice_of(demand).status == Status.UNCERTAIN
    world.sweep(LEAVES + minutes(10))
    copies = customers_mail(mail_server)
    assert len(copies) == 2
    assert {each.message_id for each in copies} == {notice_of(demand).message_id}
    assert notice_of(demand).status == Status.SENT


def test_what_may_have_arrived_is_not_sent_again_once_a_gag_has_come(world, demand, mail_server):
    mail_server.hang_up_after_data(accept=True)
    world.sweep(LEAVES)
    makers.gag(demand, now=LEAVES + minutes(1))
    world.sweep(LEAVES + timedelta(days=1))
    assert len(customers_mail(mail_server)) == 1
    notice = notice_of(demand)
    assert notice.status == Status.UNCERTAIN
    target = target_of(demand)
    assert target.notice_position == NoticePosition.UNCERTAIN
    assert "not sent again" in target.notice_note
    assert "may have been delivered" in told(demand)[0].sentence
    assert len(alarms(mail_server)) == 2  # that it is uncertain, and that a gag has come
    with pytest.raises(moves.Refused, match="forbids it"):
        desk.act(notice.pk, "try_again", actor=makers.person("counsel"), clock=world)


def test_a_person_can_record_that_it_arrived(world, demand, mail_server):
    mail_server.hang_up_after_data(accept=True)
    world.sweep(LEAVES)
    counsel = makers.person("counsel")
    desk.act(
        notice_of(demand).pk, "arrived", actor=counsel, why="The customer answered.", clock=world
    )
    assert notice_of(demand).status == Status.SENT
    assert target_of(demand).notified_at == LEAVES


def test_a_server_that_is_away_costs_time_and_nothing_else(world, demand, mail_server, settings):
    settings.EMAIL_PORT = 1
    world.sweep(LEAVES)
    assert endings(demand) == [Ending.TEMPORARY]
    settings.EMAIL_PORT = mail_server.port
    world.sweep(LEAVES + minutes(1))
    assert notice_of(demand).status == Status.SENT


def test_a_server_that_drips_its_answers_is_hung_up_on(
    world, demand, mail_server, settings, monkeypatch
):
    """The demand's lock is held meanwhile: whoever records a gag order must not wait for ever."""
    monkeypatch.setattr(smtp, "PATIENCE", 0.3)
    settings.EMAIL_TIMEOUT = 30
    mail_server.stall_after_data(accept=True)
    world.sweep(LEAVES)
    assert endings(demand) == [Ending.UNCERTAIN]


# --- Workers that end --------------------------------------------------------------------------


def test_a_worker_that_ends_after_its_intent_leaves_a_visible_maybe(world, demand, mail_server):
    world.now = LEAVES
    with (
        mock.patch.object(delivery, "locked", side_effect=KeyboardInterrupt),
        pytest.raises(KeyboardInterrupt),
    ):
        delivery.deliver(notice_of(demand).pk, clock=world)
    assert notice_of(demand).status == Status.SENDING
    world.sweep(LEAVES + minutes(1))
    assert notice_of(demand).status == Status.SENDING
    world.sweep(LEAVES + minutes(2))
    assert (notice_of(demand).status, endings(demand)) == (Status.UNCERTAIN, [Ending.LOST])
    world.sweep(LEAVES + minutes(12))
    assert len(customers_mail(mail_server)) == 1


def test_a_worker_that_was_taken_for_dead_says_nothing_when_it_wakes(world, demand, mail_server):
    world.now = LEAVES
    attempt = delivery.claim(notice_of(demand).pk, world)
    world.sweep(LEAVES + minutes(2))
    assert notice_of(demand).status == Status.UNCERTAIN
    with smtp.Line() as line:
        line.open()
        delivery._conclude(attempt, line, None, world)
    assert not customers_mail(mail_server)


def test_a_notice_that_nobody_can_get_through_stays_with_a_person(world, demand, mail_server):
    mail_server.hang_up_after_data(accept=False, times=100)
    world.now = LEAVES
    world.pass_time(LEAVES + timedelta(hours=6), step=minutes(10))
    assert notice_of(demand).status == Status.UNCERTAIN
    assert notice_of(demand).attempts.count() == 4


# --- What changes before it leaves -------------------------------------------------------------


def test_a_demand_withdrawn_in_the_hold_window_is_told_of_in_other_words(
    world, demand, mail_server
):
    letter = moves.record(
        demand.pk,
        "document",
        actor=None,
        now=LEAVES - minutes(5),
        facts={"upload": makers.paper("w.pdf"), "kind": "agency_letter"},
    )
    moves.make(
        demand.pk,
        "withdraw",
        actor=None,
        now=LEAVES - minutes(5),
        facts={"words": "We withdraw.", "withdrawn_on": LEAVES.date(), "document": letter},
    )
    world.sweep(LEAVES + minutes(10))
    world.sweep(LEAVES + minutes(20))
    (received,) = customers_mail(mail_server)
    assert "The requester took the demand back" in (
        received.message.get_body(("plain",)).get_content()
    )


def test_a_waiver_stops_a_notice_that_was_already_written(world, demand, mail_server):
    counsel = makers.person("counsel")
    world.now = LEAVES - minutes(5)
    desk.act(notice_of(demand).pk, "waive", actor=counsel, why="The account is ours.", clock=world)
    world.sweep(LEAVES)
    assert not customers_mail(mail_server)
    target = target_of(demand)
    assert (target.notice_position, target.notice_note) == ("waived", "The account is ours.")


def test_a_held_notice_does_not_leave_before_it_is_released(world, demand, mail_server):
    officer = makers.person("notice_officer")
    world.now = LEAVES - minutes(5)
    desk.act(notice_of(demand).pk, "hold", actor=officer, why="Counsel reads it.", clock=world)
    world.sweep(LEAVES + timedelta(days=2))
    assert not customers_mail(mail_server)
    desk.act(notice_of(demand).pk, "release", actor=officer, clock=world)
    assert notice_of(demand).approved_by == officer
    world.sweep(LEAVES + timedelta(days=2, minutes=10))
    assert len(customers_mail(mail_server)) == 1


def test_stored_bytes_that_were_changed_are_not_sent(world, demand, mail_server):
    notice = notice_of(demand)
    Notice.objects.filter(pk=notice.pk).update(message=b"Subject: forged\r\n\r\nPay here.")
    world.sweep(LEAVES)
    assert not customers_mail(mail_server)
    assert notice_of(demand).status == Status.FAILED


def test_imported_demands_send_no_mail_by_themselves(world, mail_server):
    made = tellable(now=VERIFIED)
    Demand.objects.filter(pk=made.pk).update(imported_at=VERIFIED)
    moves.record(made.pk, "verify", actor=None, now=VERIFIED, facts=makers.CALL_BACK)
    assert notice_of(made).status == Status.HELD
    world.sweep(LEAVES + timedelta(days=9))
    assert not customers_mail(mail_server)


# --- The dialogue ------------------------------------------------------------------------------


def test_a_line_that_begins_with_a_dot_arrives_with_its_dot(mail_server):
    with smtp.Line() as line:
        assert line.open() is None
        answer = line.send("a@example.org", "b@example.org", b"Subject: x\r\n\r\n.\r\n..b\r\n")
    assert answer.ending == Ending.ACCEPTED
    assert mail_server.received[0].content.endswith(b"\r\n.\r\n..b\r\n")


def test_a_line_break_in_an_address_is_never_put_on_the_wire(mail_server):
    with smtp.Line() as line:
        line.open()
        with pytest.raises(ValueError, match="newline"):
            line.send("a@example.org", "b@example.org>\r\nRCPT TO:<c@example.org", b"x")
    assert not mail_server.received


def test_the_connection_is_closed_whatever_happens(mail_server):
    with mock.patch.object(smtplib.SMTP, "quit", side_effect=OSError), smtp.Line() as line:
        line.open()
