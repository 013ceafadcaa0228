"""The queue's quick filters (tabs) and the filters of its drawer.

Every filter is a condition on the demand alone or an EXISTS, so that no row appears twice and no
filter can ask about demands that the person may not see.
"""

from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from django.conf import settings
from django.contrib import admin
from django.contrib.auth.models import User
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrOrPromise

from casework import access
from casework.access import Ability
from casework.admin.choices import process_choices
from casework.admin.urgency import SOON, due_before
from casework.models import (
    Agency,
    Challenge,
    Deadline,
    Demand,
    Direction,
    Document,
    Objection,
    Production,
    Redirection,
    Service,
    Target,
    Waiver,
)
from casework.states import OPEN_STATES, Segment, State

_THIS = {"demand": OuterRef("pk")}
CAP = 1000


def blocked(now: datetime) -> Q:
    """Open, and something or someone is waited for before the next move can be made.

    A coarse picture in SQL of what the guards say in full: a test compares the two. Work that is
    simply not done yet (a checklist half answered) does not count as blocked.
    """
    told_since = now - timedelta(days=settings.WAITING_PERIOD_DAYS)
    incomplete = (
        Q(agency=None)
        | Q(process="")
        | ~Exists(Document.objects.filter(**_THIS, kind=Document.Kind.DEMAND))
        | ~Exists(Target.objects.filter(**_THIS))
    )
    waived = Waiver.objects.filter(**_THIS, duty=Waiver.Duty.WAITING_PERIOD)
    told = Target.objects.filter(**_THIS, notified_at__date__gt=told_since.date())
    in_review = (
        Exists(Objection.objects.filter(**_THIS, resolved_on=None))
        | (Exists(told) & ~Exists(waived) & ~Exists(Direction.objects.filter(**_THIS)))
        | Exists(
            Deadline.objects.filter(
                **_THIS, bound=Deadline.Bound.EARLIEST, at__gt=now, lifted_at=None
            ).exclude(rule__startswith="policy_")
        )
        | Exists(_waiting_for_approval())
    )
    return (
        (Q(state=State.RECEIVED) & incomplete)
        | (Q(state=State.LEGAL_REVIEW) & in_review)
        | (Q(state=State.CHALLENGED) & Exists(Challenge.objects.filter(**_THIS, result="")))
        | (Q(state=State.REDIRECTED) & Exists(Redirection.objects.filter(**_THIS, answer="")))
    )


def shown(name: str, user: Any, now: datetime) -> Q:
    """The condition of a quick filter."""
    return _CONDITIONS[name](user, now)


_CONDITIONS: dict[str, Callable[[Any, datetime], Q]] = {
    "open": lambda user, now: Q(state__in=OPEN_STATES),
    "mine": lambda user, now: Q(assigned_to=user, state__in=OPEN_STATES),
    "due": lambda user, now: Q(due_before(now + SOON, after=now)),
    "overdue": lambda user, now: Q(due_before(now)),
    "blocked": lambda user, now: blocked(now),
    "approval": lambda user, now: Q(Exists(_waiting_for_approval().exclude(recorded_by=user))),
    "all": lambda user, now: Q(),
}


def _waiting_for_approval() -> QuerySet[Production]:
    return Production.objects.filter(**_THIS, approved_by=None, released_at=None)


QUICK: dict[str, StrOrPromise] = {
    "open": _("Open"),
    "mine": _("Mine"),
    "due": _("Due in 7 days"),
    "overdue": _("Overdue"),
    "blocked": _("Blocked"),
    "approval": _("To approve"),
    "all": _("All"),
}


class QuickTab(NamedTuple):
    name: str
    label: StrOrPromise
    shown: str
    query: str
    selected: bool


