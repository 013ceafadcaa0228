"""docs/register-format.md says everything that a register may hold, and nothing else."""

import re
from pathlib import Path

import pytest

from casework.models.decisions import Challenge, Redirection
from casework.register.columns import COLUMNS, GAG_SCOPES, GAGS, NOTICES
from casework.register.rules import OUTCOMES_IN
from casework.states import Category, Outcome, Segment, State

PAGE = (Path(__file__).parents[3] / "docs" / "register-format.md").read_text(encoding="utf-8")


def explained() -> dict[str, str]:
    """Each column's row of the two tables."""
    tables = PAGE.partition("## Columns of the demand")[2].partition("## State and outcome")[0]
    return {
        name: line
        for line in tables.splitlines()
        if line.startswith("| `")
        for name in re.findall(r"`(\w+)`", line.split("|")[1])
    }


def test_every_column_is_explained_in_the_order_of_the_code():
    assert list(explained()) == [column.name for column in COLUMNS]


def test_what_is_required_is_said_to_be():
    required = {name for name, line in explained().items() if "**required**" in line}
    assert required == {column.name for column in COLUMNS if column.required}


@pytest.mark.parametrize(
    ("column", "allowed"),
    [
        ("state", State.values),
        ("redirection_answer", Redirection.Answer.values),
        ("challenge_kind", Challenge.Rung.values),
        ("challenge_result", Challenge.Result.values),
        ("segment", Segment.values),
        ("categories_asked", Category.values),
        ("outcome", Outcome.values),
        ("gag", GAGS),
        ("gag_scope", GAG_SCOPES),
        ("notice", NOTICES),
    ],
)
def test_every_value_of_a_short_list_is_there(column, allowed):
    assert re.findall(r"`(\w+)`", explained()[column].split("|")[3]) == list(allowed)


def test_every_state_has_its_outcomes():
    assert set(OUTCOMES_IN) == set(State)
    assert set.union(*OUTCOMES_IN.values()) == set(Outcome)
