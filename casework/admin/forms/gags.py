"""Gag orders: recorded, extended, lifted; nothing is overwritten (P7, P8)."""

from datetime import timedelta
from typing import Any
from zoneinfo import available_timezones

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from casework import law
from casework.admin.choices import OneOf, SomeOf, numbered
from casework.admin.forms.act import Act
from casework.admin.forms.base import ActForm, Confirmation, YesNo, targets_by_reference
from casework.admin.forms.sections import Section
from casework.models import Demand, Document, NondisclosureOrder, NondisclosureOrderLift
from casework.models.gags import Audience, EndKind, Fact, Standing

DATES = ("issued_on", "served_on", "starts_on", "end_kind", "ends_on")


class NoGagForm(Confirmation):
    act = "determine_nondisclosure"


class EndsForm(ActForm):
    """An order is in force through its last day, or has no date: one of the two, said plainly."""

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        kind, last, first = (cleaned.get(n) for n in ("end_kind", "ends_on", "starts_on"))
        if kind == EndKind.FIXED and not last:
            self.add_error("ends_on", _("An order that ends on a date needs that date."))
        if kind and kind != EndKind.FIXED and last:
            self.add_error("ends_on", _("An order without an end has no last day: leave it empty."))
        if first and last and last < first:
            self.add_error("ends_on", _("The order cannot end before it starts."))
        return cleaned


class GagOrderForm(EndsForm):
    act = "gag_order"
    model = NondisclosureOrder
    taken = (
        "standing",
        "issuing_body",
        "docket",
        "audience",
        "named_persons",
        *DATES,
        "note",
    )
    papers = {"document": Document.Kind.NONDISCLOSURE_ORDER}
    sections = (
        Section(
            gettext_lazy("The order"),
            ("standing", "authority", "issuing_body", "docket", "document", "document_upload"),
        ),
        Section(gettext_lazy("When"), (*DATES, "time_zone")),
        Section(
            gettext_lazy("What it covers"),
            ("covers_whole_demand", "targets", "facts", "audience", "named_persons"),
        ),
        Section("", ("note",)),
    )

    def arrange(self) -> None:
        self.fields["standing"].widget = forms.RadioSelect(choices=Standing.choices)
        self.fields["end_kind"].widget = forms.RadioSelect(choices=EndKind.choices)
        self.fields["authority"] = forms.ChoiceField(
            label=_("Authority"), choices=authority_choices(), help_text=_("What it rests on.")
        )
        self.fields["covers_whole_demand"] = YesNo(
            label=_("Scope"), yes=_("The whole demand"), no=_("Only the accounts ticked below")
        )
        self.fields["targets"] = SomeOf(
            targets_by_reference(self.demand), required=False, label=_("Accounts")
        )
        self.fields["facts"] = forms.MultipleChoiceField(
            choices=Fact.choices,
            widget=forms.CheckboxSelectMultiple,
            label=_("What may not be told"),
            initial=list(Fact.values),
        )
        self.fields["audience"].initial = Audience.EVERYONE
        self.fields["time_zone"] = time_zone_field(self.demand)
        self.initial.setdefault("covers_whole_demand", "yes")
        self.initial.setdefault("standing", Standing.BINDING)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        code, standing = cleaned.get("authority"), cleaned.get("standing")
        if code and standing == Standing.BINDING and not law.gag_authority(code).binding:
            self.add_error(
                "standing",
                _("%(name)s binds nobody. Record it as asserted, or choose the real authority.")
                % {"name": law.gag_authority(code).name},
            )
        if cleaned.get("covers_whole_demand") is False and not cleaned.get("targets"):
            self.add_error("targets", _("Tick the accounts, or choose the whole demand."))
        if cleaned.get("covers_whole_demand") and cleaned.get("targets"):
            self.add_error("targets", _("The whole demand is chosen: tick none."))
        return cleaned


