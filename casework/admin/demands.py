"""The queue, the demand's page and its forms, at addresses that hold no primary key."""

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.translation import gettext as _

from casework import access
from casework.access import Ability
from casework.admin.acting import NOT_SAVED, act_page
from casework.admin.addresses import demand_page as address_of
from casework.admin.base import AbilityAdmin, actor_of
from casework.admin.demand_facts import agencies_on_file
from casework.admin.demand_page import demand_page
from casework.admin.downloads import download
from casework.admin.forms.intake import IntakeForm
from casework.admin.queue import QueueColumns, by_next_deadline
from casework.models import Demand


@admin.register(Demand)
class DemandAdmin(QueueColumns, AbilityAdmin[Demand]):  # type: ignore[misc]
    """Nothing of a demand is edited here by Django's form: every change goes through the door."""

    added_with = Ability.TAKE_IN
    change_list_template = "admin/casework/demand/queue.html"

    def get_queryset(self, request: HttpRequest) -> QuerySet[Demand]:
        """Only what exists for this person (casework/access.py)."""
        return by_next_deadline(access.visible(request.user))

    def has_change_permission(self, request: HttpRequest, obj: Demand | None = None) -> bool:
        return False

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view
        return [
            path("", view(self.changelist_view), name="casework_demand_changelist"),
            path("add/", view(self.add_view), name="casework_demand_add"),
            path("<str:reference>/", view(self.page), name="casework_demand_change"),
            path("<str:reference>/move/<str:act>/", view(self.act), name="casework_demand_move"),
            path(
                "<str:reference>/record/<str:act>/", view(self.act), name="casework_demand_record"
            ),
            path(
                "<str:reference>/document/<str:sha256>/",
                view(self.document),
                name="casework_demand_document",
            ),
        ]

    def page(self, request: HttpRequest, reference: str) -> HttpResponse:
        return demand_page(request, reference, self._context(request))

    def act(self, request: HttpRequest, reference: str, act: str) -> HttpResponse:
        return act_page(request, reference, act, self._context(request))

    def document(self, request: HttpRequest, reference: str, sha256: str) -> HttpResponseBase:
        return download(request, reference, sha256, self._context(request))

    def add_view(
        self, request: HttpRequest, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        """Register a demand, with its paper, in one go or not at all."""
        if not self.has_add_permission(request):
            raise PermissionDenied
        given = (request.POST, request.FILES) if request.method == "POST" else ()
        form = IntakeForm(*given, user=actor_of(request), now=timezone.now())
        if form.is_bound and form.is_valid():
            try:
                demand = form.save()
            except ValidationError as error:
                form.refused(error)
            else:
                said = {"reference": demand.reference}
                messages.success(request, _("Registered as %(reference)s.") % said)
                return HttpResponseRedirect(address_of(demand))
        return self._intake_page(request, form)

    def _intake_page(self, request: HttpRequest, form: IntakeForm) -> HttpResponse:
        return TemplateResponse(
            request,
            "admin/casework/demand/intake.html",
            {
                **self._context(request),
                "title": _("New demand"),
                "form": form,
                "agencies": agencies_on_file(),
            },
            status=NOT_SAVED if form.errors else 200,
        )

    def _context(self, request: HttpRequest) -> dict[str, Any]:
        return {**self.admin_site.each_context(request), "opts": self.opts}
