"""Tables and cells of docs/legal-model.md."""

from collections.abc import Iterable, Iterator
from typing import Any, Protocol

from casework import law
from casework.clock_words import EVENTS, period_text
from casework.law.entries import ClockRule
from casework.law.words import Certainty, Instant, Roll, Unit


class Sourced(Protocol):
    @property
    def citation(self) -> str: ...
    @property
    def certainty(self) -> Certainty: ...


def table(heads: Iterable[Any], rows: Iterable[Iterable[Any]]) -> Iterator[str]:
    heads = list(heads)
    yield _row(heads)
    yield _row("---" for _head in heads)
    for row in rows:
        yield _row(row)
    yield ""


def _row(cells: Iterable[Any]) -> str:
    return "| " + " | ".join(str(each).replace("|", "\\|") for each in cells) + " |"


def source(entry: Sourced) -> str:
    return f"{entry.citation} {certain(entry.certainty)}"


def certain(tag: Certainty | None) -> str:
    return f"[{tag}]" if tag else ""


def codes(named: Iterable[str]) -> str:
    return ", ".join(f"`{code}`" for code in named)


def cell(text: str) -> str:
    return text or "—"


def moment(rule: ClockRule) -> str:
    """When, counted from receipt: end of day 10, receipt + 8 hours."""
    if rule.unit is Unit.CALENDAR_DAYS:
        return f"end of day {rule.amount}"
    return f"receipt + {period_text(rule.unit, rule.amount)}"


def clock_period(rule: ClockRule) -> str:
    event = str(EVENTS[rule.trigger])
    if rule.unit is Unit.ON_THE_FACE:
        return event
    if rule.unit is Unit.AT_ONCE:
        return f"without undue delay after {event}"
    side = "before" if rule.before else "after"
    text = f"{period_text(rule.unit, rule.amount)} {side} {event}"
    return ", ".join([text, *_remarks(rule)])


def _remarks(rule: ClockRule) -> Iterator[str]:
    if rule.amount_from:
        yield f"setting `{rule.amount_from}`"
    if rule.counts_trigger_day:
        yield "the first day counts"
    if rule.instant is Instant.START_OF_DAY:
        yield "from the beginning of that day"
    if rule.roll is Roll.NEXT_BUSINESS_DAY:
        yield "then to the next business day"
    if rule.capped_by_face_date:
        yield "or the date stated if that is earlier"
    if rule.stands_still:
        yield "stands still while the clock is suspended"
    if rule.extensions is not None:
        yield "once" if rule.extensions == 1 else f"{rule.extensions} times"


def condition(rule: ClockRule) -> str:
    facts = law.catalogue().facts
    yes = [facts[code].sentence.rstrip(".") for code in rule.when]
    no = [f"not: {facts[code].sentence.rstrip('.')}" for code in rule.unless]
    return "; ".join(yes + no)
