"""The door: who wants which move, may they, is it lawful, and then all of it or nothing.

`available` says what a person could do now, and why not. `make` makes a move, `record` records a
fact between moves. Nothing else in the project writes `state`.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django_stubs_ext import StrOrPromise

from casework import access, audit, deadlines, guards, records
from casework.models.audit import AuditEntry
from casework.models.demand import Demand, TransitionNotAllowed
from casework.records import Actor, Facts
from casework.signals import happened
from casework.states import EDGES, State

LABELS: dict[str, StrOrPromise] = {
    "start_review": gettext_lazy("Start review"),
    "redirect": gettext_lazy("Redirect to the customer"),
    "challenge": gettext_lazy("Challenge"),
    "resume": gettext_lazy("Resume review"),
    "disclose": gettext_lazy("Disclose"),
    "deny": gettext_lazy("Deny"),
    "withdraw": gettext_lazy("Record withdrawal"),
    "reopen": gettext_lazy("Reopen"),
}
_SOURCES = {edge.move: edge.sources for edge in EDGES}
# States in which nothing of the move's own is left to do: they fix `decided_at`.
_DECIDED = (State.REDIRECTED, State.DISCLOSED, State.DENIED, State.WITHDRAWN)


class Refused(Exception):
    """The door stays shut. `reasons` are sentences for people; `errors` name form fields."""

    def __init__(
        self, reasons: list[str], *, errors: Mapping[str, list[str]] | None = None
    ) -> None:
        super().__init__(" ".join(reasons))
        self.reasons = reasons
        self.errors = dict(errors or {})


class Overtaken(Refused):
    """Somebody else was faster; the reason says who did what and when."""


@dataclass(frozen=True)
class Offer:
    """A move as it stands on the page: a button, or greyed with the reasons under it."""

    move: str
    label: StrOrPromise
    reasons: tuple[str, ...]

    @property
    def allowed(self) -> bool:
        return not self.reasons


def available(demand: Demand, user: access.Person, now: datetime) -> list[Offer]:
    """Every move out of the demand's state, each with the reasons why it is not allowed now."""
    offers = []
    for move, sources in _SOURCES.items():
        if demand.state not in sources:
            continue
        reasons = list(guards.refusals(move, demand, now))
        if not access.may(user, move, demand):
            reasons.insert(0, no_ability(access.MOVE_ABILITY[move]))
        offers.append(Offer(move, LABELS[move], tuple(reasons)))
    return offers


def make(
    demand_id: UUID,
    move: str,
    *,
    actor: Actor,
    now: datetime,
    facts: Facts | None = None,
    version: int | None = None,
    imported: bool = False,
) -> Demand:
    """Make a move, in this order, in one transaction:

    1. lock the demand's row, 2. compare the form's version, 3. ask who may, 4. call the transition
    (edges and guards), 5. store the facts, 6. save, 7. write the audit entry, 8. tell.

    `actor` None is the product itself. `imported` replays a move made before this product was
    there: edges hold, guards do not, because what happened has happened. Raises Refused (Overtaken
    when the version is old) and Demand.DoesNotExist for what the actor may not see.
    """
    with _opened(demand_id, actor, version, imported=imported) as demand:
        demand.asked_at = now
        if actor is not None and not access.may(actor, move, demand):
            raise Refused([no_ability(access.MOVE_ABILITY[move])])
        left = demand.state
        _pass_through(demand, move, now)
        table = records.WITH_PAST_MOVE if imported else records.WITH_MOVE
        stored = table[move](demand, facts or {}, actor, now)
        demand.decided_at = now if demand.state in _DECIDED else None
        _close(demand, move, actor, now, ["state", "decided_at"], _said(facts, stored), left)
        return demand


def record(
    demand_id: UUID,
    name: str,
    *,
    actor: Actor,
    now: datetime,
    facts: Facts | None = None,
    version: int | None = None,
    imported: bool = False,
) -> Any:
    """Record a fact (a key of records.BETWEEN_MOVES) under the same lock, checks and audit.

    An import may also record what is in records.OF_THE_PAST. Returns the row stored, if there is
    one. Raises as `make` does.
    """
    table = records.OF_THE_PAST if imported and name in records.OF_THE_PAST else None
    entry = (table or records.BETWEEN_MOVES)[name]
    with _opened(demand_id, actor, version, imported=imported) as demand:
        demand.asked_at = now
        if actor is not None and not access.has(actor, entry.ability):
            raise Refused([no_ability(entry.ability)])
        stored = entry.store(demand, facts or {}, actor, now)
        _close(demand, name, actor, now, [], _said(facts, stored), demand.state)
        return stored


