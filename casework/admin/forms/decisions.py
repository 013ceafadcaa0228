"""Redirect, challenge, deny, withdraw, reopen, and what others answered."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from casework import law
from casework.admin.choices import OneOf, ground_choices
from casework.admin.forms.base import ALL_TARGETS, ActForm, Confirmation, targets_by_reference
from casework.admin.forms.review import ScopesForm
from casework.admin.forms.sections import Section
from casework.law import GroundKind
from casework.models import (
    Challenge,
    Customer,
    Demand,
    Denial,
    Direction,
    Document,
    Objection,
    Redirection,
    Reopening,
    Waiver,
    Withdrawal,
)


class GroundedForm(ActForm):
    """A decision with a ground from the catalogue."""

    kind: GroundKind

    def arrange(self) -> None:
        self.fields["ground"] = forms.ChoiceField(
            label=_("Ground"),
            choices=[("", _("Choose")), *ground_choices(self.kind, self.demand.process)],
        )


class RedirectForm(GroundedForm):
    act = "redirect"
    kind = GroundKind.REDIRECTION
    model = Redirection
    taken = ("contact_name", "contact_email", "message")
    sections = (
        Section(
            gettext_lazy("Whom the agency is sent to"),
            ("ground", "contact_name", "contact_email", "message"),
        ),
    )

    def arrange(self) -> None:
        super().arrange()
        customer = next(iter(customers_of(self.demand).values()), None)
        if customer is not None:
            self.initial.setdefault("contact_name", customer.redirect_name)
            self.initial.setdefault("contact_email", customer.redirect_email)


class ChallengeForm(GroundedForm):
    act = "challenge"
    kind = GroundKind.CHALLENGE
    model = Challenge
    taken = ("rung", "forum", "docket", "filed_on", "decided_by", "argument")
    sections = (
        Section(gettext_lazy("The challenge"), ("rung", "ground", "argument")),
        Section(gettext_lazy("Where and when"), ("forum", "docket", "filed_on", "decided_by")),
    )

    def arrange(self) -> None:
        super().arrange()
        self.fields["rung"].widget = forms.RadioSelect(choices=Challenge.Rung.choices)
        self.initial.setdefault("filed_on", self.now.date())
        self.initial.setdefault("decided_by", self.user.get_full_name() or self.user.username)
        self.initial.setdefault("forum", str(self.demand.agency or ""))


class ResumeForm(Confirmation):
    act = "resume"


class DenyForm(GroundedForm):
    act = "deny"
    kind = GroundKind.DENIAL
    model = Denial
    taken = ("fraudulent", "explanation")
    sections = (Section(gettext_lazy("Why"), ("ground", "explanation", "fraudulent")),)

    def arrange(self) -> None:
        super().arrange()
        self.fields["explanation"].help_text = _("The agency reads this in the letter.")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if cleaned.get("ground") == "fraudulent" and not cleaned.get("fraudulent"):
            self.add_error("fraudulent", _("The ground says that it is fraudulent: tick this."))
        return cleaned


class WithdrawForm(ActForm):
    act = "withdraw"
    model = Withdrawal
    taken = ("words", "withdrawn_on")
    papers = {"document": Document.Kind.AGENCY_LETTER}
    papers_required = True
    sections = (
        Section(
            gettext_lazy("The agency's word"),
            ("words", "withdrawn_on", "document", "document_upload"),
        ),
    )


class ReopenForm(ActForm):
    act = "reopen"
    model = Reopening
    taken = ("what",)
    papers = {"document": Document.Kind.AGENCY_LETTER}


class ChallengeResultForm(ScopesForm):
    act = "challenge_result"
    model = Challenge
    taken = ("result", "result_on", "result_note")
    papers = {"result_document": Document.Kind.RULING}

    def arrange(self) -> None:
        super().arrange()
        self.fields["result"].required = self.fields["result_on"].required = True
        self.sections = (
            Section(
                _("The result"),
                ("result", "result_on", "result_note", "result_document", "result_document_upload"),
            ),
            Section(
                _("What remains in question"),
                [name for name in self.fields if name.startswith("scope_")],
                _("Untick what the agency or the court took out."),
            ),
        )

    def facts(self) -> dict[str, Any]:
        own = {name: self.cleaned_data[name] for name in self.taken}
        return {**own, "scopes": self.scopes()}


class RedirectionAnswerForm(ActForm):
    act = "redirection_answer"
    model = Redirection
    taken = ("answer", "answered_on")
    papers = {"answer_document": Document.Kind.AGENCY_LETTER}

    def arrange(self) -> None:
        self.fields["answer"].required = self.fields["answered_on"].required = True


class ObjectionForm(ActForm):
    act = "objection"
    model = Objection
    taken = ("received_on", "words")
    papers = {"document": Document.Kind.CUSTOMER_LETTER}

    def arrange(self) -> None:
        self.fields["customer"] = OneOf(customers_of(self.demand), label=_("Customer"))
        self.order_fields(["version", "customer", *self.taken])


class ObjectionResolutionForm(ActForm):
    act = "objection_resolution"
    model = Objection
    taken = ("resolved_on", "resolution")

    def arrange(self) -> None:
        self.fields["resolved_on"].required = self.fields["resolution"].required = True


class DirectionForm(ActForm):
    act = "direction"
    model = Direction
    taken = ("given_on", "categories")
    papers = {"document": Document.Kind.CUSTOMER_LETTER}
    papers_required = True

    def arrange(self) -> None:
        self.fields["customer"] = OneOf(customers_of(self.demand), label=_("Customer"))
        self.order_fields(["version", "customer", *self.taken])


class WaiverForm(ActForm):
    """A signed reason: one of the catalogue, and what makes it true here."""

    act = "waiver"
    KINDS: Mapping[str, GroundKind] = {
        Waiver.Duty.REDIRECT_FIRST: GroundKind.NO_REDIRECTION,
        Waiver.Duty.CHALLENGE_FIRST: GroundKind.NO_CHALLENGE,
        Waiver.Duty.NOTICE: GroundKind.NOTICE_WAIVER,
        Waiver.Duty.WAITING_PERIOD: GroundKind.NOTICE_WAIVER,
    }

    def arrange(self) -> None:
        self.fields["duty"] = forms.ChoiceField(
            label=_("Duty that does not apply"),
            choices=Waiver.Duty.choices,
            widget=forms.RadioSelect,
        )
        self.fields["target"] = OneOf(
            targets_by_reference(self.demand),
            required=False,
            empty=str(ALL_TARGETS),
            label=_("Account"),
        )
        self.fields["ground"] = forms.ChoiceField(label=_("Reason"), choices=self._reasons())
        self.fields["words"] = forms.CharField(
            label=_("What makes it true here"), widget=forms.Textarea(attrs={"rows": 4})
        )

    def _reasons(self) -> list[tuple[str, Any]]:
        kinds = {
            GroundKind.NO_REDIRECTION: _("No redirection"),
            GroundKind.NO_CHALLENGE: _("No challenge"),
            GroundKind.NOTICE_WAIVER: _("No notice, or no waiting"),
        }
        groups = [(name, ground_choices(kind, self.demand.process)) for kind, name in kinds.items()]
        return [("", _("Choose")), *groups]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        duty, code = cleaned.get("duty"), cleaned.get("ground")
        if duty and code and law.ground(code).kind != self.KINDS[duty]:
            self.add_error("ground", _("That reason belongs to another duty."))
        return cleaned

    def facts(self) -> dict[str, Any]:
        ground = law.ground(self.cleaned_data["ground"])
        return {
            "duty": self.cleaned_data["duty"],
            "target": self.cleaned_data["target"],
            "reason": f"{ground.sentence}\n\n{self.cleaned_data['words']}",
        }


def customers_of(demand: Demand) -> dict[str, Customer]:
    """The customers whose accounts the demand names, by reference."""
    found = [target.account.customer for target in demand.targets.all()]
    return {customer.reference: customer for customer in found if customer is not None}
