"""The demand's page: what it is, what can be done now, and everything on record, in tabs."""

from collections.abc import Callable
from datetime import datetime
from typing import Any, NamedTuple

from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils import timezone
from django_stubs_ext import StrOrPromise

from casework import access, certificates, emergency, moves, privileged, release_lock, risk
from casework.admin import panels
from casework.admin.acting import form_of, seen
from casework.admin.addresses import act as address_of
from casework.admin.base import actor_of
from casework.admin.decisions_tab import decisions_of, waits_for
from casework.admin.demand_facts import (
    deadlines_of,
    documents_of,
    facts_of,
    header_of,
    targets_of,
)
from casework.admin.forms import ACTS
from casework.admin.forms.holds import running
from casework.admin.gag_tab import orders_of
from casework.admin.holds_tab import holds_of
from casework.admin.lock import Lock, lock_of
from casework.admin.related_tab import gates_of, related_to
from casework.admin.review_tab import findings_of, packages_of, points_of, verifications_of
from casework.admin.timeline import events_of
from casework.models import AuditEntry, Demand
from casework.states import Nondisclosure, State

# What a lawyer most often does next from each state, shown as the filled button.
NEXT = {
    State.RECEIVED: "start_review",
    State.LEGAL_REVIEW: "disclose",
    State.CHALLENGED: "resume",
    State.REDIRECTED: "resume",
}


class Move(NamedTuple):
    """A move's button; with a lock it is the release lock, rule by rule."""

    name: str
    label: StrOrPromise
    url: str
    icon: str
    reasons: tuple[str, ...]
    lock: Lock | None
    primary: bool
    danger: bool


class Link(NamedTuple):
    name: str
    label: StrOrPromise
    url: str
    icon: str


def demand_page(request: HttpRequest, reference: str, context: dict[str, Any]) -> HttpResponse:
    demand, now = seen(request, reference), timezone.now()
    return TemplateResponse(
        request, "admin/casework/demand/page.html", {**context, **_context(request, demand, now)}
    )


def _context(request: HttpRequest, demand: Demand, now: datetime) -> dict[str, Any]:
    user = actor_of(request)
    decisions = decisions_of(demand)
    points = points_of(demand)
    return {
        "title": demand.reference,
        "subtitle": None,
        "demand": demand,
        "now": now,
        "header": header_of(demand, now),
        "moves": moves_of(demand, user, now),
        "facts": facts_of(demand),
        "targets": targets_of(demand),
        "verifications": verifications_of(demand),
        "points": points,
        "answered": sum(point.answer is not None for point in points),
        "checklist": _form(demand, user, now, "review_item"),
        "assignment": _form(demand, user, now, "assignment"),
        "signs": risk.flags(demand) if demand.is_open else [],
        "findings": findings_of(demand),
        "notes": privileged.notes(demand, user),
        "holds": holds_of(demand, now),
        "gates": gates_of(demand, now),
        "related": related_to(demand, user),
        "orders": orders_of(demand, now),
        "undetermined": demand.nondisclosure == Nondisclosure.UNDETERMINED,
        "decisions": decisions,
        "waiting": waits_for(decisions),
        "packages": packages_of(demand),
        "deadlines": deadlines_of(demand, now),
        "documents": documents_of(demand),
        "events": events_of(AuditEntry.objects.filter(chain=demand.pk)),
        "panels": [
            (panel, panel.draw(request, demand, now), panel.count(demand))
            for panel in panels.panels()
        ],
        "may_gag": access.has(user, access.Ability.RECORD_GAG),
        "links": dict(_links(demand, user)),
    }


def _form(demand: Demand, user: User, now: datetime, name: str) -> Any:
    """A form that stands on the page itself, for whoever may send it."""
    act = ACTS[name]
    return form_of(act, demand, user, now) if access.has(user, act.ability) else None


def moves_of(demand: Demand, user: User, now: datetime) -> list[Move]:
    """Every move out of the demand's state, allowed or not; the most likely one first."""
    found = [_move(demand, offer, now) for offer in moves.available(demand, user, now)]
    return sorted(found, key=lambda move: not move.primary)


