"""Where the notice of one target stands: facts in, one position out. Pure, asked again at the end.

The planner asks it at every event, delivery asks it once more with the demand's row locked and the
database's clock. Unknown means hold, and every hold names the next step (P6, P7, P8).
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from casework.clocks import add_business_days
from casework.gag import OrderTerms, Verdict
from casework.law import NoticeDefault
from casework.states import NoticePosition, State
from notifications.words import Kind

# Notices become due in the morning of their day, so that staff see them leave and none slips past
# midnight within its hold window.
MORNING = time(9, 0)
# States in which a demand is over without anything having been disclosed.
OVER = (State.DENIED, State.WITHDRAWN)


@dataclass(frozen=True)
class PastOrder:
    """A binding order that did bar this notice and has ended."""

    terms: OrderTerms
    ended_at: datetime


@dataclass(frozen=True, kw_only=True)
class Situation:
    """All that a notice's position depends on."""

    verdict: Verdict
    past_orders: tuple[PastOrder, ...] = ()
    # What the law says about telling this customer; None while the process is not known.
    duty: NoticeDefault | None
    citation: str = ""
    after_disclosure: bool = False
    state: State
    verified_at: datetime | None = None
    decided_at: datetime | None = None
    emergency_over_at: datetime | None = None
    # Calendar days after the decision by which the customer is told, emergency over or not.
    emergency_cap_days: int = 90
    # It only asks that data is kept; through this day its plea for secrecy is honoured (TP-1).
    preserves: bool = False
    quiet_through: date | None = None
    fraudulent: bool = False
    customer_known: bool = True
    address_known: bool = True
    waived_because: str = ""
    # Why there is no copy of the demand that may be attached.
    copy_missing: str = ""
    copy_redacted: bool = False
    imported: bool = False
    duplicate_of: str = ""
    held_because: str = ""
    released_at: datetime | None = None
    country: str = ""
    zone: str = "UTC"
    business_days: int = 1


@dataclass(frozen=True)
class Decision:
    position: NoticePosition
    note: str
    kind: Kind = Kind.CUSTOMER_NOTICE
    due_at: datetime | None = None
    # Held until a person has done something about it, not until the review has come that far.
    on_desk: bool = False
    # A person with the ability may release it all the same.
    releasable: bool = False


def decide(facts: Situation) -> Decision:
    """The first rule that applies, in this order:

    1. nobody has to be told: signed reason, no customer, the authority tells;
    2. a gag order bars it, or whether one does is not known;
    3. something is missing that no person can do without;
    4. a person has to look first, and has not released it;
    5. it is planned.
    """
    kind = _kind(facts)
    return (
        _nobody_to_tell(facts)
        or _barred(facts, kind)
        or _not_known(facts, kind)
        or _missing(facts, kind)
        or _for_a_person(facts, kind)
        or _planned(facts, kind)
    )


def _kind(facts: Situation) -> Kind:
    if facts.past_orders:
        return Kind.DELAYED_NOTICE
    if facts.state in OVER:
        return Kind.CLOSED_NOTICE
    if facts.preserves:
        return Kind.PRESERVATION_NOTICE
    if not facts.after_disclosure:
        return Kind.CUSTOMER_NOTICE
    if facts.duty is NoticeDefault.AFTER_EMERGENCY:
        return Kind.AFTER_EMERGENCY
    return Kind.CONTROLLER_NOTICE


# --- 1. Nobody has to be told ------------------------------------------------------------------


def _nobody_to_tell(facts: Situation) -> Decision | None:
    if facts.waived_because:
        return Decision(NoticePosition.WAIVED, facts.waived_because)
    if not facts.customer_known:
        return Decision(
            NoticePosition.WAIVED,
            _("No customer of ours is known for this account: there is nobody to tell."),
        )
    if facts.duty is NoticeDefault.BY_AUTHORITY:
        return Decision(
            NoticePosition.WAIVED,
            _("The authority informs the person, not we (%(citation)s).")
            % {"citation": facts.citation},
        )
    return None


# --- 2. The gag --------------------------------------------------------------------------------


def _barred(facts: Situation, kind: Kind) -> Decision | None:
    if not facts.verdict.barred:
        return None
    due = _after_the_orders(facts.verdict)
    return Decision(NoticePosition.BARRED, facts.verdict.sentence, kind, due)


def _after_the_orders(verdict: Verdict) -> datetime | None:
    """The day after the last end; None while one of the orders has no end."""
    ends = [(end_of(order), order.time_zone) for order in verdict.orders]
    dated = [day_after(end, zone) for end, zone in ends if end is not None]
    return max(dated) if dated and len(dated) == len(ends) else None


def end_of(order: OrderTerms) -> datetime | None:
    """When an order stops barring: after its last day, or when it was lifted."""
    ends = [end for end in (order.ends(), order.lifted_at) if end is not None]
    return min(ends) if ends else None


def day_after(end: datetime, zone: str) -> datetime:
    """00:00 of the day after an order's end, in the court's zone (P8). An order that ended with
    its last day ended at that very instant."""
    local = end.astimezone(ZoneInfo(zone))
    if local.time() != time.min:
        local = datetime.combine(local.date() + timedelta(days=1), time.min, local.tzinfo)
    return local.astimezone(UTC)


