"""The emergency lane (18 USC 2702(b)(8), (c)(4)): two more walls, little data, process after it."""

from datetime import UTC, date, datetime, timedelta

import pytest

from casework import emergency, law, moves
from casework.models import Demand
from tests import makers

pytestmark = pytest.mark.django_db

RECEIVED = datetime(2026, 8, 2, 14, 5, tzinfo=UTC)
CALL = {**makers.CALL_BACK, "supervisor_name": "Lt. Example", "supervisor_title": "Watch commander"}


def record(demand, name, now=RECEIVED, **facts):
    return moves.record(demand.pk, name, actor=None, now=now, facts=facts)


def request(verification=None, categories=("basic", "non_content", "content")):
    made = makers.demand("us_emergency_request", categories=categories, now=RECEIVED)
    moves.make(made.pk, "start_review", actor=None, now=RECEIVED)
    for point in law.process(made.process).checklist:
        record(made, "review_item", code=point.code, result="passed")
    record(made, "verify", **(CALL if verification is None else verification))
    return Demand.objects.get(pk=made.pk)


def packed(demand, *categories):
    by, second = makers.person("counsel"), makers.person("approver")
    makers.package(demand, *categories, now=RECEIVED, by=by, approved_by=second)


def disclosed(demand, now=RECEIVED):
    return moves.make(demand.pk, "disclose", actor=None, now=now)


def open_rows(demand):
    return {row.rule: row.at for row in demand.deadlines.all() if row.is_open}


def test_the_limit_is_three_hours():
    assert open_rows(request())["policy_emergency_answer"] == RECEIVED + timedelta(hours=3)


def test_a_supervisor_stands_for_the_request():
    demand = request(makers.CALL_BACK)
    packed(demand, "basic")
    with pytest.raises(moves.Refused, match="names no supervisor"):
        disclosed(demand)


def test_an_emergency_takes_a_call_back_and_nothing_less():
    demand = request({"method": "served", "supervisor_name": "Lt. Example"})
    packed(demand, "basic")
    with pytest.raises(moves.Refused, match="takes a call back"):
        disclosed(demand)


def test_content_is_not_given_without_a_signed_reason_18_usc_2702_b_8():
    demand = request()
    packed(demand, "content")
    with pytest.raises(moves.Refused, match="Stored content is not given"):
        disclosed(demand)
    record(demand, "waiver", duty="minimum", reason="The victim's last message says where.")
    assert disclosed(demand).outcome == "content"


def test_two_people_release_and_the_answer_is_timed():
    demand = request()
    assert emergency.answered_in(demand) is None
    packed(demand, "basic", "non_content")
    done = disclosed(demand, RECEIVED + timedelta(minutes=105))
    assert done.outcome == "non_content"
    assert emergency.answered_in(done) == timedelta(minutes=105)


def test_no_notice_is_due_before_the_disclosure_that_it_follows():
    assert "policy_notice_due" not in open_rows(request())


def test_process_is_asked_for_and_chased_until_it_is_settled():
    demand = request()
    packed(demand, "basic")
    disclosed(demand)
    assert open_rows(demand)["policy_follow_up_asked"].date() == date(2026, 8, 4)  # 3 Aug: holiday
    record(demand, "follow_up", asked_of="Sgt. Example")
    rows = open_rows(demand)
    assert "policy_follow_up_asked" not in rows
    assert rows["policy_follow_up_chased"].date() == date(2026, 8, 16)
    with pytest.raises(moves.Refused, match="what came"):
        record(demand, "follow_up_result")
    record(demand, "follow_up_result", closed_how="A warrant came: 26-mj-0007.")
    assert "policy_follow_up_chased" not in open_rows(demand)


def test_process_follows_an_emergency_and_nothing_else():
    with pytest.raises(moves.Refused, match="this is none"):
        record(makers.demand(), "follow_up", asked_of="Anyone")
