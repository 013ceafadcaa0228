"""Deadlines follow from facts: each with its working-out, its source, and an end to its life."""

from datetime import UTC, date, datetime, timedelta

import pytest

from casework import deadlines, moves, notice_position
from casework.states import NoticePosition
from tests import makers
from tests.makers import NOW

pytestmark = pytest.mark.django_db


def open_rows(demand):
    return {row.rule: row for row in demand.deadlines.all() if row.is_open}


def test_the_return_date_and_the_notice_are_due_as_in_case_c01():
    demand = makers.reviewed(due_on=date(2026, 3, 20))
    rows = open_rows(demand)
    assert rows["us_face_date"].at == datetime(2026, 3, 20, 23, 59, 59, tzinfo=UTC)
    assert rows["policy_notice_due"].at == datetime(2026, 3, 3, 23, 59, 59, tzinfo=UTC)
    assert rows["policy_notice_due"].working_out
    assert rows["policy_notice_due"].citation


def test_a_changed_fact_lifts_the_old_date_and_sets_the_new_one_beside_it():
    demand = makers.reviewed(due_on=date(2026, 3, 20))
    moves.record(demand.pk, "details", actor=None, now=NOW, facts={"due_on": date(2026, 4, 2)})
    both = demand.deadlines.filter(rule="us_face_date")
    assert [row.lifted_because for row in both] == ["replaced by a new date", ""]
    assert open_rows(demand)["us_face_date"].at.date() == date(2026, 4, 2)


def test_the_same_facts_set_nothing_twice():
    demand = makers.reviewed(due_on=date(2026, 3, 20))
    before = demand.deadlines.count()
    deadlines.keep(demand, NOW + timedelta(hours=1))
    assert demand.deadlines.count() == before


def test_the_notice_is_met_when_the_customer_is_told():
    demand = makers.reviewed()
    notice_position.settle(demand.targets.get().pk, NoticePosition.SENT, notified_at=NOW)
    assert demand.deadlines.get(rule="policy_notice_due").met_at == NOW
    assert open_rows(demand)["policy_waiting_period"].at == datetime(2026, 3, 12, tzinfo=UTC)


def test_an_order_of_one_year_has_its_reminder_thirty_days_before_its_end_as_in_case_c02():
    demand = makers.reviewed(process="us_2703d_order")
    makers.gag(
        demand,
        starts_on=date(2026, 4, 8),
        end_kind="fixed",
        ends_on=date(2027, 4, 8),
    )
    assert open_rows(demand)["policy_gag_reminder"].at.date() == date(2027, 3, 9)


def test_an_order_without_an_end_is_looked_at_every_year():
    demand = makers.reviewed(process="us_2703d_order")
    makers.gag(demand, starts_on=date(2026, 4, 8))
    assert open_rows(demand)["policy_indefinite_gag_review"].at.date() == date(2027, 4, 8)


def test_an_epoc_may_not_be_answered_before_the_authority_cleared_it_as_in_case_c11():
    received = datetime(2026, 10, 5, 9, 15, tzinfo=UTC)
    demand = makers.demand("eu_epoc_traffic", now=received, customers=[makers.customer()])
    moves.record(demand.pk, "circumstance", actor=None, now=received, facts={"code": "ea_notified"})
    rows = open_rows(demand)
    end = datetime(2026, 10, 15, 23, 59, 59, tzinfo=UTC)
    assert rows["eu_epoc_not_before"].at == rows["eu_epoc_answer_after_notification"].at == end
    cleared = datetime(2026, 10, 9, 12, tzinfo=UTC)
    moves.record(demand.pk, "circumstance", actor=None, now=cleared, facts={"code": "ea_cleared"})
    lifted = demand.deadlines.get(rule="eu_epoc_not_before")
    assert (lifted.lifted_at, lifted.lifted_because) == (cleared, "no longer applies")


def test_a_suspended_clock_has_no_date_and_resumes_with_the_days_left():
    received = datetime(2026, 10, 5, 9, 15, tzinfo=UTC)
    demand = makers.demand("eu_epoc_traffic", now=received, customers=[makers.customer()])
    moves.record(
        demand.pk,
        "clock_pause",
        actor=None,
        now=received,
        facts={"started_at": received, "reason": "Annex III sent: the certificate is incomplete"},
    )
    assert "eu_epoc_answer" not in open_rows(demand)
    resumed = received + timedelta(days=3)
    moves.record(demand.pk, "clock_resumed", actor=None, now=resumed, facts={"ended_at": resumed})
    assert open_rows(demand)["eu_epoc_answer"].at.date() == date(2026, 10, 17)


def test_what_is_overdue_is_listed_until_it_is_met():
    demand = makers.reviewed(due_on=date(2026, 3, 20))
    late = datetime(2026, 3, 21, 1, tzinfo=UTC)
    assert "us_face_date" in {row.rule for row in deadlines.overdue(late)}
    moves.make(
        demand.pk,
        "deny",
        actor=None,
        now=late,
        facts={"ground": "overbroad", "explanation": "It names every account."},
    )
    assert "us_face_date" not in {row.rule for row in deadlines.overdue(late)}


def test_a_gag_order_that_is_over_needs_no_review_any_more():
    demand = makers.reviewed()
    makers.gag(demand, end_kind="fixed", ends_on=(NOW + timedelta(days=90)).date())
    reviews = demand.deadlines.filter(rule="policy_gag_reminder", lifted_at__isnull=True)
    assert reviews.exists()
    after = NOW + timedelta(days=92)
    moves.record(demand.pk, "assignment", actor=None, now=after, facts={"assigned_to": None})
    assert not reviews.exists()
