"""The accounts a demand names, and the customer they belong to: on file already, or new."""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.conf import settings
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from casework.admin.base import write_audit
from casework.admin.choices import CustomerField, Day, Ticks
from casework.models import Account, Customer, Service
from casework.states import Category, Segment

NEW_CUSTOMER = (
    "customer_name",
    "customer_segment",
    "customer_country",
    "customer_email",
    "customer_language",
    "customer_redirect_name",
    "customer_redirect_email",
)


class AccountsForm(forms.Form):
    """Fields and rules for accounts; the forms that name accounts take them over."""

    def account_fields(self) -> dict[str, forms.Field]:
        return {
            "accounts": forms.CharField(
                label=_("Accounts"),
                widget=forms.Textarea(attrs={"rows": 3, "class": "mono"}),
                help_text=_("One identifier a line, exactly as the demand names it."),
            ),
            "categories_asked": Ticks(label=_("Categories asked"), choices=Category.choices),
            "period_from": Day(label=_("Data from"), required=False),
            "period_to": Day(label=_("Data to"), required=False),
            "customer": CustomerField(
                label=_("Customer on file"),
                required=False,
                help_text=_(
                    "Reference, name or e-mail address. An account on file brings its own."
                ),
            ),
            **_new_customer_fields(),
        }

    def clean_accounts(self) -> list[str]:
        lines = [line.strip() for line in self.cleaned_data["accounts"].splitlines()]
        named = list(dict.fromkeys(line for line in lines if line))
        too_long = [line for line in named if len(line) > 320]
        if too_long:
            raise ValidationError(_("“%(line)s…” is too long.") % {"line": too_long[0][:40]})
        return named

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        start, end = cleaned.get("period_from"), cleaned.get("period_to")
        if start and end and end < start:
            self.add_error("period_to", _("The period cannot end before it starts."))
        new = [name for name in NEW_CUSTOMER if name != "customer_language" and cleaned.get(name)]
        if new and cleaned.get("customer"):
            self.add_error("customer", _("Name a customer on file or enter a new one, not both."))
        if new and not cleaned.get("customer_name"):
            self.add_error("customer_name", _("A new customer needs a name."))
        if new and not cleaned.get("customer_segment"):
            self.add_error("customer_segment", _("Choose whose data it is."))
        return cleaned

    def target_facts(self, service: Service, actor: User) -> Iterator[dict[str, Any]]:
        """The facts of one target for each account; makes the customer and accounts not on file."""
        customer = self.cleaned_data["customer"] or self._new_customer(actor)
        for identifier in self.cleaned_data["accounts"]:
            account = Account.objects.filter(service=service, identifier=identifier).first()
            if account is None:
                account = Account(service=service, identifier=identifier, customer=customer)
                account.full_clean()
                account.save(force_insert=True)
                write_audit(actor, account, "added", ["identifier", "customer"])
            elif account.customer is None and customer is not None:
                account.customer = customer
                account.save(update_fields=["customer"])
                write_audit(actor, account, "changed", ["customer"])
            self._refuse_another_customer(account, customer)
            yield {
                "account": account,
                "categories_asked": self.cleaned_data["categories_asked"],
                "period_from": self.cleaned_data["period_from"],
                "period_to": self.cleaned_data["period_to"],
            }

    def _new_customer(self, actor: User) -> Customer | None:
        given = self.cleaned_data
        if not given["customer_name"]:
            return None
        customer = Customer(
            name=given["customer_name"],
            segment=given["customer_segment"],
            country=given["customer_country"].upper(),
            language=given["customer_language"] or "en",
            notice_email=given["customer_email"],
            redirect_name=given["customer_redirect_name"],
            redirect_email=given["customer_redirect_email"],
        )
        customer.full_clean()
        customer.save(force_insert=True)
        write_audit(actor, customer, "added", ["name", "segment"])
        return customer

    def _refuse_another_customer(self, account: Account, customer: Customer | None) -> None:
        if customer is None or account.customer == customer:
            return
        raise ValidationError(
            {
                "accounts": _("%(account)s belongs to %(customer)s. Change the account first.")
                % {"account": account, "customer": account.customer}
            }
        )


def _new_customer_fields() -> dict[str, forms.Field]:
    segments = [("", _("Choose")), *Segment.choices]
    return {
        "customer_name": forms.CharField(label=_("Name"), required=False, max_length=300),
        "customer_segment": forms.ChoiceField(label=_("Segment"), required=False, choices=segments),
        "customer_email": forms.EmailField(
            label=_("E-mail for notices"),
            required=False,
            help_text=_("For an organisation its administrator, never the user a demand names."),
        ),
        "customer_country": forms.CharField(
            label=_("Country"), required=False, max_length=2, help_text=_("Two letters: US, DE.")
        ),
        "customer_language": forms.ChoiceField(
            label=_("Language of notices"), choices=settings.LANGUAGES, required=False, initial="en"
        ),
        "customer_redirect_name": forms.CharField(
            label=_("Contact for redirected demands"), required=False, max_length=200
        ),
        "customer_redirect_email": forms.EmailField(label=_("Their e-mail"), required=False),
    }
