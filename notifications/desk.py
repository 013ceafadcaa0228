"""What a person may do with a notice: release, hold, waive, try again, say what became of it.

Every action locks the demand, asks who may, and is written to the record. None of them can send
under a gag order: what a person releases is planned, and delivery asks once more.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.contrib.auth.models import User
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django_stubs_ext import StrOrPromise

from casework import access, audit, moves, notice_position
from casework.access import Ability
from casework.models import Demand, Document, Target
from casework.moves import Refused
from casework.states import NoticePosition
from notifications import facts, planner
from notifications.approval import approve
from notifications.clock import Clock, database_clock
from notifications.departures import departure, kick_if_due
from notifications.leave import may_leave
from notifications.models import Notice
from notifications.position import decide
from notifications.words import Audience, Ending, Status

Actor = User | None


@dataclass(frozen=True)
class Offer:
    """An action as it stands on the page: a button, or greyed with the reason under it."""

    name: str
    label: StrOrPromise
    reason: str

    @property
    def allowed(self) -> bool:
        return not self.reason


@dataclass(frozen=True)
class Action:
    """`statuses` it starts from; `asks` for a sentence that is kept; `refuses` says why not."""

    label: StrOrPromise
    done: StrOrPromise
    do: Callable[[Notice, Actor, str, datetime], None]
    statuses: tuple[Status, ...]
    audience: Audience | None = None
    asks: bool = False
    refuses: Callable[[Notice, Actor, datetime], str] = lambda notice, actor, now: ""
    ability: Ability = Ability.NOTIFY


def offers(notice: Notice, user: access.Person, now: datetime) -> list[Offer]:
    """Every action that fits the notice's status, each with the reason why it is not allowed."""
    actor = user if isinstance(user, User) else None
    return [
        Offer(name, action.label, _refusal(action, notice, actor, now))
        for name, action in ACTIONS.items()
        if notice.status in action.statuses and action.audience in (None, notice.audience)
    ]


def act(
    notice_id: UUID,
    name: str,
    *,
    actor: Actor,
    why: str = "",
    clock: Clock = database_clock,
) -> None:
    """Do one of ACTIONS. Raises Refused with a sentence, and Notice.DoesNotExist for what the
    actor may not see. `actor` None is the product itself."""
    action = ACTIONS[name]
    with _opened(notice_id, actor) as notice:
        now = clock()
        if notice.status not in action.statuses:
            raise Refused([_overtaken(notice)])
        refusal = _refusal(action, notice, actor, now)
        if refusal:
            raise Refused([refusal])
        if action.asks and not why.strip():
            raise Refused([_("Say why, in a sentence that can be read later.")])
        action.do(notice, actor, why.strip(), now)
        said = {"notice": str(notice.pk), "kind": notice.kind}
        audit.write(notice.demand_id, f"notice_{name}", actor=actor, now=now, facts=said)
    if name in WRITTEN_AT_ONCE:
        approve(notice_id, clock=clock, actor=actor)


@contextmanager
def _opened(notice_id: UUID, actor: Actor) -> Iterator[Notice]:
    """The notice with its demand locked, the demand first, as everywhere."""
    with transaction.atomic():
        seen = Notice.objects.all()
        if actor is not None:
            seen = seen.filter(access.visible_to(actor, "demand__"))
        demand_id = seen.values_list("demand_id", flat=True).get(pk=notice_id)
        Demand.objects.select_for_update().values_list("pk").get(pk=demand_id)
        yield Notice.objects.select_for_update().get(pk=notice_id)


def _refusal(action: Action, notice: Notice, actor: Actor, now: datetime) -> str:
    if actor is not None and not access.has(actor, action.ability):
        roles = [str(role.label) for role in access.ROLES if action.ability in role.abilities]
        return _("Your role does not allow this. It takes: %(roles)s.") % {
            "roles": ", ".join(roles)
        }
    return action.refuses(notice, actor, now)


def _overtaken(notice: Notice) -> str:
    return _("The notice is now “%(status)s”: look again before you decide.") % {
        "status": notice.get_status_display()
    }


# --- Release and hold --------------------------------------------------------------------------


def _release(notice: Notice, actor: Actor, why: str, now: datetime) -> None:
    """A person looked: it is due now, and leaves when the hold window is over."""
    notice.held_because, notice.released_at = "", now
    notice.save(update_fields=["held_because", "released_at"])
    _due_now(notice, now)


def _due_now(notice: Notice, now: datetime) -> None:
    if notice.audience == Audience.CUSTOMER:
        planner.replan(notice.demand_id, now, rewrite=True)
        return
    notice.unwrite()
    notice.status, notice.note, notice.due_at = Status.PLANNED, "", now
    notice.leave_after = departure(now, now)
    notice.save()


