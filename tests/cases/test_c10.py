"""C10: a genuine emergency. Sunday 2 August to 6 August 2026."""

from datetime import UTC, datetime

from notifications.models import Notice
from notifications.words import Kind
from tests import makers
from transparency import practice
from transparency.periods import parse


def at(*parts):
    return datetime(2026, *parts, tzinfo=UTC)


def test_c10_two_people_give_the_minimum_in_105_minutes(desk):
    received = at(8, 2, 14, 5)
    demand = desk.receive(
        received,
        "us_emergency_request",
        makers.customer(),
        asks=["basic", "non_content", "content"],
        agency=makers.agency(level="local", subdivision="CA", name="Sheriff of Example County"),
    )
    desk.act(received, "circumstance", code="california_agency", holds="yes")
    desk.act(at(8, 2, 14, 10), "start_review")
    assert desk.due("policy_emergency_answer") == at(8, 2, 17, 5)

    # A call without a supervisor opens nothing; the call at 14:30 names one.
    desk.act(at(8, 2, 14, 20), "verify", **makers.CALL_BACK, genuine="yes")
    assert "names no supervisor" in desk.refused(at(8, 2, 14, 21), "disclose")
    desk.act(
        at(8, 2, 14, 30),
        "verify",
        **makers.CALL_BACK,
        genuine="yes",
        called_at="2026-08-02T14:28",
        supervisor_name="Lt. Example",
    )
    desk.check(at(8, 2, 14, 40))
    desk.act(at(8, 2, 14, 41), "determine_nondisclosure")

    # Content is refused; basic data and recent logins leave at 15:50, by two people.
    desk.package(at(8, 2, 15, 0), "basic", "content")
    assert "Stored content is not given" in desk.refused(at(8, 2, 15, 5), "disclose")
    desk.package(at(8, 2, 15, 40), "basic", "non_content")
    desk.act(at(8, 2, 15, 50), "disclose")
    assert desk.demand.outcome == "non_content"

    # Follow-up process is asked for and chased.
    desk.act(at(8, 2, 16), "follow_up", asked_on="2026-08-02", asked_of="Sheriff's counsel")
    assert desk.due("policy_follow_up_chased").date() == at(8, 16).date()
    # The agency's own CalECPA duty stands there as information, and is not ours.
    row = demand.deadlines.get(rule="us_ca_agency_notice_after_emergency")
    assert (row.obliges, row.met_at) == ("authority", None)

    # At the latest on 31 October; the emergency is over on 5 August: notice on 6 August.
    assert desk.due("policy_emergency_notice_cap").date() == at(10, 31).date()
    desk.sweep(at(8, 4, 9), at(8, 4, 9, 20))
    assert not desk.mails()
    desk.act(at(8, 5, 10), "milestone", trigger="emergency_over", at="2026-08-05T10:00")
    assert desk.due("policy_emergency_notice").date() == at(8, 6).date()
    desk.sweep(at(8, 5, 23, 59))
    assert not desk.mails()
    desk.sweep(at(8, 6, 9), at(8, 6, 9, 10))
    assert len(desk.mails()) == 1
    notice = Notice.objects.get(demand=demand, audience="customer")
    assert notice.kind == Kind.AFTER_EMERGENCY

    cell = desk.cell("2026-H2")
    assert (cell.country, cell.process, cell.outcome) == ("US", "emergency", "non_content")
    assert (cell.accounts, cell.notice) == (1, "after_emergency")
    found = practice.emergencies(makers.service(), parse("2026-H2"))
    assert found == practice.Emergencies(received=1, disclosed=1, median_minutes=105)