class QuickFilter(admin.SimpleListFilter):
    """Shown as tabs above the list; `open` unless asked otherwise."""

    title = _("show")
    parameter_name = "show"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Iterable[tuple[str, Any]]:
        return list(QUICK.items())

    def value(self) -> str:
        asked = super().value()
        return asked if asked in QUICK else "open"

    def queryset(self, request: HttpRequest, queryset: QuerySet[Demand]) -> QuerySet[Demand]:
        return queryset.filter(shown(self.value(), request.user, timezone.now()))

    def tabs(self, request: HttpRequest, cl: Any) -> list[QuickTab]:
        now = timezone.now()
        return [
            QuickTab(
                name,
                label,
                "" if name == "all" else capped(counted(name, request.user, now)),
                cl.get_query_string({"show": name}),
                name == self.value(),
            )
            for name, label in QUICK.items()
            if name != "approval" or access.has(request.user, Ability.APPROVE)
        ]


def counted(name: str, user: access.Person, now: datetime) -> int:
    """How many of the demands this person may see, counted no further than one can use."""
    found = access.visible(user).filter(shown(name, user, now)).order_by()
    return found.values("pk")[: CAP + 1].count()


def capped(count: int) -> str:
    return f"{CAP}+" if count > CAP else str(count)


class _Choices(admin.SimpleListFilter):
    """A filter of the drawer: choices by name, and the condition they stand for."""

    def queryset(self, request: HttpRequest, queryset: QuerySet[Demand]) -> QuerySet[Demand]:
        return queryset.filter(self.condition(self.value())) if self.value() else queryset

    def condition(self, value: str | None) -> Q:
        raise NotImplementedError


class StateFilter(_Choices):
    title, parameter_name = _("state"), "state"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Iterable[tuple[str, Any]]:
        return State.choices

    def condition(self, value: str | None) -> Q:
        return Q(state=value)


class AgencyFilter(_Choices):
    title, parameter_name = _("agency"), "agency"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Iterable[tuple[str, str]]:
        seen = access.visible(request.user).filter(agency=OuterRef("pk"))
        asking = Agency.objects.filter(Exists(seen)).order_by("name")[:200]
        return [(agency.reference, str(agency)) for agency in asking]

    def condition(self, value: str | None) -> Q:
        return Q(agency__reference=value)


class CountryFilter(_Choices):
    title, parameter_name = _("country"), "country"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Iterable[tuple[str, str]]:
        seen = access.visible(request.user).filter(agency=OuterRef("pk"))
        asking = Agency.objects.filter(Exists(seen)).exclude(country="")
        codes = asking.order_by("country").values_list("country", flat=True).distinct()
        return [(code, code) for code in codes]

    def condition(self, value: str | None) -> Q:
        return Q(agency__country=value)


class ProcessFilter(_Choices):
    title, parameter_name = _("process"), "process"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Iterable[tuple[str, Any]]:
        cleared = access.has(request.user, Ability.SEE_NATIONAL_SECURITY)
        groups = [entries for name, entries in process_choices(cleared) if name]
        return [choice for entries in groups for choice in entries]

    def condition(self, value: str | None) -> Q:
        return Q(process=value)


class SegmentFilter(_Choices):
    title, parameter_name = _("segment"), "segment"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Iterable[tuple[str, Any]]:
        return Segment.choices

    def condition(self, value: str | None) -> Q:
        return Q(Exists(Target.objects.filter(**_THIS, account__customer__segment=value)))


class ServiceFilter(_Choices):
    title, parameter_name = _("service"), "service"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Iterable[tuple[str, str]]:
        return list(Service.objects.values_list("slug", "name"))

    def condition(self, value: str | None) -> Q:
        return Q(service__slug=value)


class AssignedFilter(_Choices):
    title, parameter_name = _("assigned to"), "assigned"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Iterable[tuple[str, Any]]:
        seen = access.visible(request.user).filter(assigned_to=OuterRef("pk"))
        people = User.objects.filter(Exists(seen)).order_by("username")[:200]
        named = [(person.username, person.get_full_name() or person.username) for person in people]
        return [("nobody", _("Nobody")), *((f"@{name}", label) for name, label in named)]

    def condition(self, value: str | None) -> Q:
        if value == "nobody":
            return Q(assigned_to=None)
        return Q(assigned_to__username=str(value).removeprefix("@"))
