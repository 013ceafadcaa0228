"""What meets a duty: the facts that make a deadline a thing of the past."""

from collections.abc import Callable

from casework import law
from casework.law.words import Bound, Obliged, Trigger
from casework.models.deadlines import Deadline
from casework.models.demand import Demand
from casework.states import OPEN_STATES, NoticePosition

# Told after the decision: met by the customers' notices, not by the demand's end.
_TELLING = (Trigger.DISCLOSED, Trigger.EMERGENCY_OVER, Trigger.GAG_END)
_SETTLED = (NoticePosition.SENT, NoticePosition.BARRED, NoticePosition.WAIVED)


def is_met(row: Deadline, demand: Demand) -> bool:
    """Whether what the deadline asks for has been done, as the demand stands."""
    rule = law.clock(row.rule)
    if row.rule in BY_RULE:
        return BY_RULE[row.rule](demand)
    if rule.bound == Bound.ENDS:
        return hold_is_over(demand)
    if rule.trigger in _TELLING and not row.about and rule.obliges == Obliged.PROVIDER:
        return customers_are_settled(demand)
    # An extension, a lift or the order's end takes the place of a review; a bound only passes.
    if row.about is not None or rule.bound in (Bound.REVIEW, Bound.EARLIEST):
        return False
    if rule.obliges != Obliged.PROVIDER and rule.trigger == Trigger.DISCLOSED:
        return False  # the agency's own duty after the fact: shown, and not ours to know
    return demand.state not in OPEN_STATES


def customers_are_settled(demand: Demand) -> bool:
    targets = list(demand.targets.all())
    return bool(targets) and all(target.notice_position in _SETTLED for target in targets)


def data_is_kept(demand: Demand) -> bool:
    """A hold, running or released since, for every target."""
    held = {hold.target_id for hold in demand.preservations.all()}
    return all(target.pk in held for target in demand.targets.all())


def hold_is_over(demand: Demand) -> bool:
    holds = list(demand.preservations.all())
    if not holds:
        return demand.state not in OPEN_STATES
    return all(hold.released_at for hold in holds)


def copies_are_deleted(demand: Demand) -> bool:
    return all(hold.certificate_id for hold in demand.preservations.all() if hold.released_at)


def process_is_asked_for(demand: Demand) -> bool:
    return demand.follow_ups.exists()


def process_is_settled(demand: Demand) -> bool:
    return not demand.follow_ups.filter(closed_on=None).exists()


BY_RULE: dict[str, Callable[[Demand], bool]] = {
    "policy_notice_due": customers_are_settled,
    "eu_epoc_preserve": data_is_kept,
    "policy_copy_deleted": copies_are_deleted,
    "policy_follow_up_asked": process_is_asked_for,
    "policy_follow_up_chased": process_is_settled,
}
