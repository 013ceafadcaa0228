"""The list of notices with the desk, and the page of one notice."""

from collections.abc import Iterable
from typing import Any

from csp.constants import NONE, SELF
from csp.decorators import csp, csp_update
from django.contrib import admin, messages
from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils.decorators import method_decorator
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_POST, require_safe

from casework import access
from casework.admin.addresses import demand_page
from casework.admin.base import AbilityAdmin, actor_of, column
from casework.models import AuditEntry
from casework.moves import Refused
from notifications import desk
from notifications.addresses import Unmailable
from notifications.admin.looks import ENDING_LOOK, instant, page_of, status_badge, to_whom
from notifications.admin.reading import read, why_unwritten
from notifications.clock import database_clock
from notifications.models import Attempt, Notice
from notifications.words import CLOSED, DESK, Audience, Ending, Status

# The HTML part in its frame: styles of its own, and no script, form, origin or network.
IN_ITS_FRAME = {
    "default-src": [NONE],
    "style-src": ["'unsafe-inline'"],
    "form-action": [NONE],
    "frame-ancestors": [SELF],
    "base-uri": [NONE],
    "sandbox": True,
}
COMING = (Status.WAITING, Status.PLANNED, Status.READY, Status.SENDING)
SHOWN: dict[str, tuple[Any, Q]] = {
    "desk": (_("On the desk"), Q(status__in=DESK)),
    "coming": (_("Coming"), Q(status__in=COMING)),
    "withheld": (_("Withheld"), Q(status=Status.WITHHELD)),
    "sent": (_("Sent"), Q(status=Status.SENT)),
    "closed": (_("Waived or cancelled"), Q(status__in=CLOSED)),
}


class ShownFilter(admin.SimpleListFilter):
    title = _("where it stands")
    parameter_name = "show"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Iterable[tuple[str, Any]]:
        return [(name, label) for name, (label, _condition) in SHOWN.items()]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Notice]) -> QuerySet[Notice]:
        value = self.value()
        return queryset.filter(SHOWN[value][1]) if value in SHOWN else queryset


