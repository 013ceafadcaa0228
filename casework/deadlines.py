"""Keep a demand's deadlines true to its facts. Called by the door after each change.

Deadlines follow from facts: `keep` computes those that the facts call for now (casework/clocks.py,
rules of casework/law/) and brings the stored ones into line. None is edited: one that no longer
applies is lifted with the reason, and the new one stands beside it.
"""

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.utils.translation import gettext as _

from casework import clocks, duties, law, notice_duty, preservation
from casework.law.words import Place, Trigger, Unit
from casework.models.deadlines import Deadline
from casework.models.demand import Demand
from casework.models.gags import EndKind, NondisclosureOrder, Standing
from casework.states import State

# Rules of our own policy that every demand has, where their event comes about.
POLICY = ("policy_notice_due", "policy_waiting_period", "policy_copy_deleted")


@dataclass(frozen=True)
class Event:
    """Something a clock counts from; `about` is the gag order it belongs to, if any."""

    trigger: Trigger
    at: datetime | date
    about: UUID | None = None


def keep(demand: Demand, now: datetime) -> None:
    """Bring the stored deadlines of a locked demand into line with its facts at `now` (UTC)."""
    wanted = {(row.rule, row.about): row for row in _wanted(demand, now)}
    for row in demand.deadlines.filter(lifted_at__isnull=True):
        due = wanted.get((row.rule, row.about))
        if due is not None and due.at == row.at:
            wanted.pop((row.rule, row.about))
        elif row.met_at is None:
            _lift(row, _("replaced by a new date") if due else _("no longer applies"), now)
    Deadline.objects.bulk_create(wanted.values())
    _mark_met(demand, now)


def overdue(now: datetime) -> "list[Deadline]":
    """Open duties whose time has passed, oldest first."""
    return list(
        Deadline.objects.filter(
            met_at__isnull=True,
            lifted_at__isnull=True,
            at__lt=now,
            bound__in=(Deadline.Bound.LATEST, Deadline.Bound.REVIEW),
        )
        .exclude(rule__in=rights())
        .order_by("at")
    )


def rights() -> frozenset[str]:
    """The clocks of the challenge ladder: until then we may object. A right that lapses unused is
    no duty missed, and no alarm."""
    return frozenset(code for step in law.ladder() for code in step.clocks)


def _wanted(demand: Demand, now: datetime) -> Iterator[Deadline]:
    circumstances = circumstances_of(demand)
    pauses = [
        clocks.Pause(each.started_at, each.ended_at, each.reason)
        for each in demand.clock_pauses.all()
    ]
    for event in _events(demand, now):
        for rule in _rules(demand, event, circumstances):
            computed = _compute(rule, event, demand, pauses)
            if computed.at is not None:
                yield _row(demand, rule, event, computed, computed.at, now)


def circumstances_of(demand: Demand) -> frozenset[str]:
    """The circumstances that hold: the newest word on each counts."""
    newest = {each.code: each.holds for each in demand.circumstances.order_by("recorded_at")}
    return frozenset(code for code, holds in newest.items() if holds)


def _events(demand: Demand, now: datetime) -> Iterator[Event]:
    yield Event(Trigger.RECEIVED, demand.received_at)
    yield Event(Trigger.SERVED, demand.received_at)
    if demand.issued_on:
        yield Event(Trigger.ISSUED, demand.issued_on)
    if demand.due_on:
        yield Event(Trigger.FACE_DATE, demand.due_on)
        yield Event(Trigger.RETURN_DATE, demand.due_on)
    if demand.verified_at:
        yield Event(Trigger.VERIFIED, demand.verified_at)
    if demand.state == State.DISCLOSED and demand.decided_at:
        yield Event(Trigger.DISCLOSED, demand.decided_at)
    told = [target.notified_at for target in demand.targets.all() if target.notified_at]
    if told:
        yield Event(Trigger.NOTICE_SENT, max(told))
    newest: dict[str, datetime] = {
        each.trigger: each.at for each in demand.milestones.order_by("recorded_at")
    }
    for trigger, at in newest.items():
        yield Event(Trigger(trigger), at)
    asked = [each.asked_on for each in demand.follow_ups.all()]
    if asked:
        yield Event(Trigger.FOLLOW_UP_ASKED, max(asked))
    yield from _hold_events(demand)
    yield from _gag_events(demand, now)


def _hold_events(demand: Demand) -> Iterator[Event]:
    """A renewal that counts runs on from the end before it; a released copy is to be deleted."""
    for day in preservation.renewed_ends(demand):
        yield Event(Trigger.PREVIOUS_END, day)
    released = [hold.released_at for hold in demand.preservations.all() if hold.released_at]
    if released:
        yield Event(Trigger.HOLD_RELEASED, max(released))


