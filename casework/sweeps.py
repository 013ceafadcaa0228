"""What the product does by itself when a date has come; each through the door, each on record."""

from datetime import datetime

from casework import moves, preservation
from casework.models import Demand
from casework.models.preservation import Preservation


def release_lapsed_holds(now: datetime) -> list[Demand]:
    """Holds whose time of the law is over are let go the moment it is (docs/decisions/006)."""
    held = Demand.objects.filter(preservations__released_at__isnull=True).distinct()
    lapsed = [demand for demand in held if preservation.term(demand).over(now)]
    for demand in lapsed:
        moves.record(
            demand.pk,
            "preservation_release",
            actor=None,
            now=now,
            facts={"release_reason": Preservation.Release.LAPSED},
        )
    return lapsed
