"""Which letters to the agency are owed: one for each fact that calls for an answer."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from casework.models import Challenge, Demand, Denial
from casework.states import State
from notifications.departures import departure, kick_if_due
from notifications.models import Notice
from notifications.words import UNSENT, Audience, Kind, Status


@dataclass(frozen=True)
class Owed:
    """The letter a move calls for, and the state in which what it says is true."""

    kind: Kind
    state: State | None = None


AFTER_MOVE = {
    "start_review": Owed(Kind.ACKNOWLEDGEMENT),
    "redirect": Owed(Kind.REDIRECT_LETTER, State.REDIRECTED),
    "challenge": Owed(Kind.OBJECTION_LETTER, State.CHALLENGED),
    "deny": Owed(Kind.DENIAL_LETTER, State.DENIED),
    "disclose": Owed(Kind.DISCLOSURE_LETTER, State.DISCLOSED),
}
_STATE = {owed.kind: owed.state for owed in AFTER_MOVE.values()}
# Motions and appeals go to a court, in papers that lawyers write.
LETTER_RUNGS = (
    Challenge.Rung.WITHDRAW_REQUEST,
    Challenge.Rung.NARROWING,
    Challenge.Rung.OBJECTION,
)


def plan(demand: Demand, event: str, facts: Mapping[str, Any], now: datetime) -> None:
    """Insert the letter this event calls for; cancel those that are no longer true."""
    _withdraw(demand)
    owed = AFTER_MOVE.get(event)
    if owed is None or not _is_called_for(demand, event, facts):
        return
    # The row that was stored with the move (`redirection:…`); a review starts once.
    occasion = str(facts.get("row", ""))
    if Notice.objects.filter(demand=demand, kind=owed.kind, occasion=occasion).exists():
        return
    _insert(demand, owed.kind, occasion, now)


def still_true(letter: Notice, state: str) -> bool:
    """Whether what the letter says still holds in this state of its demand."""
    wanted = _STATE[Kind(letter.kind)]
    return wanted is None or wanted == state


def _insert(demand: Demand, kind: Kind, occasion: str, now: datetime) -> None:
    letter = Notice(
        demand=demand,
        kind=kind,
        audience=Audience.AGENCY,
        occasion=occasion,
        status=Status.PLANNED,
        planned_at=now,
        due_at=now,
        leave_after=departure(now, now),
    )
    if demand.imported_at is not None:
        letter.status, letter.leave_after = Status.HELD, None
        letter.note = _(
            "It came from an imported register, which sends no mail: release or cancel."
        )
    letter.save()
    kick_if_due(letter, now)


def _is_called_for(demand: Demand, event: str, facts: Mapping[str, Any]) -> bool:
    if demand.agency is None:
        return False
    if event == "start_review":
        return bool(demand.agency.letter_email)  # nobody posts a receipt
    if event == "challenge":
        return _row(facts, Challenge).rung in LETTER_RUNGS
    if event == "deny":
        # Whoever forged a demand is told nothing.
        return not _row(facts, Denial).fraudulent
    return True


def _row(facts: Mapping[str, Any], model: Any) -> Any:
    return model.objects.get(pk=str(facts["row"]).partition(":")[2])


def _withdraw(demand: Demand) -> None:
    unsent = Notice.objects.filter(demand=demand, audience=Audience.AGENCY, status__in=UNSENT)
    for letter in unsent.select_for_update():
        if not still_true(letter, demand.state):
            letter.set_status(
                Status.CANCELLED,
                _("The demand moved on before the letter left."),
                leave_after=None,
            )
