"""The worked cases C01 and C02, day by day: what the customer is told, and when."""

from datetime import UTC, date, datetime

import pytest

from casework import moves
from casework.models import Demand
from casework.states import NoticePosition
from notifications import delivery
from notifications.models import Notice
from notifications.words import Kind, Status
from tests import makers
from tests.notifications.world import World, customers_mail, notice_of, target_of, tellable

pytestmark = pytest.mark.django_db

MONDAY = datetime(2026, 3, 2, 10, 0, tzinfo=UTC)


def utc(*parts):
    return datetime(*parts, tzinfo=UTC)


def test_c01_the_notice_is_due_on_the_business_day_after_verification_and_leaves_that_day(
    mail_server,
):
    demand = tellable(now=MONDAY)
    makers.gag(demand, now=MONDAY, standing="asserted", authority="asserted_cover_letter")
    target, notice = target_of(demand), notice_of(demand)
    assert target.notice_position == NoticePosition.PLANNED
    assert (notice.status, notice.kind) == (Status.PLANNED, Kind.CUSTOMER_NOTICE)
    assert notice.due_at == target.notice_due_at == utc(2026, 3, 3, 9, 0)

    world = World()
    world.sweep(utc(2026, 3, 3, 8, 59))
    assert notice_of(demand).status == Status.PLANNED
    world.sweep(utc(2026, 3, 3, 9, 0))
    assert notice_of(demand).status == Status.READY, notice_of(demand).note
    assert not customers_mail(mail_server)
    world.sweep(utc(2026, 3, 3, 9, 10))
    assert len(customers_mail(mail_server)) == 1
    target.refresh_from_db()
    assert target.notice_position == NoticePosition.SENT
    assert target.notified_at == utc(2026, 3, 3, 9, 10)


def test_c01_the_release_lock_holds_until_13_march(mail_server):
    demand = makers.reviewed(now=MONDAY)
    moves.record(demand.pk, "determine_nondisclosure", actor=None, now=MONDAY)
    World().sweep(utc(2026, 3, 3, 9, 0))
    World().sweep(utc(2026, 3, 3, 9, 10))
    counsel, approver = makers.person("counsel"), makers.person("approver")
    makers.package(demand, "basic", now=utc(2026, 3, 12, 9), by=counsel, approved_by=approver)
    with pytest.raises(moves.Refused, match="release is possible from 13 March 2026"):
        moves.make(demand.pk, "disclose", actor=counsel, now=utc(2026, 3, 12, 23, 59))
    assert moves.make(demand.pk, "disclose", actor=counsel, now=utc(2026, 3, 16, 9))


@pytest.fixture
def c02():
    """A 2703(d) order about three accounts, under a gag of one year from 8 April 2026."""
    day = utc(2026, 4, 10, 14, 0)
    demand = makers.reviewed(
        now=day,
        process="us_2703d_order",
        customers=[makers.customer() for _each in range(3)],
        categories=("non_content",),
    )
    makers.gag(
        demand,
        now=day,
        issuing_body="S.D.N.Y.",
        issued_on=date(2026, 4, 8),
        starts_on=date(2026, 4, 8),
        end_kind="fixed",
        ends_on=date(2027, 4, 8),
        time_zone="America/New_York",
    )
    return Demand.objects.get(pk=demand.pk)


def test_c02_nobody_is_told_while_the_order_binds(c02, mail_server):
    targets = list(c02.targets.all())
    assert {target.notice_position for target in targets} == {NoticePosition.BARRED}
    # 00:00 of the next day in New York, where summer time holds.
    assert {target.notice_due_at for target in targets} == {utc(2027, 4, 9, 4, 0)}
    world = World()
    for day in (utc(2026, 4, 13, 10), utc(2026, 12, 31, 10), utc(2027, 4, 8, 12)):
        world.sweep(day)
    world.sweep(utc(2027, 4, 9, 3, 59, 59))
    assert not customers_mail(mail_server)


def test_c02_a_send_attempt_on_8_april_2027_is_refused(c02, mail_server):
    notice = Notice.objects.filter(demand=c02, audience="customer").first()
    # As if something had gone wrong: written, approved and due, with the order still in force.
    Notice.objects.filter(pk=notice.pk).update(
        status=Status.READY, sha256="0" * 64, message=b"x", leave_after=utc(2027, 4, 8, 9)
    )
    world = World(utc(2027, 4, 8, 23, 0))
    delivery.deliver(notice.pk, clock=world)
    notice = Notice.objects.get(pk=notice.pk)
    assert notice.status == Status.WITHHELD
    attempt = notice.attempts.get()
    assert attempt.ending == "stopped"
    assert "us_2705b" in attempt.answer
    assert not customers_mail(mail_server)


def test_c02_three_late_notices_leave_on_9_april_2027_and_say_why_they_are_late(c02, mail_server):
    world = World()
    world.sweep(utc(2027, 4, 9, 4, 0))
    world.sweep(utc(2027, 4, 9, 4, 10))
    mails = customers_mail(mail_server)
    assert len(mails) == 3
    assert len({each.message_id for each in mails}) == 3
    notices = Notice.objects.filter(demand=c02, audience="customer")
    assert {(each.kind, each.status) for each in notices} == {(Kind.DELAYED_NOTICE, Status.SENT)}
    words = mails[0].message.get_body(("plain",)).get_content()
    assert "S.D.N.Y." in words
    assert "8 April 2027" in words
    assert "Nothing so far. The demand is still open." in words


def test_c02_an_extension_committed_in_time_wins(c02, mail_server):
    order = c02.nondisclosure_orders.get()
    moves.record(
        c02.pk,
        "gag_extension",
        actor=None,
        now=utc(2027, 4, 8, 20),
        facts={
            "extends": order,
            "starts_on": date(2027, 4, 9),
            "end_kind": "fixed",
            "ends_on": date(2027, 7, 8),
        },
    )
    world = World()
    for at in (utc(2027, 4, 9, 4, 0), utc(2027, 4, 9, 4, 10), utc(2027, 4, 9, 10)):
        world.sweep(at)
    assert not customers_mail(mail_server)
    assert {target.notice_due_at for target in c02.targets.all()} == {utc(2027, 7, 9, 4, 0)}


def test_a_lift_makes_the_late_notice_due_the_day_after(c02, mail_server):
    order = c02.nondisclosure_orders.get()
    lifted = utc(2026, 9, 1, 15, 0)
    moves.record(
        c02.pk,
        "gag_lift",
        actor=None,
        now=lifted,
        facts={"order": order, "kind": "lifted", "effective_at": lifted},
    )
    assert {target.notice_due_at for target in c02.targets.all()} == {utc(2026, 9, 2, 4, 0)}
    world = World()
    world.sweep(utc(2026, 9, 2, 4, 0))
    world.sweep(utc(2026, 9, 2, 4, 10))
    words = customers_mail(mail_server)[0].message.get_body(("plain",)).get_content()
    assert "Lifted on" in words
    assert "1 September 2026" in words
