"""Reporting periods are whole days, named as people name them."""

from datetime import date

import pytest

from transparency.periods import Period, last_complete_half, parse


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("2026-H1", date(2026, 1, 1), date(2026, 6, 30)),
        ("2026-H2", date(2026, 7, 1), date(2026, 12, 31)),
        ("2024-Q1", date(2024, 1, 1), date(2024, 3, 31)),
        ("2026-Q4", date(2026, 10, 1), date(2026, 12, 31)),
        ("2025", date(2025, 1, 1), date(2025, 12, 31)),
        ("2026-01-15..2026-03-31", date(2026, 1, 15), date(2026, 3, 31)),
        ("2024-02-01..2024-02-29", date(2024, 2, 1), date(2024, 2, 29)),
    ],
)
def test_a_period_is_read_and_named_alike(text, start, end):
    period = parse(text)
    assert (period.start, period.end) == (start, end)
    assert period.label == text


@pytest.mark.parametrize(
    "text", ["", "2026-H3", "2026-Q5", "H1 2026", "2026-06-30..2026-01-01", "2026-1", "26-H1"]
)
def test_what_is_no_period_is_refused_with_examples(text):
    with pytest.raises(ValueError, match="2026-H1"):
        parse(text)


def test_a_free_range_that_is_a_half_is_the_half():
    assert parse("2026-01-01..2026-06-30").label == "2026-H1"


def test_only_whole_half_years_count_as_halves():
    assert [p.label for p in parse("2025").halves()] == ["2025-H1", "2025-H2"]
    assert [p.label for p in parse("2025-03-01..2026-07-31").halves()] == ["2025-H2", "2026-H1"]
    assert parse("2026-Q2").halves() == ()


def test_periods_overlap_on_a_single_day():
    day = date(2026, 6, 30)
    assert parse("2026-H1").overlaps(Period(day, date(2026, 8, 1)))
    assert not parse("2026-H1").overlaps(parse("2026-H2"))


@pytest.mark.parametrize(
    ("today", "label"),
    [
        (date(2026, 8, 31), "2026-H1"),
        (date(2026, 7, 1), "2026-H1"),
        (date(2026, 6, 30), "2025-H2"),
        (date(2027, 1, 31), "2026-H2"),
    ],
)
def test_the_last_complete_half_is_the_one_before(today, label):
    assert last_complete_half(today).label == label
