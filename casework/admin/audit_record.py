"""The audit record, to read: what happened, who did it, and that the chain holds (P12)."""

from django.contrib import admin
from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from casework import access
from casework.access import Ability
from casework.admin.base import ReadOnlyAdmin, column
from casework.admin.timeline import details_of, words_of
from casework.models import AuditEntry, Demand


@admin.register(AuditEntry)
class AuditEntryAdmin(ReadOnlyAdmin[AuditEntry]):
    seen_with = Ability.READ_AUDIT
    list_display = ("at_", "who", "what", "demand_", "details", "hash_")
    search_help_text = _("Person at that time, event, or the demand's reference")
    search_fields = ("actor_name",)
    ordering = ("-at", "-sequence")

    def get_queryset(self, request: HttpRequest) -> QuerySet[AuditEntry]:
        demands = Demand.objects.filter(pk=OuterRef("chain"))
        hidden = demands.exclude(access.visible_to(request.user))
        entries = super().get_queryset(request).filter(~Exists(hidden))
        return entries.annotate(reference=Subquery(demands.values("reference")))

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[AuditEntry], search_term: str
    ) -> tuple[QuerySet[AuditEntry], bool]:
        words = search_term.strip()
        if not words:
            return queryset, False
        named = Q(actor_name__icontains=words) | Q(event__icontains=words.replace(" ", "_"))
        return queryset.filter(named | Q(reference__iexact=words)), False

    @column(_("when (UTC)"), "at")
    def at_(self, entry: AuditEntry) -> SafeString:
        return format_html('<span class="nowrap">{}</span>', f"{entry.at:%Y-%m-%d %H:%M:%S}")

    @column(_("who"), "actor_name")
    def who(self, entry: AuditEntry) -> str:
        return entry.actor_name

    @column(_("what"), "event")
    def what(self, entry: AuditEntry) -> str:
        return words_of(entry.event)

    @column(_("demand"))
    def demand_(self, entry: AuditEntry) -> SafeString | str:
        reference = getattr(entry, "reference", None)
        if not reference:
            return "—"
        page = reverse("admin:casework_demand_change", args=[reference])
        return format_html('<a class="mono nowrap" href="{}">{}</a>', page, reference)

    @column(_("details"))
    def details(self, entry: AuditEntry) -> str:
        return details_of(entry)

    @column(_("SHA-256"))
    def hash_(self, entry: AuditEntry) -> SafeString:
        return format_html(
            '<span class="mono" title="{0}">{1}…</span>', entry.hash, entry.hash[:12]
        )
