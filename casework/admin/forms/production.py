"""The package: prepared by one person, approved by another, released, delivered (P9)."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any, NamedTuple

from django import forms
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.forms import BoundField
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from casework import release_lock
from casework.admin.choices import Instant
from casework.admin.forms.act import Act
from casework.admin.forms.base import ActForm, Confirmation, Writing, targets_by_reference
from casework.models import Demand, Document, Production, ProductionItem, Target
from casework.states import Category


class Slot(NamedTuple):
    """One category of one account on the form: a file to add, or the sentence why not."""

    category: str
    field: BoundField | None
    keep: BoundField | None
    refusal: str


class TargetSlots(NamedTuple):
    target: Target
    slots: list[Slot]
    nothing: BoundField


class ProductionForm(ActForm):
    """For each account a file in each category it may get, or the word that nothing was found."""

    act = "production"

    def arrange(self) -> None:
        self.targets = targets_by_reference(self.demand)
        self.earlier = earlier_items(self.demand)
        for reference, target in self.targets.items():
            for category in offered(target):
                if refusal_for(self.demand, target, category):
                    continue
                self._add_slot(reference, target, category)
            self.fields[f"nothing_{reference}"] = forms.BooleanField(
                required=False, label=_("Nothing was found for this account")
            )
        self.fields["note"] = forms.CharField(
            label=_("Note for the approver"),
            required=False,
            widget=forms.Textarea(attrs={"rows": 3}),
        )

    def _add_slot(self, reference: str, target: Target, category: str) -> None:
        self.fields[f"file_{reference}_{category}"] = forms.FileField(
            required=False, label=str(Category(category).label)
        )
        before = self.earlier.get((target.pk, category))
        if before is not None:
            self.fields[f"keep_{reference}_{category}"] = forms.BooleanField(
                required=False,
                label=_("Keep %(name)s of the last package") % {"name": before.name},
            )

    def rows(self) -> Iterator[TargetSlots]:
        for reference, target in self.targets.items():
            slots = [self._slot(reference, target, category) for category in offered(target)]
            yield TargetSlots(target, slots, self[f"nothing_{reference}"])

    def _slot(self, reference: str, target: Target, category: str) -> Slot:
        file, keep = f"file_{reference}_{category}", f"keep_{reference}_{category}"
        return Slot(
            category,
            self[file] if file in self.fields else None,
            self[keep] if keep in self.fields else None,
            refusal_for(self.demand, target, category),
        )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        for reference in self.targets:
            files = [n for n in self._given() if n.split("_")[1] == reference]
            nothing = cleaned.get(f"nothing_{reference}")
            if files and nothing:
                self.add_error(f"nothing_{reference}", _("There is a file: untick this."))
        if not self.errors and not self._given() and not self._nothing():
            raise ValidationError(_("Add a file, or say for which account nothing was found."))
        return cleaned

    def _given(self) -> list[str]:
        """The names of the slots that have a file, a new one or the last package's."""
        return [
            name
            for name in self.fields
            if name.startswith(("file_", "keep_")) and self.cleaned_data.get(name)
        ]

    def _nothing(self) -> list[str]:
        return [r for r in self.targets if self.cleaned_data.get(f"nothing_{r}")]

    def perform(self, actor: User, now: datetime) -> None:
        with Writing(self.demand, actor, now, self.cleaned_data["version"]) as writing:
            items = [self._item(name, writing) for name in self._given()]
            items += [{"target": self.targets[reference]} for reference in self._nothing()]
            writing.record("production", {"items": items, "note": self.cleaned_data["note"]})

    def _item(self, name: str, writing: Writing) -> dict[str, Any]:
        how, reference, category = name.split("_", 2)
        target = self.targets[reference]
        if how == "file":
            document = writing.keep(self.cleaned_data[name], Document.Kind.PRODUCTION)
        else:
            document = self.earlier[(target.pk, category)]
        return {
            "target": target,
            "category": category,
            "document": document,
            "period_from": target.period_from,
            "period_to": target.period_to,
        }


def offered(target: Target) -> list[str]:
    """What the form asks about: everything the demand asked, and what the customer directed."""
    customer = target.account.customer_id
    directed = [
        category
        for direction in target.demand.directions.all()
        if direction.customer_id == customer
        for category in direction.categories
    ]
    return list(dict.fromkeys([*target.categories_asked, *directed]))


def refusal_for(demand: Demand, target: Target, category: str) -> str:
    """The release lock's own sentence, asked about an item that does not exist yet."""
    item = ProductionItem(target=target, category=category)
    return release_lock.beyond(demand, item) or ""


def earlier_items(demand: Demand) -> dict[tuple[Any, str], Document]:
    """The files of the newest production, to keep where one of several is replaced."""
    productions: list[Production] = list(demand.productions.all())
    newest = max(productions, key=lambda each: each.recorded_at, default=None)
    if newest is None or newest.released_at is not None:
        return {}
    return {(i.target_id, i.category): i.document for i in newest.items.all() if i.document}


class ProductionApprovalForm(Confirmation):
    act = "production_approval"

    def arrange(self) -> None:
        self.fields["read"] = forms.BooleanField(
            label=_("I opened every file and compared it with what the demand may get.")
        )

    def facts(self) -> dict[str, Any]:
        return {}


class PartReleaseForm(Confirmation):
    act = "part_release"


class DiscloseForm(Confirmation):
    act = "disclose"


class DeliveryForm(ActForm):
    act = "delivery"
    model = Production
    taken = ("delivered_at", "delivered_by")
    papers = {"receipt": Document.Kind.RECEIPT}

    def arrange(self) -> None:
        self.fields["delivered_at"] = Instant(label=_("Delivered (UTC)"), initial=self.now)
        self.fields["delivered_by"].required = True
        self.fields["delivered_by"].help_text = _("Portal, courier, encrypted mail, …")


ACTS = (
    Act(
        DiscloseForm,
        gettext_lazy(
            "The approved package leaves exactly as it was approved. This cannot be undone."
        ),
        gettext_lazy("Disclosed. The package's manifest is frozen."),
        "production",
        "package-check",
    ),
    Act(
        ProductionForm,
        gettext_lazy("Add what is to leave. A second person approves it before anything does."),
        gettext_lazy("Production prepared. It waits for a second person's approval."),
        "production",
        "archive",
    ),
    Act(
        ProductionApprovalForm,
        gettext_lazy("You release, as the second person, exactly these bytes."),
        gettext_lazy("Production approved."),
        "production",
        "stamp",
    ),
    Act(
        PartReleaseForm,
        gettext_lazy("This part leaves now; the demand goes on for the other accounts."),
        gettext_lazy("Part released."),
        "production",
        "send",
    ),
    Act(
        DeliveryForm,
        gettext_lazy("When and how the agency got the package."),
        gettext_lazy("Delivery recorded."),
        "production",
        "package-check",
    ),
)
