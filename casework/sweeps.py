"""What the product does by itself when a date has come; each through the door, each on record."""

from datetime import datetime

from casework import guards, moves, preservation, release_lock
from casework.models import Demand
from casework.models.preservation import Preservation
from casework.states import OPEN_STATES


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


def dispatch_staged(now: datetime) -> list[Demand]:
    """Packages that a person staged leave when nothing stands in the way any more.

    A refusal is no fault of the sweep: the page shows it, and the next sweep asks again.
    """
    staged = Demand.objects.filter(
        state__in=OPEN_STATES,
        productions__staged_at__isnull=False,
        productions__released_at__isnull=True,
    ).distinct()
    free = [
        each for each in staged if _is_staged(each) and guards.is_allowed("disclose", each, now)
    ]
    for demand in free:
        moves.make(demand.pk, "disclose", actor=None, now=now)
    return free


def _is_staged(demand: Demand) -> bool:
    """The package that would leave is the one that was staged, not one prepared since."""
    production = release_lock.pending_production(demand)
    return production is not None and production.staged_at is not None
