"""The catalogue: entries by code, and the checks that compare entries with one another."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.conf import settings

from casework.law.entries import (
    Checklist,
    ChecklistItem,
    ClockRule,
    Fact,
    GagAuthority,
    Ground,
    LadderStep,
    LawFile,
    OwnCategory,
    Process,
    Watch,
)
from casework.law.reader import Fault, Reading
from casework.law.words import CATEGORIES, GagEnd, Power, Roll, Unit

# The clocks of a file with this jurisdiction are the provider's choice: a file of the same
# jurisdiction in one of its own directories replaces them by code.
POLICY = "POLICY"


@dataclass(frozen=True)
class Catalogue:
    files: tuple[LawFile, ...]
    processes: Mapping[str, tuple[Process, ...]]  # by code, oldest version first
    gag_authorities: Mapping[str, tuple[GagAuthority, ...]]
    clocks: Mapping[str, ClockRule]
    checklists: Mapping[str, Checklist]
    grounds: Mapping[str, Ground]
    steps: Mapping[str, LadderStep]
    categories: Mapping[str, OwnCategory]
    facts: Mapping[str, Fact]
    watches: Mapping[str, Watch]

    def valid_processes(self, on: date) -> tuple[Process, ...]:
        newest = (
            next((each for each in reversed(versions) if each.valid_on(on)), None)
            for versions in self.processes.values()
        )
        return tuple(process for process in newest if process)


def assemble(reading: Reading) -> tuple[Catalogue, list[Fault]]:
    """The catalogue of a reading, and every fault, those of the reading first."""
    entries = reading.entries
    clocks = list(_newest_policy(entries["clock"]))
    checklists = _by_code(entries["checklist"])
    catalogue = Catalogue(
        files=tuple(reading.files),
        processes=_by_version([_complete(each, checklists) for each in entries["process"]]),
        gag_authorities=_by_version(entries["gag_authority"]),
        clocks=_by_code(clocks),
        checklists=checklists,
        grounds=_by_code(entries["ground"]),
        steps=_by_code(entries["step"]),
        categories=_by_code(entries["category"]),
        facts=_by_code(entries["fact"]),
        watches=_by_code(entries["watch"]),
    )
    kinds = entries | {"clock": clocks}
    faults = [
        Fault(reading.origin[id(entry)], f"{kind} {entry.code}", field, reason)
        for kind, listed in kinds.items()
        for entry in listed
        for field, reason in _entry_faults(entry, catalogue)
    ]
    return catalogue, [*reading.faults, *_duplicates(kinds, reading), *faults]


def _newest_policy(clocks: list[ClockRule]) -> Iterator[ClockRule]:
    """A provider's own policy clock stands in for the shipped one of the same code."""
    last = {rule.code: rule for rule in clocks if rule.jurisdiction == POLICY}
    for rule in clocks:
        if rule.jurisdiction != POLICY or last[rule.code] is rule:
            yield rule


def _by_code(entries: Iterable[Any]) -> dict[str, Any]:
    return {entry.code: entry for entry in entries}


def _by_version(entries: Iterable[Any]) -> dict[str, tuple[Any, ...]]:
    grouped: dict[str, list[Any]] = {}
    for entry in entries:
        grouped.setdefault(entry.code, []).append(entry)
    return {
        code: tuple(sorted(versions, key=lambda each: each.version))
        for code, versions in grouped.items()
    }


def _complete(process: Process, checklists: Mapping[str, Checklist]) -> Process:
    """The process with its shared checklists first, and no item without a certainty."""
    shared = [
        item
        for code in process.uses_checklists
        if code in checklists
        for item in checklists[code].items
    ]
    items = (*shared, *process.checklist)
    return replace(process, checklist=tuple(_certain(item, process) for item in items))


def _certain(item: ChecklistItem, process: Process) -> ChecklistItem:
    return item if item.certainty else replace(item, certainty=process.certainty)


# --- Faults that only show when entries are compared ---------------------------------------------

_Found = Iterator[tuple[str, str]]


def _duplicates(kinds: Mapping[str, list[Any]], reading: Reading) -> Iterator[Fault]:
    for kind, entries in kinds.items():
        seen: dict[tuple[str, int], str] = {}
        for entry in entries:
            key = (entry.code, getattr(entry, "version", 1))
            file = reading.origin[id(entry)]
            if key in seen:
                reason = (
                    f"version {key[1]} is already in {seen[key]}; a changed law is a new version "
                    "(or a new code), because demands keep the one they were reviewed under"
                )
                yield Fault(file, f"{kind} {entry.code}", "code", reason)
            seen.setdefault(key, file)


