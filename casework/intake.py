"""The one entry for a demand: form, register import, and what comes later, go through here (P1)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

import puremagic
from django.core.files import File
from django.db import transaction

from casework import audit, deadlines
from casework.models.demand import Demand, Target
from casework.models.documents import Document, digest_of
from casework.records.rows import Actor
from casework.signals import happened

# What casework/register has looked up for a whole file at once, and the database still refuses:
# asking again for each row made up half the time of an import.
SURE_OF_IMPORTS = ("id", "reference", "external_reference", "service", "agency", "account")


@transaction.atomic
def receive(
    facts: Mapping[str, Any],
    *,
    targets: Iterable[Mapping[str, Any]] = (),
    papers: Iterable[tuple[File[bytes], str]] = (),
    actor: Actor,
    now: datetime,
    imported: bool = False,
) -> Demand:
    """Register a demand with its papers and targets, or nothing of it.

    `facts` are fields of Demand, `targets` those of Target, `papers` pairs of file and
    Document.Kind. `now` is the instant of registration; `facts["received_at"]` that of receipt.
    When this has returned, the demand is committed with its hash: only then may anyone acknowledge
    it. Raises ValidationError naming every field that is wrong.
    """
    demand = Demand(**facts)
    if imported:
        demand.imported_at, demand.channel = now, Demand.Channel.REGISTER
    demand.full_clean(exclude=["state", *(SURE_OF_IMPORTS if imported else ())])
    demand.save(force_insert=True)
    for named in targets:
        target = Target(demand=demand, **named)
        target.full_clean(exclude=["demand", *(SURE_OF_IMPORTS if imported else ())])
        target.save(force_insert=True)
    for upload, kind in papers:
        keep(demand, upload, kind, actor=actor, now=now)
    said = {"received_at": demand.received_at.isoformat(), "channel": demand.channel}
    demand.is_being_imported = imported
    audit.write(
        demand.pk,
        "receive",
        actor=actor,
        now=now,
        facts=said,
        demand_version=demand.version,
        alone=imported,
    )
    if not imported:
        deadlines.keep(demand, now)
    happened.send(sender=Demand, demand=demand, event="receive", facts=said, now=now)
    return demand


def keep(
    demand: Demand, upload: File[bytes], kind: str, *, actor: Actor, now: datetime
) -> Document:
    """Store a file byte for byte with its SHA-256; the type is read from its content."""
    document = Document(
        demand=demand,
        kind=kind,
        name=(upload.name or "document")[:255],
        content_type=_type_of(upload),
        size=upload.size or 0,
        sha256=digest_of(upload),
        file=upload,
        added_at=now,
        added_by=actor,
    )
    document.full_clean()
    document.save(force_insert=True)
    return document


def _type_of(upload: File[bytes]) -> str:
    upload.seek(0)
    head = upload.read(8192)
    upload.seek(0)
    try:
        return puremagic.from_string(head, mime=True) or "application/octet-stream"
    except (puremagic.PureError, ValueError):
        return "application/octet-stream"
