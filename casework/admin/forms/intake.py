"""A new demand, with its document, its agency and its accounts, on one page (P1)."""

from datetime import datetime
from typing import Any

from django import forms
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from casework import access, intake, moves
from casework.access import Ability
from casework.admin.base import write_audit
from casework.admin.choices import AgencyField, Day, Instant, process_choices
from casework.admin.forms.accounts import NEW_CUSTOMER, AccountsForm
from casework.admin.forms.base import model_fields
from casework.admin.forms.papers import DuplicateField
from casework.admin.forms.sections import Section, Shown, shown_sections
from casework.models import Agency, Demand, Document, Service
from casework.models.documents import digest_of

NEW_AGENCY = ("agency_name", "agency_country", "agency_level")


class IntakeForm(AccountsForm):
    """Only what cannot be missing is asked for: the service, the day, the paper."""

    def __init__(self, *args: Any, user: User, now: datetime, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user, self.now = user, now
        self.fields.update(self._paper_fields())
        self.fields.update(self._agency_fields())
        self.fields.update(self.account_fields())
        for name in ("accounts", "categories_asked"):
            self.fields[name].required = False
        self.fields["mine"] = forms.BooleanField(label=_("Put it on my desk"), required=False)

    def _paper_fields(self) -> dict[str, forms.Field]:
        cleared = access.has(self.user, Ability.SEE_NATIONAL_SECURITY)
        channels = [choice for choice in Demand.Channel.choices if choice[0] != "register"]
        own = model_fields(Demand, ("agency_reference", "officer_name", "officer_email"))
        return {
            "document": forms.FileField(
                label=_("The demand itself"),
                help_text=_("As it was served. Kept byte for byte, with its SHA-256."),
            ),
            "other_document": forms.FileField(
                label=_("A second paper"),
                required=False,
                help_text=_("Its cover letter or an annex. More can be added later."),
            ),
            "service": forms.ModelChoiceField(
                Service.objects.all(), to_field_name="slug", label=_("Service"), empty_label=None
            ),
            "received_at": Instant(label=_("Received (UTC)"), initial=self.now),
            "channel": forms.ChoiceField(label=_("How it came"), choices=channels, initial="form"),
            "process": forms.ChoiceField(
                label=_("Process"), required=False, choices=process_choices(cleared)
            ),
            "issued_on": Day(label=_("Issued on"), required=False),
            "due_on": Day(
                label=_("Answer due on"),
                required=False,
                help_text=_("The date on its face: the return date of a subpoena."),
            ),
            "asked": forms.CharField(
                label=_("What is asked"),
                required=False,
                widget=forms.Textarea(attrs={"rows": 3}),
                help_text=_("In plain words; the customer reads this."),
            ),
            "legal_basis": forms.CharField(
                label=_("Legal basis stated"), required=False, max_length=300
            ),
            "duplicate_of": DuplicateField(self.user),
            **own,
        }

    def _agency_fields(self) -> dict[str, forms.Field]:
        levels = [("", _("Choose")), *Agency.Level.choices]
        return {
            "agency": AgencyField(
                label=_("Agency on file"),
                required=False,
                widget=forms.TextInput(attrs={"list": "agencies", "autocomplete": "off"}),
                help_text=_("Its name, “Name (US)” or reference."),
            ),
            "agency_name": forms.CharField(label=_("Name"), required=False, max_length=300),
            "agency_country": forms.CharField(
                label=_("Country"), required=False, max_length=2, help_text=_("Two letters: US.")
            ),
            "agency_level": forms.ChoiceField(label=_("Level"), required=False, choices=levels),
        }

    # --- Rules of the page ---------------------------------------------------------------------

    def clean_received_at(self) -> datetime:
        received: datetime = self.cleaned_data["received_at"]
        if received > self.now:
            raise ValidationError(_("It cannot have been received later than now."))
        return received

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if any(cleaned.get(name) for name in NEW_AGENCY):
            if cleaned.get("agency"):
                self.add_error("agency", _("Name an agency on file or enter a new one, not both."))
            if not cleaned.get("agency_name"):
                self.add_error("agency_name", _("A new agency needs a name."))
        if cleaned.get("accounts") and not cleaned.get("categories_asked"):
            self.add_error("categories_asked", _("Tick what the demand asks for."))
        issued, due = cleaned.get("issued_on"), cleaned.get("due_on")
        if issued and due and due < issued:
            self.add_error("due_on", _("An answer cannot be due before the demand was issued."))
        self._look_for_a_resend(cleaned)
        return cleaned

    def _look_for_a_resend(self, cleaned: dict[str, Any]) -> None:
        """The same bytes twice are a resend: linked, never dropped and never counted twice (P1)."""
        if not cleaned.get("document") or cleaned.get("duplicate_of"):
            return
        same = access.visible(self.user).filter(
            documents__kind=Document.Kind.DEMAND,
            documents__sha256=digest_of(cleaned["document"]),
        )
        first = same.order_by("received_at").first()
        if first is not None:
            self.add_error(
                "duplicate_of",
                _("This very file is on record as %(reference)s. Enter that to register a resend.")
                % {"reference": first.reference},
            )

    # --- Writing it ----------------------------------------------------------------------------

    def save(self) -> Demand:
        """Everything or nothing, through the one entry. Raises ValidationError."""
        given = self.cleaned_data
        with transaction.atomic():
            facts = {
                **{name: given[name] for name in _FACTS},
                "agency": given["agency"] or self._new_agency(),
                "assigned_to": self.user if given["mine"] else None,
            }
            papers = [(given["document"], Document.Kind.DEMAND)]
            if given["other_document"]:
                papers.append((given["other_document"], Document.Kind.OTHER))
            return intake.receive(
                facts,
                targets=list(self.target_facts(given["service"], self.user)),
                papers=papers,
                actor=self.user,
                now=self.now,
            )

    def _new_agency(self) -> Agency | None:
        given = self.cleaned_data
        if not given["agency_name"]:
            return None
        agency = Agency(
            name=given["agency_name"],
            country=given["agency_country"].upper(),
            level=given["agency_level"] or Agency.Level.UNKNOWN,
        )
        try:
            agency.full_clean()
        except ValidationError as error:
            raise ValidationError({"agency_name": error.messages}) from error
        agency.save(force_insert=True)
        write_audit(self.user, agency, "added", ["name", "country", "level"])
        return agency

    def refused(self, error: ValidationError) -> None:
        """What the entry refused, at its field where the page has it."""
        refusal = moves.refusal_of(error)
        for name, sentences in refusal.errors.items():
            for sentence in sentences:
                self.add_error(name if name in self.fields else None, sentence)
        if not refusal.errors:
            for sentence in refusal.reasons:
                self.add_error(None, sentence)

    def shown(self) -> list[Shown]:
        return shown_sections(self, intake_sections())


_FACTS = (
    "service",
    "received_at",
    "channel",
    "process",
    "issued_on",
    "due_on",
    "asked",
    "legal_basis",
    "duplicate_of",
    "agency_reference",
    "officer_name",
    "officer_email",
)


def intake_sections() -> tuple[Section, ...]:
    return (
        Section(_("The paper"), ("document", "other_document", "duplicate_of")),
        Section(
            _("What it is"),
            ("service", "received_at", "channel", "process", "issued_on", "due_on", "legal_basis"),
        ),
        Section(
            _("Who asks"),
            ("agency", "agency_reference", "officer_name", "officer_email"),
        ),
        Section(
            _("A new agency"),
            NEW_AGENCY,
            _("Only if it is not on file. Verify it before review."),
            folded=True,
        ),
        Section(
            _("What it asks"),
            ("accounts", "categories_asked", "period_from", "period_to", "asked"),
            _("Several customers, or different categories: register the first, add the others."),
        ),
        Section(_("Whose accounts"), ("customer",)),
        Section(
            _("A new customer"),
            NEW_CUSTOMER,
            _("Only if the accounts' customer is not on file."),
            folded=True,
        ),
        Section("", ("mine",)),
    )
