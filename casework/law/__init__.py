"""The law as data: processes, powers, clocks, gag authorities and grounds, with their sources.

The *.toml files beside this module are the content, written to be read and changed by a lawyer;
docs/legal-model.md is generated from them. A provider adds files of its own in the directories of
the setting LAW_DIRS. Nothing outside this package reads the files.
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import TypeVar

from django.conf import settings

from casework.law.assembly import Catalogue, assemble
from casework.law.entries import (
    CategoryPower,
    Checklist,
    ChecklistItem,
    ClockRule,
    Fact,
    GagAuthority,
    Ground,
    LadderStep,
    OwnCategory,
    Process,
    Watch,
)
from casework.law.reader import SHIPPED, Fault, read
from casework.law.words import (
    CATEGORIES,
    Bound,
    Bucket,
    Certainty,
    Family,
    GagEnd,
    GroundKind,
    Instant,
    NoticeDefault,
    Obliged,
    Place,
    Power,
    ReportingClass,
    Roll,
    Trigger,
    Unit,
)

__all__ = [
    "CATEGORIES",
    "Bound",
    "Bucket",
    "Catalogue",
    "CategoryPower",
    "Certainty",
    "Checklist",
    "ChecklistItem",
    "ClockRule",
    "Fact",
    "Family",
    "Fault",
    "GagAuthority",
    "GagEnd",
    "Ground",
    "GroundKind",
    "Instant",
    "LadderStep",
    "LawError",
    "NoticeDefault",
    "Obliged",
    "OwnCategory",
    "Place",
    "Power",
    "Process",
    "ReportingClass",
    "Roll",
    "Trigger",
    "Unit",
    "UnknownCode",
    "Watch",
    "catalogue",
    "clock",
    "clocks_for",
    "faults",
    "gag_authorities",
    "gag_authority",
    "ground",
    "grounds",
    "ladder",
    "own_categories",
    "power",
    "process",
    "processes",
]


_T = TypeVar("_T")


class LawError(Exception):
    """The law files have faults; nothing may be decided on them until they are mended."""


class UnknownCode(LookupError):
    """No law file defines this code (or this version of it)."""


def process(code: str, version: int | None = None) -> Process:
    """A process as it stood in `version`, or its newest version."""
    return _versioned(catalogue().processes, "process", code, version)


def processes(on: date) -> tuple[Process, ...]:
    """Every process valid on that day, in the order of the files, one version each."""
    return catalogue().valid_processes(on)


def gag_authority(code: str, version: int | None = None) -> GagAuthority:
    return _versioned(catalogue().gag_authorities, "gag authority", code, version)


def gag_authorities(*, binding: bool | None = None) -> tuple[GagAuthority, ...]:
    """The newest version of each; `binding=False` lists what only looks like a gag."""
    newest = (versions[-1] for versions in catalogue().gag_authorities.values())
    return tuple(each for each in newest if binding is None or each.binding is binding)


def power(asked_of: Process | str, category: str) -> CategoryPower:
    """What a process can do to a common category of data."""
    found = process(asked_of) if isinstance(asked_of, str) else asked_of
    if category not in found.compels:
        raise UnknownCode(f"{category!r} is not a category of data")
    return found.compels[category]


def grounds(kind: GroundKind | str, process_code: str = "") -> tuple[Ground, ...]:
    """The grounds of a kind; with a process, only those open to it."""
    return tuple(
        each
        for each in catalogue().grounds.values()
        if each.kind == GroundKind(kind)
        and (not process_code or not each.processes or process_code in each.processes)
    )


def ground(code: str) -> Ground:
    return _found(catalogue().grounds, "ground", code)


def ladder() -> tuple[LadderStep, ...]:
    """The rungs of a challenge, lowest first."""
    return tuple(sorted(catalogue().steps.values(), key=lambda step: step.rung))


def clock(code: str) -> ClockRule:
    """A clock rule; an amount the provider chooses is read from its setting now."""
    rule = _found(catalogue().clocks, "clock", code)
    if rule.amount_from:
        return replace(rule, amount=getattr(settings, rule.amount_from))
    return rule


def clocks_for(
    asked_of: Process | str, facts: frozenset[str] = frozenset()
) -> tuple[ClockRule, ...]:
    """The clock rules of a process that apply while exactly these facts are on file."""
    found = process(asked_of) if isinstance(asked_of, str) else asked_of
    rules = (clock(code) for code in found.clocks)
    return tuple(rule for rule in rules if rule.applies(facts))


def own_categories(asked_of: Process | str) -> tuple[OwnCategory, ...]:
    """The categories under the names of the process's own law (EU: subscriber, traffic, …)."""
    found = process(asked_of) if isinstance(asked_of, str) else asked_of
    return tuple(catalogue().categories[code] for code in found.own_categories)


def catalogue() -> Catalogue:
    """The whole catalogue; refuses to exist while a file has a fault."""
    found, wrong = _load(_directories())
    if wrong:
        raise LawError("\n".join(str(fault) for fault in wrong))
    return found


def faults() -> tuple[Fault, ...]:
    """Everything wrong with the files, for the system check."""
    return _load(_directories())[1]


def _directories() -> tuple[Path, ...]:
    return (SHIPPED, *(Path(each) for each in settings.LAW_DIRS))


@lru_cache(maxsize=8)
def _load(directories: tuple[Path, ...]) -> tuple[Catalogue, tuple[Fault, ...]]:
    """Read once a start: changed files are seen after a restart, never half-way through a day."""
    found, wrong = assemble(read(directories))
    return found, tuple(wrong)


def _versioned(
    entries: Mapping[str, tuple[_T, ...]], kind: str, code: str, version: int | None
) -> _T:
    versions = _found(entries, kind, code)
    if version is None:
        return versions[-1]
    for each in versions:
        if getattr(each, "version", None) == version:
            return each
    raise UnknownCode(f"no law file defines version {version} of the {kind} {code!r}")


def _found(entries: Mapping[str, _T], kind: str, code: str) -> _T:
    if code not in entries:
        raise UnknownCode(f"no law file defines the {kind} {code!r}")
    return entries[code]
