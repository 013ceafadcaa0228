"""The one frozen object a report is made of; every page, table and file is read from it alone.

Plain values only (text, whole numbers, nothing): the same object always serialises to the same
bytes, and the SHA-256 printed in a report is the SHA-256 of its figures.json (promise P10).
"""

import hashlib
import json
from dataclasses import dataclass
from typing import Any

SCHEMA = "due-process/figures/1"

# A count or per cent; the words of a band ("0-249"); or None, printed as a dash: nothing to count.
Cell = int | str | None


@dataclass(frozen=True)
class Provider:
    name: str
    legal_entity: str
    address: str
    country: str
    website: str
    email: str


@dataclass(frozen=True)
class Heading:
    """What the figures are about, and by which rule a demand belongs to them."""

    provider: Provider
    service: str
    language: str
    label: str  # "2026-H1"
    period: str  # "1 January to 30 June 2026"
    start: str  # ISO dates, both inclusive
    end: str
    cohort: str
    frozen_at: str  # ISO, UTC, to the second


@dataclass(frozen=True)
class Edition:
    """Which version of the period's report this is; a correction names the one it replaces."""

    version: int = 1
    supersedes: str = ""  # the SHA-256 of the figures it replaces
    note: str = ""  # what was corrected, printed


@dataclass(frozen=True)
class Column:
    key: str
    label: str
    definition: str
    unit: str  # demands, accounts, percent, band


@dataclass(frozen=True)
class Row:
    key: str
    label: str
    cells: tuple[Cell, ...]


@dataclass(frozen=True)
class Table:
    key: str  # "T1", "T1.shares": the layout and its part
    title: str
    definition: str
    heading: str  # of the first column
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    total: Row | None = None

    def cell(self, row: str, column: str) -> Cell:
        """One figure by its names, which is how people ask for it."""
        position = [c.key for c in self.columns].index(column)
        return next(r for r in (*self.rows, self.total) if r and r.key == row).cells[position]


@dataclass(frozen=True)
class Metric:
    key: str
    label: str
    value: Cell
    definition: str
    unit: str = "demands"


@dataclass(frozen=True)
class Check:
    """Two sums that come by different ways and must be the same."""

    key: str
    sentence: str
    left: int
    right: int


@dataclass(frozen=True)
class Difference:
    """What does not add up or is not known: listed, explained in print, never balanced away."""

    key: str
    sentence: str
    count: int
    explanation: str = ""


@dataclass(frozen=True)
class Method:
    title: str
    text: str


@dataclass(frozen=True)
class Figures:
    heading: Heading
    edition: Edition
    headlines: tuple[Metric, ...]
    tables: tuple[Table, ...]
    left_out: tuple[Metric, ...]
    checks: tuple[Check, ...]
    differences: tuple[Difference, ...]
    methods: tuple[Method, ...]

    def table(self, key: str) -> Table:
        return next(table for table in self.tables if table.key == key)

    def headline(self, key: str) -> Cell:
        return next(metric for metric in self.headlines if metric.key == key).value

    @property
    def unexplained(self) -> tuple[Difference, ...]:
        return tuple(d for d in self.differences if not d.explanation.strip())


# --- Bytes -------------------------------------------------------------------------------------


def to_bytes(figures: Figures) -> bytes:
    """The canonical form: sorted keys, two spaces, UTF-8, one newline at the end."""
    document = {
        "schema": SCHEMA,
        **{key: _plain(value) for key, value in vars(figures).items() if key != "tables"},
        "tables": [_plain_table(table) for table in figures.tables],
    }
    text = json.dumps(document, ensure_ascii=False, sort_keys=True, indent=2, allow_nan=False)
    return (text + "\n").encode()


def sha256(figures: Figures) -> str:
    return hashlib.sha256(to_bytes(figures)).hexdigest()


def from_bytes(data: bytes) -> Figures:
    """Read a frozen object back; anything but the canonical form is refused."""
    document = json.loads(data)
    if document.get("schema") != SCHEMA:
        raise ValueError(f"These figures say schema {document.get('schema')!r}, not {SCHEMA!r}.")
    heading = document["heading"]
    figures = Figures(
        heading=Heading(**{**heading, "provider": Provider(**heading["provider"])}),
        edition=Edition(**document["edition"]),
        headlines=tuple(Metric(**metric) for metric in document["headlines"]),
        tables=tuple(_read_table(table) for table in document["tables"]),
        left_out=tuple(Metric(**metric) for metric in document["left_out"]),
        checks=tuple(Check(**check) for check in document["checks"]),
        differences=tuple(Difference(**difference) for difference in document["differences"]),
        methods=tuple(Method(**method) for method in document["methods"]),
    )
    if to_bytes(figures) != data:
        raise ValueError("These figures are not in their canonical form: their bytes were changed.")
    return figures


def _plain(value: Any) -> Any:
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    if hasattr(value, "__dataclass_fields__"):
        return {key: _plain(item) for key, item in vars(value).items()}
    return value


def _plain_table(table: Table) -> dict[str, Any]:
    # Cells by column name, so that a reader of the file needs no second look at the columns.
    names = [column.key for column in table.columns]

    def plain_row(row: Row) -> dict[str, Any]:
        cells = dict(zip(names, row.cells, strict=True))
        return {"key": row.key, "label": row.label, "cells": cells}

    return {
        **_plain(table),
        "rows": [plain_row(row) for row in table.rows],
        "total": plain_row(table.total) if table.total else None,
    }


def _read_table(document: dict[str, Any]) -> Table:
    columns = tuple(Column(**column) for column in document["columns"])

    def read_row(row: dict[str, Any]) -> Row:
        return Row(row["key"], row["label"], tuple(row["cells"][c.key] for c in columns))

    total = document["total"]
    return Table(
        **{
            **document,
            "columns": columns,
            "rows": tuple(read_row(row) for row in document["rows"]),
            "total": read_row(total) if total else None,
        }
    )
