"""Where the notice to a target's customer stands: the one function that writes it.

Delivery and the planner report here; guards and reports read it on the target (the design, 5).
"""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from django.utils import timezone

from casework import deadlines
from casework.models.demand import Demand, Target
from casework.states import NoticePosition


def settle(
    target_id: UUID,
    position: NoticePosition,
    *,
    note: str = "",
    due_at: datetime | None = None,
    notified_at: datetime | None = None,
    now: datetime | None = None,
) -> None:
    """Write a target's notice position. Instants are aware, in UTC; `now` is that of the change.

    The caller holds the demand's row lock. A customer once told stays told: `notified_at` is kept
    when a later notice (a supplement) is planned.
    """
    _write([target_id], position, note, due_at, notified_at)
    demand = Demand.objects.get(targets=target_id)
    deadlines.keep(demand, now or notified_at or timezone.now())


def settle_as_imported(
    target_ids: Collection[UUID],
    position: NoticePosition,
    *,
    note: str = "",
    due_at: datetime | None = None,
    notified_at: datetime | None = None,
) -> None:
    """What a register tells of the past, of all targets told the same: it moves no deadline."""
    _write(target_ids, position, note, due_at, notified_at)


def _write(
    target_ids: Collection[UUID],
    position: NoticePosition,
    note: str,
    due_at: datetime | None,
    notified_at: datetime | None,
) -> None:
    values: dict[str, object] = {
        "notice_position": position,
        "notice_note": note[:500],
        "notice_due_at": due_at,
    }
    if notified_at is not None:
        values["notified_at"] = notified_at
    Target.objects.filter(pk__in=target_ids).update(**values)
