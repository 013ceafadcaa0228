"""Who may see and do what: the roles in one table, and the only ways to ask.

`visible(user)` is the only way to list demands: what a person may not see does not exist for them
(P7, P9). Abilities are ordinary Django permissions, made by code at migrate.
"""

from dataclasses import dataclass
from enum import StrEnum

from django.contrib.auth.models import AnonymousUser, User
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrOrPromise

from casework import law
from casework.models.demand import Demand

Person = User | AnonymousUser


class Ability(StrEnum):
    """What a role allows. The value is the permission's codename in the app `casework`."""

    SEE = "see_demands"
    SEE_NATIONAL_SECURITY = "see_national_security"
    TAKE_IN = "take_in_demands"
    REVIEW = "review_demands"
    DECIDE = "decide_demands"
    RECORD_GAG = "record_gag_orders"
    APPROVE = "approve_productions"
    NOTIFY = "work_notices"
    EDIT_PARTIES = "edit_parties"
    READ_PRIVILEGED = "read_privileged_notes"
    DRAFT_REPORT = "draft_reports"
    APPROVE_REPORT = "approve_reports"
    READ_AUDIT = "read_audit"
    MANAGE_PEOPLE = "manage_people"


ABILITY_NAMES: dict[Ability, StrOrPromise] = {
    Ability.SEE: _("See demands"),
    Ability.SEE_NATIONAL_SECURITY: _("See national security process"),
    Ability.TAKE_IN: _("Take in demands and documents"),
    Ability.REVIEW: _("Verify, check and scope demands"),
    Ability.DECIDE: _("Redirect, challenge, disclose, deny"),
    Ability.RECORD_GAG: _("Record, extend and lift gag orders"),
    Ability.APPROVE: _("Approve productions as the second person"),
    Ability.NOTIFY: _("Release and waive notices"),
    Ability.EDIT_PARTIES: _("Edit agencies, customers and accounts"),
    Ability.READ_PRIVILEGED: _("Write and read privileged notes"),
    Ability.DRAFT_REPORT: _("Draft and publish transparency reports"),
    Ability.APPROVE_REPORT: _("Approve transparency reports as the second person"),
    Ability.READ_AUDIT: _("Read the audit record"),
    Ability.MANAGE_PEOPLE: _("Manage people and their roles"),
}

_LEGAL = (Ability.SEE, Ability.TAKE_IN, Ability.REVIEW, Ability.RECORD_GAG, Ability.EDIT_PARTIES)


@dataclass(frozen=True)
class Role:
    name: str
    label: StrOrPromise
    abilities: tuple[Ability, ...]


# The table of roles. A person may hold several; four eyes are kept by the database all the same.
ROLES = (
    Role("intake", _("Intake clerk"), (Ability.SEE, Ability.TAKE_IN, Ability.EDIT_PARTIES)),
    Role("reviewer", _("Reviewer"), _LEGAL),
    Role(
        "counsel",
        _("Counsel"),
        (*_LEGAL, Ability.DECIDE, Ability.NOTIFY, Ability.READ_PRIVILEGED),
    ),
    Role("approver", _("Approver"), (Ability.SEE, Ability.APPROVE, Ability.APPROVE_REPORT)),
    Role(
        "national_security",
        _("National security officer"),
        (
            *_LEGAL,
            Ability.DECIDE,
            Ability.NOTIFY,
            Ability.READ_PRIVILEGED,
            Ability.SEE_NATIONAL_SECURITY,
        ),
    ),
    Role("notice_officer", _("Notice officer"), (Ability.SEE, Ability.NOTIFY)),
    Role("compliance", _("Compliance"), (Ability.DRAFT_REPORT,)),
    Role("auditor", _("Auditor"), (Ability.SEE, Ability.READ_AUDIT)),
    Role("operator", _("Operator"), (Ability.MANAGE_PEOPLE,)),
)

# Which ability each move asks for; who may record which fact is in casework/facts.py.
MOVE_ABILITY = {
    "start_review": Ability.REVIEW,
    "redirect": Ability.DECIDE,
    "challenge": Ability.DECIDE,
    "resume": Ability.REVIEW,
    "disclose": Ability.DECIDE,
    "deny": Ability.DECIDE,
    "withdraw": Ability.REVIEW,
    "reopen": Ability.DECIDE,
}


def has(user: Person, ability: Ability) -> bool:
    """Whether a role of the person's holds the ability."""
    if not user.is_authenticated or not user.is_active:
        return False
    held: bool = user.has_perm(f"casework.{ability.value}")
    return held


def visible(user: Person) -> QuerySet[Demand]:
    """The demands that exist for this person."""
    if not has(user, Ability.SEE):
        return Demand.objects.none()
    return Demand.objects.filter(visible_to(user))


def visible_to(user: Person, prefix: str = "") -> Q:
    """The one visibility predicate; `prefix` is the path from another model to the demand."""
    if not has(user, Ability.SEE):
        return Q(pk__in=[])
    if has(user, Ability.SEE_NATIONAL_SECURITY):
        return Q()
    return ~Q(**{f"{prefix}process__in": national_security_codes()})


def national_security_codes() -> list[str]:
    """The processes whose demands only the cleared may see (50 USC 1881a(i)(1), 18 USC 2709(c))."""
    versions = law.catalogue().processes.values()
    return sorted({each[-1].code for each in versions if any(v.national_security for v in each)})


def may(user: Person, move: str, demand: Demand) -> bool:
    """Whether this person may make this move on this demand, guards apart."""
    return has(user, MOVE_ABILITY[move]) and visible(user).filter(pk=demand.pk).exists()
