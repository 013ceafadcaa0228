"""The one module that reads law files: TOML in, entries out, every fault with its place.

A fault never stops the reading: a lawyer who changed ten lines sees all ten faults at once.
"""

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import MISSING, dataclass, field, fields, is_dataclass
from datetime import date
from enum import StrEnum
from pathlib import Path
from types import UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints

from casework.law.entries import (
    CategoryPower,
    Checklist,
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

# Every kind of entry a file may hold, under the name of its TOML table.
KINDS: Mapping[str, type[Any]] = {
    "process": Process,
    "clock": ClockRule,
    "checklist": Checklist,
    "gag_authority": GagAuthority,
    "ground": Ground,
    "step": LadderStep,
    "category": OwnCategory,
    "fact": Fact,
    "watch": Watch,
}
SHIPPED = Path(__file__).resolve().parent


@dataclass(frozen=True)
class Fault:
    """What is wrong, and where a lawyer finds it."""

    file: str
    entry: str
    field: str
    reason: str

    def __str__(self) -> str:
        place = " · ".join(part for part in (self.file, self.entry, self.field) if part)
        return f"{place}: {self.reason}"


@dataclass
class Reading:
    """Everything the files said, and everything that is wrong with them."""

    files: list[LawFile] = field(default_factory=list)
    entries: dict[str, list[Any]] = field(default_factory=lambda: {kind: [] for kind in KINDS})
    # Where each entry was found, for the checks that compare entries with one another.
    origin: dict[int, str] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)


class _Wrong(Exception):
    """A value that does not fit its field."""

    def __init__(self, field_name: str, reason: str) -> None:
        super().__init__(reason)
        self.field_name = field_name
        self.reason = reason


def read(directories: Iterable[Path]) -> Reading:
    """Read each directory's *.toml, in order: the shipped one first, a provider's own after."""
    reading = Reading()
    for directory in directories:
        paths = sorted(directory.glob("*.toml")) if directory.is_dir() else []
        if not paths:
            reason = "no law files (*.toml) here; correct LAW_DIRS or add one"
            reading.faults.append(Fault(str(directory), "", "", reason))
        for path in paths:
            _read_file(path, reading)
    return reading


def _read_file(path: Path, reading: Reading) -> None:
    shown = f"{path.parent.name}/{path.name}"
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        reading.faults.append(Fault(shown, "", "", f"cannot be read: {error}"))
        return
    head = {key: value for key, value in data.items() if key not in KINDS}
    counts = {kind: len(data.get(kind, [])) for kind in KINDS if kind in data}
    try:
        reading.files.append(_build(LawFile, head | {"path": shown, "entries": counts}))
    except _Wrong as wrong:
        reading.faults.append(Fault(shown, "head of the file", wrong.field_name, wrong.reason))
        return
    for kind in counts:
        for number, raw in enumerate(data[kind], start=1):
            _read_entry(shown, kind, number, _inherit(kind, raw, head), reading)


def _inherit(kind: str, raw: Any, head: Mapping[str, Any]) -> Any:
    """An entry belongs to its file's jurisdiction, and a process is issued in its file's countries,
    unless it says otherwise."""
    inherited = {name: head[name] for name in ("jurisdiction", "issued_in") if name in head}
    fields_of = KINDS[kind].__dataclass_fields__
    if isinstance(raw, dict):
        return {name: value for name, value in inherited.items() if name in fields_of} | raw
    return raw


def _read_entry(file: str, kind: str, number: int, raw: Any, reading: Reading) -> None:
    name = f"{kind} {raw.get('code', f'number {number}')}" if isinstance(raw, dict) else kind
    try:
        entry = _build(KINDS[kind], raw)
    except _Wrong as wrong:
        reading.faults.append(Fault(file, name, wrong.field_name, wrong.reason))
        return
    reading.entries[kind].append(entry)
    reading.origin[id(entry)] = file


def _build(cls: type[Any], raw: Any, prefix: str = "") -> Any:
    """A dataclass from a table; unknown, missing and ill-typed fields are faults."""
    if not isinstance(raw, dict):
        raise _Wrong(prefix.rstrip("."), f"must be a table, not {raw!r}")
    known = {item.name: item for item in fields(cls)}
    for key in raw:
        if key not in known:
            raise _Wrong(prefix + key, f"is not a field; the fields are {', '.join(known)}")
    for name, item in known.items():
        if name not in raw and item.default is MISSING and item.default_factory is MISSING:
            raise _Wrong(prefix + name, "is missing")
    hints = get_type_hints(cls)
    return cls(**{key: _value(hints[key], raw[key], prefix + key) for key in raw})


def _value(hint: Any, raw: Any, name: str) -> Any:
    origin, inner = get_origin(hint), get_args(hint)
    if origin in (Union, UnionType):
        return _value(next(kind for kind in inner if kind is not type(None)), raw, name)
    if origin is tuple:
        return _list(inner[0], raw, name)
    if origin is not None:
        return _mapping(inner[1], raw, name)
    if is_dataclass(hint):
        return _build(hint, _spelled_out(hint, raw), f"{name}.")  # type: ignore[arg-type]
    return _scalar(hint, raw, name)


def _spelled_out(hint: Any, raw: Any) -> Any:
    """`basic = "yes"` is short for `basic = { power = "yes" }`."""
    return {"power": raw} if hint is CategoryPower and isinstance(raw, str) else raw


def _list(inner: Any, raw: Any, name: str) -> tuple[Any, ...]:
    if not isinstance(raw, list):
        raise _Wrong(name, f"must be a list, not {raw!r}")
    return tuple(_value(inner, item, f"{name}[{n}]") for n, item in enumerate(raw, start=1))


def _mapping(inner: Any, raw: Any, name: str) -> dict[str, Any]:
    if not isinstance(raw, dict):
        raise _Wrong(name, f"must be a table, not {raw!r}")
    return {key: _value(inner, item, f"{name}.{key}") for key, item in raw.items()}


def _scalar(hint: Any, raw: Any, name: str) -> Any:
    if issubclass(hint, StrEnum):
        if raw not in list(hint):
            raise _Wrong(name, f"is {raw!r}; it must be one of {', '.join(hint)}")
        return hint(raw)
    # TOML's true is Python's True, which is also an int: compare the type itself.
    if type(raw) is not hint:
        wanted = {str: "a text", int: "a whole number", bool: "true or false", date: "a date"}
        raise _Wrong(name, f"is {raw!r}; it must be {wanted[hint]}")
    if hint is str and name in ("code", "name", "citation") and not raw.strip():
        raise _Wrong(name, "is empty")
    return raw
