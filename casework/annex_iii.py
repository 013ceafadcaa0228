"""Annex III of Regulation (EU) 2023/1543 as a filled form: why a certificate is not executed (yet).

The form is made before the door is opened, because no PDF is made inside a transaction.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.core.files.base import ContentFile

from casework import law, moves, papers
from casework.models.demand import Demand
from casework.models.evidence import Nonexecution


def send(
    demand_id: UUID,
    *,
    actor: Any,
    now: datetime,
    facts: Mapping[str, Any],
    version: int | None = None,
) -> Nonexecution:
    """Fill the form, keep it with the file, and let the clock stand still where the law says so."""
    demand = Demand.objects.select_related("agency").get(pk=demand_id)
    made = papers.pdf("annex_iii", demand, context_of(demand, facts), actor=actor, now=now)
    upload = ContentFile(made, name=f"{demand.reference}-annex-iii.pdf")
    row: Nonexecution = moves.record(
        demand_id,
        "annex_iii",
        actor=actor,
        now=now,
        facts={**facts, "upload": upload},
        version=version,
    )
    return row


# Section D, in the order of the form.
TICKS = (
    "epoc_incomplete",
    "epoc_manifest_error",
    "epoc_insufficient",
    "epoc_controller_first",
    "epoc_impossible",
    "epoc_not_stored",
    "epoc_wrong_authority",
    "epoc_not_validated",
    "epoc_offence",
    "epoc_service_out_of_scope",
    "epoc_public_authority",
    "epoc_privilege",
    "epoc_third_country_law",
)
# What the authority is asked to make clear.
ASKS = (*TICKS[:4], "deficient")


def context_of(demand: Demand, facts: Mapping[str, Any]) -> dict[str, Any]:
    """What the sections A to H say. A reason that no law file knows is left to the door."""
    known = law.catalogue().grounds
    chosen = [code for code in facts.get("reasons", ()) if code in known]
    others = [code for code in chosen if code not in TICKS]
    holds = list(demand.preservations.order_by("kept_since"))
    return {
        "process": law.process(demand.process, demand.process_version),
        "ticks": [
            {"name": known[code].name, "citation": known[code].citation, "on": code in chosen}
            for code in (*TICKS, *others)
        ],
        "asks": [known[code] for code in chosen if code in ASKS],
        "explanation": facts.get("explanation", ""),
        "third_country_law": facts.get("third_country_law", ""),
        "certificate": demand.evidence_certificates.order_by("-recorded_at").first(),
        "kept_since": holds[0].kept_since if holds else None,
        "kept": bool(holds) and all(hold.released_at is None for hold in holds),
    }
