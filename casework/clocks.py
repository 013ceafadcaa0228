"""Dates in, dates and their working-out out. Pure: no database, no clock of its own.

The rules are data (casework/law/); this module only counts. How it counts:

1. The trigger's day is taken in the rule's time zone and is not counted, unless the rule says so.
2. Calendar days, business days or months are counted from there; days on which the clock stood
   still do not count. Hours and minutes are counted as elapsed time.
3. Only a rule that says so rolls off a weekend or public holiday.
4. The period ends at 23:59:59 of its last day in that zone (a waiting period at 00:00:00).
5. The sentence that explains it is made in the same pass, and is stored with the date.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import cast
from zoneinfo import ZoneInfo

from django.conf import settings

from casework.clock_days import (
    DAY,
    ClockError,
    IsBusinessDay,
    add_business_days,
    add_months,
    calendar,
    end_of_day,
    fault_of_place,
    is_business_day,
    nth,
    start_of_day,
    zone_of,
)
from casework.clock_words import Wording
from casework.law import Bound, ClockRule, Instant, Roll, Unit, clock

__all__ = [
    "ClockError",
    "Computed",
    "Link",
    "Pause",
    "add_business_days",
    "add_months",
    "by_policy",
    "compute",
    "end_of_day",
    "extend",
    "fault_of_place",
    "is_business_day",
    "start_of_day",
]
_ELAPSED = {Unit.MINUTES: timedelta(minutes=1), Unit.HOURS: timedelta(hours=1)}


@dataclass(frozen=True)
class Pause:
    """The clock stood still from `start` until `end`, or still does."""

    start: datetime
    end: datetime | None
    reason: str

    def __post_init__(self) -> None:
        if self.end is not None and self.end < self.start:
            raise ClockError(Wording.pause_reversed())

    def covers(self, day: date, zone: ZoneInfo) -> bool:
        """The day of the resumption counts again, the day of the suspension no more."""
        begun = self.start.astimezone(zone).date() <= day
        return begun and (self.end is None or day < self.end.astimezone(zone).date())


@dataclass(frozen=True)
class Computed:
    """One date of law. `at` is None while the clock stands still."""

    at: datetime | None
    working_out: str
    citation: str
    rule: str
    bound: Bound


def compute(
    rule: ClockRule,
    trigger: datetime | date,
    zone: str,
    *,
    country: str | None = None,
    subdivision: str | None = None,
    face_date: date | None = None,
    pauses: Sequence[Pause] = (),
) -> Computed:
    """When a rule's period ends, counted from `trigger`.

    `zone`, `country` and `subdivision` are those of the rule's place (court, agency, provider).
    A trigger that is a date only, such as the end of a gag, is that day in the zone.
    `face_date` is the date the instrument states, for a rule that never goes beyond it.
    """
    place = _Place(zone_of(zone), calendar(country, subdivision))
    words = Wording(rule, trigger, place.zone, country, subdivision)
    if rule.unit in _ELAPSED:
        at = _elapsed(rule, trigger, pauses, words)
    else:
        at = _dated(rule, trigger, place, pauses, words)
    if rule.capped_by_face_date and face_date and at:
        at = _capped(at, face_date, zone, words)
    return Computed(at, words.sentence(at), rule.citation, rule.code, rule.bound)


def by_policy(code: str, trigger: datetime | date) -> datetime:
    """A date of the provider's own policy, in its zone and with its public holidays."""
    computed = compute(
        clock(code), trigger, settings.TIME_ZONE, country=settings.PROVIDER["country"]
    )
    return cast(datetime, computed.at)  # None only while a clock stands still, and none does here


# --- Chains --------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Link:
    """One renewal of a period: its new end, or why a person has to look at it."""

    received: datetime
    end: Computed | None
    refusal: str = ""


def extend(
    first: Computed, extension: ClockRule, renewals: Iterable[datetime], zone: str
) -> tuple[Link, ...]:
    """Each renewal runs on from the end before it, not from the day it came.

    A renewal that came after the end revives nothing, and one more than the law knows is not
    counted: both are shown to a person instead (18 USC 2703(f)(2): one extension).
    """
    links: list[Link] = []
    end = first
    for received in renewals:
        granted = sum(1 for link in links if link.end)
        refusal = _refusal(extension, end, received, granted, zone_of(zone))
        if refusal or end.at is None:
            links.append(Link(received, None, refusal))
            continue
        end = compute(extension, end.at.astimezone(zone_of(zone)).date(), zone)
        links.append(Link(received, end))
    return tuple(links)


