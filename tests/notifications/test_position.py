"""Where a notice stands: every rule of the ladder, and that the first one that applies wins."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

import pytest

from casework.gag import Answer, OrderTerms, Verdict
from casework.law import NoticeDefault
from casework.states import NoticePosition, State
from notifications.position import PastOrder, Situation, day_after, decide
from notifications.words import Kind

VERIFIED = datetime(2026, 3, 2, 14, 0, tzinfo=UTC)  # a Monday
MORNING_AFTER = datetime(2026, 3, 3, 9, 0, tzinfo=UTC)
ALLOWED = Verdict(Answer.ALLOWED)


def order(ends_on=date(2027, 4, 8), zone="America/New_York", lifted_at=None):
    return OrderTerms(
        id=uuid4(),
        standing="binding",
        covers=True,
        facts=frozenset({"existence"}),
        audience="everyone",
        named_persons=frozenset(),
        starts_on=date(2026, 4, 8),
        end_kind="fixed" if ends_on else "indefinite",
        ends_on=ends_on,
        time_zone=zone,
        lifted_at=lifted_at,
        name="us_2705b 26-mj-1",
    )


def barred(*orders):
    ends = [each.ends() for each in orders]
    if None in ends:
        return Verdict(Answer.BARRED, orders=orders)
    return Verdict(Answer.BARRED_UNTIL, until=max(ends), orders=orders)


PLAIN = Situation(
    verdict=ALLOWED,
    duty=NoticeDefault.ALLOWED,
    citation="18 USC 2703(c)(2)",
    state=State.LEGAL_REVIEW,
    verified_at=VERIFIED,
    country="IE",
)


def test_a_verified_demand_without_a_gag_is_due_on_the_next_business_day():
    decision = decide(PLAIN)
    assert decision.position == NoticePosition.PLANNED
    assert (decision.kind, decision.due_at) == (Kind.CUSTOMER_NOTICE, MORNING_AFTER)


@pytest.mark.parametrize(
    ("verified", "due"),
    [
        (datetime(2026, 3, 6, 23, 59, tzinfo=UTC), date(2026, 3, 9)),  # Friday, to Monday
        (datetime(2026, 3, 7, 12, tzinfo=UTC), date(2026, 3, 9)),  # Saturday
        (datetime(2026, 3, 16, 12, tzinfo=UTC), date(2026, 3, 18)),  # Saint Patrick's Day between
        (datetime(2026, 12, 24, 12, tzinfo=UTC), date(2026, 12, 28)),  # Christmas and St Stephen's
    ],
)
def test_weekends_and_the_providers_holidays_are_no_business_days(verified, due):
    assert decide(replace(PLAIN, verified_at=verified)).due_at.date() == due


# Each line: what is added to the plain situation, the position, and a word of the reason.
RULES = [
    ({"waived_because": "The account is the agency's own."}, "waived", "agency's own"),
    ({"customer_known": False}, "waived", "nobody to tell"),
    ({"duty": NoticeDefault.BY_AUTHORITY}, "waived", "The authority informs"),
    ({"verdict": barred(order())}, "barred", "through 8 April 2027"),
    ({"verdict": barred(order(ends_on=None))}, "barred", "without an end date"),
    ({"verdict": Verdict(Answer.UNKNOWN)}, "held", "Nobody has determined"),
    ({"verdict": Verdict(Answer.UNKNOWN, orders=(order(),))}, "held", "counsel decides"),
    ({"duty": None}, "held", "not recorded what instrument"),
    ({"duty": NoticeDefault.FORBIDDEN_BY_INSTRUMENT}, "held", "record it as a gag order"),
    ({"duty": NoticeDefault.FORBIDDEN_BY_STATUTE}, "held", "record it as a gag order"),
    ({"verified_at": None}, "held", "not verified yet"),
    ({"address_known": False}, "held", "No e-mail address"),
    ({"copy_missing": "No copy."}, "held", "No copy"),
    ({"held_because": "Waiting for counsel."}, "held", "Waiting for counsel"),
    ({"fraudulent": True}, "held", "fraudulent"),
    ({"duty": NoticeDefault.BY_EXECUTED_PROCESS}, "held", "executes this request"),
    ({"duty": NoticeDefault.UNKNOWN}, "held", "not settled"),
    ({"duplicate_of": "D-AAAA-BBBB-CCCC"}, "held", "copy of D-AAAA-BBBB-CCCC"),
    ({"copy_redacted": True}, "held", "second person"),
    ({"imported": True}, "held", "imported register"),
    ({"duty": NoticeDefault.REQUIRED}, "planned", "3 March 2026"),
    ({"duty": NoticeDefault.FORBIDDEN_IF_CERTIFIED}, "planned", "3 March 2026"),
    ({"state": State.DENIED}, "planned", "3 March 2026"),
    ({"state": State.REDIRECTED}, "planned", "3 March 2026"),
]
RELEASABLE = ("held_because", "fraudulent", "duplicate_of", "copy_redacted", "imported")


@pytest.mark.parametrize(("added", "position", "word"), RULES)
def test_each_rule_gives_its_position_and_says_why(added, position, word):
    decision = decide(replace(PLAIN, **added))
    assert decision.position == position
    assert word in decision.note


def test_every_pair_of_rules_is_decided_by_the_earlier_one():
    """A later rule never loosens what an earlier one decided."""
    rank = {id(added): place for place, (added, _position, _word) in enumerate(RULES)}
    for first, position, _word in RULES:
        for second, _position, _other in RULES:
            if rank[id(first)] < rank[id(second)] and not first.keys() & second.keys():
                if first.get("verified_at", VERIFIED) is None and "state" in second:
                    continue  # a demand that is over is told of unverified too
                if position != "planned":
                    assert decide(replace(PLAIN, **{**second, **first})).position == position


@pytest.mark.parametrize(("added", "position", "_word"), RULES)
def test_a_person_releases_what_waits_for_a_person_and_nothing_else(added, position, _word):
    released_at = datetime(2026, 3, 2, 15, tzinfo=UTC)
    free = {**added, "held_because": "", "released_at": released_at}
    after = decide(replace(PLAIN, **free))
    by_duty = added.get("duty") in (NoticeDefault.BY_EXECUTED_PROCESS, NoticeDefault.UNKNOWN)
    if position == "planned" or by_duty or any(name in added for name in RELEASABLE):
        assert (after.position, after.due_at) == (NoticePosition.PLANNED, released_at)
    else:
        assert after.position == position


@pytest.mark.parametrize(("added", "position", "_word"), RULES)
def test_only_holds_for_a_person_can_be_released(added, position, _word):
    decision = decide(replace(PLAIN, **added))
    by_duty = added.get("duty") in (NoticeDefault.BY_EXECUTED_PROCESS, NoticeDefault.UNKNOWN)
    assert decision.releasable == (by_duty or any(name in added for name in RELEASABLE))


# --- After a gag order -------------------------------------------------------------------------


def after(terms, ended_at):
    return (PastOrder(terms, ended_at),)


def test_the_late_notice_is_due_at_midnight_of_the_day_after_in_the_courts_zone():
    terms = order()
    decision = decide(replace(PLAIN, past_orders=after(terms, terms.ends())))
    assert decision.kind == Kind.DELAYED_NOTICE
    assert decision.due_at == datetime(2027, 4, 9, 4, 0, tzinfo=UTC)


def test_an_order_that_ended_before_the_ordinary_day_does_not_hurry_the_notice():
    terms = order(ends_on=date(2026, 4, 8))
    late = datetime(2026, 4, 20, 12, tzinfo=UTC)
    decision = decide(replace(PLAIN, verified_at=late, past_orders=after(terms, terms.ends())))
    assert decision.due_at == datetime(2026, 4, 21, 9, tzinfo=UTC)


def test_what_forbids_notice_itself_may_be_told_of_once_its_order_has_ended():
    terms = order()
    forbidden = replace(PLAIN, duty=NoticeDefault.FORBIDDEN_BY_INSTRUMENT)
    ended = replace(forbidden, past_orders=after(terms, terms.ends()))
    assert decide(forbidden).position == NoticePosition.HELD
    assert decide(ended).position == NoticePosition.PLANNED


@pytest.mark.parametrize(
    ("end", "zone", "due"),
    [
        # Lifted in the afternoon: the next midnight there.
        (datetime(2026, 9, 1, 15, tzinfo=UTC), "America/New_York", "2026-09-02T04:00"),
        # Lifted after midnight UTC, which is still the evening before in New York.
        (datetime(2026, 9, 2, 1, tzinfo=UTC), "America/New_York", "2026-09-02T04:00"),
        # Its last day has just ended: that midnight is the day after.
        (datetime(2026, 9, 2, 4, tzinfo=UTC), "America/New_York", "2026-09-02T04:00"),
        # The night in which Berlin's clocks go forward, and back.
        (datetime(2026, 3, 28, 12, tzinfo=UTC), "Europe/Berlin", "2026-03-28T23:00"),
        (datetime(2026, 3, 29, 12, tzinfo=UTC), "Europe/Berlin", "2026-03-29T22:00"),
        (datetime(2026, 10, 24, 12, tzinfo=UTC), "Europe/Berlin", "2026-10-24T22:00"),
        (datetime(2026, 10, 25, 12, tzinfo=UTC), "Europe/Berlin", "2026-10-25T23:00"),
        (datetime(2028, 2, 28, 12, tzinfo=UTC), "UTC", "2028-02-29T00:00"),
        (datetime(2026, 5, 5, 12, tzinfo=UTC), "Pacific/Kiritimati", "2026-05-06T10:00"),
    ],
)
def test_the_day_after_an_end_is_counted_where_the_court_sits(end, zone, due):
    assert day_after(end, zone) == datetime.fromisoformat(f"{due}+00:00")


def test_several_orders_bar_until_the_day_after_the_last_of_them():
    short, long = order(ends_on=date(2026, 6, 1)), order(ends_on=date(2026, 7, 1), zone="UTC")
    assert decide(replace(PLAIN, verdict=barred(short, long))).due_at == datetime(
        2026, 7, 2, tzinfo=UTC
    )
    assert decide(replace(PLAIN, verdict=barred(short, order(ends_on=None)))).due_at is None


# --- After the disclosure ----------------------------------------------------------------------

EMERGENCY = replace(
    PLAIN, duty=NoticeDefault.AFTER_EMERGENCY, after_disclosure=True, verified_at=VERIFIED
)
DECIDED = datetime(2026, 8, 2, 15, 50, tzinfo=UTC)  # case C10: a Sunday


def test_c10_nothing_is_due_before_the_disclosure():
    decision = decide(EMERGENCY)
    assert (decision.position, decision.due_at) == (NoticePosition.PLANNED, None)


def test_c10_the_cap_holds_while_the_emergency_lasts():
    disclosed = replace(EMERGENCY, state=State.DISCLOSED, decided_at=DECIDED)
    decision = decide(disclosed)
    assert decision.kind == Kind.AFTER_EMERGENCY
    assert decision.due_at.date() == date(2026, 10, 31)
    assert "at the latest on 31 October 2026" in decision.note


def test_c10_the_customer_is_told_on_the_business_day_after_the_emergency():
    over = datetime(2026, 8, 5, 10, tzinfo=UTC)
    disclosed = replace(
        EMERGENCY, state=State.DISCLOSED, decided_at=DECIDED, emergency_over_at=over
    )
    assert decide(disclosed).due_at == datetime(2026, 8, 6, 9, tzinfo=UTC)


def test_c11_the_controller_is_told_on_the_business_day_after_the_production():
    controller = replace(
        PLAIN,
        duty=NoticeDefault.REQUIRED,
        after_disclosure=True,
        state=State.DISCLOSED,
        decided_at=datetime(2026, 10, 9, 16, tzinfo=UTC),  # a Friday
    )
    decision = decide(controller)
    assert decision.kind == Kind.CONTROLLER_NOTICE
    assert decision.due_at.date() == date(2026, 10, 12)


def test_a_demand_that_ended_unverified_is_told_of_on_the_business_day_after_its_end():
    denied = replace(
        PLAIN,
        state=State.DENIED,
        verified_at=None,
        decided_at=datetime(2026, 3, 5, 11, tzinfo=UTC),
    )
    decision = decide(denied)
    assert decision.kind == Kind.CLOSED_NOTICE
    assert decision.due_at == datetime(2026, 3, 6, 9, tzinfo=UTC)


def test_the_number_of_business_days_is_the_providers_choice():
    assert decide(replace(PLAIN, business_days=3)).due_at - MORNING_AFTER == timedelta(days=2)