@contextmanager
def _opened(
    demand_id: UUID, actor: Actor, version: int | None, *, imported: bool
) -> Iterator[Demand]:
    """The demand, locked for this transaction; validation errors become sentences.

    An import is all or nothing: its steps need no savepoints of their own.
    """
    with transaction.atomic(savepoint=not imported):
        seen = Demand.objects.all() if actor is None else access.visible(actor)
        demand = seen.select_for_update(of=("self",)).get(pk=demand_id)
        if version is not None and version != demand.version:
            raise Overtaken([_overtaken(demand, version)])
        demand.is_being_imported = imported and _is_import(demand)
        try:
            yield demand
        except ValidationError as error:
            raise refusal_of(error) from error


def _pass_through(demand: Demand, move: str, now: datetime) -> None:
    """Call the transition, or say in sentences why it cannot be."""
    if demand.state not in _SOURCES[move]:
        raise Refused([wrong_state(demand, move)])
    if not demand.is_being_imported:
        reasons = guards.refusals(move, demand, now)
        if reasons:
            raise Refused(reasons)
    try:
        getattr(demand, move)()
    except TransitionNotAllowed as error:
        raise Refused([wrong_state(demand, move)]) from error


def _close(
    demand: Demand,
    event: str,
    actor: Actor,
    now: datetime,
    changed: list[str],
    said: dict[str, Any],
    left: str,
) -> None:
    demand.version += 1
    demand.save(update_fields=[*changed, "version"])
    if not demand.is_being_imported:
        deadlines.keep(demand, now)
    if changed:
        said = {**said, "from": str(left), "to": str(demand.state)}
    if demand.is_being_imported:
        said["imported"] = True
    # The entry's own time is when it was written; an imported event says when it happened.
    written = timezone.now() if demand.is_being_imported else now
    if demand.is_being_imported:
        said["happened_at"] = now.isoformat()
    audit.write(
        demand.pk,
        event,
        actor=actor,
        now=written,
        facts=said,
        demand_version=demand.version,
        alone=demand.is_being_imported,
    )
    happened.send(sender=Demand, demand=demand, event=event, facts=said, now=now)


def _said(facts: Facts | None, stored: models.Model | None) -> dict[str, Any]:
    """What the audit keeps of the facts: codes, dates and keys; never free text or names."""
    free = _free_text(stored)
    said = {name: _plain(value) for name, value in (facts or {}).items() if name not in free}
    said = {name: value for name, value in said.items() if value is not None}
    if stored is not None:
        said["row"] = f"{stored._meta.model_name}:{stored.pk}"
    return said


def _free_text(stored: models.Model | None) -> set[str]:
    """The fields people write sentences into: even a sentence of one word is not for the record."""
    if stored is None:
        return set()
    return {each.name for each in stored._meta.fields if isinstance(each, models.TextField)}


def _plain(value: Any) -> Any:
    if isinstance(value, models.Model):
        return str(value.pk)
    if isinstance(value, bool | int):
        return value
    if hasattr(value, "isoformat"):
        return value.isoformat()
    if isinstance(value, str) and value.replace("_", "").isalnum() and len(value) <= 60:
        return value
    return None


def _is_import(demand: Demand) -> bool:
    if demand.imported_at is None:
        raise Refused([_("Only an imported demand can be given a past.")])
    return True


def _overtaken(demand: Demand, version: int) -> str:
    entry = (
        AuditEntry.objects.filter(chain=demand.pk, demand_version__gt=version)
        .order_by("demand_version")
        .first()
    )
    if entry is None:
        return _("The demand changed while you were looking at it. Nothing was saved; look again.")
    return _(
        "%(who)s was faster: %(what)s on %(when)s UTC. Nothing of yours was saved; look again."
    ) % {
        "who": entry.actor_name,
        "what": name_of(entry.event),
        "when": date_format(entry.at, "j F Y H:i:s"),
    }


def name_of(event: str) -> str:
    """An event of the record in the words of the page."""
    if event in LABELS:
        return str(LABELS[event])
    for table in (records.BETWEEN_MOVES, records.OF_THE_PAST):
        if event in table:
            return str(table[event].label)
    return event.replace("_", " ").capitalize()


def wrong_state(demand: Demand, move: str) -> str:
    allowed = ", ".join(str(state.label) for state in _SOURCES[move])
    return _("“%(move)s” starts from %(allowed)s; this demand is in %(state)s.") % {
        "move": LABELS[move],
        "allowed": allowed,
        "state": State(demand.state).label,
    }


def no_ability(ability: access.Ability) -> str:
    roles = [str(role.label) for role in access.ROLES if ability in role.abilities]
    return _("Your role does not allow this. It takes: %(roles)s.") % {"roles": ", ".join(roles)}


def refusal_of(error: ValidationError) -> Refused:
    """A validation error as sentences for people, by field where it names one."""
    if hasattr(error, "error_dict"):
        errors = {name: list(said) for name, said in error.message_dict.items()}
        general = errors.pop("__all__", [])
        reasons = general or [f"{name}: {' '.join(said)}" for name, said in errors.items()]
        return Refused(reasons, errors=errors)
    return Refused(list(error.messages))
