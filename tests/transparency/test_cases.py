"""How one case counts: the rules, each by itself, and random cases against a plain second count."""

from collections import Counter
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from casework.states import OUTCOME_ORDER, NoticePosition, Outcome
from tests.transparency.worlds import COUNTRIES, EDITION, HEADING, PROCESSES
from transparency.cases import (
    LEFT_OPEN,
    Case,
    Named,
    Silence,
    demand_notice,
    gag,
    notice,
    outcome,
    tallied,
    told_late,
)
from transparency.counting import figures
from transparency.definitions import DIFFERENCES, DISCLOSED, NOTICES, OUTCOMES
from transparency.definitions import PROCESSES as ROWS
from transparency.tallies import World

DECIDED = datetime(2026, 4, 24, 10, tzinfo=UTC)
BEFORE, AFTER = DECIDED - timedelta(days=14), DECIDED + timedelta(days=350)


def case(*accounts, **facts):
    given = {
        "reference": "D-1",
        "country": "US",
        "process": "subpoena",
        "closed": True,
        "decided_at": DECIDED,
        **facts,
    }
    return Case(accounts=accounts, **given)


def account(outcome="non_content", position="held", told_at=None, name="a"):
    return Named(name, outcome, position, told_at)


def test_a_demand_has_the_highest_outcome_of_its_accounts():
    assert outcome(case(account("no_data"), account("content"), account("pending"))) == "content"
    assert outcome(case(account("rejected"), account("withdrawn"))) == "rejected"


def test_a_demand_is_pending_while_no_account_has_an_outcome():
    assert outcome(case(account("pending"), account("pending"))) == "pending"
    assert outcome(case()) == "pending"


def test_the_reports_words_are_the_records_words():
    assert set(OUTCOMES) == {outcome.value for outcome in Outcome}
    assert list(OUTCOMES) == [outcome.value for outcome in OUTCOME_ORDER]
    assert {"content", "non_content"} == DISCLOSED
    assert set(LEFT_OPEN) == set(DIFFERENCES)


@pytest.mark.parametrize(
    ("orders", "scope"),
    [
        ((), "none"),
        ((Silence(whole=True),), "whole"),
        ((Silence(whole=False, accounts=frozenset("a")),), "partial"),
        (
            (
                Silence(whole=False, accounts=frozenset("a")),
                Silence(whole=False, accounts=frozenset("b")),
            ),
            "whole",
        ),
    ],
)
def test_an_order_covers_the_whole_demand_or_some_of_its_accounts(orders, scope):
    assert gag(case(account(name="a"), account(name="b"), orders=orders)) == scope


def test_one_order_without_an_end_makes_the_demands_silence_open_ended():
    orders = (Silence(whole=True), Silence(whole=True, dated=False))
    assert not tallied([case(account(), orders=orders)]).demands[0].gag_dated
    assert tallied([case(account(), orders=orders[:1])]).demands[0].gag_dated


@pytest.mark.parametrize(
    ("told", "facts", "position"),
    [
        # C01: told the day after, disclosed two weeks later.
        (account(told_at=BEFORE), {}, "before"),
        # C02: a year's order, told the day after its end.
        (account(told_at=AFTER), {"orders": (Silence(whole=True),)}, "after_delay"),
        # C10: kidnapping; told when it was over.
        (account(told_at=AFTER), {"emergency": True}, "after_emergency"),
        # C11: the controller is told after the data were sent.
        (account(told_at=AFTER), {}, "after"),
        # Denied at once, told the day after: nothing was disclosed before it could be objected to.
        (account("rejected", told_at=AFTER), {}, "before"),
        # Nothing disclosed, but the order kept the customer in the dark all the same.
        (account("rejected", told_at=AFTER), {"orders": (Silence(whole=True),)}, "after_delay"),
        # The order ended before the disclosure.
        (account(told_at=BEFORE), {"orders": (Silence(whole=True),)}, "before"),
        (account(position="barred"), {"orders": (Silence(whole=True),)}, "barred"),
        (account(position="waived"), {}, "waived"),
        (account(position="planned"), {}, "waiting"),
        (account(position="failed"), {}, "waiting"),
        (account(position="uncertain"), {}, "waiting"),
        (account("pending", position="held"), {"closed": False}, "waiting"),
        (account(position="held"), {}, "unknown"),
    ],
)
def test_whether_the_customer_was_told(told, facts, position):
    assert notice(case(told, **facts), told) == position


