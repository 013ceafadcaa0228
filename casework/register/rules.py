"""What must hold across the columns of one demand. Each rule yields the faults it finds.

What the law would have forbidden is no fault: what has happened has happened. A fault is what
contradicts itself, or what the door could not take in.
"""

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime

from django.utils.translation import gettext as _

from casework.register.entries import Entry
from casework.register.faults import Fault
from casework.register.target_rules import TARGET_RULES, day_of, fault_at, gag_terms
from casework.states import DISCLOSED_OUTCOMES, OPEN_STATES, Outcome, State

Rule = Callable[[Entry, datetime], Iterator[Fault]]

# The outcomes that the targets of a demand in this state can have.
OUTCOMES_IN = {
    State.RECEIVED: {Outcome.PENDING},
    State.LEGAL_REVIEW: {Outcome.PENDING},
    State.CHALLENGED: {Outcome.PENDING},
    State.REDIRECTED: {Outcome.REDIRECTED},
    State.DISCLOSED: set(Outcome) - {Outcome.PENDING},
    State.DENIED: {Outcome.REJECTED, Outcome.FRAUDULENT, Outcome.REDIRECTED, Outcome.WITHDRAWN},
    State.WITHDRAWN: {Outcome.WITHDRAWN, Outcome.REDIRECTED},
}
# A step needs its date, and its date needs the rest of what the door asks for.
STEPS = {
    "redirected": ("redirection_ground", "redirection_contact", "redirection_email"),
    "challenged": ("challenge_kind", "challenge_ground", "challenge_forum"),
    "redirection_answered": ("redirection_answer",),
    "challenge_ended": ("challenge_result",),
    "denial_explanation": ("denial_ground",),
}
# What cannot be before what.
ORDER = (
    ("issued", "received"),
    ("received", "due"),
    ("received", "reviewed"),
    ("received", "redirected"),
    ("received", "challenged"),
    ("received", "decided"),
    ("redirected", "redirection_answered"),
    ("challenged", "challenge_ended"),
    ("reviewed", "redirected"),
    ("reviewed", "challenged"),
    ("reviewed", "decided"),
    ("redirected", "decided"),
    ("redirection_answered", "decided"),
    ("challenged", "decided"),
    ("challenge_ended", "decided"),
)


def faults_in(entry: Entry, now: datetime) -> Iterator[Fault]:
    for rule in RULES:
        yield from rule(entry, now)
    for target in entry.targets:
        for target_rule in TARGET_RULES:
            yield from target_rule(entry, target)


def nothing_lies_in_the_future(entry: Entry, now: datetime) -> Iterator[Fault]:
    """Only the ends of things may: what a register tells has happened."""
    may = {"gag_end", "due", "period_to"}
    places = [(entry.row, entry.said), *((target.row, target.said) for target in entry.targets)]
    for row, said in places:
        for name, value in said.items():
            if isinstance(value, date) and name not in may and _start(value) > now:
                yield fault_at(row, said, name, _("It lies in the future."))


def steps_are_in_order(entry: Entry, now: datetime) -> Iterator[Fault]:
    """Days are compared: a register often knows no more."""
    for earlier, later in ORDER:
        if (
            earlier in entry.said
            and later in entry.said
            and (day_of(entry.said[later]) < day_of(entry.said[earlier]))
        ):
            yield fault_at(
                entry.row, entry.said, later, _("It is before %(earlier)s.") % {"earlier": earlier}
            )


def decided_says_whether_it_is_open(entry: Entry, now: datetime) -> Iterator[Fault]:
    is_open = entry.state in OPEN_STATES
    if is_open and "decided" in entry.said:
        reason = _("A demand in the state %(state)s is not decided. Leave it empty, or say how.")
        yield fault_at(entry.row, entry.said, "decided", reason % {"state": entry.state.value})
    if not is_open and "decided" not in entry.said:
        reason = _("Say when it was decided: it is %(state)s.")
        yield fault_at(entry.row, entry.said, "decided", reason % {"state": entry.state.value})


def steps_are_whole(entry: Entry, now: datetime) -> Iterator[Fault]:
    """A challenge or redirection without its facts could not be worked on, nor counted."""
    for step, facts in STEPS.items():
        for name in facts:
            if step in entry.said and name not in entry.said:
                yield Fault(entry.row, name, "", _("%(step)s needs it.") % {"step": step})
            if name in entry.said and step not in entry.said:
                yield Fault(entry.row, step, "", _("%(step)s needs it.") % {"step": name})
    if "denial_ground" in entry.said and entry.state != State.DENIED:
        yield fault_at(entry.row, entry.said, "denial_ground", _("The demand was not denied."))


