"""Why not: one function per rule, each with the sentence that staff will see.

A guard takes a demand and the instant `now`, and returns None or the reason why the move is not
allowed, with the next step. GUARDS at the end says which guards each move has; the longest list,
that of `disclose`, is casework/release_lock.py.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from casework.preservation import no_hold_is_running
from casework.release_lock import (
    RELEASE_LOCK,
    listed,
    newest,
    no_challenge_is_open,
    targets_of,
)
from casework.states import State

if TYPE_CHECKING:
    from casework.models.demand import Demand

Guard = Callable[["Demand", datetime], str | None]


def refusals(move: str, demand: Demand, now: datetime) -> list[str]:
    """Every reason why `move` is not allowed now, in the order in which staff would mend them."""
    answers = (guard(demand, now) for guard in GUARDS[move])
    return [answer for answer in answers if answer]


def first_refusal(move: str, demand: Demand, now: datetime) -> str:
    """The first of them, for a list of demands; empty when the move is allowed."""
    answers = (guard(demand, now) for guard in GUARDS[move])
    return next((answer for answer in answers if answer), "")


def is_allowed(move: str, demand: Demand, now: datetime) -> bool:
    return not refusals(move, demand, now)


# --- Before review -----------------------------------------------------------------------------


def has_its_document(demand: Demand, now: datetime) -> str | None:
    """P1: nothing is reviewed but the paper itself."""
    if any(document.kind == "demand" for document in demand.documents.all()):
        return None
    return _("The demand itself is not on file. Add its document.")


def has_an_agency(demand: Demand, now: datetime) -> str | None:
    """P3: it is known who asks."""
    if demand.agency_id:
        return None
    return _("It is not recorded who asks. Choose the agency.")


def has_a_process(demand: Demand, now: datetime) -> str | None:
    """P3: it is known what kind of instrument it is, and so what it can compel."""
    if demand.process:
        return None
    return _("It is not recorded what kind of instrument this is. Choose the process.")


def has_a_target(demand: Demand, now: datetime) -> str | None:
    """P2: it names at least one account."""
    if demand.targets.all():
        return None
    return _("It names no account. Add at least one target.")


# --- Redirection -------------------------------------------------------------------------------


def customers_have_redirect_contacts(demand: Demand, now: datetime) -> str | None:
    """P4: a redirection names a person at the customer."""
    without = [
        target.account
        for target in targets_of(demand)
        if target.account.customer is None or not target.account.customer.has_redirect_contact
    ]
    if not without:
        return None
    return _("No contact to redirect to is on file for %(accounts)s. Add it to the customer.") % {
        "accounts": listed(without)
    }


def agency_may_turn_to_the_customer(demand: Demand, now: datetime) -> str | None:
    """P7: a redirection ends with the agency at the customer's door, so the customer will know."""
    from casework import gag

    for target in targets_of(demand):
        verdict = gag.verdict(target, at=now, listener=gag.Listener.ORGANISATION)
        if not verdict.allowed:
            return _("Redirecting would tell the customer. %(why)s") % {"why": verdict.sentence}
    return None


# --- Coming back -------------------------------------------------------------------------------


def answer_is_recorded(demand: Demand, now: datetime) -> str | None:
    """A demand returns to review when there is a ruling, a narrowing or the agency's answer."""
    if refusal := no_challenge_is_open(demand, now):
        return refusal
    last = newest(demand.redirections.all())
    if demand.state == State.REDIRECTED and last is not None and not last.answer:
        return _("The agency has not answered the redirection. Record its answer first.")
    return None


GUARDS: dict[str, tuple[Guard, ...]] = {
    "start_review": (has_its_document, has_an_agency, has_a_process, has_a_target),
    "redirect": (customers_have_redirect_contacts, agency_may_turn_to_the_customer),
    "challenge": (no_challenge_is_open,),
    "resume": (answer_is_recorded,),
    "disclose": RELEASE_LOCK,
    "deny": (no_hold_is_running,),
    "withdraw": (no_hold_is_running,),
    "reopen": (),
}
