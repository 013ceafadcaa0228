"""May this notice leave now? Asked on the record as it stands, with the demand's row locked."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from casework import gag
from casework.states import NoticePosition
from notifications import facts
from notifications.models import Notice
from notifications.owed import still_true
from notifications.position import decide
from notifications.words import Kind, Status


@dataclass(frozen=True)
class Leave:
    allowed: bool
    why: str = ""


def may_leave(notice: Notice, now: datetime) -> Leave:
    """The one question before anything is written for good and before anything is said."""
    return _customers(notice, notice.target_id, now) if notice.target_id else _letters(notice, now)


def _customers(notice: Notice, target_id: UUID, now: datetime) -> Leave:
    target = facts.target_on_record(target_id)
    decision = decide(facts.situation(target, notice, now))
    if decision.position != NoticePosition.PLANNED or decision.kind != notice.kind:
        return Leave(False, decision.note)
    if decision.due_at is None or decision.due_at > now:
        return Leave(False, _("It is not due yet."))
    written = notice.status != Status.PLANNED
    if written and list(notice.attached) != [paper.pk for paper in facts.copies(target, now)]:
        return Leave(False, _("The copy of the demand that may be attached has changed."))
    return Leave(True)


def _letters(letter: Notice, now: datetime) -> Leave:
    if not still_true(letter, letter.demand.state):
        return Leave(False, _("The demand moved on before the letter left."))
    if letter.kind == Kind.REDIRECT_LETTER:
        # The agency at the customer's door tells the customer (casework/guards.py).
        for target in facts.demand_on_record(letter.demand_id).targets.all():
            verdict = gag.verdict(target, at=now, listener=gag.Listener.ORGANISATION)
            if not verdict.allowed:
                return Leave(False, verdict.sentence)
    return Leave(True)
