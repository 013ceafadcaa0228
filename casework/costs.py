"""What a production costs by the schedule, and the invoice as a PDF (18 USC 2706).

The statute lets the provider charge reasonable costs directly incurred; the figures are settings.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.utils.translation import gettext as _


@dataclass(frozen=True)
class Line:
    code: str
    name: str
    quantity: int
    free: int
    price: Decimal

    @property
    def charged(self) -> int:
        return max(0, self.quantity - self.free)

    @property
    def amount(self) -> Decimal:
        return (self.price * self.charged).quantize(Decimal("0.01"))

    def stored(self) -> dict[str, Any]:
        return {**asdict(self), "price": str(self.price), "amount": str(self.amount)}


def currency() -> str:
    return str(settings.COST_SCHEDULE["currency"])


def lines(quantities: Mapping[str, int]) -> list[Line]:
    """The lines of the schedule that something was done for, in its order."""
    schedule = {row["code"]: row for row in settings.COST_SCHEDULE["lines"]}
    unknown = set(quantities) - set(schedule)
    if unknown:
        raise ValidationError(
            {"quantities": _("Not in the schedule: %(codes)s.") % {"codes": ", ".join(unknown)}}
        )
    if any(quantity < 0 for quantity in quantities.values()):
        raise ValidationError({"quantities": _("A quantity is not below zero.")})
    found = [
        Line(code, row["name"], quantities[code], row.get("free", 0), Decimal(row["price"]))
        for code, row in schedule.items()
        if quantities.get(code)
    ]
    if not found:
        raise ValidationError({"quantities": _("Say what was done, or why it is waived.")})
    return found


def issue(
    demand_id: UUID, *, actor: Any, now: datetime, facts: Mapping[str, Any], version: int | None
) -> Any:
    """State the costs through the door; the PDF is made first, outside of its transaction."""
    from casework import moves, papers
    from casework.models.demand import Demand

    given = dict(facts)
    if not given.get("waived_because"):
        demand = Demand.objects.select_related("agency").get(pk=demand_id)
        charged = lines(given.get("quantities") or {})
        context = {
            "lines": charged,
            "total": sum((line.amount for line in charged), Decimal("0.00")),
            "currency": currency(),
            "released_at": given["production"].released_at,
        }
        made = papers.pdf("invoice", demand, context, actor=actor, now=now)
        given["upload"] = ContentFile(made, name=f"{demand.reference}-invoice.pdf")
    return moves.record(demand_id, "invoice", actor=actor, now=now, facts=given, version=version)
