"""What the paper says, its accounts, its documents, and whose desk it is on."""

from typing import Any

from django import forms
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from casework import access
from casework.access import Ability
from casework.admin.choices import AgencyField, process_choices
from casework.admin.forms.accounts import NEW_CUSTOMER, AccountsForm
from casework.admin.forms.act import Act
from casework.admin.forms.base import ActForm, Writing
from casework.admin.forms.sections import Section
from casework.models import Demand, Document


class DetailsForm(ActForm):
    """Only what was changed is given to the door."""

    act = "details"
    model = Demand
    taken = (
        "agency_reference",
        "officer_name",
        "officer_email",
        "legal_basis",
        "asked",
        "issued_on",
        "due_on",
    )
    sections = (
        Section(
            gettext_lazy("Who asks"),
            ("agency", "agency_reference", "officer_name", "officer_email"),
        ),
        Section(
            gettext_lazy("What the paper is"),
            ("process", "legal_basis", "issued_on", "due_on", "asked"),
        ),
        Section(gettext_lazy("Resent"), ("duplicate_of",)),
    )

    def arrange(self) -> None:
        cleared = access.has(self.user, Ability.SEE_NATIONAL_SECURITY)
        self.fields["agency"] = AgencyField(
            label=_("Agency"),
            required=False,
            help_text=_("Its name, “Name (US)” or reference."),
            widget=forms.TextInput(attrs={"list": "agencies", "autocomplete": "off"}),
        )
        self.fields["process"] = forms.ChoiceField(
            label=_("Process"), required=False, choices=process_choices(cleared)
        )
        self.fields["duplicate_of"] = DuplicateField(self.user, not_=self.demand)
        for name in (*self.taken, "process"):
            self.initial.setdefault(name, getattr(self.demand, name))
        self.initial.setdefault("agency", str(self.demand.agency or ""))
        self.initial.setdefault("duplicate_of", str(self.demand.duplicate_of or ""))

    def clean_process(self) -> str:
        process: str = self.cleaned_data["process"]
        if not process and self.demand.process:
            raise ValidationError(_("A demand whose process is known keeps one."))
        return process

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if not self.errors and not self.facts():
            raise ValidationError(_("Nothing was changed."))
        return cleaned

    def facts(self) -> dict[str, Any]:
        given = {name: self.cleaned_data[name] for name in self.fields if name != "version"}
        return {name: value for name, value in given.items() if value != getattr(self.demand, name)}


class DuplicateField(forms.CharField):
    """The reference of the demand that came first, among those the person may see (P1)."""

    def __init__(self, user: access.Person, not_: Demand | None = None) -> None:
        super().__init__(
            required=False,
            max_length=20,
            label=_("Duplicate of"),
            help_text=_("The reference of the demand that came first: linked, and not counted."),
        )
        self.user, self.not_ = user, not_

    def clean(self, value: Any) -> Demand | None:
        reference = super().clean(value).strip().upper()
        if not reference:
            return None
        found = access.visible(self.user).filter(reference=reference).first()
        if found is None:
            raise ValidationError(_("There is no demand %(r)s.") % {"r": reference})
        if found == self.not_:
            raise ValidationError(_("A demand is no duplicate of itself."))
        return found


class DocumentForm(ActForm):
    act = "document"

    def arrange(self) -> None:
        kinds = [choice for choice in Document.Kind.choices if choice[0] != "production"]
        self.fields["kind"] = forms.ChoiceField(label=_("What it is"), choices=kinds)
        self.fields["upload"] = forms.FileField(
            label=_("File"), help_text=_("Kept byte for byte, with its SHA-256.")
        )


class TargetForm(AccountsForm, ActForm):
    """Accounts of one customer that the demand names, each a target of its own."""

    act = "target"

    def arrange(self) -> None:
        self.fields.update(self.account_fields())
        self.sections = (
            Section(
                _("What is asked"), ("accounts", "categories_asked", "period_from", "period_to")
            ),
            Section(_("Whose accounts"), ("customer",)),
            Section(_("A new customer"), NEW_CUSTOMER, folded=True),
        )

    def perform(self, actor: User, now: Any) -> None:
        with Writing(self.demand, actor, now, self.cleaned_data["version"]) as writing:
            for facts in self.target_facts(self.demand.service, actor):
                writing.record("target", facts)


class AssignmentForm(ActForm):
    act = "assignment"

    def arrange(self) -> None:
        people = who_can_work_on(self.demand)
        self.fields["assigned_to"] = forms.ModelChoiceField(
            people,
            to_field_name="username",
            required=False,
            label=_("Assigned to"),
            empty_label=_("Nobody"),
        )
        if self.demand.assigned_to:
            self.initial.setdefault("assigned_to", self.demand.assigned_to.username)


def who_can_work_on(demand: Demand) -> Any:
    """Active members of staff who may see this demand."""
    people = User.objects.filter(is_active=True, is_staff=True)
    needed = [Ability.SEE]
    if demand.process in access.national_security_codes():
        needed.append(Ability.SEE_NATIONAL_SECURITY)
    for ability in needed:
        holds = Q(groups__permissions__codename=ability.value) | Q(is_superuser=True)
        people = people.filter(pk__in=User.objects.filter(holds).values("pk"))
    return people.order_by("username")


ACTS = (
    Act(
        DetailsForm, gettext_lazy("What the paper says."), gettext_lazy("Saved."), "facts", "pencil"
    ),
    Act(
        DocumentForm,
        gettext_lazy(
            "Kept as it is, never replaced. Data for production is added with its package."
        ),
        gettext_lazy("Document added."),
        "documents",
        "file-text",
    ),
    Act(
        TargetForm,
        gettext_lazy("An account that the demand names."),
        gettext_lazy("Target added."),
        "targets",
        "at-sign",
    ),
    Act(
        AssignmentForm,
        gettext_lazy("On whose desk it is."),
        gettext_lazy("Assigned."),
        "facts",
        "user-check",
    ),
)
