"""What follows a disclosure: process after an emergency, costs, and incidents if we were wrong."""

from datetime import datetime
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from casework import costs, emergency, intake
from casework.access import Ability
from casework.models.costs import Invoice
from casework.models.demand import Demand
from casework.models.documents import Document
from casework.models.emergency import FollowUp
from casework.models.incidents import Compensation, Incident, IncidentStep
from casework.records.rows import Actor, Facts, Record, fill_in, new_row


def follow_up(demand: Demand, facts: Facts, actor: Actor, now: datetime) -> FollowUp:
    """Legal process was asked for; it is chased until it is settled."""
    if not emergency.is_emergency(demand):
        raise ValidationError(_("Process follows an emergency request, and this is none."))
    if demand.follow_ups.filter(closed_on=None).exists():
        raise ValidationError(_("Process was asked for already. Settle that first."))
    row: FollowUp = new_row(FollowUp, demand, {"asked_on": now.date(), **facts}, actor, now)
    return row


def follow_up_result(demand: Demand, facts: Facts, actor: Actor, now: datetime) -> FollowUp:
    row = demand.follow_ups.filter(closed_on=None).first()
    if row is None:
        raise ValidationError(_("No process is asked for."))
    given = {"closed_on": now.date(), **facts}
    if not given.get("closed_how"):
        raise ValidationError({"closed_how": _("Say what came, or why none will come.")})
    if given["closed_on"] < row.asked_on:
        raise ValidationError({"closed_on": _("It cannot be settled before it was asked for.")})
    fill_in(row, given, ("closed_on", "closed_how"))
    return row


def invoice(demand: Demand, facts: Facts, actor: Actor, now: datetime) -> Invoice:
    """The costs of a production by the schedule, or why they are waived (18 USC 2706).

    `quantities` maps codes of the schedule to numbers; `upload` is the PDF, made before
    (casework/costs.py).
    """
    production = facts.get("production")
    if production is None or production.demand_id != demand.pk or not production.released_at:
        raise ValidationError({"production": _("Costs are of a production that has left.")})
    waived = facts.get("waived_because", "")
    if emergency.is_emergency(demand) and not waived:
        raise ValidationError(
            {"waived_because": _("Nothing is charged in an emergency: the costs are waived.")}
        )
    lines = [] if waived else costs.lines(facts.get("quantities") or {})
    paper = facts.get("upload")
    document = (
        intake.keep(demand, paper, Document.Kind.OUR_LETTER, actor=actor, now=now)
        if paper
        else None
    )
    given = {
        "production": production,
        "lines": [line.stored() for line in lines],
        "currency": costs.currency(),
        "total": sum((line.amount for line in lines), Decimal("0.00")),
        "waived_because": waived,
        "document": document,
    }
    row: Invoice = new_row(Invoice, demand, given, actor, now)
    return row


def payment(demand: Demand, facts: Facts, actor: Actor, now: datetime) -> Invoice:
    row = demand.invoices.filter(paid_on=None, waived_because="").first()
    if row is None:
        raise ValidationError(_("No invoice waits for its payment."))
    if facts.get("paid") is None or not facts.get("paid_on"):
        raise ValidationError(_("Say how much was paid, and when."))
    if facts["paid"] > row.total:
        raise ValidationError({"paid": _("More was paid than was asked for.")})
    fill_in(row, facts, ("paid", "paid_on"))
    return row


def incident(demand: Demand, facts: Facts, actor: Actor, now: datetime) -> Incident:
    """We broke the law of the customer's land (P13)."""
    given = {"discovered_on": now.date(), **facts}
    if given.get("target") is not None and given["target"].demand_id != demand.pk:
        raise ValidationError({"target": _("That target belongs to another demand.")})
    if given["discovered_on"] > now.date():
        raise ValidationError({"discovered_on": _("It cannot be discovered in the future.")})
    row: Incident = new_row(Incident, demand, given, actor, now)
    return row


def incident_step(demand: Demand, facts: Facts, actor: Actor, now: datetime) -> IncidentStep:
    _refuse_another_demands(demand, facts)
    row: IncidentStep = new_row(IncidentStep, demand, facts, actor, now)
    return row


def compensation(demand: Demand, facts: Facts, actor: Actor, now: datetime) -> Compensation:
    _refuse_another_demands(demand, facts)
    row: Compensation = new_row(Compensation, demand, facts, actor, now)
    return row


def _refuse_another_demands(demand: Demand, facts: Facts) -> None:
    found = facts.get("incident")
    if found is None or found.demand_id != demand.pk:
        raise ValidationError({"incident": _("Choose an incident of this demand.")})


RECORDS = (
    Record("follow_up", gettext_lazy("Ask for legal process"), Ability.REVIEW, follow_up),
    Record(
        "follow_up_result",
        gettext_lazy("Settle the process asked for"),
        Ability.REVIEW,
        follow_up_result,
    ),
    Record("invoice", gettext_lazy("State the costs"), Ability.REVIEW, invoice),
    Record("payment", gettext_lazy("Record payment"), Ability.REVIEW, payment),
    Record("incident", gettext_lazy("Record incident"), Ability.DECIDE, incident),
    Record("incident_step", gettext_lazy("Record step"), Ability.DECIDE, incident_step),
    Record("compensation", gettext_lazy("Record compensation"), Ability.DECIDE, compensation),
)
