"""Days, their edges in a zone, months and business days: what casework/clocks.py counts with."""

from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import holidays

from casework.clock_words import Wording

DAY = timedelta(days=1)
IsBusinessDay = Callable[[date], bool]


class ClockError(ValueError):
    """A date that cannot be computed, as a sentence for the person who entered it."""


def end_of_day(day: date, zone: str) -> datetime:
    """The last second of a day in a zone; where the clocks go back over it, the later one."""
    return datetime.combine(day, time(23, 59, 59), zone_of(zone)).replace(fold=1).astimezone(UTC)


def start_of_day(day: date, zone: str) -> datetime:
    """The first instant of a day in a zone, also where midnight is skipped."""
    return datetime.combine(day, time(0, 0), zone_of(zone)).astimezone(UTC)


def add_business_days(
    day: date, n: int, country: str | None, subdivision: str | None = None
) -> date:
    """The n-th business day after `day` (before it, when n is negative)."""
    return nth(day, n, calendar(country, subdivision))


def fault_of_place(zone: str, country: str | None, subdivision: str | None = None) -> str:
    """Empty, or a sentence saying what is wrong: for the form where a place is entered."""
    try:
        zone_of(zone)
        if country is not None:
            _days_off(country, subdivision, 2026)
    except ClockError as error:
        return str(error)
    return ""


def is_business_day(day: date, country: str | None, subdivision: str | None = None) -> bool:
    return calendar(country, subdivision)(day)


def add_months(day: date, n: int) -> date:
    """The same day n months on, or that month's last day when it is shorter (31 Jan + 1)."""
    month = day.year * 12 + day.month - 1 + n
    first = date(month // 12, month % 12 + 1, 1)
    following = (first + 31 * DAY).replace(day=1)
    return min(first + (day.day - 1) * DAY, following - DAY)


def nth(day: date, n: int, counts: IsBusinessDay) -> date:
    """The n-th day after `day` that counts (before it, when n is negative)."""
    step = DAY if n >= 0 else -DAY
    left = abs(n)
    while left:
        day += step
        left -= counts(day)
    return day


# --- Zones and public holidays -------------------------------------------------------------------


@cache
def zone_of(name: str) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError) as error:
        raise ClockError(Wording.unknown_zone(name)) from error


def calendar(country: str | None, subdivision: str | None) -> IsBusinessDay:
    """Whether a day is a business day there; with no country, whether it is a weekday.

    A calendar nobody knows is told only by a rule that asks for it: most never do.
    """
    if country is None:
        return lambda day: day.weekday() < 5
    return lambda day: day not in _days_off(country, subdivision, day.year)


@cache
def _days_off(country: str, subdivision: str | None, year: int) -> frozenset[date]:
    """Weekends and public holidays of a year, from the holidays library: offline, versioned."""
    try:
        known = holidays.country_holidays(country, subdiv=subdivision, years=year)
    except NotImplementedError as error:
        raise ClockError(Wording.unknown_calendar(country, subdivision)) from error
    first = date(year, 1, 1)
    days = (first + n * DAY for n in range((date(year + 1, 1, 1) - first).days))
    return frozenset(day for day in days if not known.is_working_day(day))
