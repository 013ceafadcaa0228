"""What is owed: hears what happened to a demand, inserts and updates notices, nothing else.

Runs inside the transaction of what happened, with the demand's row locked. It sends nothing,
renders nothing and opens no connection.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from casework import notice_position
from casework.models import Demand, Document, Target
from casework.states import EDGES, NoticePosition
from notifications import facts as record
from notifications import owed
from notifications.departures import departure, kick_if_due
from notifications.models import Notice
from notifications.position import Decision, decide
from notifications.words import CLOSED, IN_DELIVERY, Audience, Status

MOVES = tuple(edge.move for edge in EDGES)
STATUS = {
    NoticePosition.HELD: Status.HELD,
    NoticePosition.PLANNED: Status.PLANNED,
    NoticePosition.BARRED: Status.WITHHELD,
    NoticePosition.WAIVED: Status.WAIVED,
}
# After these a notice that is written but not sent would say something that is no longer so.
CHANGES_THE_WORDS = frozenset({*MOVES, "details", "narrowing", "challenge_result"})
# What a notice does not depend on, and what is recorded most often.
SAYS_NOTHING = ("review_item", "assignment")
COPIES = (Document.Kind.DEMAND, Document.Kind.REDACTED_COPY)


def hear(
    sender: Any,
    *,
    demand: Demand,
    event: str,
    facts: Mapping[str, Any],
    now: datetime,
    **_more: Any,
) -> None:
    """The receiver of casework.signals.happened. An import replays the past and owes nothing."""
    if demand.is_being_imported or event in SAYS_NOTHING:
        return
    owed.plan(demand, event, facts, now)
    replan(demand.pk, now, rewrite=_changes_the_words(event, facts))


def replan(demand_id: UUID, now: datetime, *, rewrite: bool = False) -> None:
    """Give every target of the demand its one position, and its notice the status that follows.

    The caller holds the demand's row lock. `rewrite`: what is written but not sent is written anew.
    """
    notices = current_notices(demand_id)
    for target in record.demand_on_record(demand_id).targets.all():
        notice = notices.get(target.pk)
        if _was_told(target, notice):
            continue
        decision = decide(record.situation(target, notice, now))
        if notice is None:
            notice = Notice(target=target, demand_id=demand_id, audience=Audience.CUSTOMER)
        _settle(target, notice, decision, now)
        if notice.status not in IN_DELIVERY:
            _follow(notice, decision, now, rewrite=rewrite)


def _was_told(target: Target, notice: Notice | None) -> bool:
    """A customer once told stays told, also by whoever kept the register that was imported."""
    if notice is None:
        return target.notified_at is not None
    return notice.status == Status.SENT


def _changes_the_words(event: str, facts: Mapping[str, Any]) -> bool:
    return event in CHANGES_THE_WORDS or (event == "document" and facts.get("kind") in COPIES)


def current_notices(demand_id: UUID) -> dict[UUID | None, Notice]:
    """The one notice of each target that is not closed, locked: delivery claims without asking."""
    live = Notice.objects.filter(demand_id=demand_id, audience=Audience.CUSTOMER)
    return {each.target_id: each for each in live.exclude(status__in=CLOSED).select_for_update()}


def _settle(target: Target, notice: Notice, decision: Decision, now: datetime) -> None:
    """Write the target's position; one that may be out, or failed, says so until that is resolved.

    A gag order and a signed reason go before a failure: nothing is owed now, and nobody is at work.
    """
    position, note = decision.position, decision.note
    if notice.status == Status.UNCERTAIN:
        if position == NoticePosition.BARRED and target.notice_note != _uncertain(decision)[:500]:
            notice.set_status(Status.UNCERTAIN, notice.note, alarmed_at=None)  # tell a person now
        position, note = NoticePosition.UNCERTAIN, _uncertain(decision)
    elif notice.status == Status.FAILED and not _goes_before_failure(decision):
        position, note = NoticePosition.FAILED, notice.note
    stored = (target.notice_position, target.notice_note, target.notice_due_at)
    if stored != (position, note[:500], decision.due_at):
        notice_position.settle(target.pk, position, note=note, due_at=decision.due_at, now=now)


def _uncertain(decision: Decision) -> str:
    if decision.position == NoticePosition.BARRED:
        return _("May have been delivered; not sent again: %(why)s") % {"why": decision.note}
    return _("May have been delivered: the mail server did not answer.")


def _status(decision: Decision) -> Status:
    if decision.position == NoticePosition.HELD and not decision.on_desk:
        return Status.WAITING
    return STATUS[decision.position]


def _goes_before_failure(decision: Decision) -> bool:
    return decision.position in (NoticePosition.BARRED, NoticePosition.WAIVED)


def _follow(notice: Notice, decision: Decision, now: datetime, *, rewrite: bool) -> None:
    """Give an unsent notice the status, kind and dates of its position."""
    if notice.status == Status.FAILED and not _goes_before_failure(decision):
        return
    status = _status(decision)
    same = (notice.kind, notice.due_at) == (decision.kind, decision.due_at)
    if notice.status == Status.READY and status == Status.PLANNED and same and not rewrite:
        return
    notice.unwrite()
    if status != Status.PLANNED:
        notice.leave_after = None
    elif not same or notice.leave_after is None:
        notice.leave_after = departure(decision.due_at, now)
    notice.planned_at = notice.planned_at or now
    notice.kind, notice.due_at = decision.kind, decision.due_at
    notice.status, notice.note = status, decision.note[:500]
    notice.save()
    kick_if_due(notice, now)
