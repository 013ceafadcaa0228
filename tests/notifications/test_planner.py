"""What the planner owes after each event: one notice a target, one letter a fact, never a mail."""

from datetime import UTC, date, datetime, timedelta
from unittest import mock

import pytest
from django.db import IntegrityError, transaction

from casework import moves
from casework.models import Demand, Target
from casework.states import NoticePosition
from notifications.models import Notice
from notifications.words import Kind, Status
from tests import makers
from tests.notifications.world import World, notice_of, target_of, tellable

pytestmark = pytest.mark.django_db

VERIFIED = datetime(2026, 3, 2, 10, 0, tzinfo=UTC)


def record(demand, name, now=VERIFIED, **facts):
    return moves.record(demand.pk, name, actor=None, now=now, facts=facts)


def positions(demand):
    return sorted(target.notice_position for target in Target.objects.filter(demand=demand))


def letters(demand):
    return list(
        Notice.objects.filter(demand=demand, audience="agency")
        .order_by("planned_at", "kind")
        .values_list("kind", "status")
    )


# --- Notices -----------------------------------------------------------------------------------


def test_every_target_has_one_notice_from_the_moment_it_is_registered():
    demand = makers.demand(customers=[makers.customer(), makers.customer()])
    assert positions(demand) == [NoticePosition.HELD] * 2
    assert Notice.objects.filter(demand=demand, status=Status.WAITING).count() == 2
    record(demand, "target", account=makers.account(makers.customer()), categories_asked=["basic"])
    assert Notice.objects.filter(demand=demand).count() == 3


def test_the_planner_sends_and_renders_nothing(mail_server):
    with (
        mock.patch("notifications.wording.mail", side_effect=AssertionError),
        mock.patch("smtplib.SMTP", side_effect=AssertionError),
    ):
        demand = tellable(now=VERIFIED)
        makers.gag(demand, now=VERIFIED)
    assert notice_of(demand).status == Status.WITHHELD


def test_a_rolled_back_event_owes_nothing():
    demand = makers.demand()
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        makers.gag(demand)
        raise ZeroDivisionError
    assert positions(demand) == [NoticePosition.HELD]
    assert notice_of(demand).status == Status.WAITING


def test_nobody_is_told_of_an_account_that_is_no_customers():
    demand = tellable(now=VERIFIED, customers=[None])
    target = target_of(demand)
    assert target.notice_position == NoticePosition.WAIVED
    assert "nobody to tell" in target.notice_note


def test_a_customer_found_later_is_told_after_all():
    demand = tellable(now=VERIFIED, customers=[None])
    account = target_of(demand).account
    account.customer = makers.customer()
    account.save()
    record(demand, "details", asked="Name and address.")
    assert target_of(demand).notice_position == NoticePosition.PLANNED
    assert notice_of(demand).status == Status.PLANNED


def test_a_signed_reason_for_one_account_leaves_the_others_planned():
    demand = tellable(now=VERIFIED, customers=[makers.customer(), makers.customer()])
    first = demand.targets.first()
    record(demand, "waiver", duty="notice", target=first, reason="Its owner has died.")
    assert positions(demand) == [NoticePosition.PLANNED, NoticePosition.WAIVED]


def test_a_gag_that_was_recorded_in_error_leaves_the_notice_as_it_was():
    demand = tellable(now=VERIFIED)
    due = notice_of(demand).due_at
    order = makers.gag(demand, now=VERIFIED)
    assert target_of(demand).notice_position == NoticePosition.BARRED
    at = VERIFIED + timedelta(minutes=5)
    record(demand, "gag_lift", now=at, order=order, kind="error", effective_at=at)
    notice = notice_of(demand)
    assert (notice.status, notice.kind, notice.due_at) == (
        Status.PLANNED,
        Kind.CUSTOMER_NOTICE,
        due,
    )


def test_a_denied_demand_is_still_told_of_and_a_fraudulent_one_waits_for_a_person():
    honest, forged = tellable(now=VERIFIED), tellable(now=VERIFIED)
    for demand, fraudulent in ((honest, False), (forged, True)):
        moves.make(
            demand.pk,
            "deny",
            actor=None,
            now=VERIFIED,
            facts={"ground": "fraud", "fraudulent": fraudulent, "explanation": "No."},
        )
    assert (notice_of(honest).kind, notice_of(honest).status) == (
        Kind.CLOSED_NOTICE,
        Status.PLANNED,
    )
    assert notice_of(forged).status == Status.HELD
    assert "fraudulent" in target_of(forged).notice_note


def test_a_user_is_told_by_the_authority_and_the_controller_by_us_once_we_have_answered():
    """Regulation (EU) 2023/1543 Art 13 and 5(7), case C11."""
    demand = tellable(
        now=VERIFIED,
        process="eu_epoc_traffic",
        customers=[makers.customer(), makers.customer("enterprise")],
    )
    by_segment = {
        target.account.customer.segment: target
        for target in demand.targets.select_related("account__customer")
    }
    user, controller = by_segment["consumer"], by_segment["enterprise"]
    assert user.notice_position == NoticePosition.WAIVED
    assert "Art 13" in user.notice_note
    assert (controller.notice_position, controller.notice_due_at) == (
        NoticePosition.PLANNED,
        None,
    )
    assert Notice.objects.get(target=controller).kind == Kind.CONTROLLER_NOTICE


