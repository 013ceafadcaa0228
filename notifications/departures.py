"""When a notice may leave, and the ring at the worker's door."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction

from notifications.models import Notice


def departure(due_at: datetime | None, now: datetime) -> datetime | None:
    """When a notice may leave: a hold window after it is due, or after it was planned too late."""
    if due_at is None:
        return None
    return max(due_at, now) + timedelta(minutes=settings.NOTICE_HOLD_MINUTES)


def kick_if_due(notice: Notice, now: datetime) -> None:
    """Ring the worker once this transaction is committed; the sweep would find it in any case."""
    if notice.leave_after is None or notice.leave_after > now:
        return
    from notifications import tasks

    transaction.on_commit(lambda: tasks.ring(notice.pk), robust=True)
