"""How demands belong together. The counting key (`duplicate_of`) follows from the relation."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from casework import access, law
from casework.access import Ability
from casework.law.words import Family
from casework.models.demand import Demand
from casework.models.relations import NOT_COUNTED, Relation
from casework.records.rows import Actor, Facts, Record, new_row

# What the other demand must be for a relation to be true.
FAMILY = {
    Relation.Kind.FOLLOWS_PRESERVATION: Family.PRESERVATION,
    Relation.Kind.FOLLOWS_EMERGENCY: Family.EMERGENCY,
}


def relation(demand: Demand, facts: Facts, actor: Actor, now: datetime) -> Relation:
    """Link this demand to another that the actor may see. Nothing runs in a circle."""
    other = facts.get("other")
    seen = Demand.objects.all() if actor is None else access.visible(actor)
    if other is None or not seen.filter(pk=other.pk).exists():
        raise ValidationError({"other": _("No such demand. Enter its reference.")})
    kind = facts.get("kind", "")
    _refuse_what_is_not_so(other, kind)
    if kind != Relation.Kind.SAME_LETTER and leads_to(other, demand):
        raise ValidationError(
            {
                "other": _("%(other)s already leads to this demand: it would run in a circle.")
                % {"other": other}
            }
        )
    row: Relation = new_row(Relation, demand, facts, actor, now)
    if kind in NOT_COUNTED:
        demand.duplicate_of = other
        demand.full_clean(exclude=["state"])
        demand.save(update_fields=["duplicate_of"])
    return row


def leads_to(start: Demand, goal: Demand) -> bool:
    """Whether relations lead from one demand to the other, by any number of steps."""
    found, to_visit = set(), {start.pk}
    while to_visit:
        if goal.pk in to_visit:
            return True
        found |= to_visit
        rows = Relation.objects.filter(demand__in=to_visit).exclude(kind="same_letter")
        steps = set(rows.values_list("other", flat=True))
        copies = Demand.objects.filter(pk__in=to_visit, duplicate_of__isnull=False)
        steps |= {pk for pk in copies.values_list("duplicate_of", flat=True) if pk}
        to_visit = steps - found
    return False


def _refuse_what_is_not_so(other: Demand, kind: str) -> None:
    wanted = FAMILY.get(Relation.Kind(kind)) if kind in Relation.Kind.values else None
    if wanted is None:
        return
    family = law.process(other.process, other.process_version).family if other.process else None
    if family is not wanted:
        raise ValidationError(
            {
                "kind": _("%(other)s is not a demand of that kind (%(kind)s).")
                % {"other": other, "kind": Relation.Kind(kind).label}
            }
        )


RECORDS = (Record("relation", gettext_lazy("Link to another demand"), Ability.REVIEW, relation),)
