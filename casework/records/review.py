"""What review finds out: the paper, its accounts, its authenticity, its checklist."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from casework import intake, law
from casework.models.decisions import ReviewItem, Verification
from casework.models.demand import Demand, Target
from casework.models.documents import Document
from casework.records.rows import Actor, Facts, new_row
from casework.states import State


def verify(demand: Demand, facts: Facts, actor: Actor, now: datetime) -> Verification:
    row: Verification = new_row(Verification, demand, facts, actor, now)
    demand.verified_at = now if row.genuine else None
    demand.save(update_fields=["verified_at"])
    return row


def review_item(demand: Demand, facts: Facts, actor: Actor, now: datetime) -> ReviewItem:
    row: ReviewItem = new_row(ReviewItem, demand, facts, actor, now)
    return row


def target(demand: Demand, facts: Facts, actor: Actor, now: datetime) -> Target:
    row = Target(demand=demand, **facts)
    row.full_clean()
    row.save(force_insert=True)
    return row


def assignment(demand: Demand, facts: Facts, actor: Actor, now: datetime) -> None:
    demand.assigned_to = facts["assigned_to"]
    demand.save(update_fields=["assigned_to"])


EDITABLE = (
    "process",
    "agency",
    "agency_reference",
    "officer_name",
    "officer_email",
    "legal_basis",
    "asked",
    "issued_on",
    "due_on",
    "duplicate_of",
)


def details(demand: Demand, facts: Facts, actor: Actor, now: datetime) -> None:
    """What the paper says, as review reads it. State, outcome and clocks are in no form."""
    unknown = set(facts) - set(EDITABLE)
    if unknown:
        raise ValidationError(_("Not to be edited: %(names)s.") % {"names": ", ".join(unknown)})
    if demand.state != State.RECEIVED and "process" in facts and facts["process"] != demand.process:
        demand.process_version = law.process(facts["process"]).version
    for name, value in facts.items():
        setattr(demand, name, value)
    demand.full_clean(exclude=["state"])
    demand.save(update_fields=[*facts, "process_version"])


def document(demand: Demand, facts: Facts, actor: Actor, now: datetime) -> Document:
    """Keep a paper byte for byte. `upload` is the file, `kind` a Document.Kind."""
    return intake.keep(demand, facts["upload"], facts["kind"], actor=actor, now=now)
