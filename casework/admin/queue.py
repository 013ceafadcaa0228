"""The queue: what each column says, how it is searched, and how it is counted."""

from collections.abc import Iterable
from typing import Any, ClassVar

from django.contrib.admin.views.main import ChangeList
from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery
from django.http import HttpRequest
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from casework import guards, law, moves
from casework.admin.base import NamedChangeList, column
from casework.admin.queue_filters import (
    AgencyFilter,
    AssignedFilter,
    CountryFilter,
    ProcessFilter,
    QuickFilter,
    SegmentFilter,
    ServiceFilter,
    StateFilter,
)
from casework.admin.urgency import next_duty, our_duties, urgency_badge
from casework.dossier import with_dossier
from casework.models import Demand, Target
from casework.states import NoticePosition, State
from casework.templatetags.ui import badge, icon

# The move that work on a demand leads to from each state; its guards say what stands in the way.
NEXT_MOVE = {
    State.RECEIVED: "start_review",
    State.LEGAL_REVIEW: "disclose",
    State.CHALLENGED: "resume",
    State.REDIRECTED: "resume",
}
# Of several targets the notice that most needs a person is shown.
NOTICE_ORDER = (
    NoticePosition.FAILED,
    NoticePosition.UNCERTAIN,
    NoticePosition.HELD,
    NoticePosition.PLANNED,
    NoticePosition.BARRED,
    NoticePosition.WAIVED,
    NoticePosition.SENT,
)


class Queue(NamedChangeList):
    """Django's list with the quick filter taken out of the drawer."""

    def __init__(self, request: HttpRequest, *args: Any) -> None:
        super().__init__(request, *args)
        self.title = _("Demands")
        quick = next(each for each in self.filter_specs if isinstance(each, QuickFilter))
        self.filter_specs = [each for each in self.filter_specs if each is not quick]
        self.quick_tabs = quick.tabs(request, self)

    def get_results(self, request: HttpRequest) -> None:
        super().get_results(request)
        self.result_list = with_dossier(self.result_list)


def by_next_deadline(demands: QuerySet[Demand]) -> QuerySet[Any]:
    """The demands with the time of their next duty, as `next_deadline`."""
    duties = our_duties().filter(demand=OuterRef("pk"))
    return demands.annotate(next_deadline=Subquery(duties.order_by("at").values("at")[:1]))


def searched(demands: QuerySet[Demand], words: str) -> QuerySet[Demand]:
    """By our reference, the agency's, that of an imported register, or an account's identifier."""
    reference = words.upper().replace(" ", "-")
    if demands.filter(reference=reference).exists():
        return demands.filter(reference=reference)
    named = Target.objects.filter(demand=OuterRef("pk"), account__identifier__icontains=words)
    return demands.filter(
        Q(reference__istartswith=words)
        | Q(agency_reference__icontains=words)
        | Q(external_reference__icontains=words)
        | Exists(named)
    )


class QueueColumns:
    """The columns of the queue. They answer from what with_dossier fetched."""

    list_display: ClassVar[tuple[str, ...]] = (
        "reference_",
        "state_",
        "agency_",
        "targets_",
        "deadline_",
        "notice_",
        "way_",
        "assigned_",
    )
    list_filter = (
        QuickFilter,
        StateFilter,
        AgencyFilter,
        CountryFilter,
        ProcessFilter,
        SegmentFilter,
        ServiceFilter,
        AssignedFilter,
    )
    search_fields = ("reference",)
    search_help_text = gettext_lazy("Reference, agency's reference, account")

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[ChangeList]:
        return Queue

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Demand], search_term: str
    ) -> tuple[QuerySet[Demand], bool]:
        words = search_term.strip()
        return (searched(queryset, words) if words else queryset), False

    def get_ordering(self, request: HttpRequest) -> Iterable[Any]:
        if request.GET.get("show") == "all":
            return ("-received_at",)
        return (F("next_deadline").asc(nulls_last=True), "-received_at")

    @column(gettext_lazy("demand"), "received_at")
    def reference_(self, demand: Demand) -> SafeString:
        return format_html(
            '<span class="mono nowrap">{}</span><span class="note">{}</span>',
            demand.reference,
            process_name(demand),
        )

    @column(gettext_lazy("state"), "state")
    def state_(self, demand: Demand) -> SafeString:
        return badge("state", demand.state)

    @column(gettext_lazy("agency"), "agency__name")
    def agency_(self, demand: Demand) -> SafeString:
        return format_html(
            '{}<span class="note">{}</span>',
            demand.agency.name if demand.agency else _("Not known yet"),
            " · ".join(
                part
                for part in (demand.agency and demand.agency.country, demand.agency_reference)
                if part
            ),
        )

    @column(gettext_lazy("accounts"))
    def targets_(self, demand: Demand) -> SafeString:
        targets = list(demand.targets.all())
        segments = sorted({t.account.customer.segment for t in targets if t.account.customer})
        count = ngettext("%(n)d account", "%(n)d accounts", len(targets)) % {"n": len(targets)}
        return format_html(
            '<span class="nowrap">{}</span>{}',
            count,
            format_html_join("", "<br>{}", ((badge("segment", each),) for each in segments)),
        )

    @column(gettext_lazy("next deadline"), "next_deadline")
    def deadline_(self, demand: Demand) -> SafeString:
        duty = next_duty(demand.deadlines.all())
        if duty is None:
            return format_html('<span class="muted">{}</span>', "—")
        return format_html(
            '{}<span class="note">{}: {}</span>',
            urgency_badge(duty, timezone.now()),
            duty.title,
            date_format(duty.at, "j M Y"),
        )

    @column(gettext_lazy("notice"))
    def notice_(self, demand: Demand) -> SafeString:
        return notice_badge(demand)

    @column(gettext_lazy("what stands in the way"))
    def way_(self, demand: Demand) -> SafeString:
        move = NEXT_MOVE.get(State(demand.state))
        if move is None:
            return badge("outcome", demand.outcome)
        reason = guards.first_refusal(move, demand, timezone.now())
        if reason:
            return format_html('<span class="way">{}</span>', reason)
        ready = _("Nothing: %(move)s") % {"move": moves.LABELS[move]}
        return format_html('<span class="way way-clear">{}{}</span>', icon("check"), ready)

    @column(gettext_lazy("assigned to"), "assigned_to__username")
    def assigned_(self, demand: Demand) -> str:
        person = demand.assigned_to
        return (person.get_full_name() or person.username) if person else "—"


def process_name(demand: Demand) -> str:
    """The process in the catalogue's words; its code where the catalogue no longer has it."""
    if not demand.process:
        return _("Process not known yet")
    try:
        return law.process(demand.process, demand.process_version).name
    except law.UnknownCode:
        return demand.process


def notice_badge(demand: Demand) -> SafeString:
    positions = [target.notice_position for target in demand.targets.all()]
    worst = next((each for each in NOTICE_ORDER if each in positions), None)
    if worst is None:
        return format_html('<span class="muted">{}</span>', "—")
    if len(set(positions)) == 1:
        return badge("notice", worst)
    of = _("%(n)d of %(all)d") % {"n": positions.count(worst), "all": len(positions)}
    return format_html('{}<span class="note">{}</span>', badge("notice", worst), of)
