"""The emergency lane: fast, and with two more walls than any other (18 USC 2702(b)(8), (c)(4)).

The statute permits and does not compel. What is given on an officer's word is little, and goes out
only when a supervisor stands for it and the agency's own switchboard led to them.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from casework import authenticity, law
from casework.law.words import Family
from casework.states import CONTENT_CATEGORIES, Category

if TYPE_CHECKING:
    from casework.models.demand import Demand


def is_emergency(demand: Demand) -> bool:
    """Whether it asks for voluntary disclosure in an emergency; an EPOC's emergency is another."""
    if not demand.process:
        return False
    return law.process(demand.process, demand.process_version).family is Family.EMERGENCY


def supervisor_and_call_are_on_record(demand: Demand, now: datetime) -> str | None:
    """P3: in an emergency an officer's own word is not enough, however urgent it sounds."""
    if not is_emergency(demand):
        return None
    last = authenticity.telling(demand.verifications.all())
    if last is None or last.method != last.Method.CALL_BACK:
        return _(
            "An emergency request takes a call back through the agency's switchboard. "
            "Record that call."
        )
    if not last.supervisor_name:
        return _(
            "The call names no supervisor who stands for the request. Ask for one, and record "
            "the call with their name."
        )
    return None


def only_the_minimum_is_given(demand: Demand, now: datetime) -> str | None:
    """P2: only what relates to the emergency; content takes a signed reason (18 USC 2702(b)(8))."""
    from casework import release_lock

    production = release_lock.pending_production(demand) if is_emergency(demand) else None
    if production is None or any(waiver.duty == "minimum" for waiver in demand.waivers.all()):
        return None
    for item in production.items.all():
        if item.category in CONTENT_CATEGORIES:
            return _(
                "%(account)s: %(category)s is not given on an emergency request. Take it out, or "
                "sign why nothing less averts the danger."
            ) % {"account": item.target.account, "category": Category(item.category).label}
    return None


GUARDS = (supervisor_and_call_are_on_record, only_the_minimum_is_given)


def answered_in(demand: Demand) -> timedelta | None:
    """From receipt to the release of the data; None while nothing was released."""
    released = [each.released_at for each in demand.productions.all() if each.released_at]
    return min(released) - demand.received_at if released else None
