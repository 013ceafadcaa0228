"""Holds: data kept for an agency, renewed, released, and its copy deleted with a certificate."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from casework.admin.choices import Instant, SomeOf
from casework.admin.forms.act import Act
from casework.admin.forms.base import ActForm, targets_by_reference
from casework.models import Demand, Document, Preservation, PreservationRenewal, Target


class HoldForm(ActForm):
    act = "preservation"
    model = Preservation
    taken = ("kept_since", "place")

    def arrange(self) -> None:
        self.fields["kept_since"] = Instant(label=_("Kept since (UTC)"), initial=self.now)
        kept = {hold.target_id for hold in running(self.demand)}
        self.fields["targets"] = some_targets(self.demand, kept, _("None ticked: every account."))

    def facts(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in (*self.taken, "targets")}


class HoldRenewalForm(ActForm):
    act = "preservation_renewal"
    model = PreservationRenewal
    papers = {"document": Document.Kind.AGENCY_LETTER}

    def arrange(self) -> None:
        self.fields["received_at"] = Instant(label=_("Received (UTC)"), initial=self.now)
        self.order_fields(["version", "received_at"])


class HoldReleaseForm(ActForm):
    act = "preservation_release"
    model = Preservation
    taken = ("release_reason",)

    def arrange(self) -> None:
        self.fields["release_reason"].required = True
        held = {hold.target_id for hold in running(self.demand)}
        others = {t.pk for t in self.demand.targets.all()} - held
        self.fields["targets"] = some_targets(self.demand, others, _("None ticked: every hold."))


class DeletionForm(ActForm):
    act = "deletion"
    model = Preservation
    taken = ("deleted_on", "deleted_by")

    def arrange(self) -> None:
        for name in self.taken:
            self.fields[name].required = True
        self.initial.setdefault("deleted_on", self.now.date())


def running(demand: Demand) -> list[Preservation]:
    return [hold for hold in demand.preservations.all() if hold.released_at is None]


def some_targets(demand: Demand, without: set[Any], help_text: str) -> SomeOf:
    rows: dict[str, Target] = {
        reference: target
        for reference, target in targets_by_reference(demand).items()
        if target.pk not in without
    }
    return SomeOf(rows, required=False, label=_("Accounts"), help_text=help_text)


ACTS = (
    Act(
        HoldForm,
        gettext_lazy("The data is set aside as it is now. Nothing is disclosed on it."),
        gettext_lazy("The data is kept."),
        "holds",
        "archive",
    ),
    Act(
        HoldRenewalForm,
        gettext_lazy("A renewed request is kept on file; the law says whether it counts."),
        gettext_lazy("Renewal recorded."),
        "holds",
        "calendar-clock",
    ),
    Act(
        HoldReleaseForm,
        gettext_lazy("The data is let go, and its copy is to be deleted."),
        gettext_lazy("Released. Certify the deletion of the copy next."),
        "holds",
        "undo-2",
        danger=True,
    ),
    Act(
        DeletionForm,
        gettext_lazy("The copies are gone: a certificate says when, and who deleted them."),
        gettext_lazy("Deletion certified."),
        "holds",
        "trash-2",
    ),
)
