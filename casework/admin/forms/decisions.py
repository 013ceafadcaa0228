"""Redirect, challenge, deny, withdraw, reopen, and what others answered."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from casework import preservation
from casework.admin.choices import ground_choices, numbered
from casework.admin.forms.act import Act
from casework.admin.forms.base import ActForm, Confirmation, customers_of
from casework.admin.forms.sections import Section
from casework.law import GroundKind
from casework.models import (
    Challenge,
    Denial,
    Document,
    Redirection,
    Reopening,
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

    def arrange(self) -> None:
        """A preservation demand ends with its holds: nobody writes a letter that they lapsed."""
        closing = preservation.closing(self.demand)
        if closing:
            documents = numbered(self.demand.documents.all())
            places = {document: place for place, document in documents.items()}
            self.initial.setdefault("words", closing["words"])
            self.initial.setdefault("withdrawn_on", closing["withdrawn_on"])
            self.initial.setdefault("document", places.get(closing["document"], ""))


class ReopenForm(ActForm):
    act = "reopen"
    model = Reopening
    taken = ("what",)
    papers = {"document": Document.Kind.AGENCY_LETTER}


ACTS = (
    Act(
        RedirectForm,
        gettext_lazy(
            "The agency is sent to the customer first. Its letter is made from these facts."
        ),
        gettext_lazy("Redirected to the customer."),
        "decisions",
        "corner-up-right",
    ),
    Act(
        ChallengeForm,
        gettext_lazy("Nothing is disclosed until its result is recorded."),
        gettext_lazy("Challenge recorded."),
        "decisions",
        "gavel",
    ),
    Act(
        ResumeForm,
        gettext_lazy("The demand returns to review with what was answered."),
        gettext_lazy("Review resumed."),
        "review",
        "file-search",
    ),
    Act(
        DenyForm,
        gettext_lazy("We do not answer the demand. Its letter is made from these facts."),
        gettext_lazy("Denied."),
        "decisions",
        "ban",
        danger=True,
    ),
    Act(
        WithdrawForm,
        gettext_lazy("The agency took its demand back, in writing."),
        gettext_lazy("Withdrawal recorded."),
        "decisions",
        "undo-2",
    ),
    Act(
        ReopenForm,
        gettext_lazy("It came back: it is the same demand, not a new one."),
        gettext_lazy("Reopened."),
        "review",
        "history",
    ),
)
