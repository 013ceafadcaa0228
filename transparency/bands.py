"""National security process in bands: the four structures of 50 U.S.C. 1874, and nothing beside.

The statute lets a person under a nondisclosure requirement publish the process it was required to
comply with under exactly one of four structures (subsection (a)), each with its rows, its band
width and its window (subsection (b)). Counts go in, bands come out; a count never leaves here.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from django.utils.translation import gettext as _

from transparency.periods import Period

HALF = timedelta(days=180)  # (b)(1)(A), (b)(1)(B), (b)(2)
NEW_SERVICE = timedelta(days=540)  # (b)(1)(B): the first order on a new service
YEAR = timedelta(days=365)  # (b)(3)


class Kind(StrEnum):
    """The statute's own division of process."""

    NSL = "nsl"
    CONTENT = "content"  # orders and directives under FISA for contents, combined
    PEN_TRAP = "pen-trap"  # subchapter III (50 U.S.C. 1842)
    TANGIBLE_RECORDS = "records-b"  # subchapter IV, 1861(b)(2)(B)
    CALL_RECORDS = "records-c"  # subchapter IV, 1861(b)(2)(C)


class Option(StrEnum):
    A1 = "a1"
    A2 = "a2"
    A3 = "a3"
    A4 = "a4"


@dataclass(frozen=True)
class Order:
    """One instrument. A selector is what it targets, not each account it happens to touch."""

    kind: Kind
    received: date
    selectors: int
    # The first order ever on a platform, product or service; not on an enhancement of one.
    new_service: bool = False


@dataclass(frozen=True)
class Structure:
    citation: str
    width: int
    months: int
    rows: tuple[tuple[str, tuple[Kind, ...], bool], ...]  # name, kinds, counts selectors


_EVERY = tuple(Kind)
_BOTH = ("all-process", _EVERY, False), ("all-selectors", _EVERY, True)
_NON_CONTENT = (Kind.PEN_TRAP, Kind.TANGIBLE_RECORDS, Kind.CALL_RECORDS)
_FIVE = (
    ("nsl", (Kind.NSL,), False),
    ("nsl-selectors", (Kind.NSL,), True),
    ("content", (Kind.CONTENT,), False),
    ("content-selectors", (Kind.CONTENT,), True),
    ("non-content", _NON_CONTENT, False),
)
STRUCTURES: dict[Option, Structure] = {
    # (a)(1) splits the selectors of non-content orders by authority; (a)(2) does not.
    Option.A1: Structure(
        "50 U.S.C. 1874(a)(1)",
        1000,
        6,
        (*_FIVE, *((f"non-content-selectors-{kind}", (kind,), True) for kind in _NON_CONTENT)),
    ),
    Option.A2: Structure(
        "50 U.S.C. 1874(a)(2)", 500, 6, (*_FIVE, ("non-content-selectors", _NON_CONTENT, True))
    ),
    Option.A3: Structure("50 U.S.C. 1874(a)(3)", 250, 6, _BOTH),
    Option.A4: Structure("50 U.S.C. 1874(a)(4)", 100, 12, _BOTH),
}


@dataclass(frozen=True)
class Banded:
    name: str
    band: str


class NotAllowed(ValueError):
    """The statute does not let this be published; the message says which part and what to do."""


def band(count: int, width: int) -> str:
    """`0-249` for anything from none to 249: the first band says nothing, as it should."""
    low = count - count % width
    return f"{low}-{low + width - 1}"


def banded(
    option: Option, orders: Iterable[Order], period: Period, published: date
) -> tuple[Banded, ...]:
    """The rows of one structure for one period, as they may stand in print on a day."""
    refuse_unless_due(option, period, published)
    structure = STRUCTURES[option]
    inside = [o for o in orders if period.start <= o.received <= period.end]
    counted = [o for o in inside if not _held_back(option, o, published)]
    return tuple(
        Banded(name, band(_count(counted, kinds, selectors), structure.width))
        for name, kinds, selectors in structure.rows
    )


def _count(orders: list[Order], kinds: tuple[Kind, ...], selectors: bool) -> int:
    return sum(order.selectors if selectors else 1 for order in orders if order.kind in kinds)


def _held_back(option: Option, order: Order, published: date) -> bool:
    """(b)(1)(B) holds FISA process back, by half a year or, on a new service, by 540 days."""
    if option not in (Option.A1, Option.A2) or order.kind is Kind.NSL:
        return False
    wait = NEW_SERVICE if order.new_service else timedelta(0)
    return published < order.received + wait


def refuse_unless_due(option: Option, period: Period, published: date) -> None:
    """Refuse a period of the wrong length, or one the statute does not yet let out.

    The statute speaks of 180 days and one year; published reports use calendar halves and years.
    """
    structure = STRUCTURES[option]
    halves = 1 if structure.months == 6 else 2
    if len(period.halves()) != halves or not _is_calendar(period, structure.months):
        kind = _("calendar half-years") if halves == 1 else _("calendar years")
        raise NotAllowed(
            _("%(citation)s is for %(kind)s; %(period)s is none. Choose one for the bands.")
            % {"citation": structure.citation, "kind": kind, "period": period.label}
        )
    earliest = earliest_publication(option, period)
    if published < earliest:
        raise NotAllowed(
            _(
                "Under %(citation)s the bands of %(period)s may be published from %(day)s on. "
                "Publish without them, or wait."
            )
            % {
                "citation": structure.citation,
                "period": period.label,
                "day": earliest.isoformat(),
            }
        )


def earliest_publication(option: Option, period: Period) -> date:
    """(b)(1)(B): half a year after the window's end; (b)(3): a year; (b)(2): when it is over.

    Under options 1 and 2 the letters of a half could go out earlier than its FISA process. One
    period, one edition: both wait for the later date.
    """
    delay = {Option.A1: HALF, Option.A2: HALF, Option.A3: timedelta(0), Option.A4: YEAR}[option]
    return period.end + max(delay, timedelta(days=1))


def refuse_mixture(option: Option, period: Period, published: Mapping[Period, Option]) -> None:
    """One structure per period (“one of the following structures”): two would be subtractable."""
    for other, chosen in sorted(published.items()):
        if chosen is not option and other.overlaps(period):
            raise NotAllowed(
                _(
                    "The bands of %(other)s were published under %(chosen)s. A second structure "
                    "for the same months would narrow them: use %(chosen)s for %(period)s too."
                )
                % {
                    "other": other.label,
                    "chosen": STRUCTURES[chosen].citation,
                    "period": period.label,
                }
            )


def _is_calendar(period: Period, months: int) -> bool:
    halves = period.halves()
    return (
        bool(halves)
        and period == Period(halves[0].start, halves[-1].end)
        and (months == 6 or len(period.label) == 4)
    )