def test_an_order_on_another_account_does_not_excuse_a_late_notice():
    one, other = account(told_at=AFTER, name="a"), account(told_at=BEFORE, name="b")
    order = Silence(whole=False, accounts=frozenset("b"))
    assert notice(case(one, other, orders=(order,)), one) == "after"


def test_a_demand_stands_with_the_account_told_latest_or_least():
    assert demand_notice(case(account(told_at=BEFORE), account(position="barred"))) == "barred"
    assert demand_notice(case(account(told_at=BEFORE), account(told_at=AFTER))) == "after"
    assert demand_notice(case()) == "unknown"
    assert demand_notice(case(closed=False)) == "waiting"


def test_delayed_notices_count_on_the_day_they_went_out():
    whole = case(*[account(told_at=AFTER, name=n) for n in "abc"], orders=(Silence(whole=True),))
    assert told_late(whole, AFTER, AFTER + timedelta(seconds=1)) == 3
    assert told_late(whole, AFTER + timedelta(seconds=1), AFTER + timedelta(days=1)) == 0
    assert told_late(case(account(told_at=BEFORE)), BEFORE, AFTER) == 0


def test_a_demand_that_nobody_has_classified_is_in_no_figure():
    # It may turn out to be national security process, and would then be subtractable.
    counted = tallied([case(account(), process="", reference="D-X")])
    assert counted.demands == ()
    assert counted.accounts == ()
    assert counted.behind == {"no-process": ["D-X"]}


def test_what_the_record_leaves_open_is_noted_by_reference():
    counted = tallied(
        [
            case(account(told_at=BEFORE), country="", reference="D-2"),
            case(reference="D-3"),
            case(account("pending", told_at=BEFORE), reference="D-4"),
            case(account("pending", told_at=BEFORE), closed=False, reference="D-5"),
            case(account(), reference="D-6"),
        ]
    )
    assert counted.behind == {
        "no-country": ["D-2"],
        "no-account": ["D-3"],
        "no-outcome": ["D-4"],
        "no-notice": ["D-3", "D-6"],
    }


def test_alike_demands_make_one_heap():
    counted = tallied([case(account(told_at=BEFORE), account(told_at=BEFORE))] * 3)
    (tally,) = counted.demands
    assert (tally.demands, tally.accounts, tally.accounts_disclosed) == (3, 6, 6)


@st.composite
def random_cases(draw):
    times = st.none() | st.integers(0, 400).map(lambda days: BEFORE + timedelta(days=days))
    accounts = tuple(
        Named(
            str(place),
            draw(st.sampled_from([o.value for o in Outcome])),
            draw(st.sampled_from([p.value for p in NoticePosition])),
            draw(times),
        )
        for place in range(draw(st.integers(0, 4)))
    )
    silences = st.builds(
        Silence, st.booleans(), st.frozensets(st.sampled_from("0123")), st.booleans()
    )
    return Case(
        reference=draw(st.text("0123456789", min_size=4, max_size=4)),
        country=draw(st.sampled_from(["", *(code for code, _name in COUNTRIES)])),
        process=draw(st.sampled_from(["", *(key for key, _name in PROCESSES)])),
        closed=draw(st.booleans()),
        decided_at=draw(times),
        emergency=draw(st.booleans()),
        accounts=accounts,
        orders=tuple(draw(st.lists(silences, max_size=2))),
    )


@settings(max_examples=60)
@given(st.lists(random_cases(), max_size=12))
def test_random_cases_reconcile_and_agree_with_a_second_count(some):
    counted = tallied(some)
    world = World(
        demands=counted.demands,
        accounts=counted.accounts,
        countries=COUNTRIES,
        processes=PROCESSES,
    )
    made = figures(world, HEADING, EDITION)
    assert made.differences == ()
    classified = [c for c in some if c.process]
    assert made.headline("demands") == len(classified)
    assert made.headline("accounts") == sum(len(c.accounts) for c in classified)
    by_country = Counter((c.country or "unknown", outcome(c)) for c in classified)
    for row in made.table("T1").rows:
        for ended in OUTCOMES:
            assert made.table("T1").cell(row.key, ended) == by_country[row.key, ended]
    by_notice = Counter(notice(c, a) for c in classified for a in c.accounts)
    for position in NOTICES:
        assert made.table("T3.notice").cell(position, "accounts") == by_notice[position]


def test_every_bucket_has_a_row_or_a_reason_to_have_none():
    from casework.law.words import Bucket

    elsewhere = {Bucket.NSL, Bucket.FISA, Bucket.PRESERVATION}
    assert set(ROWS) == set(Bucket) - elsewhere
