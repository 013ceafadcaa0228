"""Charts: the same bytes for the same numbers, and readable without colour or without sight."""

from itertools import pairwise
from xml.etree import ElementTree

import pytest

from transparency import charts
from transparency.charts import FILLS, Bar, Series
from transparency.definitions import NOTICES, OUTCOMES

SERIES = [Series(key, str(label)) for key, (label, _definition) in OUTCOMES.items()]
BARS = [
    Bar("United States", (73, 192, 21, 14, 9, 3, 4, 0)),
    Bar("India", (0, 10, 0, 19, 0, 0, 0, 0)),
]


def drawn():
    return charts.stacked_bars("Demands by country", BARS, SERIES)


def test_the_same_numbers_are_the_same_bytes():
    assert drawn().svg == drawn().svg


@pytest.mark.parametrize(
    "chart",
    [
        drawn(),
        charts.bars("How they ended", [("content", "Content", 7), ("pending", "Pending", 0)]),
        charts.bars("Nothing", []),
        charts.stacked_bars("Nothing", [], SERIES),
        charts.line("Over time", [("2025-H1", 4), ("2025-H2", 9), ("2026-H1", 0)]),
        charts.line("One point", [("2026-H1", 4)]),
    ],
)
def test_a_chart_is_well_formed_and_says_what_it_shows(chart):
    root = ElementTree.fromstring(chart.svg)  # noqa: S314  our own bytes
    assert root.attrib["role"] == "img"
    assert root[0].text == chart.title
    assert root[1].text == chart.alt


def test_the_words_tell_every_number_to_who_cannot_see_it():
    assert "United States: 316 (Content 73, Non-content 192, No data 21" in drawn().alt
    assert "India: 29 (Non-content 10, Rejected 19)" in drawn().alt


def test_a_part_that_nobody_has_is_not_in_the_legend():
    assert ">Pending<" not in drawn().svg
    assert ">Fraudulent<" in drawn().svg


def test_hostile_names_stay_text():
    chart = charts.bars("<script>", [("content", "<b>&\"'", 3)])
    assert "<script>" not in chart.svg
    assert "<b>" not in chart.svg


@pytest.mark.parametrize("words", [OUTCOMES, NOTICES])
def test_no_two_parts_look_alike_in_grey(words):
    looks = [(FILLS[key].pattern, round(_light(FILLS[key].colour), 1)) for key in words]
    assert len(set(looks)) == len(looks)


@pytest.mark.parametrize("words", [OUTCOMES, NOTICES])
def test_neighbours_differ_in_pattern_or_clearly_in_lightness(words):
    keys = list(words)
    for one, other in pairwise(keys):
        apart = abs(_light(FILLS[one].colour) - _light(FILLS[other].colour))
        assert FILLS[one].pattern != FILLS[other].pattern or apart > 0.2


def _light(colour: str) -> float:
    red, green, blue = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
