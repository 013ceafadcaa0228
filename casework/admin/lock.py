"""The release lock as a list a person can read: what is done, and what is not and why."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, NamedTuple

from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrOrPromise

from casework import release_lock
from casework.models import Demand
from casework.release_lock import RELEASE_LOCK

# Each rule as it reads once it holds, by the guard's name. A test compares this with the lock.
HOLDS: dict[str, StrOrPromise] = {
    "authenticity_is_verified": _("Authenticity verified"),
    "sender_is_not_refused": _("Sender not refused"),
    "right_entity_was_served": _("Right entity served"),
    "no_other_law_forbids_it": _("No other law forbids it"),
    "something_is_asked_for": _("It asks for data, not only to keep it"),
    "certificate_may_be_executed": _("Every gate of the certificate open"),
    "supervisor_and_call_are_on_record": _("Supervisor and call-back on record"),
    "only_the_minimum_is_given": _("Only the minimum for the emergency"),
    "checklist_is_complete": _("Checklist complete"),
    "customer_was_asked_first": _("Customer asked first, or not owed"),
    "demand_was_challenged": _("Challenged, or no duty to"),
    "no_challenge_is_open": _("No challenge open"),
    "customers_are_told_or_may_not_be": _("Customers told and waited for, or barred"),
    "no_objection_is_open": _("No objection open"),
    "not_before_has_passed": _("No date in the way"),
    "package_is_ready": _("Package answers for every account"),
    "package_is_within_power_and_scope": _("Package within power and scope"),
    "package_is_approved_by_a_second_person": _("Package approved by a second person"),
}
# Rules of one kind of process: shown when they refuse, or they would clutter every other demand's.
_ONLY_WHEN_SHUT = (
    "sender_is_not_refused",
    "right_entity_was_served",
    "no_other_law_forbids_it",
    "something_is_asked_for",
    "certificate_may_be_executed",
    "supervisor_and_call_are_on_record",
    "only_the_minimum_is_given",
    "not_before_has_passed",
)
# Without a package these hold for want of anything to refuse; a list of what is done may not.
_OF_THE_PACKAGE = (
    release_lock.package_is_within_power_and_scope,
    release_lock.package_is_approved_by_a_second_person,
)


class Bolt(NamedTuple):
    """One rule of the lock; `reason` is empty when it holds."""

    label: StrOrPromise
    reason: str


class Lock(NamedTuple):
    bolts: Sequence[Bolt]

    @property
    def open(self) -> int:
        """How many bolts no longer stand in the way."""
        return sum(not bolt.reason for bolt in self.bolts)

    @property
    def all(self) -> int:
        return len(self.bolts)

    @property
    def is_open(self) -> bool:
        return self.open == self.all


def lock_of(demand: Demand, now: datetime) -> Lock:
    unprepared = release_lock.package_is_prepared(demand, now) or ""
    bolts = [(guard, _bolt(guard, demand, now, unprepared)) for guard in RELEASE_LOCK]
    return Lock([b for guard, b in bolts if b.reason or guard.__name__ not in _ONLY_WHEN_SHUT])


def _bolt(guard: Any, demand: Demand, now: datetime, unprepared: str) -> Bolt:
    name: str = guard.__name__
    reason = guard(demand, now) or (unprepared if guard in _OF_THE_PACKAGE else "")
    return Bolt(HOLDS.get(name, name.replace("_", " ").capitalize()), reason)
