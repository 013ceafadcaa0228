"""Every minute: find what is due, what got stuck, what ended. The database is asked, nobody else.

Losing the broker costs a minute. Dates of law are columns that are compared with the database's
clock here; none is an ETA in a queue.
"""

from collections.abc import Callable
from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import Q

from casework.models import Demand, Target
from casework.states import NoticePosition
from notifications import alarms, delivery, planner, tasks
from notifications.clock import Clock, database_clock
from notifications.leave import may_leave
from notifications.models import Attempt, Notice
from notifications.smtp import Answer
from notifications.words import Ending, Status

# What one sweep hands to the workers; the next one comes in a minute.
AT_MOST = 2000
# Tries that ended without an answer, after which a person decides and the product tries no more.
ENOUGH = 4


def sweep(clock: Clock = database_clock, do: Callable[[UUID], object] = tasks.ring) -> None:
    """Rescue, replan, resume, hand out, ring. `do` is given each notice that is due."""
    rescue_lost(clock)
    replan_ended(clock)
    resume_uncertain(clock)
    for notice_id in waiting(clock()):
        do(notice_id)
    alarms.failing_notices(clock)


def waiting(now: datetime) -> list[UUID]:
    """Notices to write and notices to send, longest waiting first."""
    to_write = Q(status=Status.PLANNED, due_at__lte=now)
    to_send = Q(status=Status.READY, leave_after__lte=now) & (
        Q(next_attempt_at__isnull=True) | Q(next_attempt_at__lte=now)
    )
    found = Notice.objects.filter(to_write | to_send).order_by("leave_after")
    return list(found.values_list("pk", flat=True)[:AT_MOST])


def rescue_lost(clock: Clock) -> None:
    """Notices whose worker went silent after it had announced to send: they may be out.

    The demand's lock is taken, which a worker in a dialogue holds: whoever is merely slow is not
    taken for dead. One that had not begun to talk finds its attempt ended and says nothing.
    """
    limit = clock() - timedelta(seconds=settings.NOTICE_STUCK_SECONDS)
    lost = Attempt.objects.filter(
        ended_at__isnull=True, started_at__lte=limit, notice__status=Status.SENDING
    )
    for attempt in lost.select_related("notice"):
        with transaction.atomic():
            if not _locked(attempt.notice.demand_id):
                continue
            notice = Notice.objects.select_for_update().get(pk=attempt.notice_id)
            attempt.refresh_from_db()
            if notice.status == Status.SENDING and attempt.ended_at is None:
                answer = Answer(Ending.LOST, "the worker ended before it could say what happened")
                now = clock()
                delivery.uncertain(notice, attempt, answer, now)
                planner.replan(notice.demand_id, now)


def replan_ended(clock: Clock) -> None:
    """Gag orders that ended: the late notice is due (P8). Renewals are asked for first."""
    waited_for = Target.objects.filter(
        notice_position__in=(NoticePosition.BARRED, NoticePosition.HELD),
        notice_due_at__lte=clock(),
    )
    for demand_id in waited_for.values_list("demand_id", flat=True).distinct():
        with transaction.atomic():
            if _locked(demand_id):
                planner.replan(demand_id, clock())


def resume_uncertain(clock: Clock) -> None:
    """Send again what may or may not have arrived, under the same Message-ID, unless a gag order
    came meanwhile. A second copy is harmless, a missing notice is a broken promise (I2)."""
    limit = clock() - timedelta(seconds=settings.NOTICE_UNCERTAIN_RETRY_SECONDS)
    for notice in Notice.objects.filter(status=Status.UNCERTAIN).select_related("demand"):
        with transaction.atomic():
            if not _locked(notice.demand_id):
                continue
            current = Notice.objects.select_for_update().get(pk=notice.pk)
            if _is_to_be_tried_again(current, limit) and may_leave(current, clock()).allowed:
                current.set_status(Status.READY)


def _is_to_be_tried_again(notice: Notice, limit: datetime) -> bool:
    unanswered = notice.attempts.filter(ending__in=(Ending.UNCERTAIN, Ending.LOST))
    last = unanswered.order_by("-number").first()
    return (
        notice.status == Status.UNCERTAIN
        and last is not None
        and last.ended_at is not None
        and last.ended_at <= limit
        and unanswered.count() < ENOUGH
    )


def _locked(demand_id: UUID) -> bool:
    """Take the demand's lock if nobody has it; a busy demand is looked at a minute later."""
    free = Demand.objects.select_for_update(skip_locked=True).filter(pk=demand_id)
    return free.values_list("pk").first() is not None