def _refusal(
    extension: ClockRule, end: Computed, received: datetime, granted: int, zone: ZoneInfo
) -> str:
    if end.at and received > end.at:
        return Wording.too_late(received, end.at, zone)
    if extension.extensions is not None and granted >= extension.extensions:
        return Wording.too_many(extension.extensions, extension.citation)
    return ""


# --- How it counts -------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Place:
    zone: ZoneInfo
    is_business_day: IsBusinessDay


def _elapsed(
    rule: ClockRule, trigger: datetime | date, pauses: Sequence[Pause], words: Wording
) -> datetime | None:
    if not isinstance(trigger, datetime):
        raise ClockError(Wording.needs_an_hour(rule))
    left = rule.amount * _ELAPSED[rule.unit]
    if rule.before:
        return trigger.astimezone(UTC) - left
    reached = trigger.astimezone(UTC)
    for pause in sorted(pauses, key=lambda each: each.start):
        if pause.start >= reached + left:
            break
        if pause.end is not None and pause.end <= reached:
            continue
        words.paused(pause.start, pause.end, pause.reason)
        left -= max(pause.start - reached, timedelta(0))
        if pause.end is None:
            return None
        reached = pause.end.astimezone(UTC)
    return reached + left


def _dated(
    rule: ClockRule,
    trigger: datetime | date,
    place: _Place,
    pauses: Sequence[Pause],
    words: Wording,
) -> datetime | None:
    if rule.unit is Unit.AT_ONCE and isinstance(trigger, datetime):
        return trigger.astimezone(UTC)
    day = trigger.astimezone(place.zone).date() if isinstance(trigger, datetime) else trigger
    last = _last_day(rule, day, place, pauses, words)
    if last is None:
        return None
    if rule.unit not in (Unit.ON_THE_FACE, Unit.AT_ONCE):  # a stated date is that date
        last = _rolled(rule.roll, last, place.is_business_day, words)
    edge = start_of_day if rule.instant is Instant.START_OF_DAY else end_of_day
    return edge(last, place.zone.key)


def _last_day(
    rule: ClockRule, day: date, place: _Place, pauses: Sequence[Pause], words: Wording
) -> date | None:
    if rule.unit in (Unit.ON_THE_FACE, Unit.AT_ONCE):
        return day
    back = -1 if rule.before else 1
    start = day - back * DAY if rule.counts_trigger_day else day
    if rule.unit is Unit.BUSINESS_DAYS:
        count, counts = rule.amount, place.is_business_day
    else:
        count, counts = _calendar_days(rule, day), _every_day
    if rule.before or not pauses:
        return (
            start + back * count * DAY if counts is _every_day else nth(start, back * count, counts)
        )
    return _nth_running(start, count, counts, place.zone, pauses, words)


def _calendar_days(rule: ClockRule, day: date) -> int:
    """A period of months as the number of days it has from this day."""
    if rule.unit is Unit.CALENDAR_DAYS:
        return rule.amount
    return abs(add_months(day, -rule.amount if rule.before else rule.amount) - day).days


def _nth_running(
    day: date,
    n: int,
    counts: IsBusinessDay,
    zone: ZoneInfo,
    pauses: Sequence[Pause],
    words: Wording,
) -> date | None:
    """The n-th counted day on which the clock ran; None when it stands still for good."""
    met: list[Pause] = []
    left = n
    while left:
        day += DAY
        still = next((pause for pause in pauses if pause.covers(day, zone)), None)
        if still is None:
            left -= counts(day)
        elif still not in met:
            met.append(still)
            words.paused(still.start, still.end, still.reason)
            if still.end is None:
                return None
    return day


def _every_day(_day: date) -> bool:
    return True


def _rolled(roll: Roll, day: date, is_business: IsBusinessDay, words: Wording) -> date:
    if roll is Roll.NONE or is_business(day):
        return day
    moved = nth(day, 1 if roll is Roll.NEXT_BUSINESS_DAY else -1, is_business)
    words.rolled(day, moved)
    return moved


def _capped(at: datetime, face_date: date, zone: str, words: Wording) -> datetime:
    face = end_of_day(face_date, zone)
    if face < at:
        words.capped(at, face_date)
    return min(at, face)
