"""The arithmetic of a report, on typed-in and on random worlds."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.transparency.worlds import EDITION, HEADING, demand, world, worlds
from transparency.counting import figures
from transparency.definitions import OUTCOMES
from transparency.figures import Difference
from transparency.layouts.build import percent
from transparency.tallies import ImpossibleInput


def count(*demands, **facts):
    return figures(world(*demands, **facts), HEADING, EDITION)


def test_a_demand_stands_in_one_row_and_under_one_outcome():
    made = count(demand("US", "warrant", "content", accounts=2), demand("IN", outcome="no_data"))
    by_country, by_process = made.table("T1"), made.table("T2")
    assert [row.key for row in by_country.rows] == ["IN", "US"]
    assert by_country.cell("US", "content") == 1
    assert by_country.cell("US", "accounts") == 2
    assert by_country.cell("IN", "no_data") == 1
    assert by_country.cell("total", "demands") == 2
    assert by_process.cell("warrant", "accounts_disclosed") == 2


def test_a_demand_without_a_country_is_shown_as_unknown_and_last():
    made = count(demand(""), demand("US"))
    assert [row.label for row in made.table("T1").rows] == ["United States", "Unknown"]
    assert made.headline("countries") == 1


def test_where_nothing_was_received_there_is_a_dash_and_never_zero_per_cent():
    shares, numbers = count(demand("US", "warrant")).table("T2.shares"), count().table("T2")
    assert shares.cell("subpoena", "disclosed") is None
    assert shares.cell("subpoena", "resolved") == 0
    assert numbers.cell("subpoena", "demands") == 0
    assert numbers.cell("total", "content") is None
    assert count().headline("disclosed_share") is None


def test_only_pending_demands_give_no_percentage_either():
    made = count(demand(outcome="pending"), demand(outcome="pending"))
    assert made.table("T1").cell("US", "pending") == 2
    assert made.table("T1.shares").cell("US", "disclosed") is None
    assert made.table("T1.shares").cell("US", "resolved") == 0


def test_percentages_are_of_resolved_demands_only():
    made = count(
        demand(outcome="content"),
        demand(outcome="non_content"),
        demand(outcome="rejected"),
        demand(outcome="pending", demands=97),
    )
    assert made.table("T1.shares").cell("US", "disclosed") == 67
    assert made.table("T1.shares").cell("US", "rejected") == 33
    assert made.headline("disclosed_share") == 67


@pytest.mark.parametrize(
    ("part", "whole", "whole_per_cent"),
    [(1, 200, 1), (1, 201, 0), (1, 8, 13), (3, 8, 38), (5, 8, 63), (0, 7, 0), (7, 7, 100)],
)
def test_halves_are_rounded_up(part, whole, whole_per_cent):
    assert percent(part, whole) == whole_per_cent


@given(st.integers(0, 10**6), st.integers(1, 10**6))
def test_a_percentage_is_never_further_than_half_a_point_off(part, whole):
    part = min(part, whole)
    off = percent(part, whole) * 2 * whole - 200 * part
    assert -whole < off <= whole


def test_orders_of_silence_by_scope_and_end():
    made = count(
        demand(gag="whole", gag_dated=True, notice="barred", accounts=3),
        demand(gag="partial", gag_dated=False, notice="barred", accounts=2),
        demand(),
        demand(),
    ).table("T3.gag")
    assert made.cell("whole", "dated") == 1
    assert made.cell("whole", "open") == 0
    assert made.cell("partial", "open") == 1
    assert made.cell("whole", "share") == 25
    assert made.cell("none", "dated") is None
    assert made.cell("total", "demands") == 4
    assert made.cell("total", "dated") == 1


def test_delayed_notices_are_counted_where_they_went_out():
    made = count(late_demands=1, late_accounts=3)
    assert made.table("T3.late").cell("late", "accounts") == 3
    assert made.headline("demands") == 0


def test_what_is_left_out_is_stated():
    made = count(duplicates=4, preservations=9)
    assert {m.key: m.value for m in made.left_out} == {"duplicates": 4, "preservations": 9}


@given(worlds())
def test_random_worlds_always_reconcile(some):
    made = figures(some, HEADING, EDITION)
    assert all(check.left == check.right for check in made.checks)
    assert made.differences == ()


@given(worlds())
def test_every_row_sums_to_its_demands_and_every_column_to_its_total(some):
    made = figures(some, HEADING, EDITION)
    for key in ("T1", "T2"):
        table = made.table(key)
        for row in (*table.rows, table.total):
            cells = dict(zip((c.key for c in table.columns), row.cells, strict=True))
            if cells["demands"]:
                assert sum(cells[outcome] for outcome in OUTCOMES) == cells["demands"]
        for name in ("demands", "accounts", *OUTCOMES):
            parts = sum(table.cell(row.key, name) or 0 for row in table.rows)
            assert parts == (table.cell("total", name) or 0)


@given(worlds(), st.randoms(use_true_random=False))
def test_the_order_in_which_demands_are_read_changes_nothing(some, random):
    shuffled = list(some.demands)
    random.shuffle(shuffled)
    other = replace(some, demands=tuple(shuffled))
    assert figures(other, HEADING, EDITION) == figures(some, HEADING, EDITION)


@given(worlds())
def test_demands_counted_one_by_one_or_in_heaps_give_the_same(some):
    singles = tuple(
        replace(d, demands=1, accounts=0, accounts_disclosed=0) if again else replace(d, demands=1)
        for d in some.demands
        for again in range(d.demands)
    )
    apart = replace(some, demands=singles)
    assert figures(apart, HEADING, EDITION) == figures(some, HEADING, EDITION)


def test_accounts_that_do_not_match_are_listed_by_name_and_not_balanced():
    lost = replace(world(demand(accounts=3)), accounts=())
    made = figures(lost, HEADING, EDITION)
    assert {d.key for d in made.differences} >= {"check-accounts-t1", "check-accounts-t2"}
    assert made.unexplained == made.differences
    assert made.table("T1").cell("US", "accounts") == 3


def test_an_explanation_makes_a_difference_explained():
    known = Difference("no-country", "No country is recorded.", 2, "The old register had none.")
    assert count(demand(), differences=(known,)).unexplained == ()


@pytest.mark.parametrize(
    ("impossible", "words"),
    [
        (demand(accounts=1, accounts_disclosed=2), "2 accounts disclosed of 1"),
        (demand(outcome="rejected", accounts_disclosed=1), "rejected"),
        (demand(outcome="surprise"), "surprise"),
        (demand(process="horoscope"), "horoscope"),
        (demand("XX"), "XX"),
    ],
)
def test_impossible_input_is_refused(impossible, words):
    with pytest.raises(ImpossibleInput, match=words):
        count(impossible)
