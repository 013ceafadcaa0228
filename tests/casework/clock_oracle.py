"""The same dates by other means, to check casework/clocks.py: slow, plain, none of its code.

Days are found by listing candidates and counting; months by dateutil; business days by asking the
holidays library day by day; the edges of a day by searching the time line second by second; hours
by letting every minute pass.
"""

from datetime import UTC, datetime, timedelta
from functools import cache
from zoneinfo import ZoneInfo

import holidays
from dateutil.relativedelta import relativedelta


@cache
def calendar_of(country, subdivision, year):
    return holidays.country_holidays(country, subdiv=subdivision, years=[year])


def works(day, country, subdivision):
    if country is None:
        return day.isoweekday() not in (6, 7)
    calendar = calendar_of(country, subdivision, day.year)
    if day in calendar:
        return False
    # Not calendar.weekend: Saudi Arabia's was Thursday and Friday until June 2013.
    return not calendar.is_weekend(day) or day in calendar.weekend_workdays


def still_days(pauses, zone):
    """The days on which the clock stood still: the day it stopped to the day before it ran."""
    days = set()
    for start, end in pauses:
        stopped = start.astimezone(ZoneInfo(zone)).date()
        length = 4100 if end is None else (end.astimezone(ZoneInfo(zone)).date() - stopped).days
        days |= {stopped + timedelta(n) for n in range(length)}
    return days


def last_day(rule, trigger_day, zone, country=None, subdivision=None, pauses=()):
    """The first candidate by which enough days have counted, looking a fixed stretch ahead."""
    if rule.unit in ("on_the_face", "at_once"):
        return trigger_day
    if rule.before:
        pauses = ()
    sign = -1 if rule.before else 1
    offset = 0 if rule.counts_trigger_day else 1
    wanted, counts = rule.amount, lambda day: True
    if rule.unit == "months":
        corresponding = trigger_day + relativedelta(months=sign * rule.amount)
        wanted = abs((corresponding - trigger_day).days)
    if rule.unit == "business_days":
        counts = lambda day: works(day, country, subdivision)  # noqa: E731
    still = still_days(pauses, zone)
    ahead = (trigger_day + timedelta(sign * n) for n in range(offset, 4000))
    counted = (day for day in ahead if counts(day) and day not in still)
    for number, day in enumerate(counted, start=1):
        if number == wanted:
            return rolled(rule, day, country, subdivision)
    return None


def rolled(rule, day, country, subdivision):
    """A counted period may roll off a day without business; a date the paper states does not."""
    if rule.roll == "none":
        return day
    step = 1 if rule.roll == "next_business_day" else -1
    return next(
        candidate
        for candidate in (day + timedelta(step * n) for n in range(60))
        if works(candidate, country, subdivision)
    )


@cache
def edge_of(day, zone, *, first):
    """The first or last second that a clock on the wall there shows this date."""
    noon = datetime(day.year, day.month, day.day, 12, tzinfo=UTC)
    there = ZoneInfo(zone)
    step = timedelta(minutes=15)
    at = noon + timedelta(days=2) * (-1 if first else 1)
    while at.astimezone(there).date() != day:
        at += step if first else -step
    while at.astimezone(there).date() == day:
        at += -timedelta(seconds=60) if first else timedelta(seconds=60)
    while at.astimezone(there).date() != day:
        at += timedelta(seconds=1) if first else -timedelta(seconds=1)
    return at


def dated(rule, trigger, zone, country=None, subdivision=None, pauses=(), face_date=None):
    at = uncapped(rule, trigger, zone, country, subdivision, pauses)
    if at is not None and rule.capped_by_face_date and face_date is not None:
        return min(at, edge_of(face_date, zone, first=False))
    return at


def uncapped(rule, trigger, zone, country, subdivision, pauses):
    if rule.unit in ("hours", "minutes"):
        return elapsed(rule, trigger, pauses)
    if not isinstance(trigger, datetime):
        day = trigger
    elif rule.unit == "at_once":
        return trigger
    else:
        day = trigger.astimezone(ZoneInfo(zone)).date()
    last = last_day(rule, day, zone, country, subdivision, pauses)
    return last and edge_of(last, zone, first=rule.instant == "start_of_day")


def elapsed(rule, trigger, pauses=()):
    """Lets the minutes pass one by one. Triggers, pauses and amounts are whole minutes."""
    minutes = rule.amount * (60 if rule.unit == "hours" else 1)
    if rule.before:
        return trigger - timedelta(minutes=minutes)
    at, ran = trigger, 0
    while ran < minutes:
        if any(start <= at and (end is None or at < end) for start, end in pauses):
            resumed = [end for start, end in pauses if start <= at and (end is None or at < end)]
            if None in resumed:
                return None
            at += timedelta(minutes=1)
            continue
        at += timedelta(minutes=1)
        ran += 1
    return at
