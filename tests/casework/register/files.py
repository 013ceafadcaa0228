"""Registers for tests: one good row, changed where a test wants it, as a file."""

import csv
from pathlib import Path

from casework.register.columns import COLUMNS
from casework.register.faults import Fault

GOOD = {
    "external_reference": "R-1",
    "service": "mail",
    "process": "us_grand_jury_subpoena",
    "received": "2025-03-03",
    "decided": "2025-03-20",
    "agency": "Office of Examples",
    "country": "US",
    "account": "ada@example.org",
    "segment": "consumer",
    "categories_asked": "basic",
    "categories_disclosed": "basic",
    "outcome": "non_content",
    "gag": "none",
    "notice": "told_before",
    "notice_on": "2025-03-04",
}
# The same demand while nothing has happened to it yet.
OPEN = {
    **GOOD,
    "decided": "",
    "categories_disclosed": "",
    "outcome": "",
    "gag": "",
    "notice": "",
    "notice_on": "",
}


def row(base: dict[str, str] | None = None, /, **cells: str) -> dict[str, str]:
    return {**(base or GOOD), **cells}


def register(folder: Path, *rows: dict[str, str], name: str = "register.csv") -> Path:
    path = folder / name
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, [column.name for column in COLUMNS], restval="")
        writer.writeheader()
        writer.writerows(rows or (GOOD,))
    return path


def named(faults: list[Fault]) -> list[tuple[int | None, str]]:
    return [(fault.row, fault.column) for fault in faults]
