"""The release lock: what must hold before one byte of a customer's data leaves (P2 to P6, P9).

Each guard takes a demand and the instant `now`, and returns None or the sentence staff will see.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING, TypeVar

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from casework import authenticity, certificates, clocks, emergency, law, preservation
from casework.dossier import is_fetched
from casework.law import reach
from casework.states import Category, NoticePosition

if TYPE_CHECKING:
    from casework.models.decisions import Fact, Production, ProductionItem
    from casework.models.demand import Demand, Target

Recorded = TypeVar("Recorded", bound="Fact")


def checklist_is_complete(demand: Demand, now: datetime) -> str | None:
    """P3: every point of the process's checklist has an answer, and none failed."""
    answers = {item.code: item.result for item in demand.review_items.all()}
    points = law.process(demand.process, demand.process_version).checklist if demand.process else ()
    failed = [point.text for point in points if answers.get(point.code) == "failed"]
    if failed:
        return _("A point of the checklist failed: %(point)s Challenge, narrow or deny.") % {
            "point": failed[0]
        }
    missing = [point.text for point in points if point.code not in answers]
    if missing:
        return _("%(count)d of %(all)d points of the checklist have no answer yet.") % {
            "count": len(missing),
            "all": len(points),
        }
    return None


def customer_was_asked_first(demand: Demand, now: datetime) -> str | None:
    """P4: enterprise and public-sector customers come before us."""
    if not _asked_first(demand) or demand.redirections.all() or _waived(demand, "redirect_first"):
        return None
    return _("The agency was not sent to the customer first. Redirect, or sign the reason why not.")


def demand_was_challenged(demand: Demand, now: datetime) -> str | None:
    """P5: their demands reach disclosure only with a challenge, or a signed reason why not."""
    if not _asked_first(demand) or demand.challenges.all() or _waived(demand, "challenge_first"):
        return None
    return _("No challenge is on record. Challenge, or sign why there is no lawful ground.")


def no_challenge_is_open(demand: Demand, now: datetime) -> str | None:
    """P5: nothing moves on while a challenge waits for its result."""
    if any(not challenge.result for challenge in demand.challenges.all()):
        return _("A challenge is still open. Record its result first.")
    return None


def no_objection_is_open(demand: Demand, now: datetime) -> str | None:
    """P6: the customer was given time to object; what they said is answered first."""
    if any(objection.resolved_on is None for objection in demand.objections.all()):
        return _("The customer's objection is open. Record how it was resolved first.")
    return None


def customers_are_told_or_may_not_be(demand: Demand, now: datetime) -> str | None:
    """P6: told and waited for, or barred by a gag order, or waived with a reason."""
    reasons = (_notice_missing(target, now) for target in _targets_in_question(demand))
    return next((reason for reason in reasons if reason), None)


def _notice_missing(target: Target, now: datetime) -> str | None:
    from casework import gag, notice_duty

    place = {"account": str(target.account)}
    process = notice_duty.process_of(target.demand)
    organisation = notice_duty.is_organisations(target)
    if process and notice_duty.follows_disclosure(process, organisation=organisation):
        return None
    if target.notice_position == NoticePosition.WAIVED or _waived(target.demand, "notice", target):
        return None
    if target.notified_at is not None:
        return _still_waiting(target, now)
    verdict = gag.verdict(target, at=now)
    if verdict.barred:
        return None
    if not verdict.allowed:
        return _("%(account)s: no notice was sent. %(why)s") % {**place, "why": verdict.sentence}
    return (
        _("%(account)s: the customer was not told yet. Send the notice, or waive it with a reason.")
        % place
    )


def _still_waiting(target: Target, now: datetime) -> str | None:
    """Release is allowed from the day of the notice plus the waiting period."""
    if target.notified_at is None or _waived(target.demand, "waiting_period", target):
        return None
    whose = target.account.customer_id
    if any(direction.customer_id == whose for direction in target.demand.directions.all()):
        return None  # the customer directs us to disclose: nobody is left to wait for
    opens = clocks.by_policy("policy_waiting_period", target.notified_at)
    if now >= opens:
        return None
    return _(
        "%(account)s: the customer, told on %(told)s, may object; release is possible from "
        "%(first)s."
    ) % {
        "account": target.account,
        "told": _day(target.notified_at),
        "first": _day(opens),
    }


def not_before_has_passed(demand: Demand, now: datetime) -> str | None:
    """Some law forbids answering too early (Regulation (EU) 2023/1543 Art 10(2))."""
    # Our own waiting period is asked for above, account by account.
    bounds = [
        deadline
        for deadline in demand.deadlines.all()
        if deadline.bound == "earliest"
        and deadline.at > now
        and deadline.lifted_at is None
        and not deadline.rule.startswith("policy_")
    ]
    if not bounds:
        return None
    bound = max(bounds, key=lambda deadline: deadline.at)
    return _("Nothing may be disclosed before %(at)s UTC: %(why)s") % {
        "at": date_format(bound.at, "j F Y H:i"),
        "why": bound.working_out,
    }


