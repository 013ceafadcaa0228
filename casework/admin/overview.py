"""The first page after signing in: what needs me, what comes next, what happened last."""

from datetime import datetime
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet, Subquery
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from casework import access
from casework.access import Ability
from casework.admin import panels
from casework.admin.addresses import queue
from casework.admin.base import actor_of
from casework.admin.demand_facts import header_of
from casework.admin.panels import Figure
from casework.admin.queue import by_next_deadline
from casework.admin.queue_filters import capped, counted
from casework.admin.timeline import details_of, words_of
from casework.dossier import with_dossier
from casework.models import AuditEntry, Demand, Production

SHOWN_NEXT = 8
SHOWN_LAST = 12


def overview(request: HttpRequest) -> dict[str, Any]:
    """What the page shows. Every number counts only what this person may see."""
    now = timezone.now()
    if not access.has(request.user, Ability.SEE):
        return {"figures": panels.figures(request, now), "next": [], "last": [], "sees": False}
    return {
        "figures": [*_figures(request, now), *panels.figures(request, now)],
        "next": [(each, header_of(each, now)) for each in _next(request)],
        "last": [(entry, words_of(entry.event), details_of(entry)) for entry in _last(request)],
        "sees": True,
    }


def _figures(request: HttpRequest, now: datetime) -> list[Figure]:
    def of(name: str, label: Any, urgency: str) -> Figure:
        count = counted(name, request.user, now)
        return Figure(label, capped(count), queue(show=name), urgency if count else "ok")

    figures = [
        of("overdue", _("Overdue"), "overdue"),
        of("due", _("Due in 7 days"), "soon"),
        of("mine", _("On my desk"), "none"),
        of("blocked", _("Blocked"), "none"),
    ]
    return [*figures, _to_approve(request)] if _approves(request) else figures


def _approves(request: HttpRequest) -> bool:
    return access.has(request.user, Ability.APPROVE)


def _to_approve(request: HttpRequest) -> Figure:
    """Packages that wait for a second person, and that this person did not prepare."""
    waiting = Production.objects.filter(
        access.visible_to(request.user, "demand__"), approved_by=None, released_at=None
    ).exclude(recorded_by=actor_of(request))
    count = waiting.count()
    return Figure(_("To approve"), count, queue(show="approval"), "soon" if count else "ok")


def _next(request: HttpRequest) -> QuerySet[Demand]:
    coming = by_next_deadline(access.visible(request.user)).exclude(next_deadline=None)
    return with_dossier(coming.order_by("next_deadline")[:SHOWN_NEXT])


def _last(request: HttpRequest) -> QuerySet[AuditEntry]:
    seen = access.visible(request.user).filter(pk=OuterRef("chain"))
    entries = AuditEntry.objects.filter(Exists(seen)).order_by("-at", "-sequence")
    return entries.annotate(reference=Subquery(seen.values("reference")))[:SHOWN_LAST]
