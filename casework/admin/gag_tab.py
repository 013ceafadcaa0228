"""The gag orders of a demand: how each stands now, its chain, and what became of the notices."""

from collections.abc import Iterator
from datetime import datetime
from typing import NamedTuple

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from casework import gag, law
from casework.admin import panels
from casework.admin.demand_facts import by_whom, day, instant
from casework.admin.forms.gags import extendable, is_lifted, named_orders
from casework.models import Demand, NondisclosureOrder, Target
from casework.models.gags import EndKind, Fact, Standing
from casework.states import NoticePosition


class OrderCard(NamedTuple):
    """One order. `look` is a badge of the design, `stands` the words on it."""

    place: str
    order: NondisclosureOrder
    authority: str
    look: str
    stands: str
    facts: list[tuple[str, str]]
    fates: list[str]
    can_extend: bool
    can_lift: bool


def orders_of(demand: Demand, now: datetime) -> list[OrderCard]:
    """The newest first; what extends an order stands above it."""
    places = named_orders(demand)
    extendable_places = extendable(demand)
    return [
        OrderCard(
            place,
            order,
            authority_of(order),
            *_standing(order, demand, now),
            _facts(order, places),
            list(_fates(demand, order)),
            place in extendable_places and order.standing == Standing.BINDING,
            not is_lifted(order),
        )
        for place, order in reversed(places.items())
    ]


def authority_of(order: NondisclosureOrder) -> str:
    try:
        return law.gag_authority(order.authority).name
    except law.UnknownCode:
        return order.authority


def _standing(order: NondisclosureOrder, demand: Demand, now: datetime) -> tuple[str, str]:
    """How it stands at `now`: a look, and words."""
    if is_lifted(order) and order.lift.effective_at <= now:
        return "ended", _("%(kind)s on %(day)s") % {
            "kind": order.lift.get_kind_display(),
            "day": day(order.lift.effective_at),
        }
    if order.standing != Standing.BINDING:
        return order.standing, str(order.get_standing_display())
    if now < _begins(order, demand):
        return "pending", _("In force from %(day)s") % {"day": day(order.starts_on)}
    if order.ends_on is None:
        return "binding", _("In force until further order")
    if not _in_force(order, demand, now):
        return "ended", _("Ended on %(day)s") % {"day": day(order.ends_on)}
    return "binding", _("In force through %(day)s") % {"day": day(order.ends_on)}


def _terms(order: NondisclosureOrder, demand: Demand) -> gag.OrderTerms:
    target = next(iter(demand.targets.all()), Target(demand=demand))
    return gag.terms_of(order, target)


def _begins(order: NondisclosureOrder, demand: Demand) -> datetime:
    return _terms(order, demand).begins()


def _in_force(order: NondisclosureOrder, demand: Demand, now: datetime) -> bool:
    return _terms(order, demand).in_force(now)


def _facts(
    order: NondisclosureOrder, places: dict[str, NondisclosureOrder]
) -> list[tuple[str, str]]:
    named = {each.pk: f"№ {place}" for place, each in places.items()}
    ends = day(order.ends_on) if order.end_kind == EndKind.FIXED else order.get_end_kind_display()
    extended = [named[each.pk] for each in places.values() if each.extends_id == order.pk]
    rows = [
        (_("Court or authority"), order.issuing_body),
        (_("Docket number"), order.docket),
        (_("Covers"), _covers(order)),
        (_("May not be told"), ", ".join(str(label) for label in _fact_labels(order))),
        (_("To whom"), str(order.get_audience_display())),
        (_("Issued on"), day(order.issued_on)),
        (_("Served on"), day(order.served_on)),
        (_("In force from"), f"{day(order.starts_on)} ({order.time_zone})"),
        (_("Through"), str(ends)),
        (_("Extends"), named.get(order.extends_id, "") if order.extends_id else ""),
        (_("Extended by"), ", ".join(extended)),
        (_("Note"), order.note),
        (_("Recorded"), f"{instant(order.recorded_at)}, {by_whom(order.recorded_by)}"),
    ]
    return [(label, value) for label, value in rows if value] + _lift_facts(order)


def _lift_facts(order: NondisclosureOrder) -> list[tuple[str, str]]:
    if not is_lifted(order):
        return []
    lift = order.lift
    words = f"{lift.get_kind_display()}: {instant(lift.effective_at)}. {lift.note}".strip()
    return [
        (_("End"), words),
        (_("End recorded"), f"{instant(lift.recorded_at)}, {by_whom(lift.recorded_by)}"),
    ]


def _covers(order: NondisclosureOrder) -> str:
    if order.covers_whole_demand:
        return _("The whole demand")
    return ", ".join(str(target) for target in order.targets.all())


def _fact_labels(order: NondisclosureOrder) -> list[str]:
    return [str(Fact(fact).label) if fact in Fact.values else fact for fact in order.facts]


def _fates(demand: Demand, order: NondisclosureOrder) -> Iterator[str]:
    """What became of each notice the order covers. There is no third case (the design, 5)."""
    if order.standing == Standing.BINDING:
        listed = {target.pk for target in order.targets.all()}
        for target in demand.targets.all():
            if order.covers_whole_demand or target.pk in listed:
                yield _fate(target, order)
    yield from panels.consequences(demand, order)


def _fate(target: Target, order: NondisclosureOrder) -> str:
    said = {"account": str(target.account), "why": target.notice_note}
    if target.notified_at and target.notified_at < order.recorded_at:
        said["told"] = date_format(target.notified_at, "j M Y H:i:s")
        said["recorded"] = date_format(order.recorded_at, "j M Y H:i:s")
        return (
            _(
                "%(account)s: the notice was sent on %(told)s UTC, before the order was recorded "
                "on %(recorded)s UTC."
            )
            % said
        )
    if target.notified_at:
        said["told"] = instant(target.notified_at)
        return _("%(account)s: told on %(told)s, after the order's end.") % said
    if target.notice_position == NoticePosition.UNCERTAIN:
        return _("%(account)s: the notice may have been delivered. %(why)s") % said
    if target.notice_position == NoticePosition.BARRED:
        return _("%(account)s: the notice is withheld.") % said
    said["position"] = str(target.get_notice_position_display())
    return _("%(account)s: no notice was sent (%(position)s).") % said
