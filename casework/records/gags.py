"""Gag orders: determined, recorded, extended, lifted. Rows are added and none is changed (P7)."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from casework import law
from casework.law.words import NoticeDefault
from casework.models.demand import Demand
from casework.models.gags import (
    NondisclosureOrder,
    NondisclosureOrderLift,
    NondisclosureOrderTarget,
)
from casework.records.rows import Actor, Facts, new_row
from casework.states import Nondisclosure


def determine_nondisclosure(demand: Demand, facts: Facts, actor: Actor, now: datetime) -> None:
    """Staff looked for a gag order and found none. That an order exists is said by recording it."""
    if demand.process:
        process = law.process(demand.process)
        if process.notice_default in (
            NoticeDefault.FORBIDDEN_BY_INSTRUMENT,
            NoticeDefault.FORBIDDEN_BY_STATUTE,
        ):
            raise ValidationError(
                _("%(process)s itself forbids notice (%(citation)s). Record it as a gag order.")
                % {"process": process.name, "citation": process.notice_citation}
            )
    if demand.nondisclosure_orders.filter(standing="binding").exists():
        raise ValidationError(
            _("A binding order is on record. Lift it if it was recorded in error.")
        )
    demand.nondisclosure = Nondisclosure.NONE
    demand.save(update_fields=["nondisclosure"])


def gag_order(demand: Demand, facts: Facts, actor: Actor, now: datetime) -> NondisclosureOrder:
    """Record an order. From this commit on, the notices it covers do not leave (P7)."""
    named = dict(facts)
    targets = list(named.pop("targets", ()))
    if not named.get("covers_whole_demand", True) and not targets:
        raise ValidationError({"targets": _("List the targets, or choose the whole demand.")})
    if any(target.demand_id != demand.pk for target in targets):
        raise ValidationError({"targets": _("A listed target belongs to another demand.")})
    order: NondisclosureOrder = new_row(NondisclosureOrder, demand, named, actor, now)
    for target in targets:
        NondisclosureOrderTarget.objects.create(order=order, target=target)
    if order.standing == "binding":
        demand.nondisclosure = Nondisclosure.RECORDED
        demand.save(update_fields=["nondisclosure"])
    return order


def gag_extension(demand: Demand, facts: Facts, actor: Actor, now: datetime) -> NondisclosureOrder:
    """A renewal: a new row with the terms of the order it extends, linked to it."""
    named = dict(facts)
    order: NondisclosureOrder = named["extends"]
    if order.demand_id != demand.pk:
        raise ValidationError({"extends": _("That order belongs to another demand.")})
    terms = {
        field: getattr(order, field)
        for field in (
            "standing",
            "authority",
            "issuing_body",
            "docket",
            "covers_whole_demand",
            "facts",
            "audience",
            "named_persons",
            "time_zone",
        )
    }
    return gag_order(demand, {**terms, "targets": list(order.targets.all()), **named}, actor, now)


def gag_lift(demand: Demand, facts: Facts, actor: Actor, now: datetime) -> NondisclosureOrderLift:
    """End an order, and every extension of it, before its date."""
    named = dict(facts)
    order: NondisclosureOrder = named.pop("order")
    if order.demand_id != demand.pk:
        raise ValidationError({"order": _("That order belongs to another demand.")})
    lift: NondisclosureOrderLift | None = None
    for each in _with_extensions(order):
        if hasattr(each, "lift"):
            continue
        row = NondisclosureOrderLift(order=each, recorded_by=actor, recorded_at=now, **named)
        row.full_clean()
        row.save(force_insert=True)
        lift = lift or row
    if lift is None:
        raise ValidationError({"order": _("That order has been lifted already.")})
    return lift


def _with_extensions(order: NondisclosureOrder) -> list[NondisclosureOrder]:
    found = [order]
    for extension in order.extensions.all():
        found += _with_extensions(extension)
    return found
