"""Notices of a story's past: written as they would have been, kept, and handed to no server."""

from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction

from notifications import approval, delivery
from notifications.models import Notice
from notifications.smtp import Answer
from notifications.words import Ending, Kind, Status

NO_LETTER = "Acknowledged before the demo began: the letter is not kept."
NO_MAIL = "Kept as history by the demo: no mail left this machine."


def catch_up(demand_id: UUID, until: datetime) -> None:
    """Let everything that was to leave before `until` have left, in its order."""
    while notice := _next(demand_id, until):
        if notice.kind == Kind.ACKNOWLEDGEMENT:
            # Setting these letters would be a third of the time that the demo takes.
            notice.set_status(Status.CANCELLED, NO_LETTER, leave_after=None)
        else:
            _send(notice)


def _next(demand_id: UUID, until: datetime) -> Notice | None:
    due = Notice.objects.filter(demand_id=demand_id, status=Status.PLANNED, leave_after__lt=until)
    return due.order_by("leave_after").first()


def _send(notice: Notice) -> None:
    leaves = notice.leave_after
    if leaves is None:
        return
    # Approved while it was still held, so that nobody rings for a worker; without a hold window,
    # when it was due.
    written_at = max(notice.due_at or leaves, leaves - timedelta(minutes=1))
    approval.approve(notice.pk, clock=lambda: written_at)
    attempt = delivery.claim(notice.pk, lambda: leaves)
    if attempt is None:
        notice.refresh_from_db()
        raise RuntimeError(f"The demo's notice did not leave: {notice.status}, {notice.note}")
    with transaction.atomic():
        answer = Answer(Ending.ACCEPTED, NO_MAIL)
        delivery.RECORD[Ending.ACCEPTED](delivery.locked(notice), attempt, answer, leaves)
