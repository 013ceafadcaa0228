"""The data files of a report: figures.json, one CSV per table, and the package that describes them.

The same figures give the same bytes on any machine. CSV is RFC 4180 in UTF-8; the description is a
Frictionless tabular data package.
"""

import csv
import hashlib
import io
import json
from typing import Any

from django.utils.translation import gettext as _

from transparency.figures import Column, Figures, Table, to_bytes

FIGURES = "figures.json"
PACKAGE = "datapackage.json"
SUMS = "SHA256SUMS"

# A spreadsheet takes a cell that begins so for a formula; full-width forms are folded by some.
_TRIGGERS = tuple("=+-@\t\r\n＝＋－＠")  # noqa: RUF001


def data_files(figures: Figures) -> dict[str, bytes]:
    """Every file but the PDF and the sums, by its path in the package."""
    files = {FIGURES: to_bytes(figures)}
    files |= {csv_path(table): csv_bytes(table) for table in figures.tables}
    files[PACKAGE] = _json(package(figures, files))
    return files


def sums(files: dict[str, bytes]) -> bytes:
    """What `sha256sum --check SHA256SUMS` reads."""
    lines = (f"{digest(data)}  {path}\n" for path, data in files.items())
    return "".join(sorted(lines, key=lambda line: line[66:])).encode()


def digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def csv_path(table: Table) -> str:
    return f"csv/{table.key.lower().replace('.', '-')}.csv"


def csv_bytes(table: Table) -> bytes:
    """Rows without the total: a sum over a column is then right, and the total is in the JSON."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(["key", "label", *(column.key for column in table.columns)])
    for row in table.rows:
        cells = ("" if cell is None else cell for cell in row.cells)
        writer.writerow([harmless(row.key), harmless(row.label), *cells])
    return out.getvalue().encode()


def harmless(text: str) -> str:
    """Text that a spreadsheet will show and not run."""
    return f"'{text}" if text.startswith(_TRIGGERS) else text


def package(figures: Figures, files: dict[str, bytes]) -> dict[str, Any]:
    heading = figures.heading
    return {
        "profile": "data-package",
        "name": _slug(f"transparency-{heading.service}-{heading.label}-v{figures.edition.version}"),
        "title": _("Transparency report of %(provider)s: %(service)s, %(period)s")
        % {
            "provider": heading.provider.name,
            "service": heading.service,
            "period": heading.period,
        },
        "version": str(figures.edition.version),
        "created": heading.frozen_at,
        "description": heading.cohort,
        "resources": [
            _plain_resource(FIGURES, files[FIGURES]),
            *(_table_resource(table, files[csv_path(table)]) for table in figures.tables),
        ],
    }


def _plain_resource(path: str, data: bytes) -> dict[str, Any]:
    return {
        "name": "figures",
        "path": path,
        "title": _("All figures, as they were frozen"),
        "profile": "data-resource",
        # Or the reference tool takes a file with a key `checks` for a list of its own checks.
        "type": "json",
        "format": "json",
        "mediatype": "application/json",
        "encoding": "utf-8",
        **_integrity(data),
    }


def _table_resource(table: Table, data: bytes) -> dict[str, Any]:
    return {
        "name": table.key.lower().replace(".", "-"),
        "path": csv_path(table),
        "title": table.title,
        "description": table.definition,
        "profile": "tabular-data-resource",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "dialect": {"delimiter": ",", "lineTerminator": "\r\n", "quoteChar": '"', "header": True},
        "schema": {
            "fields": [
                {"name": "key", "type": "string", "constraints": {"required": True}},
                {"name": "label", "type": "string", "title": table.heading},
                *(_field(column) for column in table.columns),
            ],
            "primaryKey": ["key"],
            "missingValues": [""],
        },
        **_integrity(data),
    }


def _field(column: Column) -> dict[str, Any]:
    return {
        "name": column.key,
        "title": column.label,
        "description": column.definition,
        "type": "string" if column.unit == "band" else "integer",
    }


def _integrity(data: bytes) -> dict[str, Any]:
    return {"bytes": len(data), "hash": f"sha256:{digest(data)}"}


def _slug(text: str) -> str:
    kept = "".join(c if c.isascii() and c.isalnum() else "-" for c in text.lower())
    return "-".join(part for part in kept.split("-") if part)


def _json(document: dict[str, Any]) -> bytes:
    return (json.dumps(document, ensure_ascii=False, indent=2) + "\n").encode()
