"""What is stored with each move of the state machine."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from casework import law, preservation, release_lock
from casework.models.decisions import (
    Challenge,
    Denial,
    Production,
    Redirection,
    Reopening,
    Withdrawal,
)
from casework.models.demand import Demand
from casework.records.production import release
from casework.records.rows import Actor, Facts, end, end_all, new_row, outcome_of
from casework.states import Outcome


def start_review(demand: Demand, facts: Facts, actor: Actor, now: datetime) -> None:
    """The demand keeps the version of the process it is reviewed under."""
    demand.process_version = law.process(demand.process).version
    demand.save(update_fields=["process_version"])


def redirect(demand: Demand, facts: Facts, actor: Actor, now: datetime) -> Redirection:
    row: Redirection = new_row(Redirection, demand, facts, actor, now)
    end_all(demand, Outcome.REDIRECTED)
    return row


def challenge(demand: Demand, facts: Facts, actor: Actor, now: datetime) -> Challenge:
    row: Challenge = new_row(Challenge, demand, facts, actor, now)
    end_all(demand, Outcome.PENDING)
    return row


def resume(demand: Demand, facts: Facts, actor: Actor, now: datetime) -> None:
    end_all(demand, Outcome.PENDING)


def disclose(demand: Demand, facts: Facts, actor: Actor, now: datetime) -> Production:
    """Release the approved production: freeze its manifest, give every target its outcome."""
    production = release_lock.pending_production(demand)
    if production is None:
        raise ValidationError(_("No production is prepared. Prepare what is to be disclosed."))
    release(production, now)
    items = release_lock.items_of(demand)
    for target in demand.targets.all():
        mine = [item.category for item in items if item.target_id == target.pk and item.category]
        end(target, outcome_of(mine), mine)
    return production


def deny(demand: Demand, facts: Facts, actor: Actor, now: datetime) -> Denial:
    row: Denial = new_row(Denial, demand, facts, actor, now)
    end_all(demand, Outcome.FRAUDULENT if row.fraudulent else Outcome.REJECTED)
    return row


def withdraw(demand: Demand, facts: Facts, actor: Actor, now: datetime) -> Withdrawal:
    """A demand that the agency takes back after a redirection was redirected (case C03).

    A preservation demand ends here too, when its last hold is gone (docs/decisions/006).
    """
    given = {name: value for name, value in facts.items() if value}
    row: Withdrawal = new_row(
        Withdrawal, demand, {**preservation.closing(demand), **given}, actor, now
    )
    was_redirected = demand.redirections.exclude(answer=Redirection.Answer.AGENCY_INSISTS).exists()
    end_all(demand, Outcome.REDIRECTED if was_redirected else Outcome.WITHDRAWN)
    return row


def reopen(demand: Demand, facts: Facts, actor: Actor, now: datetime) -> Reopening:
    row: Reopening = new_row(Reopening, demand, facts, actor, now)
    end_all(demand, Outcome.PENDING)
    return row