def _not_known(facts: Situation, kind: Kind) -> Decision | None:
    if not facts.verdict.allowed:
        again = _after_the_orders(facts.verdict)
        return Decision(NoticePosition.HELD, facts.verdict.sentence, kind, again)
    if facts.duty is None:
        return _held(
            _("It is not recorded what instrument this is, and so whether it forbids notice."),
            kind,
        )
    forbids = facts.duty in (
        NoticeDefault.FORBIDDEN_BY_INSTRUMENT,
        NoticeDefault.FORBIDDEN_BY_STATUTE,
    )
    if forbids and not facts.past_orders:
        return _held(
            _("The instrument itself forbids notice (%(citation)s): record it as a gag order.")
            % {"citation": facts.citation},
            kind,
        )
    return None


def _held(note: str, kind: Kind, *, on_desk: bool = False, releasable: bool = False) -> Decision:
    return Decision(NoticePosition.HELD, note, kind, on_desk=on_desk, releasable=releasable)


# --- 3. What is missing ------------------------------------------------------------------------


def _missing(facts: Situation, kind: Kind) -> Decision | None:
    # An imported demand may have been answered without a verification of ours: none is to come.
    if facts.verified_at is None and facts.state not in (*OVER, State.DISCLOSED):
        return _held(
            _("The demand's authenticity is not verified yet; the notice is planned once it is."),
            kind,
        )
    if not facts.address_known:
        why = _("No e-mail address for notices is on file. Add it to the customer.")
        return _held(why, kind, on_desk=True)
    if facts.copy_missing:
        return _held(facts.copy_missing, kind, on_desk=True)
    return None


# --- 4. For a person ---------------------------------------------------------------------------


def _for_a_person(facts: Situation, kind: Kind) -> Decision | None:
    if facts.held_because:
        why = _("Held by a person: %(why)s") % {"why": facts.held_because}
        return _held(why, kind, on_desk=True, releasable=True)
    if facts.released_at is not None:
        return None
    why = _why_a_person_looks_first(facts)
    return _held(why, kind, on_desk=True, releasable=True) if why else None


def _why_a_person_looks_first(facts: Situation) -> str:
    duplicate = _("It is a copy of %(demand)s, whose customer is told there: waive or release.")
    reasons = (
        (
            facts.fraudulent,
            _("The demand is fraudulent: decide how its customer is told; release or waive."),
        ),
        (
            facts.duty is NoticeDefault.BY_EXECUTED_PROCESS,
            _("The process that executes this request decides on notice; release or waive."),
        ),
        (
            facts.duty is NoticeDefault.UNKNOWN,
            _("What the law says about notice is not settled: counsel releases or waives."),
        ),
        (facts.duplicate_of, duplicate % {"demand": facts.duplicate_of}),
        (
            facts.copy_redacted,
            _("The copy on file is redacted: a second person compares it, then releases."),
        ),
        (
            facts.imported,
            _("It came from an imported register, which sends no mail: release or waive."),
        ),
    )
    return next((why for applies, why in reasons if applies), "")


# --- 5. Planned --------------------------------------------------------------------------------


def _planned(facts: Situation, kind: Kind) -> Decision:
    due = facts.released_at or _due(facts)
    if due is None:
        return Decision(
            NoticePosition.PLANNED, _("The customer is told after the disclosure."), kind
        )
    day = date_format(due.astimezone(ZoneInfo(facts.zone)), "j F Y")
    note = _("Due on %(day)s.") % {"day": day}
    if _waits_for_the_end_of_the_emergency(facts):
        note = _("Due on the business day after the emergency is over, at the latest on %(day)s.")
        note %= {"day": day}
    return Decision(NoticePosition.PLANNED, note, kind, due)


def _due(facts: Situation) -> datetime | None:
    """The morning of the day policy sets, or the day after the last gag order if that is later."""
    day = _due_day(facts)
    if day is None:
        return None
    ordinary = datetime.combine(day, MORNING, ZoneInfo(facts.zone)).astimezone(UTC)
    ends = [day_after(past.ended_at, past.terms.time_zone) for past in facts.past_orders]
    return max([ordinary, *ends])


def _due_day(facts: Situation) -> date | None:
    """Business days after the verification; where the customer is told afterwards, or the demand
    ended unverified, after the decision; after an emergency, once that is over (policy TP-1)."""
    decided = _day(facts.decided_at, facts)
    if facts.quiet_through is not None and decided is None:
        return facts.quiet_through + timedelta(days=1)
    if not facts.after_disclosure:
        return _business_days_after(_day(facts.verified_at, facts) or decided, facts)
    if decided is None or facts.state not in (*OVER, State.DISCLOSED):
        return None
    if facts.duty is not NoticeDefault.AFTER_EMERGENCY:
        return _business_days_after(decided, facts)
    if _waits_for_the_end_of_the_emergency(facts):
        return decided + timedelta(days=facts.emergency_cap_days)
    over = _day(facts.emergency_over_at, facts)
    return _business_days_after(max(decided, over or decided), facts)


def _waits_for_the_end_of_the_emergency(facts: Situation) -> bool:
    emergency = facts.duty is NoticeDefault.AFTER_EMERGENCY
    return emergency and facts.emergency_over_at is None and facts.released_at is None


def _day(at: datetime | None, facts: Situation) -> date | None:
    return at.astimezone(ZoneInfo(facts.zone)).date() if at else None


def _business_days_after(day: date | None, facts: Situation) -> date | None:
    return add_business_days(day, facts.business_days, facts.country or None) if day else None