def package_is_ready(demand: Demand, now: datetime) -> str | None:
    """P9: what leaves is a reviewed package; with those before it, it answers for every target."""
    production = pending_production(demand)
    if production is None:
        return package_is_prepared(demand, now)
    answered = {item.target_id for item in items_of(demand)}
    missing = [target.account for target in targets_of(demand) if target.pk not in answered]
    if missing:
        return _("The production says nothing about %(accounts)s.") % {"accounts": listed(missing)}
    return None


def package_is_prepared(demand: Demand, now: datetime) -> str | None:
    """P9: something was decided to leave."""
    if pending_production(demand) is None:
        return _("No production is prepared. Prepare what is to be disclosed.")
    return None


def package_is_within_power_and_scope(demand: Demand, now: datetime) -> str | None:
    """P2: every category in the package is compelled, or the customer directed it."""
    production = pending_production(demand)
    if production is None:
        return None
    for item in production.items.all():
        reason = beyond(demand, item)
        if reason:
            return reason
    return None


def beyond(demand: Demand, item: ProductionItem) -> str | None:
    """Why this item may not leave: out of scope, or more than the process can compel (P2)."""
    if item.nothing_found or _directed(demand, item):
        return None
    what = {"account": str(item.target.account), "category": Category(item.category).label}
    if item.category not in item.target.scope:
        return _("%(account)s: %(category)s is not in the demand's scope. Take it out.") % what
    why = reach.beyond(law.process(demand.process, demand.process_version), item.category)
    if why:
        return _("%(account)s: %(why)s Take it out.") % {**what, "why": why}
    return None


def _directed(demand: Demand, item: ProductionItem) -> bool:
    """Whether the customer directed us to disclose this category (P2)."""
    customer = item.target.account.customer
    return customer is not None and any(
        item.category in direction.categories
        for direction in demand.directions.all()
        if direction.customer_id == customer.pk
    )


def package_is_approved_by_a_second_person(demand: Demand, now: datetime) -> str | None:
    """P9: two people release."""
    production = pending_production(demand)
    if production is None or production.approved_by_id:
        return None
    return _("The production waits for a second person's approval.")


def pending_production(demand: Demand) -> Production | None:
    """The newest production, unless it has left. One that a later one replaced never leaves, and
    what was in it was not disclosed."""
    rows = _productions(demand)
    last = max(rows, key=lambda each: (each.recorded_at, each.released_at is None), default=None)
    return last if last is not None and last.released_at is None else None


def _productions(demand: Demand) -> list[Production]:
    if is_fetched(demand, "productions"):
        return list(demand.productions.all())
    return list(
        demand.productions.prefetch_related("items__target__account__customer", "items__document")
    )


def items_of(demand: Demand) -> list[ProductionItem]:
    """What left in earlier parts, and what is in the pending production."""
    productions, pending = _productions(demand), pending_production(demand)
    left = [each for each in productions if each.released_at is not None or each == pending]
    return [item for production in left for item in production.items.all()]


# --- What the guards share ---------------------------------------------------------------------


def _targets_in_question(demand: Demand) -> Iterable[Target]:
    """Those of the pending production: a part may leave while others still wait."""
    production = pending_production(demand)
    if production is None:
        return targets_of(demand)
    asked = {item.target_id for item in production.items.all()}
    return [target for target in targets_of(demand) if target.pk in asked]


def targets_of(demand: Demand) -> Iterable[Target]:
    if is_fetched(demand, "targets"):
        return demand.targets.all()
    return demand.targets.select_related("account__customer", "demand")


def newest(rows: Iterable[Recorded]) -> Recorded | None:
    return max(rows, key=lambda row: row.recorded_at, default=None)


def _asked_first(demand: Demand) -> bool:
    return any(
        target.account.customer is not None and target.account.customer.asked_first
        for target in targets_of(demand)
    )


def _waived(demand: Demand, duty: str, target: Target | None = None) -> bool:
    waivers = [waiver for waiver in demand.waivers.all() if waiver.duty == duty]
    if target is None:
        return bool(waivers)
    return any(waiver.target_id in (None, target.pk) for waiver in waivers)


def listed(things: Iterable[object]) -> str:
    return ", ".join(str(thing) for thing in things)


def _day(at: datetime) -> str:
    return date_format(localtime(at), "j F Y")


RELEASE_LOCK = (
    preservation.something_is_asked_for,
    *authenticity.GUARDS,
    certificates.certificate_may_be_executed,
    checklist_is_complete,
    customer_was_asked_first,
    demand_was_challenged,
    no_challenge_is_open,
    customers_are_told_or_may_not_be,
    no_objection_is_open,
    not_before_has_passed,
    package_is_ready,
    package_is_within_power_and_scope,
    *emergency.GUARDS,
    package_is_approved_by_a_second_person,
)

# What nobody can mend but time.
TIME = (not_before_has_passed,)

# A part leaves under the same lock, except that it need not answer for every target yet.
PART_RELEASE_LOCK = tuple(
    package_is_prepared if guard is package_is_ready else guard for guard in RELEASE_LOCK
)