def _why_not_released(notice: Notice, actor: Actor, now: datetime) -> str:
    """A person overrules a hold that waits for a person; nobody overrules an order or a gap."""
    if notice.target_id is None:
        return ""
    target = facts.target_on_record(notice.target_id)
    situation = facts.situation(target, notice, now)
    decision = decide(situation)
    if decision.position != NoticePosition.PLANNED and not decision.releasable:
        return decision.note
    if situation.after_disclosure and situation.decided_at is None:
        return _("The customer is told after the disclosure, and nothing was disclosed yet.")
    if situation.copy_redacted and actor is not None and _made_the_copy(target, actor, now):
        return _("You filed the redacted copy yourself: a second person compares and releases it.")
    return ""


def _made_the_copy(target: Target, actor: User, now: datetime) -> bool:
    copies = facts.copies(target, now)
    return any(
        paper.kind == Document.Kind.REDACTED_COPY and paper.added_by_id == actor.pk
        for paper in copies
    )


def _hold(notice: Notice, actor: Actor, why: str, now: datetime) -> None:
    notice.held_because, notice.released_at = why[:300], None
    notice.save(update_fields=["held_because", "released_at"])
    if notice.audience == Audience.CUSTOMER:
        planner.replan(notice.demand_id, now, rewrite=True)
    else:
        notice.unwrite()
        notice.status, notice.leave_after = Status.HELD, None
        notice.note = _("Held by a person: %(why)s") % {"why": notice.held_because}
        notice.save()


def _cancel(notice: Notice, actor: Actor, why: str, now: datetime) -> None:
    notice.set_status(Status.CANCELLED, why, leave_after=None, next_attempt_at=None)


def _waive(notice: Notice, actor: Actor, why: str, now: datetime) -> None:
    moves.record(
        notice.demand_id,
        "waiver",
        actor=actor,
        now=now,
        facts={"duty": "notice", "target": notice.target, "reason": why},
    )


# --- After an attempt --------------------------------------------------------------------------


def _try_again(notice: Notice, actor: Actor, why: str, now: datetime) -> None:
    """What failed is written anew, because the address or the file was mended; what may have
    arrived goes again as it was, under the same Message-ID."""
    if notice.status == Status.UNCERTAIN:
        notice.set_status(Status.READY, next_attempt_at=None)
        kick_if_due(notice, now)
        return
    notice.set_status(Status.PLANNED, released_at=now, alarmed_at=None)
    _due_now(notice, now)


def _why_not_again(notice: Notice, actor: Actor, now: datetime) -> str:
    if notice.status == Status.UNCERTAIN:
        return may_leave(notice, now).why
    return _why_not_released(notice, actor, now)


def _arrived(notice: Notice, actor: Actor, why: str, now: datetime) -> None:
    """The recipient or the mail server's operator says so; the day is that of the attempt."""
    last = notice.attempts.filter(ending__in=(Ending.UNCERTAIN, Ending.LOST)).last()
    told_at = last.started_at if last else now
    notice.set_status(Status.SENT, why, sent_at=told_at)
    if notice.target_id:
        notice_position.settle(
            notice.target_id, NoticePosition.SENT, note=why, notified_at=told_at, now=now
        )


def _posted(notice: Notice, actor: Actor, why: str, now: datetime) -> None:
    notice.set_status(Status.SENT, why, sent_at=now)


ACTIONS = {
    "release": Action(
        gettext_lazy("Approve now"),
        gettext_lazy("Approved: it leaves when its hold window is over."),
        _release,
        (Status.HELD, Status.PLANNED),
        refuses=_why_not_released,
    ),
    "hold": Action(
        gettext_lazy("Hold"),
        gettext_lazy("Held: it does not leave before it is released."),
        _hold,
        (Status.PLANNED, Status.READY, Status.TO_POST),
        asks=True,
    ),
    "try_again": Action(
        gettext_lazy("Try again"),
        gettext_lazy("It is tried again."),
        _try_again,
        (Status.FAILED, Status.UNCERTAIN),
        refuses=_why_not_again,
    ),
    "arrived": Action(
        gettext_lazy("Record that it arrived"),
        gettext_lazy("Recorded as arrived."),
        _arrived,
        (Status.UNCERTAIN,),
        asks=True,
    ),
    "posted": Action(
        gettext_lazy("Record that it was posted"),
        gettext_lazy("Recorded as posted."),
        _posted,
        (Status.TO_POST,),
    ),
    "waive": Action(
        gettext_lazy("Waive with a reason"),
        gettext_lazy("Waived, with your reason on record."),
        _waive,
        (
            Status.WAITING,
            Status.HELD,
            Status.PLANNED,
            Status.READY,
            Status.WITHHELD,
            Status.FAILED,
        ),
        audience=Audience.CUSTOMER,
        asks=True,
        ability=Ability.DECIDE,
    ),
    "cancel": Action(
        gettext_lazy("Cancel"),
        gettext_lazy("Cancelled."),
        _cancel,
        (Status.HELD, Status.PLANNED, Status.READY, Status.FAILED, Status.TO_POST),
        audience=Audience.AGENCY,
        asks=True,
    ),
}
# After these the notice is written in the same breath, so that the person reads what will be said.
WRITTEN_AT_ONCE = ("release", "try_again")
