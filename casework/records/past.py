"""What a move stores when it replays the past of an imported demand (docs/register-format.md).

What has happened has happened: no guard is asked, and what the register does not tell is not made
up. So a step without its facts leaves no row, only the move.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import models

from casework import deadlines, notice_position
from casework.models.decisions import Challenge, Denial, Redirection, Waiver
from casework.models.demand import Demand
from casework.models.register import RegisterEntry
from casework.records.rows import Actor, Facts, Store, end_all, new_row
from casework.records.with_moves import reopen, resume, start_review
from casework.states import Nondisclosure, NoticePosition, Outcome

# For each target: how it ended, and the categories disclosed.
Outcomes = Mapping[UUID, tuple[Outcome, list[str]]]


@dataclass(frozen=True)
class PastNotice:
    """What the register tells of the notice to one target's customer."""

    position: NoticePosition
    note: str = ""
    told_at: datetime | None = None
    # The day after the order that bars it ended or ends: the sweep looks at it again then (P8).
    due_at: datetime | None = None


def redirect(demand: Demand, facts: Facts, actor: Actor, now: datetime) -> models.Model | None:
    return _step(Redirection, demand, facts, actor, now, Outcome.REDIRECTED)


def challenge(demand: Demand, facts: Facts, actor: Actor, now: datetime) -> models.Model | None:
    return _step(Challenge, demand, facts, actor, now, Outcome.PENDING)


def deny(demand: Demand, facts: Facts, actor: Actor, now: datetime) -> models.Model | None:
    return _step(Denial, demand, facts, actor, now, Outcome.REJECTED)


def close(demand: Demand, facts: Facts, actor: Actor, now: datetime) -> None:
    """Disclosed or withdrawn: the package or the letter itself is not in the register."""
    _end_each(demand, facts["outcomes"])


def notices(demand: Demand, facts: Facts, actor: Actor, now: datetime) -> None:
    """Settle where the notices stand, as the register tells; nothing is sent for it."""
    told: Mapping[UUID, PastNotice] = facts["notices"]
    alike: dict[PastNotice, list[UUID]] = {}
    for target_id, notice in told.items():
        alike.setdefault(notice, []).append(target_id)
    for notice, target_ids in alike.items():
        if notice.position == NoticePosition.WAIVED:
            _sign_waivers(demand, target_ids, notice.note, actor, now)
        notice_position.settle_as_imported(
            target_ids,
            notice.position,
            note=notice.note,
            due_at=notice.due_at,
            notified_at=notice.told_at,
        )


def _sign_waivers(
    demand: Demand, target_ids: list[UUID], reason: str, actor: Actor, now: datetime
) -> None:
    for target in demand.targets.filter(pk__in=target_ids):
        signed = {"duty": Waiver.Duty.NOTICE, "target": target, "reason": reason}
        new_row(Waiver, demand, signed, actor, now)


def arrive(demand: Demand, facts: Facts, actor: Actor, now: datetime) -> RegisterEntry:
    """The past ends here: keep what the register said, and the deadlines that still run."""
    entry = RegisterEntry.objects.create(demand=demand, **facts)
    if demand.is_open or demand.nondisclosure == Nondisclosure.RECORDED:
        deadlines.keep(demand, now)
    return entry


def _step(
    model: type[models.Model],
    demand: Demand,
    facts: Facts,
    actor: Actor,
    now: datetime,
    outcome: Outcome,
) -> models.Model | None:
    """A step with its row where the register has its facts, and the outcomes it led to."""
    named = dict(facts)
    outcomes: Outcomes | None = named.pop("outcomes", None)
    row: models.Model | None = new_row(model, demand, named, actor, now) if named else None
    end_all(demand, outcome)
    if outcomes is not None:
        _end_each(demand, outcomes)
    return row


def _end_each(demand: Demand, outcomes: Outcomes) -> None:
    alike: dict[tuple[Outcome, tuple[str, ...]], list[UUID]] = {}
    for target_id, (outcome, categories) in outcomes.items():
        alike.setdefault((outcome, tuple(sorted(categories))), []).append(target_id)
    for (outcome, given), target_ids in alike.items():
        ended = demand.targets.filter(pk__in=target_ids)
        ended.update(outcome=outcome, categories_disclosed=list(given))


WITH_PAST_MOVE: dict[str, Store] = {
    "start_review": start_review,
    "redirect": redirect,
    "challenge": challenge,
    "resume": resume,
    "disclose": close,
    "deny": deny,
    "withdraw": close,
    "reopen": reopen,
}
