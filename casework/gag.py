"""May we tell? The only place that answers it (P7, P8).

`decide` is pure: rows in, one answer out. `verdict` asks it for a target as the database stands.
Unknown means hold: what is not certainly lawful does not leave.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from uuid import UUID
from zoneinfo import ZoneInfo

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from casework import dossier
from casework.models.demand import Demand, Target
from casework.models.gags import Audience, EndKind, Fact, NondisclosureOrder, Standing
from casework.states import Nondisclosure

# A notice with a copy says that there is a demand, what it asks and who asks.
NOTICE_TELLS = (Fact.EXISTENCE, Fact.CONTENT, Fact.AGENCY)


class Listener(StrEnum):
    """Who would be told."""

    SUBJECT = "subject"  # the person or account that the demand names
    ORGANISATION = "organisation"  # the customer's administrator, who is not the subject
    PUBLIC = "public"


class Answer(StrEnum):
    ALLOWED = "allowed"
    BARRED_UNTIL = "barred_until"
    BARRED = "barred"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class OrderTerms:
    """What one recorded order says, reduced to what the answer depends on."""

    id: UUID
    standing: str
    covers: bool
    facts: frozenset[str]
    audience: str
    named_persons: frozenset[str]
    starts_on: date
    end_kind: str
    ends_on: date | None
    time_zone: str
    lifted_at: datetime | None
    name: str = ""

    def begins(self) -> datetime:
        """00:00 of the first day, in the court's time zone."""
        return datetime.combine(self.starts_on, time.min, ZoneInfo(self.time_zone))

    def ends(self) -> datetime | None:
        """00:00 of the day after the last day, in the court's time zone; None without a date.

        An order is in force through 23:59:59 of its end date.
        """
        if self.ends_on is None:
            return None
        return datetime.combine(
            self.ends_on + timedelta(days=1), time.min, ZoneInfo(self.time_zone)
        )

    def in_force(self, at: datetime) -> bool:
        if at < self.begins() or (self.lifted_at is not None and at >= self.lifted_at):
            return False
        end = self.ends()
        return end is None or at < end

    def reaches(self, listener: Listener, tells: frozenset[str], person: str) -> bool:
        """Whether it forbids telling this listener any of these facts.

        Whoever may not say that there is a demand may say nothing about it either. A value we do
        not know forbids.
        """
        if not self.covers or not (tells & self.facts or Fact.EXISTENCE in self.facts):
            return False
        if self.audience == Audience.SUBJECT:
            return listener == Listener.SUBJECT
        if self.audience == Audience.ALL_BUT_NAMED:
            return not person or person not in self.named_persons
        return True


@dataclass(frozen=True)
class Verdict:
    """The answer, until when, and the orders it rests on."""

    answer: Answer
    until: datetime | None = None
    orders: tuple[OrderTerms, ...] = ()

    @property
    def allowed(self) -> bool:
        return self.answer == Answer.ALLOWED

    @property
    def barred(self) -> bool:
        return self.answer in (Answer.BARRED, Answer.BARRED_UNTIL)

    @property
    def sentence(self) -> str:
        names = ", ".join(order.name for order in self.orders)
        if self.answer == Answer.ALLOWED:
            return _("No gag order forbids telling the customer.")
        if self.answer == Answer.BARRED_UNTIL and self.until is not None:
            last_day = date_format(self.until - timedelta(seconds=1), "j F Y")
            return ngettext(
                "A gag order forbids it through %(day)s: %(names)s.",
                "Gag orders forbid it through %(day)s: %(names)s.",
                len(self.orders),
            ) % {"day": last_day, "names": names}
        if self.answer == Answer.BARRED:
            return _(
                "A gag order without an end date forbids it until it is lifted: %(names)s."
            ) % {"names": names}
        if self.orders:
            return _(
                "Whether it is lawful is not settled (%(names)s): counsel decides before anyone "
                "is told."
            ) % {"names": names}
        return _(
            "Nobody has determined yet whether a gag order exists: record the order, or that "
            "there is none."
        )