class GagExtensionForm(EndsForm):
    """A renewal: its own dates and paper, every other term from the order it extends."""

    act = "gag_extension"
    model = NondisclosureOrder
    taken = (*DATES, "note")
    papers = {"document": Document.Kind.NONDISCLOSURE_ORDER}
    sections = (
        Section(gettext_lazy("Which order"), ("extends", "document", "document_upload")),
        Section(gettext_lazy("When"), DATES),
        Section("", ("note",)),
    )

    def arrange(self) -> None:
        orders = extendable(self.demand)
        self.fields["extends"] = OneOf(orders, label=_("Extends"))
        self.fields["end_kind"].widget = forms.RadioSelect(choices=EndKind.choices)
        order = orders.get(str(self.initial.get("extends", "")))
        if order and order.ends_on:
            self.initial.setdefault("starts_on", order.ends_on + timedelta(days=1))


class GagLiftForm(ActForm):
    act = "gag_lift"
    model = NondisclosureOrderLift
    taken = ("kind", "effective_at", "note")
    papers = {"document": Document.Kind.RULING}
    sections = (
        Section(gettext_lazy("Which order"), ("order",)),
        Section(
            gettext_lazy("How it ended"),
            ("kind", "effective_at", "document", "document_upload", "note"),
            gettext_lazy("Lifting an order ends its extensions too."),
        ),
    )

    def arrange(self) -> None:
        self.fields["order"] = OneOf(liftable(self.demand), label=_("Gag order"))
        self.fields["effective_at"].label = _("Effective (UTC)")
        self.initial.setdefault("effective_at", self.now)


def named_orders(demand: Demand) -> dict[str, NondisclosureOrder]:
    """The orders of a demand by their places, in the order in which they were recorded."""
    return numbered(sorted(demand.nondisclosure_orders.all(), key=lambda o: o.recorded_at))


def is_lifted(order: NondisclosureOrder) -> bool:
    return hasattr(order, "lift")


def extendable(demand: Demand) -> dict[str, NondisclosureOrder]:
    """Orders that stand and that nothing extends yet."""
    orders = named_orders(demand)
    extended = {order.extends_id for order in orders.values()}
    return {
        place: order
        for place, order in orders.items()
        if not is_lifted(order) and order.pk not in extended
    }


def liftable(demand: Demand) -> dict[str, NondisclosureOrder]:
    return {p: order for p, order in named_orders(demand).items() if not is_lifted(order)}


def authority_choices() -> list[tuple[str, Any]]:
    binding = [(each.code, each.name) for each in law.gag_authorities(binding=True)]
    seeming = [(each.code, each.name) for each in law.gag_authorities(binding=False)]
    return [(_("Binding"), binding), (_("Looks like one, and binds nobody"), seeming)]


def time_zone_field(demand: Demand) -> forms.ChoiceField:
    zone = demand.agency.time_zone if demand.agency else "UTC"
    return forms.ChoiceField(
        label=_("Time zone of the court"),
        choices=[(name, name.replace("_", " ")) for name in sorted(available_timezones())],
        initial=zone or "UTC",
        help_text=_("Its first and last day are counted there."),
    )


ACTS = (
    Act(
        NoGagForm,
        gettext_lazy(
            "You looked for an order that forbids telling the customer, and there is none."
        ),
        gettext_lazy("Recorded: no gag order exists."),
        "gags",
        "lock-open",
    ),
    Act(
        GagOrderForm,
        gettext_lazy("From the moment this is saved, the notices it covers do not leave."),
        gettext_lazy("Gag order recorded. Below stands what became of each notice."),
        "gags",
        "lock-keyhole",
    ),
    Act(
        GagExtensionForm,
        gettext_lazy("A renewal stands beside the order it extends; nothing is overwritten."),
        gettext_lazy("Extension recorded. Below stands what became of each notice."),
        "gags",
        "lock-keyhole",
    ),
    Act(
        GagLiftForm,
        gettext_lazy(
            "From the time it takes effect, the customer is told unless another order bars it."
        ),
        gettext_lazy("The order is lifted."),
        "gags",
        "lock-open",
        danger=True,
    ),
)
