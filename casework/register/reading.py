"""From a file to rows: CSV or JSON Lines, in UTF-8, read as a stream.

Yields a Row for each record, and a Fault for each that cannot be read. Nothing here knows what a
value means.
"""

import csv
import difflib
import io
import json
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from django.utils.translation import gettext as _

from casework.register.columns import COLUMNS, by_name
from casework.register.faults import BadValue, Fault

DELIMITERS = ",;\t"
# A cell longer than this is a quotation mark that was never closed.
csv.field_size_limit(1 << 20)


@dataclass(frozen=True)
class Row:
    """One record: the row a spreadsheet shows (the header is row 1), or the line of a JSON file."""

    number: int
    cells: dict[str, str]


Found = Row | Fault


class Unreadable(Exception):
    """The file as a whole cannot be read; the message says why and what to do."""


def read(path: Path) -> Iterator[Found]:
    with path.open("rb") as file:
        first = file.peek(4)[:4] if isinstance(file, io.BufferedReader) else b""
        _refuse_other_encodings(first)
        lines = _lines(file)
        start = next((line for line in lines if line.strip()), "")
        records = _json_lines if start.lstrip().startswith("{") else _csv
        file.seek(0)
        yield from records(_lines(file), start)


def _refuse_other_encodings(first: bytes) -> None:
    if first.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise Unreadable(_("The file is in UTF-16. Save it as UTF-8 (“CSV UTF-8”)."))
    if first.startswith(b"PK\x03\x04"):
        raise Unreadable(_("This is a spreadsheet, not a CSV file. Save it as “CSV UTF-8”."))


def _lines(file: BinaryIO) -> Iterator[str]:
    """Line ends stay as they are, because a line end inside quotes is data."""
    number = 0
    for number, raw in enumerate(file, 1):
        try:
            line = raw.decode("utf-8-sig" if number == 1 else "utf-8")
        except UnicodeDecodeError as error:
            raise Unreadable(
                _(
                    "The file is not UTF-8: byte 0x%(byte)02X in line %(line)d. Save it as UTF-8 "
                    "(“CSV UTF-8”)."
                )
                % {"byte": raw[error.start], "line": number}
            ) from error
        yield line
    if number == 0:
        raise Unreadable(_("The file is empty."))


# --- CSV ---------------------------------------------------------------------------------------


def _csv(lines: Iterator[str], start: str) -> Iterator[Found]:
    header: list[str] = []
    for number, cells in _records(lines, _delimiter(start)):
        if not any(cell.strip() for cell in cells):
            continue
        if not header:
            header = [cell.strip() for cell in cells]
            _refuse_header(header, number)
        elif len(cells) == len(header):
            yield Row(number, _filled(zip(header, cells, strict=True)))
        else:
            yield Fault(number, "", "", _wrong_width(cells, header))


def _wrong_width(cells: list[str], header: list[str]) -> str:
    return _("It has %(cells)d cells, the header has %(header)d.") % {
        "cells": len(cells),
        "header": len(header),
    }


def _records(lines: Iterator[str], delimiter: str) -> Iterator[tuple[int, list[str]]]:
    reader = csv.reader(lines, delimiter=delimiter, strict=True)
    number = 0
    try:
        for number, cells in enumerate(reader, 1):
            yield number, cells
    except csv.Error as error:
        raise Unreadable(
            _("Row %(row)d (ends in line %(line)d) is no CSV: %(why)s")
            % {"row": number + 1, "line": reader.line_num, "why": _why(error)}
        ) from error


def _why(error: csv.Error) -> str:
    if "new-line" in str(error):
        return _("its lines end with a lone carriage return. Save it with ordinary line ends.")
    return _("a quotation mark is missing or stands inside a value (%(error)s).") % {"error": error}


def _delimiter(start: str) -> str:
    """Comma, semicolon or tab: whichever the header is written with."""

    def known(delimiter: str) -> int:
        return sum(name.strip('" \r\n') in by_name() for name in start.split(delimiter))

    return max(DELIMITERS, key=known)


def _refuse_header(header: list[str], number: int) -> None:
    reasons = [
        *(_unknown(name) for name in header if name not in by_name()),
        *(
            _("The column %(name)s stands there %(count)d times.") % {"name": name, "count": count}
            for name, count in Counter(header).items()
            if count > 1
        ),
        *(
            _("The column %(name)s is missing.") % {"name": column.name}
            for column in COLUMNS
            if column.required and column.name not in header
        ),
    ]
    if reasons:
        raise Unreadable(_("The header (row %(row)d): ") % {"row": number} + " ".join(reasons))


def _unknown(name: str) -> str:
    near = difflib.get_close_matches(name.lower(), by_name(), n=1)
    if near:
        return _("No column is called “%(name)s”: did you mean %(near)s?") % {
            "name": name,
            "near": near[0],
        }
    return _("No column is called “%(name)s”.") % {"name": name}


# --- JSON Lines --------------------------------------------------------------------------------


def _json_lines(lines: Iterator[str], start: str) -> Iterator[Found]:
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            yield Row(number, _filled(_members(line)))
        except BadValue as error:
            yield Fault(number, "", "", str(error))


def _members(line: str) -> Iterable[tuple[str, str]]:
    try:
        record = json.loads(line, object_pairs_hook=_once_each)
    except BadValue:
        raise
    except (ValueError, RecursionError) as error:
        raise BadValue(_("The line is no JSON: %(error)s") % {"error": error}) from error
    if not isinstance(record, dict):
        raise BadValue(_("Each line holds one object: {…}."))
    for name in record:
        if name not in by_name():
            raise BadValue(_unknown(name))
    return [(name, _cell(name, value)) for name, value in record.items()]


def _once_each(pairs: list[tuple[str, object]]) -> dict[str, object]:
    record = dict(pairs)
    if len(record) < len(pairs):
        raise BadValue(_("A name stands in the object more than once."))
    return record


def _cell(name: str, value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    if isinstance(value, list) and all(isinstance(word, str) for word in value):
        return " ".join(value)
    raise BadValue(_("%(name)s: write text (or a list of texts).") % {"name": name})


def _filled(cells: Iterable[tuple[str, str]]) -> dict[str, str]:
    """What is said: blanks around a value do not count, and an empty cell says nothing."""
    stripped = ((name, cell.strip()) for name, cell in cells)
    return {name: cell for name, cell in stripped if cell}