@admin.register(Notice)
class NoticeAdmin(AbilityAdmin[Notice]):
    """Nothing is edited here: the record, delivery and the actions of desk.py change a notice."""

    list_display = ("kind_", "demand_", "to_", "status_", "leaves_", "note")
    list_filter = (ShownFilter, "audience", "kind")
    search_fields = ("reference", "demand__reference", "target__account__identifier")
    search_help_text = _("Reference of the notice or the demand, or account")
    ordering = ("-planned_at",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Notice]:
        seen = access.visible_to(request.user, "demand__")
        rows = Notice.objects.filter(seen)
        return rows.select_related("demand__agency", "target__account__customer")

    class Media:
        css = {"all": ["css/notices.css"]}

    @column(_("notice"), "kind")
    def kind_(self, notice: Notice) -> str:
        return notice.get_kind_display()

    @column(_("demand"), "demand__reference")
    def demand_(self, notice: Notice) -> SafeString:
        address = demand_page(notice.demand, "notices")
        return format_html('<a class="mono" href="{}">{}</a>', address, notice.demand.reference)

    @column(_("to"))
    def to_(self, notice: Notice) -> str:
        return to_whom(notice)

    @column(_("status"), "status")
    def status_(self, notice: Notice) -> SafeString:
        return status_badge(notice)

    @column(_("leaves or left"), "leave_after")
    def leaves_(self, notice: Notice) -> str:
        return instant(notice.sent_at or notice.next_attempt_at or notice.leave_after)

    # --- One notice ----------------------------------------------------------------------------

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view
        name = "notifications_notice"
        return [
            path("", view(self.changelist_view), name=f"{name}_changelist"),
            path("<str:reference>/", view(self.page), name=f"{name}_change"),
            path("<str:reference>/html/", view(self.html), name=f"{name}_html"),
            path("<str:reference>/letter/", view(self.letter), name=f"{name}_letter"),
            path("<str:reference>/message/", view(self.message), name=f"{name}_message"),
            path("<str:reference>/act/<str:act>/", view(self.act), name=f"{name}_act"),
        ]

    @method_decorator(require_safe)
    @method_decorator(csp_update({"frame-src": [SELF]}))
    def page(self, request: HttpRequest, reference: str) -> HttpResponse:
        notice, now = self._seen(request, reference), database_clock()
        said, why_not = why_unwritten(notice, now)
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": notice.get_kind_display(),
            "subtitle": notice.demand.reference,
            "notice": notice,
            "to": to_whom(notice),
            "badge": status_badge(notice),
            "demand_page": demand_page(notice.demand, "notices"),
            "facts": _facts(notice),
            "said": said,
            "why_not": why_not,
            "actions": desk.offers(notice, request.user, now),
            "asks": [name for name, action in desk.ACTIONS.items() if action.asks],
            "attempts": [_row(each) for each in notice.attempts.all()],
            "history": _history(notice),
        }
        return TemplateResponse(request, "admin/notifications/notice.html", context)

    @method_decorator(require_safe)
    @method_decorator(xframe_options_sameorigin)
    @method_decorator(csp(IN_ITS_FRAME))
    def html(self, request: HttpRequest, reference: str) -> HttpResponse:
        return HttpResponse(_read(self._seen(request, reference)).html)

    @method_decorator(require_safe)
    def letter(self, request: HttpRequest, reference: str) -> HttpResponse:
        notice = self._seen(request, reference)
        if notice.audience != Audience.AGENCY:
            raise Http404
        pdf = _letter_of(notice)
        return HttpResponse(pdf, content_type="application/pdf")

    @method_decorator(require_safe)
    def message(self, request: HttpRequest, reference: str) -> HttpResponse:
        """The bytes themselves, whose SHA-256 is on the page."""
        notice = self._seen(request, reference)
        if not notice.sha256:
            raise Http404
        response = HttpResponse(bytes(notice.message or b""), content_type="message/rfc822")
        response["Content-Disposition"] = f'attachment; filename="{notice.reference}.eml"'
        return response

    @method_decorator(require_POST)
    def act(self, request: HttpRequest, reference: str, act: str) -> HttpResponse:
        notice = self._seen(request, reference)
        if act not in desk.ACTIONS:
            raise Http404
        try:
            desk.act(notice.pk, act, actor=actor_of(request), why=request.POST.get("why", ""))
        except Refused as refusal:
            messages.error(request, " ".join(refusal.reasons))
        else:
            messages.success(request, desk.ACTIONS[act].done)
        return HttpResponseRedirect(page_of(notice))

    def _seen(self, request: HttpRequest, reference: str) -> Notice:
        """The notice as this person may see it; else it does not exist."""
        notice = self.get_queryset(request).filter(reference=reference).first()
        if notice is None:
            raise Http404
        return notice


def _read(notice: Notice) -> Any:
    try:
        return read(notice, database_clock())
    except Unmailable as error:
        raise Http404(str(error)) from error


def _letter_of(notice: Notice) -> bytes:
    """As it was filed, or as it would be set now."""
    if notice.letter is not None:
        with notice.letter.file.open("rb") as stored:
            return bytes(stored.read())
    return bytes(_read(notice).letter)


def _facts(notice: Notice) -> list[tuple[str, Any]]:
    by = notice.approved_by.get_username() if notice.approved_by else _("the rule")
    approved = f"{instant(notice.approved_at)}, {by}" if notice.approved_at else ""
    rows: list[tuple[Any, Any]] = [
        (_("Planned"), instant(notice.planned_at)),
        (_("Due"), instant(notice.due_at)),
        (_("Leaves after"), instant(notice.leave_after)),
        (_("Next attempt"), instant(notice.next_attempt_at)),
        (_("Written and approved"), approved),
        (_("Sent"), instant(notice.sent_at)),
        (_("A person was told"), instant(notice.alarmed_at)),
        (_("Recipient"), f"{notice.recipient_name} {notice.recipient_address}".strip()),
        (_("Message-ID"), notice.message_id if notice.sha256 else ""),
        (_("SHA-256 of the message"), notice.sha256),
    ]
    return [(label, value) for label, value in rows if value]


def _row(attempt: Attempt) -> dict[str, Any]:
    look = ENDING_LOOK[Ending(attempt.ending)] if attempt.ending else "waiting"
    return {
        "attempt": attempt,
        "look": look,
        "ending": attempt.get_ending_display() or _("Under way"),
        "started": instant(attempt.started_at),
    }


def _history(notice: Notice) -> QuerySet[AuditEntry]:
    entries = AuditEntry.objects.filter(chain=notice.demand_id, facts__notice=str(notice.pk))
    return entries.order_by("sequence")
