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
from django.db.models import OuterRef, QuerySet, Subquery

from casework.models.audit import AuditEntry
from casework.models.demand import Demand

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
    alone: bool = False,
) -> AuditEntry:
    """Append one entry to `chain`, inside the caller's transaction.

    `actor` None means that the product did it itself. `facts` must be JSON and hold no personal
    data beyond what the event needs. `alone` says that nobody else can know the chain yet, because
    its subject is not committed. Raises RuntimeError outside a transaction, because an entry that
    could survive a rolled-back change would be a lie.
    """
    if not connection.in_atomic_block:
        raise RuntimeError("An audit entry is written in the transaction of its change.")
    if not alone:
        _wait_for(chain)
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


def _wait_for(chain: UUID) -> None:
    """One writer a chain at a time; chains do not wait for each other.

    Held to the end of the transaction: an import of thousands of demands would fill PostgreSQL's
    lock table with them, which is why a chain that nobody can know is not waited for.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [str(chain)])


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
    """Yield every flaw of one chain, or of all: changed, missing, moved, added or cut off.

    A tail that was cut off shows because the demand itself is at a later version. What this cannot
    show is a chain rewritten whole together with its demand: that takes a head kept elsewhere.
    """
    entries = AuditEntry.objects.order_by("chain", "sequence")
    if chain is not None:
        entries = entries.filter(chain=chain)
    yield from _broken_links(entries)
    yield from _cut_tails(chain)


def _broken_links(entries: QuerySet[AuditEntry]) -> Iterator[Flaw]:
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


def _cut_tails(chain: UUID | None) -> Iterator[Flaw]:
    # Not every entry is of a version (a notice that was sent is not), and those would sort first.
    versions = AuditEntry.objects.filter(chain=OuterRef("pk"), demand_version__isnull=False)
    last = versions.order_by("-demand_version")
    demands = Demand.objects.annotate(said=Subquery(last.values("demand_version")[:1]))
    if chain is not None:
        demands = demands.filter(pk=chain)
    for key, version, said in demands.values_list("pk", "version", "said").iterator():
        if version != said:
            what = f"the record ends at version {said or 0}, the demand is at {version}"
            yield Flaw(key, 0, what)
