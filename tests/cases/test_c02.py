"""C02: a 2703(d) order under a 2705(b) order of one year. 10 April 2026 to 9 April 2027."""

from datetime import UTC, datetime

from notifications import delivery
from notifications.models import Notice
from notifications.words import Kind, Status
from tests import makers
from tests.notifications.world import World
from transparency import records
from transparency.periods import parse


def at(*parts):
    return datetime(*parts, tzinfo=UTC)


def test_c02_a_gag_of_one_year_and_the_late_notices(desk):
    received = at(2026, 4, 10, 14)
    owners = [makers.customer() for _each in range(3)]
    demand = desk.receive(received, "us_2703d_order", *owners, asks=["non_content"])
    desk.act(
        received,
        "gag_order",
        standing="binding",
        authority="us_2705b",
        issuing_body="S.D.N.Y.",
        docket="26-mj-0408",
        issued_on="2026-04-08",
        starts_on="2026-04-08",
        end_kind="fixed",
        ends_on="2027-04-08",
        covers_whole_demand="yes",
        facts=["existence", "content", "agency"],
        audience="everyone",
        time_zone="UTC",
    )
    desk.review(received)
    assert {target.notice_position for target in desk.targets()} == {"barred"}
    assert desk.due("policy_gag_reminder").date() == at(2027, 3, 9).date()

    # No notice, no waiting: released on 24 April.
    desk.sweep(at(2026, 4, 13, 9), at(2026, 4, 13, 9, 10))
    desk.package(at(2026, 4, 24, 9), "non_content")
    desk.act(at(2026, 4, 24, 10), "disclose")
    assert desk.demand.outcome == "non_content"
    assert not desk.mails()

    # A send attempt on 8 April 2027 is refused at the moment of sending.
    notice = Notice.objects.filter(demand=demand, audience="customer").first()
    Notice.objects.filter(pk=notice.pk).update(
        status=Status.READY, sha256="0" * 64, message=b"x", leave_after=at(2027, 4, 8, 9)
    )
    delivery.deliver(notice.pk, clock=World(at(2027, 4, 8, 23)))
    assert Notice.objects.get(pk=notice.pk).status == Status.WITHHELD
    desk.sweep(at(2027, 4, 8, 23, 59))
    assert not desk.mails()

    # 9 April 2027: three late notices that state the delay and the court.
    desk.sweep(at(2027, 4, 9, 0, 1), at(2027, 4, 9, 9), at(2027, 4, 9, 9, 20))
    assert len(desk.mails()) == 3
    assert "S.D.N.Y." in desk.words(desk.mails()[0])
    kinds = Notice.objects.filter(demand=demand, audience="customer")
    assert {each.kind for each in kinds} == {Kind.DELAYED_NOTICE}

    cell = desk.cell("2026-H1")
    assert (cell.country, cell.process, cell.outcome) == ("US", "court_order", "non_content")
    assert (cell.accounts, cell.gag, cell.gag_dated) == (3, "whole", True)
    assert records.late_notices(makers.service(), parse("2027-H1")) == records.Late(1, 3)
