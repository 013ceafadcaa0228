"""The package of data: prepared by one person, approved by another, hashed, handed over (P9)."""

from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.utils.translation import gettext as _

from casework import intake, package, release_lock
from casework.models.decisions import Production, ProductionItem
from casework.models.demand import Demand
from casework.models.documents import Document
from casework.records.rows import Actor, Facts, fill_in, new_row


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
        if made.target.demand_id != demand.pk:
            raise ValidationError(_("An item is about a target of another demand."))
        made.save(force_insert=True)
    return row


def production_approval(demand: Demand, facts: Facts, actor: Actor, now: datetime) -> Production:
    """Approve as the second person. The archive is made now: it is what was approved."""
    row = release_lock.pending_production(demand)
    if row is None:
        raise ValidationError(_("No production waits for approval."))
    if row.approved_by_id:
        raise ValidationError(_("The production has been approved already."))
    row.approved_by = actor
    row.approved_at = now
    row.full_clean()
    _refuse_damaged(row)
    archive = ContentFile(package.build(row), name=package.name_of(row))
    row.package = intake.keep(demand, archive, Document.Kind.PACKAGE, actor=actor, now=now)
    row.save(update_fields=["approved_by", "approved_at", "package"])
    return row


def staging(demand: Demand, facts: Facts, actor: Actor, now: datetime) -> Production:
    """Decide now that the approved package leaves at the instant the law allows it.

    Nothing but the law's "not before" may be missing (Regulation (EU) 2023/1543 Art 10(2)).
    """
    others = [guard for guard in release_lock.RELEASE_LOCK if guard not in release_lock.TIME]
    refusals = [reason for guard in others if (reason := guard(demand, now))]
    row = release_lock.pending_production(demand)
    if refusals or row is None:
        raise ValidationError(refusals or [_("No production is prepared.")])
    if row.staged_at is not None:
        raise ValidationError(_("The package is staged already."))
    row.staged_at, row.staged_by = now, actor
    row.save(update_fields=["staged_at", "staged_by"])
    return row


def part_release(demand: Demand, facts: Facts, actor: Actor, now: datetime) -> Production:
    """Let an approved part leave while the demand goes on. The release lock holds for the part."""
    reasons = [guard(demand, now) for guard in release_lock.PART_RELEASE_LOCK]
    refusals = [reason for reason in reasons if reason]
    row = release_lock.pending_production(demand)
    if refusals or row is None:
        raise ValidationError(refusals or [_("No production is prepared.")])
    release(row, now)
    return row


def delivery(demand: Demand, facts: Facts, actor: Actor, now: datetime) -> Production:
    """The agency has the package: when, how, and its receipt."""
    row = demand.productions.filter(released_at__isnull=False, delivered_at__isnull=True).first()
    if row is None:
        raise ValidationError(_("No released production waits for its delivery."))
    if not facts.get("delivered_at") or not facts.get("delivered_by"):
        raise ValidationError(_("Say when and how the package was delivered."))
    if row.released_at and facts["delivered_at"] < row.released_at:
        raise ValidationError(
            {"delivered_at": _("A package cannot be delivered before its release.")}
        )
    fill_in(row, facts, ("delivered_at", "delivered_by", "receipt"))
    return row


def release(row: Production, now: datetime) -> None:
    """Freeze the manifest of a production that leaves. Raises when a byte is not as approved."""
    _refuse_damaged(row)
    row.released_at = now
    row.manifest = [package.line_of(item) for item in package.numbered(row)]
    row.save(update_fields=["released_at", "manifest"])


def _refuse_damaged(row: Production) -> None:
    papers: list[Any] = [item.document for item in row.items.select_related("document")]
    for paper in [*papers, row.package]:
        if paper is not None and not paper.is_intact():
            raise ValidationError(
                _(
                    "%(name)s is not the file that was approved: its SHA-256 differs. "
                    "Nothing was released."
                )
                % {"name": paper.name}
            )