def open_steps_are_told(entry: Entry, now: datetime) -> Iterator[Fault]:
    """An open demand is worked on from where it is, so its open step must be on file."""
    if entry.state == State.CHALLENGED:
        yield from _open_step(entry, "challenged", "challenge_ended", "redirected")
    if entry.state == State.REDIRECTED:
        yield from _open_step(entry, "redirected", "redirection_answered", "challenged")
    if entry.state == State.LEGAL_REVIEW:
        yield from _ended_step(entry, "challenged", "challenge_ended")
        yield from _ended_step(entry, "redirected", "redirection_answered")


def _open_step(entry: Entry, step: str, end: str, other: str) -> Iterator[Fault]:
    words = {"state": entry.state.value, "other": other}
    if step not in entry.said:
        yield Fault(entry.row, step, "", _("Say when: the demand is %(state)s.") % words)
    elif entry.on(other) > entry.on(step):
        reason = _("%(other)s is later: then it is no longer %(state)s.")
        yield fault_at(entry.row, entry.said, step, reason % words)
    if end in entry.said:
        reason = _("Then it is no longer %(state)s.")
        yield fault_at(entry.row, entry.said, end, reason % words)


def _ended_step(entry: Entry, step: str, end: str) -> Iterator[Fault]:
    if step in entry.said and end not in entry.said:
        reason = _("The demand is back in review: say how that ended (%(step)s).")
        yield Fault(entry.row, end, "", reason % {"step": step})


def open_demands_name_their_agency(entry: Entry, now: datetime) -> Iterator[Fault]:
    """A country alone is enough to count a demand, not to work on one."""
    if entry.state in OPEN_STATES and "country" in entry.said and "agency" not in entry.said:
        yield Fault(entry.row, "agency", "", _("The demand is open: name the agency that asks."))


def outcomes_fit_the_state(entry: Entry, now: datetime) -> Iterator[Fault]:
    allowed = OUTCOMES_IN[entry.state]
    for target in entry.targets:
        if target.outcome not in allowed:
            reason = _("A target of a demand in the state %(state)s has one of: %(outcomes)s.")
            words = {"state": entry.state.value, "outcomes": ", ".join(sorted(allowed))}
            yield fault_at(target.row, target.said, "outcome", reason % words)
    ends = {target.outcome for target in entry.targets}
    if entry.state == State.DISCLOSED and not ends & {*DISCLOSED_OUTCOMES, Outcome.NO_DATA}:
        yield fault_at(entry.row, entry.said, "state", _("No target was answered."))


def accounts_are_named_once(entry: Entry, now: datetime) -> Iterator[Fault]:
    seen: dict[str, int] = {}
    for target in entry.targets:
        first = seen.setdefault(target.account, target.row)
        if target.account and first != target.row:
            reason = _("The demand names this account in row %(row)d already.") % {"row": first}
            yield fault_at(target.row, target.said, "account", reason)


def whole_demand_gags_are_one(entry: Entry, now: datetime) -> Iterator[Fault]:
    """An order over the whole demand is one order; its rows cannot tell two stories."""
    whole = [target for target in entry.targets if target.said.get("gag_scope") == "demand"]
    for target in entry.targets:
        if whole and target.gag and gag_terms(target) != gag_terms(whole[0]):
            reason = _("Row %(row)d says that one order covers the whole demand.")
            yield fault_at(target.row, target.said, "gag", reason % {"row": whole[0].row})


def gags_are_told_for_all_or_none(entry: Entry, now: datetime) -> Iterator[Fault]:
    """Silence about one account would read as “no order”, and an order would be broken by it."""
    if not any(target.gag for target in entry.targets):
        return
    if any(target.said.get("gag_scope") == "demand" for target in entry.targets):
        return
    for target in entry.targets:
        if not target.gag:
            yield Fault(target.row, "gag", "", _("Other rows of the demand say it: say it here."))


def duplicates_name_another(entry: Entry, now: datetime) -> Iterator[Fault]:
    if entry.said.get("duplicate_of") == entry.reference:
        yield fault_at(entry.row, entry.said, "duplicate_of", _("It cannot repeat itself."))


def _start(value: date) -> datetime:
    if isinstance(value, datetime):
        return value
    return datetime(value.year, value.month, value.day, tzinfo=UTC)


RULES: tuple[Rule, ...] = (
    nothing_lies_in_the_future,
    steps_are_in_order,
    decided_says_whether_it_is_open,
    steps_are_whole,
    open_steps_are_told,
    open_demands_name_their_agency,
    outcomes_fit_the_state,
    accounts_are_named_once,
    whole_demand_gags_are_one,
    gags_are_told_for_all_or_none,
    duplicates_name_another,
)
