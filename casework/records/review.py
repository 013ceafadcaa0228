"""What review finds out: the paper, its accounts, its authenticity, its checklist."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from casework import intake, law
from casework.law.words import Trigger
from casework.models.deadlines import Circumstance, ClockPause, Milestone
from casework.models.decisions import ReviewItem
from casework.models.demand import Demand, Target
from casework.models.documents import Document
from casework.records.rows import Actor, Facts, fill_in, new_row
from casework.states import State


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
    "court",
    "court_country",
    "origin_country",
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


def milestone(demand: Demand, facts: Facts, actor: Actor, now: datetime) -> Milestone:
    """An event the law counts from, such as the end of an emergency."""
    if facts.get("trigger") not in set(Trigger):
        raise ValidationError({"trigger": _("Choose an event that a clock of the law knows.")})
    row: Milestone = new_row(Milestone, demand, facts, actor, now)
    return row


def circumstance(demand: Demand, facts: Facts, actor: Actor, now: datetime) -> Circumstance:
    """A fact that decides which clocks run; recorded anew when it no longer holds."""
    if facts.get("code") not in law.catalogue().facts:
        raise ValidationError({"code": _("Choose a circumstance of the law files.")})
    row: Circumstance = new_row(Circumstance, demand, facts, actor, now)
    return row


def clock_pause(demand: Demand, facts: Facts, actor: Actor, now: datetime) -> ClockPause:
    """Suspend the demand's clock, with the reason."""
    row: ClockPause = new_row(ClockPause, demand, facts, actor, now)
    return row


def clock_resumed(demand: Demand, facts: Facts, actor: Actor, now: datetime) -> ClockPause:
    row = demand.clock_pauses.filter(ended_at__isnull=True).order_by("recorded_at").first()
    if row is None:
        raise ValidationError(_("The clock is not suspended."))
    if facts["ended_at"] < row.started_at:
        raise ValidationError({"ended_at": _("The clock cannot resume before it was suspended.")})
    fill_in(row, facts, ("ended_at",))
    return row
