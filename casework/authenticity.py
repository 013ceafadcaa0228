"""Is the demand genuine, did it reach the right entity, may we answer it? Guards of the release.

A call through a switchboard whose number came from elsewhere is evidence; the sender's mailbox is
not, however well it checks out, because the well-known frauds came from real ones.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING, TypeVar

from django.db.models import Q
from django.utils.translation import gettext as _

from casework import law, lookalike

if TYPE_CHECKING:
    from casework.models.decisions import Fact, Verification
    from casework.models.demand import Demand
    from casework.models.parties import Agency
    from casework.models.registry import DenyListEntry

Recorded = TypeVar("Recorded", bound="Fact")


def authenticity_is_verified(demand: Demand, now: datetime) -> str | None:
    """P3: no data leaves before we know that the demand is genuine."""
    last = telling(demand.verifications.all())
    if last is None and demand.verifications.all():
        return _(
            "Only the sender's mailbox was checked. A genuine mailbox is not evidence, it may be "
            "stolen: call back through the agency's switchboard."
        )
    if last is None:
        return _(
            "The demand's authenticity is not verified. Verify it through an independent channel."
        )
    if not last.genuine:
        return _(
            "The last verification found that the demand is not genuine. Deny it as fraudulent."
        )
    return None


def sender_is_not_refused(demand: Demand, now: datetime) -> str | None:
    """P3: nothing goes to a sender on the list of those we refuse, whatever was verified."""
    found = refusal_of(demand)
    if found is None:
        return None
    return _(
        "The sender %(sender)s is on the list of refused senders: %(reason)s. Deny the demand, or "
        "have the entry removed."
    ) % {"sender": found.value, "reason": found.reason}


def right_entity_was_served(demand: Demand, now: datetime) -> str | None:
    """P2: process against one legal entity compels no other."""
    last = _newest(demand.entity_checks.all())
    if last is None or last.right:
        return None
    return _("It was served on %(served)s; %(holder)s holds the data. Redirect to it, or deny.") % {
        "served": last.entity,
        "holder": last.should_be,
    }


def no_other_law_forbids_it(demand: Demand, now: datetime) -> str | None:
    """P2: a conflict of law that blocks is resolved before anything leaves (GDPR Art 48, …)."""
    newest = {each.rule: each for each in sorted(demand.law_conflicts.all(), key=_recorded)}
    for conflict in newest.values():
        if conflict.blocks:
            rule = law.ground(conflict.rule)
            return _("%(rule)s (%(citation)s) blocks the answer. Challenge it, or record anew.") % {
                "rule": rule.name,
                "citation": rule.citation,
            }
    return None


GUARDS = (
    authenticity_is_verified,
    sender_is_not_refused,
    right_entity_was_served,
    no_other_law_forbids_it,
)


def telling(verifications: Iterable[Verification]) -> Verification | None:
    """The newest verification that says anything about the demand."""
    return _newest(each for each in verifications if each.is_evidence)


def refusal_of(demand: Demand) -> DenyListEntry | None:
    """The entry that refuses the demand's sender, if there is one now."""
    from casework.models.registry import DenyListEntry, written

    address = demand.officer_email
    # A list of demands has asked for all of them at once (casework/dossier.py).
    if not address or getattr(demand, "sender_is_refused", True) is False:
        return None
    try:
        exact = Q(kind="address", value=written("address", address))
        domain = Q(kind="domain", value=lookalike.domain_of(address))
    except lookalike.BadDomain:
        return None
    return DenyListEntry.objects.filter(exact | domain, removed_at__isnull=True).first()


def what_is_wrong_with_the_call(agency: Agency | None, dialled: str) -> dict[str, str]:
    """Why a call is no evidence, by field; empty when it went through the known switchboard."""
    if agency is None:
        return {"method": _("It is not recorded who asks: there is no switchboard to call.")}
    if not agency.switchboard or not agency.switchboard_source:
        return {
            "number_dialled": _(
                "No switchboard number of %(agency)s from an independent source is on file. "
                "Find it, add it to the agency with its source, and call that number."
            )
            % {"agency": agency}
        }
    if not dialled:
        return {"number_dialled": _("Enter the number that was dialled: the agency's switchboard.")}
    if digits(dialled) != digits(agency.switchboard):
        return {
            "number_dialled": _(
                "%(dialled)s is not the switchboard of %(agency)s, %(switchboard)s (%(source)s). "
                "A number from the demand proves nothing: call the switchboard."
            )
            % {
                "dialled": dialled,
                "agency": agency,
                "switchboard": agency.switchboard,
                "source": agency.switchboard_source,
            }
        }
    return {}


def digits(number: str) -> str:
    """A telephone number in the one form it is compared in: +1 (202) 555-0100 is 12025550100."""
    bare = re.sub(r"\D", "", number.replace("(0)", ""))
    return bare.removeprefix("00")


def _newest(rows: Iterable[Recorded]) -> Recorded | None:
    return max(rows, key=_recorded, default=None)


def _recorded(row: Fact) -> datetime:
    return row.recorded_at
