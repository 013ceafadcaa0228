"""One page for every move and every fact: its form, what it does, and what the door says to it."""

from datetime import datetime
from typing import Any, cast

from django.contrib import messages
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.template.response import TemplateResponse
from django.utils import timezone

from casework import access, guards, moves, release_lock
from casework.admin.addresses import demand_page
from casework.admin.base import actor_of
from casework.admin.demand_facts import agencies_on_file, header_of
from casework.admin.forms import ACTS, Act
from casework.admin.forms.base import ActForm
from casework.admin.lock import lock_of
from casework.admin.review_tab import Package, packages_of
from casework.dossier import with_dossier
from casework.models import Demand
from casework.states import EDGES

# What the answer says to a machine: people read the sentences.
FORBIDDEN, OVERTAKEN, NOT_SAVED = 403, 409, 422
_SOURCES = {edge.move: edge.sources for edge in EDGES}


def seen(request: HttpRequest, reference: str) -> Demand:
    """The demand as this person may see it, with its whole file; else it does not exist."""
    found = with_dossier(access.visible(request.user)).filter(reference=reference).first()
    if found is None:
        raise Http404
    return found


def act_page(
    request: HttpRequest, reference: str, name: str, context: dict[str, Any]
) -> HttpResponse:
    """Show the form of a move or fact, or write what it brings through the door."""
    act, demand = ACTS.get(name), seen(request, reference)
    if act is None:
        raise Http404
    actor, now = actor_of(request), timezone.now()
    if request.method == "POST":
        form = form_of(act, demand, actor, now, request.POST, request.FILES)
        status = attempt(act, form, actor, now)
        if status is None:
            messages.success(request, str(act.done))
            return HttpResponseRedirect(demand_page(demand, act.tab))
        if status == OVERTAKEN:
            demand = seen(request, reference)  # as the other person left it
            form = caught_up(act, form, demand)
    else:
        form = form_of(act, demand, actor, now, initial=request.GET.dict())
        status = 200 if access.has(actor, act.ability) else FORBIDDEN
    return _page(request, act, demand, form, status, {**context, "now": now})


def form_of(
    act: Act,
    demand: Demand,
    actor: User,
    now: datetime,
    data: Any = None,
    files: Any = None,
    initial: dict[str, Any] | None = None,
) -> ActForm:
    given = {name: value for name, value in (initial or {}).items() if name != "version"}
    return act.form(data, files, demand=demand, user=actor, now=now, initial=given)


def attempt(act: Act, form: ActForm, actor: User, now: datetime) -> int | None:
    """Write it. None when it is written; else the status of the page that says why not."""
    if not access.has(actor, act.ability):
        form.add_error(None, moves.no_ability(act.ability))
        return FORBIDDEN
    if not form.is_valid():
        return NOT_SAVED
    try:
        form.perform(actor, now)
    except moves.Refused as refusal:
        form.refused(refusal)
        return OVERTAKEN if isinstance(refusal, moves.Overtaken) else NOT_SAVED
    except ValidationError as error:
        form.refused(moves.refusal_of(error))
        return NOT_SAVED
    return None


def caught_up(act: Act, form: ActForm, demand: Demand) -> ActForm:
    """The same input against the demand as it is now: whoever looked may send it again."""
    data = cast(QueryDict, form.data).copy()
    data["version"] = str(demand.version)
    again = act.form(data, form.files, demand=demand, user=form.user, now=form.now)
    again.full_clean()
    again.errors.clear()
    for sentence in form.non_field_errors():
        again.add_error(None, sentence)
    return again


def _page(
    request: HttpRequest,
    act: Act,
    demand: Demand,
    form: ActForm,
    status: int,
    context: dict[str, Any],
) -> HttpResponse:
    now: datetime = context["now"]
    refusals = _refusals(act, demand, actor_of(request), now)
    if status == OVERTAKEN:
        context["overtaken"] = True
    return TemplateResponse(
        request,
        [f"admin/casework/demand/acts/{act.name}.html", "admin/casework/demand/act.html"],
        {
            **context,
            "title": act.label,
            "subtitle": demand.reference,
            "act": act,
            "demand": demand,
            "form": form,
            "refusals": refusals,
            "may": access.has(request.user, act.ability),
            "back": demand_page(demand, act.tab),
            "header": header_of(demand, now),
            "lock": lock_of(demand, now) if act.name in ("disclose", "part_release") else None,
            "package": _package(act, demand),
            "agencies": agencies_on_file() if "agency" in form.fields else (),
        },
        status=status,
    )


def _package(act: Act, demand: Demand) -> Package | None:
    """The package that this act approves or lets go, to read before one clicks."""
    if act.name not in ("disclose", "part_release", "production_approval"):
        return None
    pending = release_lock.pending_production(demand)
    return next((each for each in packages_of(demand) if each.production == pending), None)


def _refusals(act: Act, demand: Demand, actor: User, now: datetime) -> list[str]:
    """Why it cannot be done now, before anyone fills in a form."""
    if not access.has(actor, act.ability):
        return [moves.no_ability(act.ability)]
    if not act.is_move:
        return []
    if demand.state not in _SOURCES[act.name]:
        return [moves.wrong_state(demand, act.name)]
    return guards.refusals(act.name, demand, now)
