"""Two independent computations of every date agree (tests/casework/clock_oracle.py)."""

import os
from datetime import UTC, date, datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from casework import clocks, law
from tests.casework import clock_oracle

# 10,000 for the full proof: CLOCK_TRIALS=10000 pytest tests/casework/test_clocks_against_oracle.py
TRIALS = int(os.environ.get("CLOCK_TRIALS", "300"))
often = settings(max_examples=TRIALS, deadline=None, derandomize=TRIALS <= 300)

CALENDARS = st.sampled_from(
    [
        (None, None),
        ("US", "NY"),
        ("US", "CA"),
        ("US", "PR"),
        ("IE", None),
        ("DE", "BY"),
        ("DE", "SN"),
        ("ES", "CT"),
        ("FR", None),
        ("NL", None),
        ("GB", "SCT"),
        ("AU", "VIC"),
        ("IL", None),
        ("SA", None),
        ("JP", None),
        ("CN", None),
        ("BG", None),
    ]
)
# With and without summer time, on both sides of the date line, and with changes at midnight.
ZONES = st.sampled_from(
    [
        "UTC",
        "America/New_York",
        "America/Los_Angeles",
        "America/Puerto_Rico",
        "America/Santiago",
        "America/Havana",
        "Europe/Dublin",
        "Europe/Berlin",
        "Australia/Lord_Howe",
        "Africa/Cairo",
        "Asia/Beirut",
        "Asia/Kolkata",
        "Asia/Jerusalem",
        "Pacific/Kiritimati",
        "Pacific/Pago_Pago",
    ]
)
MINUTES = st.integers(0, 10_000_000)  # nineteen years from 2013
MOMENTS = MINUTES.map(lambda n: datetime(2013, 1, 1, tzinfo=UTC) + timedelta(minutes=n))
DAYS = st.dates(date(2013, 1, 1), date(2031, 12, 31))


@st.composite
def rules(draw, units):
    unit = law.Unit(draw(st.sampled_from(units)))
    longest = {"months": 37, "calendar_days": 120, "business_days": 30, "hours": 99, "minutes": 300}
    return law.ClockRule(
        code="drawn",
        name="A drawn rule",
        bound=law.Bound.LATEST,
        trigger=law.Trigger.RECEIVED,
        unit=unit,
        amount=draw(st.integers(1, longest[unit])) if unit in longest else 0,
        before=draw(st.booleans()) and draw(st.booleans()),
        counts_trigger_day=draw(st.booleans()),
        roll=draw(st.sampled_from(law.Roll)),
        instant=draw(st.sampled_from(law.Instant)),
        capped_by_face_date=draw(st.booleans()),
        citation="none",
        certainty=law.Certainty.I,
    )


@st.composite
def pauses(draw, around, step):
    """Up to three stretches near the trigger, overlapping or not, the last perhaps still open."""
    drawn = []
    for _number in range(draw(st.integers(0, 3))):
        start = around + draw(st.integers(-3, 20)) * step
        end = start + draw(st.integers(0, 15)) * step
        drawn.append((start, None if draw(st.integers(0, 5)) == 0 else end))
    return drawn


def as_pauses(drawn):
    return [clocks.Pause(start, end, "Annex III sent") for start, end in drawn]


@often
@given(data=st.data(), zone=ZONES, calendar=CALENDARS)
def test_dates_agree_with_an_independent_count(data, zone, calendar):
    units = ["calendar_days", "business_days", "months", "on_the_face", "at_once"]
    rule = data.draw(rules(units))
    trigger = data.draw(st.one_of(MOMENTS, DAYS))
    country, subdivision = calendar
    middle = (
        trigger if isinstance(trigger, datetime) else datetime(*trigger.timetuple()[:3], tzinfo=UTC)
    )
    drawn = data.draw(pauses(middle, timedelta(hours=7)))
    face = data.draw(st.one_of(st.none(), DAYS))
    computed = clocks.compute(
        rule,
        trigger,
        zone,
        country=country,
        subdivision=subdivision,
        face_date=face,
        pauses=as_pauses(drawn),
    )
    expected = clock_oracle.dated(rule, trigger, zone, country, subdivision, drawn, face)
    assert computed.at == expected


@often
@given(data=st.data(), zone=ZONES, trigger=MOMENTS)
def test_hours_and_minutes_agree_with_letting_every_minute_pass(data, zone, trigger):
    rule = data.draw(rules(["hours", "minutes"]))
    drawn = data.draw(pauses(trigger, timedelta(minutes=97)))
    face = data.draw(st.one_of(st.none(), DAYS))
    computed = clocks.compute(rule, trigger, zone, face_date=face, pauses=as_pauses(drawn))
    assert computed.at == clock_oracle.dated(rule, trigger, zone, pauses=drawn, face_date=face)


@often
@given(day=DAYS, n=st.integers(-40, 40), calendar=CALENDARS)
def test_business_days_are_those_of_the_holidays_library(day, n, calendar):
    country, subdivision = calendar
    landed = clocks.add_business_days(day, n, country, subdivision)
    step = 1 if n > 0 else -1
    between = [day + timedelta(step * k) for k in range(1, abs((landed - day).days) + 1)]
    assert sum(clock_oracle.works(each, country, subdivision) for each in between) == abs(n)
    assert n == 0 or clock_oracle.works(landed, country, subdivision)