def _entry_faults(entry: Any, catalogue: Catalogue) -> _Found:
    if isinstance(entry, Process):
        yield from _process_faults(entry, catalogue)
    elif isinstance(entry, ClockRule):
        yield from _clock_faults(entry, catalogue)
    elif isinstance(entry, GagAuthority):
        yield from _gag_faults(entry, catalogue)
    elif isinstance(entry, Ground):
        yield from _unknown("processes", entry.processes, catalogue.processes)
    elif isinstance(entry, LadderStep):
        yield from _unknown("clocks", entry.clocks, catalogue.clocks)
    elif isinstance(entry, OwnCategory):
        yield from _unknown("counts_as", [entry.counts_as], CATEGORIES)
    elif isinstance(entry, Checklist):
        yield from _item_faults(entry.items, catalogue)


def _process_faults(process: Process, catalogue: Catalogue) -> _Found:
    yield from _unknown("uses_checklists", process.uses_checklists, catalogue.checklists)
    yield from _unknown("clocks", process.clocks, catalogue.clocks)
    yield from _unknown("gag_defaults", process.gag_defaults, catalogue.gag_authorities)
    yield from _unknown("own_categories", process.own_categories, catalogue.categories)
    yield from _item_faults(process.checklist, catalogue)
    yield from _power_faults(process)
    yield from _validity_faults(process, catalogue.processes)


def _power_faults(process: Process) -> _Found:
    yield from _unknown("compels", process.compels, CATEGORIES)
    for category in CATEGORIES:
        if category not in process.compels:
            yield f"compels.{category}", "is missing; say no where the process cannot compel it"
    for category, answer in process.compels.items():
        if answer.power is Power.LIMITED and not answer.note:
            yield f"compels.{category}", "is limited, so a note must say within which bounds"


def _item_faults(items: tuple[ChecklistItem, ...], catalogue: Catalogue) -> _Found:
    for code, times in Counter(item.code for item in items).items():
        if times > 1:
            yield "checklist", f"has the item {code!r} {times} times"
    yield from _unknown(
        "checklist.ground", [i.ground for i in items if i.ground], catalogue.grounds
    )


def _validity_faults(entry: Process | GagAuthority, all_versions: Mapping[str, Any]) -> _Found:
    if entry.valid_from and entry.valid_to and entry.valid_to < entry.valid_from:
        yield "valid_to", f"{entry.valid_to} is before valid_from {entry.valid_from}"
    for other in all_versions[entry.code]:
        if entry.version < other.version and _overlap(entry, other):
            yield "valid_to", f"overlaps version {other.version}; end it the day before that begins"


def _overlap(older: Any, newer: Any) -> bool:
    return bool(
        (older.valid_to is None or (newer.valid_from or date.min) <= older.valid_to)
        and (newer.valid_to is None or (older.valid_from or date.min) <= newer.valid_to)
    )


def _clock_faults(rule: ClockRule, catalogue: Catalogue) -> _Found:
    yield from _unknown("when", rule.when, catalogue.facts)
    yield from _unknown("unless", rule.unless, catalogue.facts)
    if rule.extended_by:
        yield from _unknown("extended_by", [rule.extended_by], catalogue.clocks)
    if rule.amount_from and not isinstance(getattr(settings, rule.amount_from, None), int):
        yield "amount_from", f"{rule.amount_from!r} is not a setting that holds a whole number"
    counted = rule.unit not in (Unit.ON_THE_FACE, Unit.AT_ONCE)
    if counted and rule.amount <= 0 and not rule.amount_from:
        yield "amount", f"a clock in {rule.unit} needs a number above zero"
    if not counted and (rule.amount or rule.amount_from):
        yield "amount", f"must be left out; {rule.unit} counts nothing"
    if not counted and rule.roll is not Roll.NONE:
        yield "roll", f"must be left out; {rule.unit} is a date and stays it"


def _gag_faults(gag: GagAuthority, catalogue: Catalogue) -> _Found:
    yield from _unknown("clocks", gag.clocks, catalogue.clocks)
    if gag.review_clock:
        yield from _unknown("review_clock", [gag.review_clock], catalogue.clocks)
    yield from _validity_faults(gag, catalogue.gag_authorities)
    if gag.binding == (gag.ends is GagEnd.NOT_A_GAG):
        yield "ends", "must be not_a_gag exactly when binding is false"


def _unknown(field: str, codes: Iterable[str], known: Iterable[str]) -> _Found:
    for code in codes:
        if code not in known:
            yield field, f"names {code!r}, which no law file defines"