def _move(demand: Demand, offer: moves.Offer, now: datetime) -> Move:
    act = ACTS[offer.move]
    return Move(
        offer.move,
        offer.label,
        address_of(demand, offer.move),
        act.icon,
        offer.reasons,
        lock_of(demand, now) if offer.move == "disclose" else None,
        offer.move == NEXT.get(State(demand.state)),
        act.danger,
    )


# --- What can be recorded now: each fact of the table, where there is something to record. -----

Applies = Callable[[Demand], bool]


def _open_challenge(demand: Demand) -> bool:
    return any(not each.result for each in demand.challenges.all())


def _open_redirection(demand: Demand) -> bool:
    return any(not each.answer for each in demand.redirections.all())


def _open_objection(demand: Demand) -> bool:
    return any(each.resolved_on is None for each in demand.objections.all())


def _paused(demand: Demand) -> bool:
    return any(each.ended_at is None for each in demand.clock_pauses.all())


def _unapproved(demand: Demand) -> bool:
    pending = release_lock.pending_production(demand)
    return pending is not None and pending.approved_by_id is None


def _approved(demand: Demand) -> bool:
    pending = release_lock.pending_production(demand)
    return pending is not None and pending.approved_by_id is not None


def _stageable(demand: Demand) -> bool:
    pending = release_lock.pending_production(demand)
    approved = pending is not None and pending.approved_by_id is not None
    return approved and pending is not None and pending.staged_at is None


def _open_annex(demand: Demand) -> bool:
    return demand.nonexecutions.filter(answered_at=None).exists()


def _asked(demand: Demand) -> bool:
    return demand.follow_ups.filter(closed_on=None).exists()


def _undelivered(demand: Demand) -> bool:
    return any(each.released_at and not each.delivered_at for each in demand.productions.all())


def _undeleted(demand: Demand) -> bool:
    return any(hold.released_at and not hold.certificate_id for hold in demand.preservations.all())


def _under_review(demand: Demand) -> bool:
    return demand.is_open and bool(demand.process)


APPLIES: dict[str, Applies] = {
    "challenge_result": _open_challenge,
    "redirection_answer": _open_redirection,
    "objection_resolution": _open_objection,
    "objection": lambda demand: bool(demand.targets.all()),
    "direction": lambda demand: bool(demand.targets.all()),
    "narrowing": lambda demand: demand.is_open and bool(demand.targets.all()),
    "determine_nondisclosure": lambda demand: demand.nondisclosure != Nondisclosure.NONE,
    "gag_extension": lambda demand: False,  # from the order's own card
    "gag_lift": lambda demand: False,
    "clock_resumed": _paused,
    "clock_pause": lambda demand: demand.is_open and not _paused(demand),
    "production": _under_review,
    "production_approval": _unapproved,
    "part_release": _approved,
    "delivery": _undelivered,
    "staging": _stageable,
    "certificate": lambda demand: demand.is_open and certificates.is_certificate(demand),
    "annex_iii": lambda demand: certificates.is_certificate(demand) and not _open_annex(demand),
    "annex_iii_answer": _open_annex,
    "follow_up": lambda demand: emergency.is_emergency(demand) and not _asked(demand),
    "follow_up_result": _asked,
    "invoice": lambda demand: any(each.released_at for each in demand.productions.all()),
    "payment": lambda demand: demand.invoices.filter(paid_on=None, waived_because="").exists(),
    "incident_step": lambda demand: demand.incidents.exists(),
    "compensation": lambda demand: demand.incidents.exists(),
    "preservation": lambda demand: demand.is_open and bool(demand.targets.all()),
    "preservation_renewal": lambda demand: bool(running(demand)),
    "preservation_release": lambda demand: bool(running(demand)),
    "deletion": _undeleted,
    "review_item": _under_review,
    "target": lambda demand: demand.is_open,
}


def _links(demand: Demand, user: User) -> list[tuple[str, Link]]:
    """The facts this person may record about this demand now."""
    return [
        (act.name, Link(act.name, act.label, address_of(demand, act.name), act.icon))
        for act in ACTS.values()
        if not act.is_move and access.has(user, act.ability) and _applies(act.name, demand)
    ]


def _applies(name: str, demand: Demand) -> bool:
    return name not in APPLIES or APPLIES[name](demand)
