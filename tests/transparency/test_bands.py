"""National security bands, line by line of 50 U.S.C. 1874."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from transparency.bands import (
    STRUCTURES,
    Kind,
    NotAllowed,
    Option,
    Order,
    band,
    banded,
    earliest_publication,
    refuse_mixture,
)
from transparency.periods import parse

H1 = parse("2026-H1")
SPRING = date(2026, 3, 2)
LATER = date(2028, 12, 31)


def order(kind=Kind.NSL, received=SPRING, selectors=1, **facts):
    return Order(kind, received, selectors, **facts)


@pytest.mark.parametrize(
    ("count", "width", "words"),
    [
        (0, 250, "0-249"),
        (249, 250, "0-249"),
        (250, 250, "250-499"),
        (2100, 250, "2000-2249"),
        (0, 1000, "0-999"),
        (500, 500, "500-999"),
        (99, 100, "0-99"),
    ],
)
def test_bands_begin_at_zero_and_are_as_wide_as_the_statute_says(count, width, words):
    assert band(count, width) == words


@given(st.integers(0, 10**6), st.sampled_from([s.width for s in STRUCTURES.values()]))
def test_a_count_lies_in_its_band_and_in_no_other(count, width):
    low, high = map(int, band(count, width).split("-"))
    assert low <= count <= high
    assert low % width == 0
    assert high - low == width - 1


@pytest.mark.parametrize(
    ("option", "citation", "width", "rows"),
    [
        (Option.A1, "50 U.S.C. 1874(a)(1)", 1000, 8),
        (Option.A2, "50 U.S.C. 1874(a)(2)", 500, 6),
        (Option.A3, "50 U.S.C. 1874(a)(3)", 250, 2),
        (Option.A4, "50 U.S.C. 1874(a)(4)", 100, 2),
    ],
)
def test_each_option_has_the_statutes_rows(option, citation, width, rows):
    structure = STRUCTURES[option]
    assert (structure.citation, structure.width, len(structure.rows)) == (citation, width, rows)


def test_option_1_splits_non_content_selectors_by_authority_and_option_2_does_not():
    # (a)(1)(F)(i)-(iii) against (a)(2)(F)
    first = {name for name, _kinds, _selectors in STRUCTURES[Option.A1].rows}
    second = {name for name, _kinds, _selectors in STRUCTURES[Option.A2].rows}
    assert first - second == {
        "non-content-selectors-pen-trap",
        "non-content-selectors-records-b",
        "non-content-selectors-records-c",
    }
    assert second - first == {"non-content-selectors"}


def test_option_3_is_all_process_together_and_all_selectors_together():
    orders = [order(kind, selectors=60) for kind in Kind]
    lines = banded(Option.A3, orders, H1, date(2026, 8, 31))
    assert [(line.name, line.band) for line in lines] == [
        ("all-process", "0-249"),
        ("all-selectors", "250-499"),
    ]


def test_nothing_received_is_the_first_band_and_not_a_zero():
    lines = banded(Option.A3, [], H1, date(2026, 8, 31))
    assert {line.band for line in lines} == {"0-249"}


def test_only_process_of_the_period_counts():
    orders = [order(received=H1.start - timedelta(days=1), selectors=900)]
    orders.append(order(received=H1.end + timedelta(days=1), selectors=900))
    assert {line.band for line in banded(Option.A3, orders, H1, LATER)} == {"0-249"}
    edges = [order(received=H1.start, selectors=150), order(received=H1.end, selectors=150)]
    assert banded(Option.A3, edges, H1, LATER)[1].band == "250-499"


@pytest.mark.parametrize(
    ("option", "period", "earliest"),
    [
        # (b)(2): the previous 180 days, so as soon as the half is over
        (Option.A3, "2026-H1", date(2026, 7, 1)),
        # (b)(1)(B): a window that ends at least 180 days before publication
        (Option.A1, "2026-H1", date(2026, 12, 27)),
        (Option.A2, "2026-H1", date(2026, 12, 27)),
        # (b)(3): a year that ends at least one year before publication
        (Option.A4, "2025", date(2026, 12, 31)),
    ],
)
def test_nothing_is_banded_a_day_before_the_statute_lets_it_out(option, period, earliest):
    period = parse(period)
    assert earliest_publication(option, period) == earliest
    assert banded(option, [], period, earliest)
    with pytest.raises(NotAllowed, match=earliest.isoformat()):
        banded(option, [], period, earliest - timedelta(days=1))


@pytest.mark.parametrize(
    ("option", "period"),
    [
        (Option.A3, "2026"),
        (Option.A3, "2026-Q1"),
        (Option.A1, "2026-01-01..2026-07-31"),
        (Option.A4, "2026-H1"),
        (Option.A4, "2025-07-01..2026-06-30"),
    ],
)
def test_a_period_the_option_is_not_made_for_is_refused(option, period):
    with pytest.raises(NotAllowed, match="1874"):
        banded(option, [], parse(period), LATER)


def test_the_first_order_on_a_new_service_waits_540_days():
    # (b)(1)(B): options 1 and 2 only, and never the letters
    first = order(Kind.CONTENT, selectors=1500, new_service=True)
    due = SPRING + timedelta(days=540)

    def content_selectors(option, published):
        lines = {line.name: line.band for line in banded(option, [first], H1, published)}
        return lines["content-selectors"]

    assert content_selectors(Option.A1, due - timedelta(days=1)) == "0-999"
    assert content_selectors(Option.A1, due) == "1000-1999"
    assert content_selectors(Option.A2, due - timedelta(days=1)) == "0-499"
    assert content_selectors(Option.A2, due) == "1500-1999"


def test_the_540_days_do_not_touch_letters_nor_option_3():
    letter = order(Kind.NSL, selectors=1500, new_service=True)
    lines = {line.name: line.band for line in banded(Option.A1, [letter], H1, date(2027, 1, 1))}
    assert lines["nsl-selectors"] == "1000-1999"
    directive = order(Kind.CONTENT, selectors=1500, new_service=True)
    assert banded(Option.A3, [directive], H1, date(2026, 8, 31))[1].band == "1500-1749"


def test_two_structures_for_the_same_months_are_refused():
    with pytest.raises(NotAllowed, match=r"1874\(a\)\(3\)"):
        refuse_mixture(Option.A4, parse("2026"), {H1: Option.A3})
    refuse_mixture(Option.A3, H1, {H1: Option.A3})
    refuse_mixture(Option.A4, parse("2027"), {H1: Option.A3})


@pytest.mark.parametrize("form", ["a5", "", "a1", "a2"])
def test_a_form_that_we_cannot_fill_stops_the_start(settings, form):
    from transparency.checks import bands_have_a_form_we_can_fill

    assert bands_have_a_form_we_can_fill() == []
    settings.NATIONAL_SECURITY_BANDS = form
    (error,) = bands_have_a_form_we_can_fill()
    assert error.id == "transparency.E001"
    assert "a3 (50 U.S.C. 1874(a)(3)) or a4" in error.hint
