"""Related demands, and what follows a disclosure: process asked for, costs, incidents (P13)."""

from datetime import datetime
from typing import Any

from django import forms
from django.conf import settings
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from casework import access, costs
from casework.admin.choices import OneOf, numbered
from casework.admin.forms.act import Act
from casework.admin.forms.base import (
    ALL_TARGETS,
    ActForm,
    customers_of,
    targets_by_reference,
)
from casework.models import (
    Compensation,
    Demand,
    FollowUp,
    Incident,
    IncidentStep,
    Invoice,
    Relation,
)


class RelationForm(ActForm):
    act = "relation"
    model = Relation
    taken = ("kind", "note")

    def arrange(self) -> None:
        self.fields["kind"].label = _("This demand")
        self.fields["other"] = forms.CharField(
            label=_("The other demand"), help_text=_("Its reference: D-7K3M-Q9XT-2VBN.")
        )
        self.order_fields(["version", "kind", "other", "note"])

    def clean_other(self) -> Demand:
        words = self.cleaned_data["other"].strip().upper()
        found = access.visible(self.user).filter(reference=words).first()
        if found is None:
            raise ValidationError(_("No such demand. Enter its reference."))
        return found


class FollowUpForm(ActForm):
    act = "follow_up"
    model = FollowUp
    taken = ("asked_on", "asked_of")

    def arrange(self) -> None:
        self.initial.setdefault("asked_on", self.now.date())
        self.initial.setdefault("asked_of", self.demand.officer_name)


class FollowUpResultForm(ActForm):
    act = "follow_up_result"
    model = FollowUp
    taken = ("closed_on", "closed_how")

    def arrange(self) -> None:
        for name in self.taken:
            self.fields[name].required = True
        self.initial.setdefault("closed_on", self.now.date())


class InvoiceForm(ActForm):
    act = "invoice"
    model = Invoice
    taken = ("waived_because",)

    def arrange(self) -> None:
        left = [each for each in self.demand.productions.all() if each.released_at]
        rows = numbered(each for each in left if not hasattr(each, "invoice"))
        self.fields["production"] = OneOf(rows, label=_("Production"))
        for line in settings.COST_SCHEDULE["lines"]:
            self.fields[f"quantity_{line['code']}"] = forms.IntegerField(
                label=f"{line['name']} ({line['price']} {costs.currency()})",
                min_value=0,
                required=False,
            )
        self.order_fields(["version", "production"])

    def facts(self) -> dict[str, Any]:
        given = self.cleaned_data
        return {
            "production": given["production"],
            "waived_because": given["waived_because"],
            "quantities": {
                name.removeprefix("quantity_"): given[name]
                for name in self.fields
                if name.startswith("quantity_") and given[name]
            },
        }

    def perform(self, actor: User, now: datetime) -> None:
        """The PDF is made before anything is written."""
        version = self.cleaned_data["version"]
        costs.issue(self.demand.pk, actor=actor, now=now, facts=self.facts(), version=version)


class PaymentForm(ActForm):
    act = "payment"
    model = Invoice
    taken = ("paid_on", "paid")

    def arrange(self) -> None:
        for name in self.taken:
            self.fields[name].required = True


class IncidentForm(ActForm):
    act = "incident"
    model = Incident
    taken = ("law", "provision", "occurred_on", "discovered_on", "what", "disclosed")

    def arrange(self) -> None:
        self.initial.setdefault("discovered_on", self.now.date())
        self.fields["target"] = OneOf(
            targets_by_reference(self.demand),
            required=False,
            empty=str(ALL_TARGETS),
            label=_("Account"),
        )


class _OfAnIncident(ActForm):
    def arrange(self) -> None:
        rows = numbered(self.demand.incidents.all())
        self.fields["incident"] = OneOf(rows, label=_("Incident"))
        self.order_fields(["version", "incident"])


class IncidentStepForm(_OfAnIncident):
    act = "incident_step"
    model = IncidentStep
    taken = ("kind", "done_on", "note")


class CompensationForm(_OfAnIncident):
    act = "compensation"
    model = Compensation
    taken = ("amount", "currency", "paid_on", "note")

    def arrange(self) -> None:
        super().arrange()
        self.fields["customer"] = OneOf(customers_of(self.demand), label=_("Customer"))
        self.order_fields(["version", "incident", "customer"])


ACTS = (
    Act(
        RelationForm,
        gettext_lazy("How this demand belongs to another one. What came twice is counted once."),
        gettext_lazy("Linked."),
        "related",
        "link",
    ),
    Act(
        FollowUpForm,
        gettext_lazy("After an emergency, the legal process that should have come first."),
        gettext_lazy("Asked for; it is chased until it is settled."),
        "related",
        "gavel",
    ),
    Act(
        FollowUpResultForm,
        gettext_lazy("The process came, or it is known why none will come."),
        gettext_lazy("Settled."),
        "related",
        "gavel",
    ),
    Act(
        InvoiceForm,
        gettext_lazy("The costs of a production by the schedule, as an invoice; or why not."),
        gettext_lazy("Costs stated."),
        "related",
        "file-text",
    ),
    Act(
        PaymentForm,
        gettext_lazy("What the agency paid."),
        gettext_lazy("Payment recorded."),
        "related",
        "file-text",
    ),
    Act(
        IncidentForm,
        gettext_lazy("If we broke the law of the customer's land, it is written down and shows."),
        gettext_lazy("Incident recorded."),
        "related",
        "circle-alert",
        danger=True,
    ),
    Act(
        IncidentStepForm,
        gettext_lazy("Who was told of an incident, and what was mended."),
        gettext_lazy("Step recorded."),
        "related",
        "pen-line",
    ),
    Act(
        CompensationForm,
        gettext_lazy("Money paid to a customer because of an incident."),
        gettext_lazy("Compensation recorded."),
        "related",
        "pen-line",
    ),
)
