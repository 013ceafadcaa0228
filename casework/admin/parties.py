"""Who asks, whose data it is, and for which product line."""

from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import Exists, OuterRef, QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from casework import access
from casework.access import Ability
from casework.admin.base import AbilityAdmin, Row, actor_of, column
from casework.admin.choices import AgencyField, CustomerField
from casework.models import Account, Agency, Customer, DenyListEntry, Officer, Service, Target
from casework.templatetags.ui import badge


def _known(rows: QuerySet[Row], named: QuerySet[Target], request: HttpRequest) -> QuerySet[Row]:
    """Without those that only demands name which the person may not see: they tell of a demand."""
    seen = named.filter(access.visible_to(request.user, "demand__"))
    return rows.filter(Exists(seen) | ~Exists(named))


class PartyAdmin(AbilityAdmin[Any]):
    added_with = changed_with = Ability.EDIT_PARTIES


@admin.register(Agency)
class AgencyAdmin(PartyAdmin):
    list_display = ("name", "country", "level", "domain", "switchboard", "reference")
    list_filter = ("level", "country")
    search_fields = ("name", "domain", "reference")
    search_help_text = _("Name, e-mail domain or reference")
    fieldsets = (
        (None, {"fields": ("name", "country", "subdivision", "level")}),
        (
            _("How to verify it"),
            {
                "fields": ("domain", "switchboard", "switchboard_source"),
                "description": _(
                    "A number in a demand proves nothing: enter one from an independent source."
                ),
            },
        ),
        (_("Letters"), {"fields": ("letter_address", "letter_email", "time_zone")}),
    )


@admin.register(Customer)
class CustomerAdmin(PartyAdmin):
    list_display = ("name", "segment_", "country", "notice_email", "redirect_", "reference")
    list_filter = ("segment",)
    search_fields = ("name", "notice_email", "redirect_email", "reference")
    search_help_text = _("Name, e-mail address or reference")
    fieldsets = (
        (None, {"fields": ("name", "segment", "country")}),
        (_("Notices"), {"fields": ("notice_email", "language")}),
        (
            _("Redirection"),
            {
                "fields": ("redirect_name", "redirect_email"),
                "description": _("Whom an agency is sent to: the customer's own legal contact."),
            },
        ),
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[Customer]:
        named = Target.objects.filter(account__customer=OuterRef("pk"))
        return _known(super().get_queryset(request), named, request)

    @column(_("segment"), "segment")
    def segment_(self, customer: Customer) -> SafeString:
        return badge("segment", customer.segment)

    @column(_("redirect contact"))
    def redirect_(self, customer: Customer) -> str:
        return customer.redirect_name


class AccountForm(forms.ModelForm[Account]):
    service = forms.ModelChoiceField(
        Service.objects.all(), to_field_name="slug", label=_("Service")
    )
    customer = CustomerField(
        required=False,
        label=_("Customer"),
        help_text=_("Reference, name or e-mail address. Empty while no customer is known for it."),
    )

    class Meta:
        model = Account
        fields = ("service", "identifier", "customer", "notice_email")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.customer:
            self.initial["customer"] = self.instance.customer.reference


@admin.register(Account)
class AccountAdmin(PartyAdmin):
    form = AccountForm
    list_display = ("identifier", "service", "customer_", "segment_", "reference")
    search_fields = ("identifier", "customer__name", "reference")
    search_help_text = _("Identifier, customer or reference")
    list_select_related = ("service", "customer")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Account]:
        named = Target.objects.filter(account=OuterRef("pk"))
        return _known(super().get_queryset(request), named, request)

    @column(_("customer"), "customer__name")
    def customer_(self, account: Account) -> str:
        return str(account.customer or "—")

    @column(_("segment"))
    def segment_(self, account: Account) -> SafeString | str:
        return badge("segment", account.customer.segment) if account.customer else "—"


@admin.register(Service)
class ServiceAdmin(AbilityAdmin[Service]):
    """A product line has a short name that stands in addresses and reports: it never changes."""

    added_with = changed_with = Ability.MANAGE_PEOPLE
    seen_with = Ability.SEE
    named_by = "slug"
    list_display = ("name", "slug")

    def has_view_permission(self, request: HttpRequest, obj: Service | None = None) -> bool:
        return super().has_view_permission(request, obj) or self.has_add_permission(request)

    def get_readonly_fields(
        self, request: HttpRequest, obj: Service | None = None
    ) -> tuple[str, ...]:
        return ("slug",) if obj else ()

    def get_queryset(self, request: HttpRequest) -> QuerySet[Service]:
        return super().get_queryset(request).order_by("name")


class OfficerForm(forms.ModelForm[Officer]):
    agency = AgencyField(
        label=_("Agency"),
        help_text=_("Its name, “Name (US)” or reference."),
    )

    class Meta:
        model = Officer
        fields = ("agency", "name", "title", "email", "phone", "source", "left_on")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.agency_id:
            self.initial["agency"] = self.instance.agency.reference


@admin.register(Officer)
class OfficerAdmin(PartyAdmin):
    """Named by their address: it is theirs alone."""

    named_by = "email"
    form = OfficerForm
    list_display = ("name", "title", "agency_", "email", "left_on")
    search_fields = ("name", "email", "agency__name")
    search_help_text = _("Name, e-mail address or agency")
    list_select_related = ("agency",)

    @column(_("agency"), "agency__name")
    def agency_(self, officer: Officer) -> str:
        return str(officer.agency)


@admin.register(DenyListEntry)
class DenyListEntryAdmin(PartyAdmin):
    """A refusal is added, and ended by a date; it is not rewritten."""

    named_by = "value"
    list_display = ("value", "kind", "reason", "added_at", "added_by", "removed_at")
    list_filter = ("kind",)
    search_fields = ("value", "reason")
    search_help_text = _("Address, domain or reason")
    fields = ("kind", "value", "reason")

    def get_queryset(self, request: HttpRequest) -> QuerySet[DenyListEntry]:
        return super().get_queryset(request).select_related("added_by").order_by("-added_at")

    def get_fields(self, request: HttpRequest, obj: DenyListEntry | None = None) -> tuple[str, ...]:
        return ("kind", "value", "reason", "removed_at") if obj else ("kind", "value", "reason")

    def get_readonly_fields(
        self, request: HttpRequest, obj: DenyListEntry | None = None
    ) -> tuple[str, ...]:
        return ("kind", "value", "reason") if obj else ()

    def save_model(self, request: HttpRequest, obj: DenyListEntry, form: Any, change: bool) -> None:
        if not change:
            obj.added_at, obj.added_by = timezone.now(), actor_of(request)
        super().save_model(request, obj, form, change)
