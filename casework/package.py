"""The archive an agency gets: its files, a manifest of hashes, a readme, a custodian's certificate.

Pure but for reading the stored files: the same production gives the same bytes on any day.
"""

import csv
import io
import re
import zipfile
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string

from casework import law
from casework.models.decisions import Production, ProductionItem

# The earliest time a ZIP archive can hold: the archive's own times say nothing, the manifest does.
ZIP_EPOCH = (1980, 1, 1, 0, 0, 0)
COLUMNS = (
    "number",
    "account",
    "category",
    "file",
    "size",
    "sha256",
    "period_from",
    "period_to",
    "source",
)


@dataclass(frozen=True)
class Numbered:
    """An item with its production number, unique within the demand, and its path in the archive."""

    number: str
    path: str
    item: ProductionItem


def name_of(production: Production) -> str:
    return f"{production.demand.reference}-{_part(production):02d}.zip"


def numbered(production: Production) -> list[Numbered]:
    """The items in a fixed order: by account, category and file."""
    items = sorted(
        production.items.select_related("target__account", "document"),
        key=lambda item: (item.target.account.identifier, item.category, str(item.document_id)),
    )
    part = _part(production)
    return [
        Numbered(f"{part:02d}-{place:04d}", _path(place, item), item)
        for place, item in enumerate(items, start=1)
    ]


def build(production: Production) -> bytes:
    """The archive's bytes: README.txt, MANIFEST.csv, CERTIFICATE.txt and a folder an account."""
    lines = numbered(production)
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as archive:
        context = _context(production, lines)
        _add(archive, "README.txt", render_to_string("production/readme.txt", context))
        _add(archive, "MANIFEST.csv", manifest(lines))
        _add(archive, "CERTIFICATE.txt", render_to_string("production/certificate.txt", context))
        for line in lines:
            if line.item.document is not None:
                with line.item.document.file.open("rb") as stored:
                    _add(archive, line.path, stored.read())
    return written.getvalue()


def manifest(lines: list[Numbered]) -> str:
    """RFC 4180, UTF-8: a line for each item, those for which nothing was found included."""
    written = io.StringIO()
    table = csv.DictWriter(written, COLUMNS, lineterminator="\r\n")
    table.writeheader()
    for line in lines:
        table.writerow(line_of(line))
    return written.getvalue()


def line_of(line: Numbered) -> dict[str, Any]:
    item = line.item
    file = item.document
    return {
        "number": line.number,
        "account": item.target.account.identifier,
        "category": item.category or "nothing found",
        "file": line.path if file else "",
        "size": file.size if file else 0,
        "sha256": file.sha256 if file else "",
        "period_from": item.period_from.isoformat() if item.period_from else "",
        "period_to": item.period_to.isoformat() if item.period_to else "",
        "source": item.source,
    }


def _context(production: Production, lines: list[Numbered]) -> dict[str, Any]:
    demand = production.demand
    return {
        "provider": settings.PROVIDER,
        "demand": demand,
        "process": law.process(demand.process, demand.process_version),
        "part": _part(production),
        "lines": lines,
        "approved_at": production.approved_at,
    }


def _part(production: Production) -> int:
    earlier = production.demand.productions.filter(recorded_at__lt=production.recorded_at)
    return earlier.count() + 1


def _path(place: int, item: ProductionItem) -> str:
    if item.document is None:
        return ""
    account = _safe(item.target.account.identifier)
    return f"{account}/{item.category}/{place:04d}-{_safe(item.document.name)}"


def _safe(name: str) -> str:
    """A name without anything a file system or a shell could take for more than a name."""
    return re.sub(r"[^A-Za-z0-9@._-]+", "_", name).lstrip(".") or "file"


def _add(archive: zipfile.ZipFile, path: str, content: str | bytes) -> None:
    entry = zipfile.ZipInfo(path, ZIP_EPOCH)
    entry.compress_type = zipfile.ZIP_DEFLATED
    entry.external_attr = 0o600 << 16
    archive.writestr(entry, content)
