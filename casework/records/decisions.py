"""What came of redirections and challenges, what customers said, and the reasons we signed."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from casework.models.decisions import Challenge, Direction, Objection, Redirection, Waiver
from casework.models.demand import Demand, Target
from casework.records.rows import Actor, Facts, fill_in, new_row


def challenge_result(demand: Demand, facts: Facts, actor: Actor, now: datetime) -> Challenge:
    """What became of the open challenge; a narrowing also narrows the targets."""
    named = dict(facts)
    scopes: Mapping[Any, list[str]] = named.pop("scopes", {})
    row = demand.challenges.filter(result="").order_by("-recorded_at").first()
    if row is None:
        raise ValidationError(_("No challenge is open."))
    if not named.get("result"):
        raise ValidationError({"result": _("Choose the result.")})
    fill_in(row, named, ("result", "result_on", "result_note", "result_document"))
    for target in demand.targets.all():
        if target.pk in scopes:
            _narrow(target, scopes[target.pk])
    return row


def narrowing(demand: Demand, facts: Facts, actor: Actor, now: datetime) -> None:
    """The agency narrows in writing: the categories of each target that remain in question."""
    for target in demand.targets.all():
        if target.pk in facts["scopes"]:
            _narrow(target, facts["scopes"][target.pk])


def redirection_answer(demand: Demand, facts: Facts, actor: Actor, now: datetime) -> Redirection:
    row = demand.redirections.filter(answer="").order_by("-recorded_at").first()
    if row is None:
        raise ValidationError(_("No redirection waits for an answer."))
    if not facts.get("answer"):
        raise ValidationError({"answer": _("Choose the answer.")})
    fill_in(row, facts, ("answer", "answered_on", "answer_document"))
    return row


def objection(demand: Demand, facts: Facts, actor: Actor, now: datetime) -> Objection:
    row: Objection = new_row(Objection, demand, facts, actor, now)
    return row


def objection_resolution(demand: Demand, facts: Facts, actor: Actor, now: datetime) -> Objection:
    row = demand.objections.filter(resolved_on__isnull=True).order_by("recorded_at").first()
    if row is None:
        raise ValidationError(_("No objection is open."))
    if not facts.get("resolved_on") or not facts.get("resolution"):
        raise ValidationError(_("Say when and how the objection was resolved."))
    fill_in(row, facts, ("resolved_on", "resolution"))
    return row


def direction(demand: Demand, facts: Facts, actor: Actor, now: datetime) -> Direction:
    row: Direction = new_row(Direction, demand, facts, actor, now)
    return row


def waiver(demand: Demand, facts: Facts, actor: Actor, now: datetime) -> Waiver:
    row: Waiver = new_row(Waiver, demand, facts, actor, now)
    return row


def _narrow(target: Target, categories: list[str]) -> None:
    beyond = set(categories) - set(target.scope)
    if beyond:
        raise ValidationError(
            _("%(account)s: a narrowing cannot add %(categories)s.")
            % {"account": target.account, "categories": ", ".join(sorted(beyond))}
        )
    Target.objects.filter(pk=target.pk).update(categories_in_scope=categories)
