"""A European certificate as it is read, section by section, and Annex III with its answer."""

from datetime import datetime
from typing import Any

from django import forms
from django.contrib.auth.models import User
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from casework import annex_iii, law
from casework.admin.choices import Instant, Ticks
from casework.admin.forms.act import Act
from casework.admin.forms.base import ActForm, YesNo
from casework.admin.forms.sections import Section
from casework.models import Document, EvidenceCertificate, Nonexecution


class CertificateForm(ActForm):
    act = "certificate"
    model = EvidenceCertificate
    taken = (
        "issued_by",
        "validated_by",
        "offence",
        "offence_threshold_met",
        "tied_to_the_issuing_state",
        "enforcing_authority",
        "emergency_reasons",
        "controller_cannot_be_addressed",
        "controller_not_to_be_told",
        "controller_not_to_be_told_because",
        "privilege_holders",
        "privilege_conditions_met",
        "deliver_to",
    )
    sections = (
        Section(
            gettext_lazy("Who orders (I, J, K)"),
            ("issued_by", "validated_by", "validated_at", "enforcing_authority"),
        ),
        Section(
            gettext_lazy("For what (G)"),
            ("offence", "offence_threshold_met", "tied_to_the_issuing_state"),
        ),
        Section(
            gettext_lazy("Controller (G)"),
            (
                "controller_cannot_be_addressed",
                "controller_not_to_be_told",
                "controller_not_to_be_told_because",
            ),
            gettext_lazy("A request not to tell the controller is recorded as a gag order too."),
        ),
        Section(
            gettext_lazy("Emergency, privilege, delivery (C, G, L)"),
            ("emergency_reasons", "privilege_holders", "privilege_conditions_met", "deliver_to"),
        ),
    )

    def arrange(self) -> None:
        self.fields["validated_at"] = Instant(label=_("Validated at (UTC)"), required=False)


class AnnexIIIForm(ActForm):
    act = "annex_iii"
    model = Nonexecution
    taken = ("explanation", "third_country_law")

    def arrange(self) -> None:
        known = law.catalogue().grounds
        choices = [(code, known[code].name) for code in annex_iii.TICKS]
        self.fields["reasons"] = Ticks(label=_("Reasons (D)"), choices=choices)
        self.order_fields(["version", "reasons", *self.taken])

    def perform(self, actor: User, now: datetime) -> None:
        """The form is made before anything is written: no PDF is made inside a transaction."""
        version = self.cleaned_data["version"]
        facts = self.facts()
        annex_iii.send(self.demand.pk, actor=actor, now=now, facts=facts, version=version)


class AnnexIIIAnswerForm(ActForm):
    act = "annex_iii_answer"
    model = Nonexecution
    papers = {"answer_document": Document.Kind.AGENCY_LETTER}

    def arrange(self) -> None:
        self.fields["answered_at"] = Instant(label=_("Answered (UTC)"), initial=self.now)
        self.fields["cured"] = YesNo(
            label=_("The certificate can be executed now"), yes=_("Yes"), no=_("No")
        )

    def facts(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in ("answered_at", "cured")}


class StagingForm(ActForm):
    act = "staging"

    def arrange(self) -> None:
        self.fields["sure"] = forms.BooleanField(
            label=_("Let this package leave at the instant the law allows it, by itself.")
        )

    def facts(self) -> dict[str, Any]:
        return {}


ACTS = (
    Act(
        CertificateForm,
        gettext_lazy("Read the certificate as it is written; its clocks and gates follow from it."),
        gettext_lazy("Certificate read."),
        "review",
        "file-text",
    ),
    Act(
        AnnexIIIForm,
        gettext_lazy(
            "The form of Annex III is filled and kept with the file. Where it asks for "
            "clarification our duties stand still."
        ),
        gettext_lazy("Annex III is on file. Send it through the system of the authorities."),
        "related",
        "send",
    ),
    Act(
        AnnexIIIAnswerForm,
        gettext_lazy("The authority answered: the clock runs on with the days that were left."),
        gettext_lazy("Answer recorded. Read the certificate again if it was completed."),
        "related",
        "inbox",
    ),
    Act(
        StagingForm,
        gettext_lazy(
            "Nothing but time is missing: the law still forbids to answer. The approved package "
            "leaves the moment it does not."
        ),
        gettext_lazy("Staged: it leaves by itself."),
        "production",
        "calendar-clock",
    ),
)
