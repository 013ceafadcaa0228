"""Write and verify the audit record (P12). What happens is written here and only here."""

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from django.contrib.auth.models import User
from django.db import connection

from casework.models.audit import AuditEntry

GENESIS = "0" * 64
SYSTEM = "Due Process"


def write(
    chain: UUID,
    event: str,
    *,
    actor: User | None,
    now: datetime,
    facts: Mapping[str, Any] | None = None,
    demand_version: int | None = None,
) -> AuditEntry:
    """Append one entry to `chain`, inside the caller's transaction.

    `actor` None means that the product did it itself. `facts` must be JSON and hold no personal
    data beyond what the event needs. Raises RuntimeError outside a transaction, because an entry
    that could survive a rolled-back change would be a lie.
    """
    if not connection.in_atomic_block:
        raise RuntimeError("An audit entry is written in the transaction of its change.")
    with connection.cursor() as cursor:
        # One writer a chain at a time; chains do not wait for each other.
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [str(chain)])
    last = AuditEntry.objects.filter(chain=chain).order_by("-sequence").first()
    entry = AuditEntry(
        chain=chain,
        sequence=last.sequence + 1 if last else 1,
        at=now,
        actor=actor,
        actor_name=actor.get_username() if actor else SYSTEM,
        event=event,
        demand_version=demand_version,
        facts=dict(facts or {}),
        previous_hash=last.hash if last else GENESIS,
    )
    entry.hash = hash_of(entry)
    entry.save(force_insert=True)
    return entry


def hash_of(entry: AuditEntry) -> str:
    """SHA-256 over the canonical JSON of all that the entry says, the hash before included."""
    said = {
        "chain": str(entry.chain),
        "sequence": entry.sequence,
        "at": entry.at.astimezone(UTC).isoformat(timespec="microseconds"),
        "actor": entry.actor_name,
        "event": entry.event,
        "demand_version": entry.demand_version,
        "facts": entry.facts,
        "previous": entry.previous_hash,
    }
    canonical = json.dumps(said, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(canonical.encode()).hexdigest()


@dataclass(frozen=True)
class Flaw:
    """A place where the record does not hold together."""

    chain: UUID
    sequence: int
    what: str


def verify(chain: UUID | None = None) -> Iterator[Flaw]:
    """Yield every flaw of one chain, or of all: a changed, missing, moved or added entry."""
    entries = AuditEntry.objects.order_by("chain", "sequence")
    if chain is not None:
        entries = entries.filter(chain=chain)
    place: tuple[UUID | None, int, str] = (None, 0, GENESIS)
    for entry in entries.iterator(chunk_size=2000):
        if entry.chain != place[0]:
            place = (entry.chain, 0, GENESIS)
        if entry.sequence != place[1] + 1:
            yield Flaw(entry.chain, entry.sequence, "an entry before this one is missing")
        elif entry.previous_hash != place[2]:
            yield Flaw(entry.chain, entry.sequence, "it does not follow the entry before it")
        elif entry.hash != hash_of(entry):
            yield Flaw(entry.chain, entry.sequence, "it was changed after it was written")
        place = (entry.chain, entry.sequence, entry.hash)
