"""Until when data is kept, and how a demand that only asks to keep it ends.

The rules are clocks of casework/law/: 90 + 90 days (18 USC 2703(f)(2)), 60 + 30 and open-ended once
a production request is confirmed (Regulation (EU) 2023/1543 Art 11). Why a preservation demand
ends the way it does: docs/decisions/006-preservation.md.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from casework import clocks, law
from casework.clocks import Computed, Link
from casework.law.words import Bound, Family, Trigger

if TYPE_CHECKING:
    from casework.models.demand import Demand


@dataclass(frozen=True)
class Term:
    """How long the law has the data kept. `ends_at` None: open-ended, or until the decision."""

    ends_at: datetime | None = None
    working_out: str = ""
    renewals: tuple[Link, ...] = ()

    @property
    def counted(self) -> tuple[Computed, ...]:
        return tuple(link.end for link in self.renewals if link.end)

    def over(self, now: datetime) -> bool:
        return self.ends_at is not None and now > self.ends_at


def preserves(demand: Demand) -> bool:
    """Whether all it asks is that data is kept."""
    if not demand.process:
        return False
    return law.process(demand.process, demand.process_version).family is Family.PRESERVATION


def term(demand: Demand, also: datetime | None = None) -> Term:
    """The hold's term as the facts stand: the first period and every renewal that counts.

    `also` is a renewal that is not on file yet.
    """
    rule = _rule(demand)
    if rule is None:
        return Term()
    first = clocks.compute(rule, demand.received_at, settings.TIME_ZONE)
    received = [each.received_at for each in demand.preservation_renewals.all()]
    received = sorted([*received, also] if also else received)
    renewals = clocks.extend(first, law.clock(rule.extended_by), received, settings.TIME_ZONE)
    last = next((link.end for link in reversed(renewals) if link.end), first)
    return Term(last.at, last.working_out, renewals)


def renewed_ends(demand: Demand) -> list[date]:
    """The ends that the counted renewals ran on from, oldest first: what their clock counts from.

    Empty while the hold runs for its first period.
    """
    found = term(demand)
    if not found.counted or (rule := _rule(demand)) is None:
        return []
    first = clocks.compute(rule, demand.received_at, settings.TIME_ZONE)
    ends = [first, *found.counted[:-1]]
    return [end.at.astimezone(ZoneInfo(settings.TIME_ZONE)).date() for end in ends if end.at]


def quiet_through(demand: Demand) -> date | None:
    """The last day on which a request for secrecy without an order is honoured (policy TP-1)."""
    from casework.deadlines import circumstances_of

    if not preserves(demand):
        return None
    for rule in law.clocks_for(
        law.process(demand.process, demand.process_version), circumstances_of(demand)
    ):
        if rule.bound is Bound.ENDS and rule.code == "policy_preservation_secrecy":
            end = clocks.compute(rule, demand.received_at, settings.TIME_ZONE).at
            return end.astimezone(ZoneInfo(settings.TIME_ZONE)).date() if end else None
    return None


def _rule(demand: Demand) -> law.ClockRule | None:
    """The clock of the first period; None where none applies: the hold then has no date."""
    from casework.deadlines import circumstances_of

    if not demand.process:
        return None
    process = law.process(demand.process, demand.process_version)
    rules = law.clocks_for(process, circumstances_of(demand))
    holds = (rule for rule in rules if rule.bound is Bound.ENDS and rule.extended_by)
    return next((rule for rule in holds if rule.trigger is Trigger.RECEIVED), None)


# --- Guards --------------------------------------------------------------------------------------


def something_is_asked_for(demand: Demand, now: datetime) -> str | None:
    """P2: on a demand to keep data, nothing is disclosed (18 USC 2703(f), Art 11 of e-Evidence)."""
    if not preserves(demand):
        return None
    process = law.process(demand.process, demand.process_version)
    return _(
        "%(process)s has data kept and nothing disclosed (%(citation)s). Link the demand that asks "
        "for the data, and disclose on that."
    ) % {"process": process.name, "citation": process.citation}


def no_hold_is_running(demand: Demand, now: datetime) -> str | None:
    """P1: a preservation demand ends when its last hold was released, and not before."""
    if not preserves(demand):
        return None
    running = [hold for hold in demand.preservations.all() if hold.released_at is None]
    if not running:
        return None
    ends_at = term(demand).ends_at
    until = date_format(ends_at, "j F Y") if ends_at else _("the production request is answered")
    return _(
        "Data of %(count)d accounts is still kept, until %(until)s. Release the hold first."
    ) % {"count": len(running), "until": until}


# --- How it ends ---------------------------------------------------------------------------------


def closing(demand: Demand) -> dict[str, Any]:
    """What a withdrawal says when the last hold is gone: nobody writes a letter that it lapsed."""
    holds = demand.preservations.filter(released_at__isnull=False).order_by("-released_at")
    last = holds.first()
    if not preserves(demand) or last is None or last.released_at is None:
        return {}
    paper = last.certificate or demand.documents.order_by("added_at").first()
    return {
        "words": f"{last.get_release_reason_display()}.",
        "withdrawn_on": last.released_at.astimezone(ZoneInfo(settings.TIME_ZONE)).date(),
        "document": paper,
    }