def _gag_events(demand: Demand, now: datetime) -> Iterator[Event]:
    """The last order of each chain: an extension takes over its predecessor's dates.

    An order that is over needs no review any more.
    """
    for order in demand.nondisclosure_orders.filter(standing=Standing.BINDING, lift__isnull=True):
        if order.extensions.exists() or (order.ends_on and order.ends_on < now.date()):
            continue
        if order.end_kind == EndKind.FIXED and order.ends_on:
            yield Event(Trigger.GAG_END, order.ends_on, order.pk)
        else:
            yield Event(Trigger.GAG_REVIEWED, order.starts_on, order.pk)


def _rules(demand: Demand, event: Event, circumstances: frozenset[str]) -> Iterator[law.ClockRule]:
    if event.about is not None:
        yield from _gag_rules(event)
        return
    codes = list(POLICY)
    if demand.process:
        codes += law.process(demand.process, demand.process_version).clocks
    for code in codes:
        rule = law.clock(code)
        runs = rule.trigger == event.trigger and rule.applies(circumstances)
        if runs and not _is_put_off(rule, demand):
            yield rule


def _is_put_off(rule: law.ClockRule, demand: Demand) -> bool:
    """A period that was extended is over only with its extension; no notice is due while a plea for
    secrecy is honoured, nor before a disclosure that it is to follow."""
    if rule.extended_by:
        return bool(preservation.renewed_ends(demand))
    return rule.code == "policy_notice_due" and (
        preservation.quiet_through(demand) is not None or _told_afterwards(demand)
    )


def _told_afterwards(demand: Demand) -> bool:
    """Every customer is told once the data is out: then clocks of their own say when."""
    process = notice_duty.process_of(demand)
    targets = demand.targets.select_related("account__customer")
    return process is not None and all(
        notice_duty.follows_disclosure(process, organisation=notice_duty.is_organisations(target))
        for target in targets
    )


def _gag_rules(event: Event) -> Iterator[law.ClockRule]:
    order = NondisclosureOrder.objects.get(pk=str(event.about))
    codes = {"policy_gag_reminder", "policy_indefinite_gag_review"}
    # An authority that only a former version of the files knew still has its reviews.
    with suppress(law.UnknownCode):
        codes |= set(law.gag_authority(order.authority).clocks)
    for code in sorted(codes):
        rule = law.clock(code)
        # The late notice itself is planned by the notice, not kept as a deadline of the demand.
        if rule.trigger == event.trigger and code != "policy_delayed_notice":
            yield rule


def _compute(
    rule: law.ClockRule, event: Event, demand: Demand, pauses: list[clocks.Pause]
) -> clocks.Computed:
    agency = demand.agency
    if rule.place == Place.PROVIDER or agency is None:
        zone, country, subdivision = settings.TIME_ZONE, settings.PROVIDER["country"], None
    else:
        zone = agency.time_zone or settings.TIME_ZONE
        country, subdivision = agency.country or None, agency.subdivision or None
    return clocks.compute(
        rule,
        _from(rule, event.at, zone),
        zone,
        country=country or None,
        subdivision=subdivision,
        face_date=demand.due_on,
        pauses=pauses if rule.stands_still and event.about is None else (),
    )


def _from(rule: law.ClockRule, at: datetime | date, zone: str) -> datetime | date:
    """Hours are counted from an instant. Of a paper that states only its day it is the day's end,
    the latest it can be: nobody is called late who may not be."""
    if rule.unit in (Unit.HOURS, Unit.MINUTES) and not isinstance(at, datetime):
        return clocks.end_of_day(at, zone)
    return at


def _row(
    demand: Demand,
    rule: law.ClockRule,
    event: Event,
    computed: clocks.Computed,
    at: datetime,
    now: datetime,
) -> Deadline:
    return Deadline(
        demand=demand,
        rule=rule.code,
        title=rule.name,
        bound=str(rule.bound),
        obliges=str(rule.obliges),
        about=event.about,
        at=at,
        working_out=computed.working_out,
        citation=rule.citation,
        certainty=str(rule.certainty),
        set_at=now,
    )


def _lift(row: Deadline, why: str, now: datetime) -> None:
    row.lifted_at, row.lifted_because = now, why
    row.save(update_fields=["lifted_at", "lifted_because"])


# --- What meets a duty -------------------------------------------------------------------------


def _mark_met(demand: Demand, now: datetime) -> None:
    open_rows = demand.deadlines.filter(met_at__isnull=True, lifted_at__isnull=True)
    for row in open_rows:
        if duties.is_met(row, demand):
            row.met_at = now
            row.save(update_fields=["met_at"])


def due_soon(row: Deadline, now: datetime) -> bool:
    """Within a week: the page shows it in colour."""
    return row.is_open and row.at <= now + timedelta(days=7)
