"""One frozen object: the same bytes every time, and nothing else is read back."""

import json
from dataclasses import replace

import pytest
from hypothesis import given

from tests.transparency.worlds import EDITION, HEADING, demand, world, worlds
from transparency.counting import figures
from transparency.figures import Figures, from_bytes, sha256, to_bytes


def some_figures(**facts) -> Figures:
    return figures(world(demand("US"), demand("IN", accounts=2), **facts), HEADING, EDITION)


@given(worlds())
def test_what_is_written_is_read_back_alike(some):
    made = figures(some, HEADING, EDITION)
    assert from_bytes(to_bytes(made)) == made


def test_the_hash_is_that_of_the_file():
    assert sha256(some_figures()) == sha256(from_bytes(to_bytes(some_figures())))
    assert sha256(some_figures()) != sha256(some_figures(duplicates=1))


def test_cells_stand_under_the_name_of_their_column():
    document = json.loads(to_bytes(some_figures()))
    by_country = next(table for table in document["tables"] if table["key"] == "T1")
    assert by_country["rows"][0]["cells"]["accounts"] == 2
    assert by_country["total"]["cells"]["demands"] == 2


def test_a_changed_byte_is_noticed():
    data = to_bytes(some_figures())
    with pytest.raises(ValueError, match="canonical"):
        from_bytes(data.replace(b'  "language": "en"', b'   "language": "en"'))


def test_another_schema_is_refused():
    with pytest.raises(ValueError, match="schema"):
        from_bytes(json.dumps({"schema": "spreadsheet"}).encode())


def test_a_figure_cannot_be_changed():
    made = some_figures()
    with pytest.raises(AttributeError):
        made.heading = replace(HEADING, service="Another")