def decide(
    nondisclosure: str,
    orders: Iterable[OrderTerms],
    *,
    listener: Listener,
    at: datetime,
    tells: Collection[str] = NOTICE_TELLS,
    person: str = "",
) -> Verdict:
    """Answer for one target whether `listener` may be told the facts `tells` at the instant `at`.

    1. A binding order in force that reaches them bars it: until the latest end, or without one.
    2. An order applied for, invalid on its face, or of a standing we do not know: unknown.
    3. Nobody determined whether there is an order: unknown.
    4. Otherwise it is allowed. "Asserted, not binding" bars nothing.
    """
    reaching = [
        order
        for order in orders
        if order.in_force(at) and order.reaches(listener, frozenset(tells), person)
    ]
    binding = tuple(order for order in reaching if order.standing == Standing.BINDING)
    if binding:
        return _barred(binding)
    doubtful = tuple(order for order in reaching if order.standing != Standing.ASSERTED)
    if doubtful:
        return Verdict(Answer.UNKNOWN, orders=doubtful)
    if nondisclosure not in (Nondisclosure.NONE, Nondisclosure.RECORDED):
        return Verdict(Answer.UNKNOWN)
    return Verdict(Answer.ALLOWED)


def _barred(orders: tuple[OrderTerms, ...]) -> Verdict:
    ends = [_effective_end(order) for order in orders]
    dated = [end for end in ends if end is not None]
    if len(dated) < len(ends):
        return Verdict(Answer.BARRED, orders=orders)
    return Verdict(Answer.BARRED_UNTIL, until=max(dated), orders=orders)


def _effective_end(order: OrderTerms) -> datetime | None:
    """The day after the last day, or the instant of a lift that is already recorded."""
    ends = [end for end in (order.ends(), order.lifted_at) if end is not None]
    return min(ends) if ends else None


def verdict(
    target: Target,
    *,
    at: datetime,
    listener: Listener | None = None,
    tells: Collection[str] = NOTICE_TELLS,
    person: str = "",
) -> Verdict:
    """`decide` for a target as its orders stand now in the database.

    `at` is an aware instant. Without a listener it is whoever the target's notice goes to; without
    `tells` it is everything that a notice says.
    """
    nondisclosure, orders = _on_record(target)
    return decide(
        nondisclosure,
        [terms_of(order, target) for order in orders],
        listener=listener or listener_of(target),
        at=at,
        tells=tells,
        person=person,
    )


def _on_record(target: Target) -> tuple[str, Iterable[NondisclosureOrder]]:
    """What was determined, and the orders: read afresh, because an object in memory may be older
    than the order that bars it. Only a page that lists demands answers from what it fetched a
    moment ago (casework/dossier.py); nothing leaves the machine on its word.
    """
    demand = dossier.fetched_demand_of(target)
    if demand is not None:
        return demand.nondisclosure, demand.nondisclosure_orders.all()
    determined = Demand.objects.values_list("nondisclosure", flat=True).get(pk=target.demand_id)
    orders = NondisclosureOrder.objects.filter(demand_id=target.demand_id)
    return determined, orders.select_related("lift").prefetch_related("targets")


def listener_of(target: Target) -> Listener:
    """An organisation's administrator is told about its users; a consumer is the subject."""
    customer = target.account.customer
    if customer is not None and customer.asked_first:
        return Listener.ORGANISATION
    return Listener.SUBJECT


def terms_of(order: NondisclosureOrder, target: Target) -> OrderTerms:
    lift = getattr(order, "lift", None)
    return OrderTerms(
        id=order.pk,
        standing=order.standing,
        covers=order.covers_whole_demand
        or any(listed.pk == target.pk for listed in order.targets.all()),
        facts=frozenset(order.facts),
        audience=order.audience,
        named_persons=frozenset(
            line.strip() for line in order.named_persons.splitlines() if line.strip()
        ),
        starts_on=order.starts_on,
        end_kind=order.end_kind,
        ends_on=order.ends_on if order.end_kind == EndKind.FIXED else None,
        time_zone=order.time_zone,
        lifted_at=lift.effective_at if lift else None,
        name=str(order),
    )


def day_after_end(verdict_: Verdict) -> datetime | None:
    """When a delayed notice becomes due: the start of the day after the last end (P8)."""
    return verdict_.until.astimezone(UTC) if verdict_.until else None
