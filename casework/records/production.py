"""The package of data: prepared by one person, approved by another, hashed (P9)."""

from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from casework import release_lock
from casework.models.decisions import Production, ProductionItem
from casework.models.demand import Demand
from casework.records.rows import Actor, Facts, new_row


def production(demand: Demand, facts: Facts, actor: Actor, now: datetime) -> Production:
    """Prepare a package. `items` is a list of mappings: target, category, document.

    An item without category and document says that nothing was found for its target.
    """
    items = list(facts.get("items", ()))
    if not items:
        raise ValidationError(_("A production needs at least one item."))
    row: Production = new_row(Production, demand, {"note": facts.get("note", "")}, actor, now)
    for item in items:
        made = ProductionItem(production=row, **item)
        made.full_clean()
        made.save(force_insert=True)
    return row


def production_approval(demand: Demand, facts: Facts, actor: Actor, now: datetime) -> Production:
    row = release_lock.pending_production(demand)
    if row is None:
        raise ValidationError(_("No production waits for approval."))
    if row.approved_by_id:
        raise ValidationError(_("The production has been approved already."))
    row.approved_by = actor
    row.approved_at = now
    row.full_clean()
    row.save(update_fields=["approved_by", "approved_at"])
    return row


def refuse_damaged(items: list[ProductionItem]) -> None:
    for item in items:
        if item.document is not None and not item.document.is_intact():
            raise ValidationError(
                _(
                    "%(name)s is not the file that was approved: its SHA-256 differs. "
                    "Nothing was released."
                )
                % {"name": item.document.name}
            )


def manifest_line(item: ProductionItem) -> dict[str, Any]:
    file = item.document
    return {
        "account": item.target.account.identifier,
        "category": item.category,
        "file": file.name if file else "",
        "size": file.size if file else 0,
        "sha256": file.sha256 if file else "",
    }
