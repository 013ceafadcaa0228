"""Reporting periods: half-years, quarters, years and free ranges of whole days in UTC."""

import calendar
import re
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.translation import gettext as _

_NAMED = re.compile(r"(?P<year>\d{4})(?:-(?P<part>[HQ])(?P<number>[1-4]))?")
_FREE = re.compile(r"(\d{4}-\d\d-\d\d)\.\.(\d{4}-\d\d-\d\d)")


@dataclass(frozen=True, order=True)
class Period:
    """Both days belong to the period."""

    start: date
    end: date

    @property
    def label(self) -> str:
        """`2026-H1`, `2026-Q3`, `2026`, or the two dates: what `parse` reads."""
        months = (self.end.year - self.start.year) * 12 + self.end.month - self.start.month + 1
        whole = self.start.day == 1 and self.end == _month_end(self.end.year, self.end.month)
        year, first = self.start.year, self.start.month - 1
        for length, name in ((12, ""), (6, "-H"), (3, "-Q")):
            if whole and months == length and first % length == 0:
                return f"{year}{name}{first // length + 1 if name else ''}"
        return f"{self.start.isoformat()}..{self.end.isoformat()}"

    def halves(self) -> tuple["Period", ...]:
        """The calendar half-years wholly inside, oldest first."""
        years = range(self.start.year, self.end.year + 1)
        halves = [parse(f"{year}-H{number}") for year in years for number in (1, 2)]
        return tuple(h for h in halves if self.start <= h.start and h.end <= self.end)

    def overlaps(self, other: "Period") -> bool:
        return self.start <= other.end and other.start <= self.end


def parse(text: str) -> Period:
    if named := _NAMED.fullmatch(text):
        length = {"H": 6, "Q": 3, None: 12}[named["part"]]
        first = length * (int(named["number"] or 1) - 1) + 1
        if first <= 12:
            year = int(named["year"])
            return Period(date(year, first, 1), _month_end(year, first + length - 1))
    if free := _FREE.fullmatch(text):
        start, end = (date.fromisoformat(part) for part in free.groups())
        if start <= end:
            return Period(start, end)
    raise ValueError(
        _(
            "“%(text)s” is no period. Write a half-year (2026-H1), a quarter (2026-Q3), a year "
            "(2026) or a range of days (2026-01-15..2026-03-31)."
        )
        % {"text": text}
    )


def last_complete_half(today: date) -> Period:
    """The half-year that people mean when they sit down to write the report."""
    before = date(today.year, 1 if today.month <= 6 else 7, 1) - timedelta(days=1)
    return parse(f"{before.year}-H{1 if before.month <= 6 else 2}")


def _month_end(year: int, month: int) -> date:
    return date(year, month, calendar.monthrange(year, month)[1])
