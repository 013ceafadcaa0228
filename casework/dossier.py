"""All that guards and pages read about demands, fetched at once.

The guards (casework/guards.py) and the gag answer (casework/gag.py) work on one demand and ask the
database as they go. A list of demands fetches everything first: then they answer from memory, and
fifty rows cost as many queries as one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet, Value
from django.db.models.functions import Lower, StrIndex, Substr

if TYPE_CHECKING:
    from casework.models import Demand, DenyListEntry, Target
    from casework.models.decisions import Fact


def with_dossier(demands: QuerySet[Demand]) -> QuerySet[Demand]:
    """The same demands, each with its whole file; the number of queries does not grow with them."""
    from casework.models import (
        Challenge,
        Direction,
        Document,
        EntityCheck,
        LawConflict,
        NondisclosureOrder,
        Objection,
        Preservation,
        Production,
        ProductionItem,
        Redirection,
        Target,
        Verification,
        Waiver,
    )

    return (
        demands.annotate(sender_is_refused=Exists(_refusals()))
        .select_related("agency", "service", "assigned_to")
        .prefetch_related(
            Prefetch(
                "targets", Target.objects.select_related("account__customer", "account__service")
            ),
            Prefetch("documents", Document.objects.select_related("added_by")),
            Prefetch(
                "nondisclosure_orders",
                NondisclosureOrder.objects.select_related(
                    "lift__recorded_by", "lift__document", "document", "recorded_by"
                ).prefetch_related("targets"),
            ),
            Prefetch(
                "productions",
                Production.objects.select_related(
                    "recorded_by", "approved_by", "package", "receipt"
                ),
            ),
            Prefetch(
                "productions__items",
                ProductionItem.objects.select_related("target__account__customer", "document"),
            ),
            _with_author(Verification),
            _with_author(EntityCheck),
            _with_author(LawConflict),
            _with_author(Preservation, "target__account", "certificate"),
            "preservation_renewals",
            "review_items",
            _with_author(Redirection, "answer_document"),
            _with_author(Challenge, "result_document"),
            _with_author(Objection, "customer", "document"),
            _with_author(Direction, "customer", "document"),
            _with_author(Waiver, "target__account"),
            "deadlines",
            "milestones",
            "circumstances",
            "clock_pauses",
        )
    )


def _refusals() -> QuerySet[DenyListEntry]:
    """The entries that refuse a demand's sender; a hit is looked up exactly by the guard."""
    from casework.models import DenyListEntry

    address = Lower(OuterRef("officer_email"))
    domain = Substr(address, StrIndex(address, Value("@")) + 1)
    hit = Q(kind="address", value=address) | Q(kind="domain", value=domain)
    return DenyListEntry.objects.filter(hit, removed_at__isnull=True)


def _with_author(model: type[Fact], *related: str) -> Prefetch[Any]:
    """The rows of a kind of fact with who recorded them, under the name the demand has for them."""
    rows = model._default_manager.select_related("recorded_by", *related)
    return Prefetch(str(model._meta.default_related_name), rows)


def is_fetched(demand: Demand, relation: str) -> bool:
    """Whether `demand.<relation>.all()` answers from memory."""
    fetched: dict[str, Any] = getattr(demand, "_prefetched_objects_cache", {})
    return relation in fetched


def fetched_demand_of(target: Target) -> Demand | None:
    """The target's demand, if it was fetched with its gag orders; asks the database nothing."""
    demand: Demand | None = target._state.fields_cache.get("demand")
    if demand is not None and is_fetched(demand, "nondisclosure_orders"):
        return demand
    return None
