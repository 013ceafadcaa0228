"""What others answered: the agency, the court, the customer; and what counsel signs instead."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from casework import law
from casework.admin.choices import OneOf, ground_choices
from casework.admin.forms.act import Act
from casework.admin.forms.base import ALL_TARGETS, ActForm, customers_of, targets_by_reference
from casework.admin.forms.review import ScopesForm
from casework.admin.forms.sections import Section
from casework.law import GroundKind
from casework.models import Challenge, Direction, Document, Objection, Redirection, Waiver


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
        Waiver.Duty.MINIMUM: GroundKind.NO_MINIMUM,
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
            GroundKind.NO_MINIMUM: _("More than the minimum"),
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


ACTS = (
    Act(
        ChallengeResultForm,
        gettext_lazy("What became of the open challenge."),
        gettext_lazy("Result recorded."),
        "decisions",
        "gavel",
    ),
    Act(
        RedirectionAnswerForm,
        gettext_lazy("What the agency said to being redirected."),
        gettext_lazy("Answer recorded."),
        "decisions",
        "landmark",
    ),
    Act(
        ObjectionForm,
        gettext_lazy("Nothing is disclosed while the customer's objection is open."),
        gettext_lazy("Objection recorded."),
        "decisions",
        "circle-alert",
    ),
    Act(
        ObjectionResolutionForm,
        gettext_lazy("How the customer's objection was resolved."),
        gettext_lazy("Objection resolved."),
        "decisions",
        "circle-check",
    ),
    Act(
        DirectionForm,
        gettext_lazy("The customer directs us to disclose these categories of its own data."),
        gettext_lazy("Direction recorded."),
        "decisions",
        "pen-line",
    ),
    Act(
        WaiverForm,
        gettext_lazy("You sign, with your name, why a duty of ours does not apply here."),
        gettext_lazy("Signed reason recorded."),
        "decisions",
        "pen-line",
    ),
)
