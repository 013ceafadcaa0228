"""Claim, commit the intent, lock the demand, ask again, talk, commit the answer.

Recording a gag order and sending a notice are ordered by the demand's row lock (decision 004): the
order commits first and the notice is stopped, or the mail server answered first and the recorder is
told the time. This is the one place where a transaction spans the network.
"""

from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import OperationalError, connection, transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from casework import audit, notice_position
from casework.models import Demand
from casework.states import NoticePosition
from notifications import alarms, planner
from notifications.clock import Clock, database_clock
from notifications.leave import may_leave
from notifications.models import Attempt, Notice
from notifications.smtp import Answer, Line
from notifications.words import Audience, Ending, Status

# Minutes until the next try after the first, second, … temporary failure; the last one repeats.
BACKOFF = (1, 2, 5, 10, 20, 40, 60, 120, 240)
GIVE_UP_AFTER = timedelta(hours=72)
# Longer than the longest dialogue (notifications/smtp.py) that may hold the same demand.
LOCK_WAIT = "45s"


def deliver(notice_id: UUID, *, clock: Clock = database_clock) -> None:
    """Send one notice that is ready, or find out why not. Safe to call twice, or at once."""
    attempt = claim(notice_id, clock)
    if attempt is None:
        return
    with Line() as line:
        trouble = line.open()
        try:
            _conclude(attempt, line, trouble, clock)
        except OperationalError as error:
            _put_back(attempt, str(error), clock)
    if Notice.objects.filter(pk=notice_id, status__in=alarms.AT_ONCE).exists():
        alarms.failing_notices(clock)


def claim(notice_id: UUID, clock: Clock) -> Attempt | None:
    """Make the notice this worker's, and say so for good before any socket opens."""
    with transaction.atomic():
        now = clock()
        notice = _claimable(now).filter(pk=notice_id).select_for_update(skip_locked=True).first()
        if notice is None:
            return None
        notice.set_status(Status.SENDING)
        return Attempt.objects.create(
            notice=notice,
            number=notice.attempts.count() + 1,
            recipient_address=notice.recipient_address,
            started_at=now,
        )


def _claimable(now: datetime) -> Any:
    waited = Q(next_attempt_at__isnull=True) | Q(next_attempt_at__lte=now)
    return Notice.objects.filter(waited, status=Status.READY, leave_after__lte=now)


def locked(notice: Notice) -> Notice:
    """Queue behind whoever changes the demand; whoever comes later queues behind us. Returns the
    notice as it is once it is our turn."""
    with connection.cursor() as cursor:
        cursor.execute(f"SET LOCAL lock_timeout = '{LOCK_WAIT}'")
    Demand.objects.select_for_update().values_list("pk").get(pk=notice.demand_id)
    return Notice.objects.select_for_update().get(pk=notice.pk)


def _conclude(attempt: Attempt, line: Line, trouble: Answer | None, clock: Clock) -> None:
    """Everything from the lock to the committed answer."""
    with transaction.atomic():
        notice = locked(attempt.notice)
        attempt = Attempt.objects.get(pk=attempt.pk)
        if notice.status != Status.SENDING or attempt.ended_at is not None:
            return  # a sweep took us for dead: what it wrote stands, and we say nothing
        leave = may_leave(notice, clock())
        if not leave.allowed:
            _stop(notice, attempt, leave.why, clock())
            return
        answer = trouble or _talk(notice, line)
        RECORD[answer.ending](notice, attempt, answer, clock())


def _talk(notice: Notice, line: Line) -> Answer:
    message = bytes(notice.message or b"")
    if sha256(message).hexdigest() != notice.sha256:
        return Answer(Ending.PERMANENT, _("The stored message is not the one that was approved."))
    return line.send(settings.NOTICE_FROM, notice.recipient_address, message)


def _put_back(attempt: Attempt, why: str, clock: Clock) -> None:
    """The demand was locked for too long, or the database left us: unless the answer was committed
    after all, the notice waits. An attempt that had begun to talk is left to the sweep."""
    if "lock timeout" not in why:
        raise OperationalError(why)
    with transaction.atomic():
        notice = Notice.objects.select_for_update().get(pk=attempt.notice_id)
        if notice.status != Status.SENDING:
            return
        now = clock()
        attempt.end(Ending.STOPPED, _("Somebody else was working on the demand."), now)
        notice.set_status(Status.READY, next_attempt_at=now + timedelta(minutes=1))


