"""T1 and T2: who asked and with what, and how it ended; in numbers and in per cent."""

from collections.abc import Callable

from django.utils.translation import gettext as _

from transparency.definitions import OUTCOMES, UNKNOWN_COUNTRY, UNRESOLVED
from transparency.figures import Cell, Table
from transparency.layouts.build import Group, Measure, Tallies, column, number, percent, sizes
from transparency.layouts.build import table as build
from transparency.tallies import DemandTally, World

RESOLVED_OUTCOMES = tuple(outcome for outcome in OUTCOMES if outcome != UNRESOLVED)


def by_country(world: World) -> tuple[Table, Table]:
    """Only countries that asked; the demands without one come last, and are shown."""
    names = [*world.countries, ("", str(UNKNOWN_COUNTRY))]
    groups = [
        Group(code or "unknown", name, [d for d in world.demands if d.country == code])
        for code, name in names
    ]
    asked = [group for group in groups if group.tallies]
    heading = _("Country")
    return (
        _numbers(world, "T1", (_("Demands by country and outcome"), heading), asked),
        _shares(world, "T1.shares", (_("Outcomes by country, in per cent"), heading), asked),
    )


def by_process(world: World) -> tuple[Table, Table]:
    """Every kind of process, asked or not: that nobody came with one is news too."""
    groups = [
        Group(key, name, [d for d in world.demands if d.process == key])
        for key, name in world.processes
    ]
    heading = _("Legal process")
    return (
        _numbers(world, "T2", (_("Demands by process and outcome"), heading), groups),
        _shares(world, "T2.shares", (_("Outcomes by process, in per cent"), heading), groups),
    )


def _numbers(world: World, key: str, words: tuple[str, str], groups: list[Group]) -> Table:
    title, heading = words
    definition = _("Every demand stands in one row and under one outcome.")
    measures = (*sizes(), *(Measure(column(o, OUTCOMES), _ended(o)) for o in OUTCOMES))
    return build(key, (title, definition, heading), measures, groups, _everything(world))


def _shares(world: World, key: str, words: tuple[str, str], groups: list[Group]) -> Table:
    title, heading = words
    definition = _("Of resolved demands; halves are rounded up, so a row need not add up to 100.")
    measures = (
        Measure(column("resolved"), lambda tallies: number(_resolved(tallies))),
        Measure(column("disclosed", unit="percent"), _share(lambda demand: demand.disclosed)),
        *(Measure(column(o, OUTCOMES, "percent"), _share_ended(o)) for o in RESOLVED_OUTCOMES),
    )
    return build(key, (title, definition, heading), measures, groups, _everything(world))


def _everything(world: World) -> Group:
    return Group("total", _("Total"), list(world.demands))


def _resolved(tallies: Tallies) -> Tallies:
    return [demand for demand in tallies if demand.outcome != UNRESOLVED]


def _ended(outcome: str) -> Callable[[Tallies], Cell]:
    return lambda tallies: number(d for d in tallies if d.outcome == outcome)


def _share(chosen: Callable[[DemandTally], bool]) -> Callable[[Tallies], Cell]:
    def share(tallies: Tallies) -> Cell:
        resolved = _resolved(tallies)
        return percent(number(filter(chosen, resolved)), number(resolved))

    return share


def _share_ended(outcome: str) -> Callable[[Tallies], Cell]:
    return _share(lambda demand: demand.outcome == outcome)
