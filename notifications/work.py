"""The next thing to do for one notice: write it, or send it. What a worker does when it is rung."""

from uuid import UUID

from notifications.approval import approve
from notifications.clock import Clock, database_clock
from notifications.delivery import deliver
from notifications.models import Notice
from notifications.words import Status


def do(notice_id: UUID, *, clock: Clock = database_clock) -> None:
    now = clock()
    planned = Notice.objects.filter(pk=notice_id, status=Status.PLANNED, due_at__lte=now)
    if planned.exists():
        approve(notice_id, clock=clock)
    deliver(notice_id, clock=clock)
