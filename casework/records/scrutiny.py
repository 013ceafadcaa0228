"""Is it genuine, was the right entity served, does another law forbid it, what counsel thinks."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from casework import authenticity, law, risk
from casework.access import Ability
from casework.law.words import GroundKind
from casework.models.decisions import Verification
from casework.models.demand import Demand
from casework.models.scrutiny import EntityCheck, LawConflict, PrivilegedNote
from casework.records.rows import Actor, Facts, Record, new_row


def verify(demand: Demand, facts: Facts, actor: Actor, now: datetime) -> Verification:
    """Authenticity, with the risk flags that stood. A call counts only through the switchboard."""
    if not demand.is_being_imported:
        _refuse_a_call_elsewhere(demand, facts, now)
    raised = [flag.code for flag in risk.flags(demand)]
    row: Verification = new_row(Verification, demand, {**facts, "flags": raised}, actor, now)
    if row.is_evidence:
        demand.verified_at = now if row.genuine else None
        demand.save(update_fields=["verified_at"])
    return row


def entity_check(demand: Demand, facts: Facts, actor: Actor, now: datetime) -> EntityCheck:
    row: EntityCheck = new_row(EntityCheck, demand, facts, actor, now)
    return row


def law_conflict(demand: Demand, facts: Facts, actor: Actor, now: datetime) -> LawConflict:
    """The newest record of a rule counts; `rule` is a ground of a challenge in the law files."""
    grounds = {ground.code for ground in law.grounds(GroundKind.CHALLENGE)}
    if facts.get("rule") not in grounds:
        raise ValidationError({"rule": _("Choose the rule that stands in the way.")})
    row: LawConflict = new_row(LawConflict, demand, facts, actor, now)
    return row


def privileged_note(demand: Demand, facts: Facts, actor: Actor, now: datetime) -> PrivilegedNote:
    row: PrivilegedNote = new_row(PrivilegedNote, demand, facts, actor, now)
    return row


def _refuse_a_call_elsewhere(demand: Demand, facts: Facts, now: datetime) -> None:
    called = facts.get("method") == Verification.Method.CALL_BACK and facts.get("genuine", True)
    wrong = (
        authenticity.what_is_wrong_with_the_call(demand.agency, facts.get("number_dialled") or "")
        if called
        else {}
    )
    officer = facts.get("officer")
    if officer is not None and officer.agency_id != demand.agency_id:
        wrong["officer"] = _("%(officer)s is not of %(agency)s.") % {
            "officer": officer,
            "agency": demand.agency,
        }
    if facts.get("called_at") and facts["called_at"] > now:
        wrong["called_at"] = _("The call cannot lie in the future.")
    if wrong:
        raise ValidationError(wrong)


RECORDS = (
    Record(
        "entity_check",
        gettext_lazy("Record the entity served"),
        Ability.REVIEW,
        entity_check,
    ),
    Record(
        "law_conflict",
        gettext_lazy("Record conflict of law"),
        Ability.DECIDE,
        law_conflict,
    ),
    Record(
        "privileged_note",
        gettext_lazy("Write privileged note"),
        Ability.READ_PRIVILEGED,
        privileged_note,
    ),
)