# --- What is recorded --------------------------------------------------------------------------


def _stop(notice: Notice, attempt: Attempt, why: str, now: datetime) -> None:
    """It may not leave any more. The planner gives it the status that follows from the record."""
    attempt.end(Ending.STOPPED, why, now)
    if notice.audience == Audience.CUSTOMER:
        notice.set_status(Status.PLANNED)
        planner.replan(notice.demand_id, now, rewrite=True)
    else:
        notice.set_status(Status.HELD, why)
    _audit(notice, "notice_stopped", now, attempt)


def _accepted(notice: Notice, attempt: Attempt, answer: Answer, now: datetime) -> None:
    attempt.end(Ending.ACCEPTED, answer.words, now)
    notice.set_status(Status.SENT, sent_at=now, next_attempt_at=None)
    _settle(notice, NoticePosition.SENT, "", now, notified_at=now)
    _audit(notice, "notice_sent", now, attempt)


def _temporary(notice: Notice, attempt: Attempt, answer: Answer, now: datetime) -> None:
    attempt.end(Ending.TEMPORARY, answer.words, now)
    since = first_failure(notice) or now
    if now - since >= GIVE_UP_AFTER:
        why = _("The mail server put it off for 72 hours. Last answer: %(words)s")
        _fail(notice, attempt, why % {"words": answer.words}, now)
        return
    failures = notice.attempts.filter(ending=Ending.TEMPORARY, started_at__gte=since).count()
    wait = timedelta(minutes=BACKOFF[min(failures, len(BACKOFF)) - 1])
    why = _("Put off by the mail server: %(words)s") % {"words": answer.words}
    notice.set_status(Status.READY, why, next_attempt_at=now + wait)


def first_failure(notice: Notice) -> datetime | None:
    """Since when the mail server has been putting this message off."""
    put_off = notice.attempts.filter(ending=Ending.TEMPORARY)
    if notice.approved_at:
        put_off = put_off.filter(started_at__gte=notice.approved_at)
    first = put_off.order_by("number").first()
    return first.started_at if first else None


def _permanent(notice: Notice, attempt: Attempt, answer: Answer, now: datetime) -> None:
    attempt.end(Ending.PERMANENT, answer.words, now)
    why = _("Refused by the mail server: %(words)s") % {"words": answer.words}
    _fail(notice, attempt, why, now)


def _fail(notice: Notice, attempt: Attempt, why: str, now: datetime) -> None:
    notice.set_status(Status.FAILED, why, next_attempt_at=None, alarmed_at=None)
    _settle(notice, NoticePosition.FAILED, why, now)
    _audit(notice, "notice_failed", now, attempt)


def uncertain(notice: Notice, attempt: Attempt, answer: Answer, now: datetime) -> None:
    """The message may be out. Its own status: neither sent nor failed would be true."""
    attempt.end(answer.ending, answer.words, now)
    why = _("May have been delivered: the mail server did not answer.")
    notice.set_status(Status.UNCERTAIN, why, next_attempt_at=None, alarmed_at=None)
    _settle(notice, NoticePosition.UNCERTAIN, why, now)
    _audit(notice, "notice_uncertain", now, attempt)


def _settle(
    notice: Notice,
    position: NoticePosition,
    note: str,
    now: datetime,
    notified_at: datetime | None = None,
) -> None:
    if notice.target_id:
        notice_position.settle(
            notice.target_id, position, note=note, notified_at=notified_at, now=now
        )


def _audit(notice: Notice, event: str, now: datetime, attempt: Attempt) -> None:
    said = {"notice": str(notice.pk), "kind": notice.kind, "attempt": attempt.number}
    audit.write(notice.demand_id, event, actor=None, now=now, facts=said)


RECORD = {
    Ending.ACCEPTED: _accepted,
    Ending.TEMPORARY: _temporary,
    Ending.PERMANENT: _permanent,
    Ending.UNCERTAIN: uncertain,
}
