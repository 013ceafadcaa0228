"""The report pages: draft, look, explain, approve, publish, fetch the files.

The pages only ask the door (publishing.py). Every step is a form of its own, sent by POST.
"""

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from casework import access
from casework.access import Ability
from casework.moves import Refused
from casework.templatetags.ui import badge
from transparency import publishing, renderings
from transparency.forms import DraftForm, ExplainForm, WithdrawForm
from transparency.models import Report, ReportFile
from transparency.pages import page_of

if TYPE_CHECKING:  # Django's class takes a type only for the checker
    _Admin = admin.ModelAdmin[Report]
else:
    _Admin = admin.ModelAdmin


@admin.register(Report)
class ReportAdmin(_Admin):
    list_display = ("title", "look", "version", "frozen", "published")
    list_display_links = ("title",)
    list_filter = ("status", "service")
    list_select_related = ("service",)
    ordering = ("-end", "service", "-version")
    actions = None

    # --- Who may look: drafters and approvers of reports, and nobody by a model permission ----

    def has_view_permission(self, request: HttpRequest, obj: Report | None = None) -> bool:
        abilities = (Ability.DRAFT_REPORT, Ability.APPROVE_REPORT)
        return any(access.has(request.user, ability) for ability in abilities)

    def has_module_permission(self, request: HttpRequest) -> bool:
        return self.has_view_permission(request)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return access.has(request.user, Ability.DRAFT_REPORT)

    def has_change_permission(self, request: HttpRequest, obj: Report | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Report | None = None) -> bool:
        return False

    def get_queryset(self, request: HttpRequest) -> QuerySet[Report]:
        # The frozen text of every edition is long, and a list shows none of it.
        every: QuerySet[Report] = super().get_queryset(request).defer("frozen", "behind")
        return every

    @admin.display(description=gettext_lazy("report"), ordering="-end")
    def title(self, report: Report) -> str:
        return f"{report.service.name}, {report.period.label}"

    @admin.display(description=gettext_lazy("status"), ordering="status")
    def look(self, report: Report) -> SafeString:
        return badge("report", report.status)

    @admin.display(description=gettext_lazy("figures frozen"), ordering="frozen_at")
    def frozen(self, report: Report) -> str:
        return _instant(report.frozen_at)

    @admin.display(description=gettext_lazy("published"), ordering="published_at")
    def published(self, report: Report) -> str:
        return _instant(report.published_at)

    # --- Pages --------------------------------------------------------------------------------

    def get_urls(self) -> list[URLPattern]:
        steps = {
            "freeze": self._freeze,
            "explain": self._explain,
            "approve": self._approve,
            "send-back": self._send_back,
            "publish": self._publish,
            "withdraw": self._withdraw,
            "render": self._render,
        }
        own = [
            path(f"<uuid:report_id>/{name}/", self._step(step), name=f"transparency_report_{name}")
            for name, step in steps.items()
        ]
        download = self.admin_site.admin_view(self.download)
        fetch = path("files/<uuid:file_id>/", download, name="transparency_report_file")
        return [*own, fetch, *super().get_urls()]

    def add_view(
        self, request: HttpRequest, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        if not self.has_add_permission(request):
            raise PermissionDenied
        form = DraftForm(request.POST or None, initial=_suggested(request))
        if request.method == "POST" and form.is_valid():
            try:
                report = publishing.draft(
                    form.cleaned_data["service"],
                    form.cleaned_data["period"],
                    actor=_person(request),
                    now=timezone.now(),
                    correction=form.cleaned_data["correction"],
                )
            except Refused as refusal:
                for reason in refusal.reasons:
                    form.add_error(None, reason)
            else:
                return HttpResponseRedirect(_address(report.pk))
        context = {**self.admin_site.each_context(request), "form": form, "opts": self.opts}
        context["title"] = _("New report")
        return TemplateResponse(request, "admin/transparency/report/new.html", context)

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: Any = None,
    ) -> HttpResponse:
        if not self.has_view_permission(request):
            raise PermissionDenied
        report = _report(object_id)
        context = {
            **self.admin_site.each_context(request),
            **page_of(report, request.user),
            "opts": self.opts,
            "title": str(report),
        }
        return TemplateResponse(request, "admin/transparency/report/report.html", context)

    def download(self, request: HttpRequest, file_id: UUID) -> FileResponse:
        if not self.has_view_permission(request):
            raise PermissionDenied
        file = get_object_or_404(ReportFile.objects.select_related("rendering"), pk=file_id)
        response = FileResponse(
            file.file.open("rb"), as_attachment=True, filename=file.path.rsplit("/", 1)[-1]
        )
        response["X-Content-Type-Options"] = "nosniff"
        return response

    # --- Steps --------------------------------------------------------------------------------

    def _step(self, step: Callable[[HttpRequest, UUID], str]) -> Callable[..., HttpResponse]:
        """A step by POST: done and said so, or refused in the door's own sentences."""

        def view(request: HttpRequest, report_id: UUID) -> HttpResponse:
            if not self.has_view_permission(request):
                raise PermissionDenied
            try:
                messages.success(request, step(request, report_id))
            except Refused as refusal:
                for reason in refusal.reasons:
                    messages.error(request, reason)
            except Report.DoesNotExist as missing:
                raise Http404 from missing
            return HttpResponseRedirect(_address(report_id))

        guarded: Callable[..., HttpResponse] = self.admin_site.admin_view(require_POST(view))
        return guarded

    def _freeze(self, request: HttpRequest, report_id: UUID) -> str:
        publishing.freeze_again(report_id, actor=_person(request), now=timezone.now())
        return _("The figures were computed anew and frozen.")

    def _explain(self, request: HttpRequest, report_id: UUID) -> str:
        form = ExplainForm(Report.objects.get(pk=report_id).figures, request.POST)
        if form.is_valid():
            publishing.explain(
                report_id, form.cleaned_data, actor=_person(request), now=timezone.now()
            )
        return _("The notes are saved and will be printed.")

    def _approve(self, request: HttpRequest, report_id: UUID) -> str:
        publishing.approve(
            report_id,
            seen=request.POST.get("sha256", ""),
            actor=_person(request),
            now=timezone.now(),
        )
        return _("Approved. The files are being made.")

    def _send_back(self, request: HttpRequest, report_id: UUID) -> str:
        publishing.send_back(report_id, actor=_person(request), now=timezone.now())
        return _("The report is a draft again.")

    def _publish(self, request: HttpRequest, report_id: UUID) -> str:
        publishing.publish(report_id, actor=_person(request), now=timezone.now())
        return _("Published. From now on this version never changes.")

    def _withdraw(self, request: HttpRequest, report_id: UUID) -> str:
        form = WithdrawForm(request.POST)
        note = form.cleaned_data["note"] if form.is_valid() else ""
        publishing.withdraw(report_id, note=note, actor=_person(request), now=timezone.now())
        return _("Withdrawn. The version stays on file.")

    def _render(self, request: HttpRequest, report_id: UUID) -> str:
        newest = renderings.newest(Report.objects.get(pk=report_id))
        if newest is None or newest.status != newest.Status.FAILED:
            raise Refused([_("The files are made or being made already.")])
        renderings.again(newest, timezone.now())
        return _("The files are being made once more.")


def _report(object_id: str) -> Report:
    try:
        key = UUID(object_id)
    except ValueError as wrong:
        raise Http404 from wrong
    return get_object_or_404(Report.objects.select_related("service", "supersedes"), pk=key)


def _instant(at: datetime | None) -> str:
    return f"{date_format(at, 'j M Y, H:i')} UTC" if at else ""


def _address(report_id: UUID) -> str:
    return reverse("admin:transparency_report_change", args=[report_id])


def _person(request: HttpRequest) -> Any:
    return request.user


def _suggested(request: HttpRequest) -> dict[str, Any]:
    """The half-year that has just ended; for a correction what its button sent along."""
    from transparency.periods import last_complete_half

    half = last_complete_half(timezone.now().date()).label
    return {"period": half, **request.GET.dict()}
