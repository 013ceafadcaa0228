"""How a table is made: groups of demands down, measures across."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from transparency.definitions import COUNTS, Words
from transparency.figures import Cell, Column, Row, Table
from transparency.tallies import DemandTally

Tallies = list[DemandTally]


@dataclass(frozen=True)
class Group:
    """A row to be: what it is called and which demands stand in it."""

    key: str
    label: str
    tallies: Tallies


@dataclass(frozen=True)
class Measure:
    """A column to be: what it means and how it is counted."""

    column: Column
    of: Callable[[Tallies], Cell]


def table(
    key: str,
    words: tuple[str, str, str],
    measures: tuple[Measure, ...],
    groups: Iterable[Group],
    everything: Group,
) -> Table:
    """`words` are the title, the definition and the heading of the first column."""

    def row(group: Group) -> Row:
        return Row(group.key, group.label, tuple(_cells(measures, group.tallies)))

    title, definition, heading = words
    return Table(
        key=key,
        title=title,
        definition=definition,
        heading=heading,
        columns=tuple(measure.column for measure in measures),
        rows=tuple(row(group) for group in groups),
        total=row(everything),
    )


def _cells(measures: tuple[Measure, ...], tallies: Tallies) -> Iterable[Cell]:
    """The first column is always a number; the rest is a dash where nothing was received."""
    received = number(tallies) > 0
    for position, measure in enumerate(measures):
        yield measure.of(tallies) if received or position == 0 else None


def column(key: str, words: Words = COUNTS, unit: str = "demands") -> Column:
    label, definition = words[key]
    return Column(key, str(label), str(definition), unit)


def number(tallies: Iterable[DemandTally]) -> int:
    return sum(tally.demands for tally in tallies)


def accounts(tallies: Iterable[DemandTally]) -> int:
    return sum(tally.accounts for tally in tallies)


def accounts_disclosed(tallies: Iterable[DemandTally]) -> int:
    return sum(tally.accounts_disclosed for tally in tallies)


def percent(part: int, whole: int) -> int | None:
    """Whole per cent, halves up; of nothing there is none, not even zero."""
    return (200 * part + whole) // (2 * whole) if whole else None


def sizes() -> tuple[Measure, ...]:
    """Demands, the accounts they name, and those of which data was disclosed."""
    return (
        Measure(column("demands"), number),
        Measure(column("accounts", unit="accounts"), accounts),
        Measure(column("accounts_disclosed", unit="accounts"), accounts_disclosed),
    )