def test_a_customer_once_told_stays_told(mail_server):
    demand = tellable(now=VERIFIED)
    World().sweep(datetime(2026, 3, 3, 9, 0, tzinfo=UTC))
    World().sweep(datetime(2026, 3, 3, 9, 10, tzinfo=UTC))
    makers.gag(demand, now=datetime(2026, 3, 4, tzinfo=UTC))
    record(demand, "details", now=datetime(2026, 3, 5, tzinfo=UTC), asked="More.")
    assert positions(demand) == [NoticePosition.SENT]
    assert Notice.objects.filter(demand=demand, audience="customer").count() == 1


def test_the_database_knows_only_one_open_notice_for_a_target():
    demand = tellable(now=VERIFIED)
    with pytest.raises(IntegrityError, match="notice_one_open_for_a_target"):
        Notice.objects.create(
            demand=demand,
            target=target_of(demand),
            kind=Kind.DELAYED_NOTICE,
            audience="customer",
            status=Status.PLANNED,
            planned_at=VERIFIED,
        )


@pytest.mark.parametrize("status", [Status.READY, Status.SENDING, Status.SENT])
def test_the_database_lets_nothing_leave_that_has_no_bytes(status):
    demand = tellable(now=VERIFIED)
    with pytest.raises(IntegrityError):
        Notice.objects.filter(demand=demand).update(status=status)


# --- Letters -----------------------------------------------------------------------------------


def letter_agency(**facts):
    return makers.agency(letter_email="letters@agency.example.org", **facts)


def test_a_receipt_is_owed_once_and_only_where_it_can_be_mailed():
    with_mail = makers.reviewed(agency=letter_agency())
    without = makers.reviewed()
    assert letters(with_mail) == [("acknowledgement", "planned")]
    assert letters(without) == []


def deny(demand, now=VERIFIED, **facts):
    given = {"ground": "exceeds_power", "fraudulent": False, "explanation": "It cannot.", **facts}
    return moves.make(demand.pk, "deny", actor=None, now=now, facts=given)


def test_a_denial_letter_leaves_as_a_pdf_and_is_on_file(mail_server):
    demand = makers.reviewed(agency=letter_agency(), agency_reference="GJ-1")
    deny(demand)
    letter = Notice.objects.get(demand=demand, kind=Kind.DENIAL_LETTER)
    world = World(letter.leave_after, letters=True)
    world.sweep()
    sent = [each for each in mail_server.received if "Our letter" in each.message["Subject"]]
    letter.refresh_from_db()
    assert letter.status == Status.SENT
    on_file = demand.documents.get(kind="our_letter", name__contains="denial")
    assert letter.letter == on_file
    assert on_file.is_intact()
    attached = [
        part.get_payload(decode=True) for each in sent for part in each.message.iter_attachments()
    ]
    with on_file.file.open("rb") as stored:
        assert stored.read() in attached
    assert {each.recipients for each in sent} == {("letters@agency.example.org",)}


def test_a_letter_to_an_agency_without_an_address_waits_for_the_post():
    demand = makers.reviewed()
    deny(demand)
    letter = Notice.objects.get(demand=demand, kind=Kind.DENIAL_LETTER)
    World(letter.leave_after, letters=True).sweep()
    letter.refresh_from_db()
    assert letter.status == Status.TO_POST
    assert letter.letter.name.endswith("-denial.pdf")


def test_whoever_forged_a_demand_gets_no_letter():
    demand = makers.reviewed()
    deny(demand, fraudulent=True)
    assert letters(demand) == []


def test_a_letter_does_not_leave_when_the_demand_has_moved_on():
    demand = makers.reviewed()
    deny(demand)
    moves.make(
        demand.pk,
        "reopen",
        actor=None,
        now=VERIFIED + timedelta(minutes=5),
        facts={"what": "A corrected demand came."},
    )
    assert letters(demand) == [("denial_letter", "cancelled")]
    later = VERIFIED + timedelta(days=1)
    deny(Demand.objects.get(pk=demand.pk), now=later)
    assert letters(demand) == [("denial_letter", "cancelled"), ("denial_letter", "planned")]


def test_a_motion_to_a_court_is_no_letter_of_ours():
    objected, moved = makers.reviewed(), makers.reviewed()
    for demand, rung in ((objected, "objection"), (moved, "motion")):
        moves.make(
            demand.pk,
            "challenge",
            actor=None,
            now=VERIFIED,
            facts={
                "rung": rung,
                "ground": "overbroad",
                "forum": "E.D.N.Y.",
                "filed_on": date(2026, 3, 2),
                "decided_by": "Counsel",
            },
        )
    assert letters(objected) == [("objection_letter", "planned")]
    assert letters(moved) == []


def test_a_redirection_letter_does_not_leave_once_a_gag_has_come(mail_server):
    """The agency at the customer's door would tell the customer."""
    demand = makers.reviewed(agency=letter_agency(), customers=[makers.customer("enterprise")])
    record(demand, "determine_nondisclosure")
    moves.make(
        demand.pk,
        "redirect",
        actor=None,
        now=VERIFIED,
        facts={
            "ground": "customer_can_answer",
            "contact_name": "Robin Example",
            "contact_email": "robin@example.org",
        },
    )
    letter = Notice.objects.get(demand=demand, kind=Kind.REDIRECT_LETTER)
    world = World(VERIFIED + timedelta(minutes=1), letters=True)
    world.sweep()
    letter.refresh_from_db()
    assert letter.status == Status.READY
    makers.gag(demand, now=VERIFIED + timedelta(minutes=2))
    world.sweep(letter.leave_after)
    letter.refresh_from_db()
    assert letter.status == Status.HELD
    assert not [each for each in mail_server.received if b"redirect" in each.content]
