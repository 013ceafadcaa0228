"""What a register tells of one demand, as the steps it takes at the door, in their order.

A register mostly knows days. Where it does, the order of things on one day is still known: what
was told before a disclosure was told before it.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from casework.models import Target
from casework.models.gags import EndKind, Standing
from casework.records.past import PastNotice
from casework.register.entries import Entry, EntryTarget
from casework.register.parties import NOT_RECORDED
from casework.register.target_rules import gag_terms
from casework.states import NoticePosition, State

EXIGENT = "Exigent circumstances"
CLOSING = {State.DISCLOSED: "disclose", State.DENIED: "deny", State.WITHDRAWN: "withdraw"}
POSITIONS = {
    "told_before": NoticePosition.SENT,
    "told_after": NoticePosition.SENT,
    "barred": NoticePosition.BARRED,
    "waived": NoticePosition.WAIVED,
}
# Of the steps of one instant, the lower rank comes first.
TOLD_BEFORE, WAY, TOLD_AFTER, LIFT = range(4)


@dataclass(frozen=True)
class Step:
    """One call at the door: a move, or a fact between moves."""

    on: datetime
    name: str
    facts: dict[str, Any] = field(default_factory=dict)
    is_move: bool = False
    rank: int = WAY
    # What follows from it later on (the end of a gag order).
    then: dict[str, datetime] = field(default_factory=dict)


def in_order(entry: Entry, taken: Iterable[Step]) -> list[Step]:
    """By their time, none before receipt."""
    after_receipt = (replace(step, on=max(step.on, entry.received)) for step in taken)
    return sorted(after_receipt, key=lambda step: (step.on, step.rank))


def steps(entry: Entry, targets: dict[str, Target]) -> Iterator[Step]:
    told = list(notices(entry, targets))
    way = list(in_turn(entry, way_of(entry, targets)))
    yield from told
    yield from way


# --- The way from receipt to where the demand is -----------------------------------------------


def way_of(entry: Entry, targets: dict[str, Target]) -> Iterator[Step]:
    said, state = entry.said, entry.state
    middle = _middle(entry)
    if middle or "reviewed" in said or state in (State.LEGAL_REVIEW, State.DISCLOSED):
        yield _move("start_review", entry.on("reviewed"))
    for place, name in enumerate(middle):
        yield from _redirection(entry) if name == "redirect" else _challenge(entry)
        # The table of moves leads from a redirection to a challenge, but not back.
        if name == "challenge" and place + 1 < len(middle):
            yield _move("resume", _ended(entry, "challenge_ended"))
    if state == State.LEGAL_REVIEW and middle:
        yield _move("resume", _ended(entry, "challenge_ended", "redirection_answered"))
    if state in CLOSING:
        yield _move(CLOSING[state], entry.on("decided"), _closing_facts(entry, targets))


def in_turn(entry: Entry, way: Iterable[Step]) -> Iterator[Step]:
    """No step before the last move, and the decision not before the customers told first.

    An answer between moves has its own day, and keeps no later move waiting.
    """
    last = entry.received
    for step in way:
        on = max(last, step.on)
        if step.name in CLOSING.values():
            on = max([on, *_told_first(entry)])
        if step.is_move:
            last = on
        yield replace(step, on=on)


def _middle(entry: Entry) -> list[str]:
    """Redirection and challenge in the order of their days; of one day, the open one last."""
    found = []
    if "redirected" in entry.said:
        found.append((entry.on("redirected").date(), entry.state == State.REDIRECTED, "redirect"))
    if "challenged" in entry.said:
        found.append((entry.on("challenged").date(), entry.state != State.REDIRECTED, "challenge"))
    return [name for _day, _open, name in sorted(found)]


def _ended(entry: Entry, *ends: str) -> datetime:
    days = (entry.said[end] for end in ends if end in entry.said)
    return max((_start(day) for day in days), default=entry.received)


def _redirection(entry: Entry) -> Iterator[Step]:
    said = entry.said
    facts = {
        "ground": said["redirection_ground"],
        "contact_name": said["redirection_contact"],
        "contact_email": said["redirection_email"],
    }
    yield _move("redirect", entry.on("redirected"), facts)
    if "redirection_answered" in said:
        on = said["redirection_answered"]
        answer = {"answer": said["redirection_answer"], "answered_on": on}
        yield Step(_start(on), "redirection_answer", answer)


def _challenge(entry: Entry) -> Iterator[Step]:
    said = entry.said
    facts = {
        "rung": said["challenge_kind"],
        "ground": said["challenge_ground"],
        "forum": said["challenge_forum"],
        "filed_on": entry.on("challenged").date(),
        "decided_by": NOT_RECORDED,
    }
    yield _move("challenge", entry.on("challenged"), facts)
    if "challenge_ended" in said:
        on = said["challenge_ended"]
        result = {"result": said["challenge_result"], "result_on": on}
        yield Step(_start(on), "challenge_result", result)


def _closing_facts(entry: Entry, targets: dict[str, Target]) -> dict[str, Any]:
    outcomes = {
        targets[target.account].pk: (
            target.outcome,
            list(target.said.get("categories_disclosed", ())),
        )
        for target in entry.targets
    }
    facts: dict[str, Any] = {"outcomes": outcomes}
    if "denial_ground" in entry.said:
        facts["ground"] = entry.said["denial_ground"]
        facts["explanation"] = entry.said["denial_explanation"]
        facts["fraudulent"] = any(target.outcome == "fraudulent" for target in entry.targets)
    return facts


def _move(name: str, on: datetime, facts: dict[str, Any] | None = None) -> Step:
    return Step(on, name, facts or {}, is_move=True)


# --- Secrecy -----------------------------------------------------------------------------------


def gags(entry: Entry, targets: dict[str, Target]) -> Iterator[Step]:
    """One order for all rows that tell of the same; or that there is none, where a row says so."""
    by_terms: dict[tuple[object, ...], list[EntryTarget]] = {}
    for target in entry.targets:
        if target.gag not in ("", "none"):
            by_terms.setdefault(gag_terms(target), []).append(target)
    for alike in by_terms.values():
        yield _order(entry, alike, targets)
    if any(target.gag for target in entry.targets) and not any(
        target.is_gagged for target in entry.targets
    ):
        yield Step(entry.received, "determine_nondisclosure")


def _order(entry: Entry, alike: list[EntryTarget], targets: dict[str, Target]) -> Step:
    said = alike[0].said
    start = said.get("gag_start", entry.received.date())
    whole = said["gag_scope"] == "demand"
    facts = {
        "standing": Standing.BINDING if alike[0].is_gagged else Standing.ASSERTED,
        "authority": said["gag_authority"],
        "issuing_body": said.get("gag_issuer", ""),
        "docket": said.get("gag_docket", ""),
        "covers_whole_demand": whole,
        "targets": [] if whole else [targets[target.account] for target in alike],
        "starts_on": start,
        "end_kind": _end_kind(said),
        "ends_on": said.get("gag_end"),
    }
    then = {"lifted": said["gag_lifted"]} if "gag_lifted" in said else {}
    return Step(max(_start(start), entry.received), "gag_order", facts, then=then)


def _end_kind(said: Any) -> EndKind:
    if "gag_end" in said:
        return EndKind.FIXED
    return EndKind.STATUTORY if said["gag"] == "statutory" else EndKind.INDEFINITE


# --- Notices -----------------------------------------------------------------------------------


def notices(entry: Entry, targets: dict[str, Target]) -> Iterator[Step]:
    """What the customers were told: one step for all that were told at one time."""
    at_once: dict[tuple[datetime, int], dict[Any, PastNotice]] = {}
    for target in entry.targets:
        if "notice" in target.said:
            notice, rank = _notice(entry, target)
            on = notice.told_at or entry.on("decided")
            at_once.setdefault((on, rank), {})[targets[target.account].pk] = notice
    for (on, rank), told in at_once.items():
        yield Step(on, "past_notices", {"notices": told}, rank=rank)


def _notice(entry: Entry, target: EntryTarget) -> tuple[PastNotice, int]:
    said, kind = target.said, target.said["notice"]
    told: datetime | None = said.get("notice_on")
    if told is not None and kind == "told_before":
        return PastNotice(NoticePosition.SENT, told_at=max(told, entry.received)), TOLD_BEFORE
    if told is not None:
        # One second is enough to be after, and stays on the day that the register names.
        after = entry.on("decided") + timedelta(seconds=1)
        return PastNotice(NoticePosition.SENT, told_at=max(told, after)), TOLD_AFTER
    if kind == "exigent":
        note = ": ".join(filter(None, (EXIGENT, said.get("notice_reason"))))
        return PastNotice(NoticePosition.WAIVED, note), TOLD_AFTER
    due = _after_the_order(entry, target) if kind == "barred" else None
    return PastNotice(POSITIONS[kind], said.get("notice_reason", ""), due_at=due), TOLD_AFTER


def _after_the_order(entry: Entry, target: EntryTarget) -> datetime | None:
    """The day after the order's end, or of its lift: then the late notice is due (P8)."""
    whole = (other for other in entry.targets if other.said.get("gag_scope") == "demand")
    said = target.said if target.is_gagged else next(whole).said
    ends = [_start(said["gag_end"]) + timedelta(days=1)] if "gag_end" in said else []
    ends += [said["gag_lifted"]] if "gag_lifted" in said else []
    return min(ends, default=None)


def _told_first(entry: Entry) -> Iterator[datetime]:
    """Of the day of the decision: earlier days are earlier anyway."""
    for target in entry.targets:
        told = target.said.get("notice_on", entry.received)
        same_day = told.date() == entry.on("decided").date()
        if target.said.get("notice") == "told_before" and same_day:
            yield told


def _start(day: date) -> datetime:
    return datetime.combine(day, time.min, UTC)
