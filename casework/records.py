"""What is stored with each move, and the facts that can be recorded between moves.

Called by the door (casework/moves.py) alone, which holds the demand's row lock, has asked who may,
and writes the audit entry. Each function stores rows and returns the one it made.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django_stubs_ext import StrOrPromise

from casework import guards, law
from casework.access import Ability
from casework.law.words import NoticeDefault
from casework.models.decisions import (
    Challenge,
    Denial,
    Direction,
    Objection,
    Production,
    ProductionItem,
    Redirection,
    Reopening,
    ReviewItem,
    Verification,
    Waiver,
    Withdrawal,
)
from casework.models.demand import Demand, Target
from casework.models.documents import Document
from casework.models.gags import (
    NondisclosureOrder,
    NondisclosureOrderLift,
    NondisclosureOrderTarget,
)
from casework.states import CONTENT_CATEGORIES, Nondisclosure, Outcome, State

Actor = User | None
Facts = Mapping[str, Any]
Store = Callable[[Demand, Facts, Actor, datetime], models.Model | None]


@dataclass(frozen=True)
class Record:
    """A fact that can be recorded about a demand: who may, in which words, and how it is stored."""

    name: str
    label: StrOrPromise
    ability: Ability
    store: Store


def _row(
    model: type[models.Model], demand: Demand, facts: Facts, actor: Actor, now: datetime
) -> Any:
    """A new, valid row of `model`. Raises ValidationError with every field that is wrong."""
    row = model(demand=demand, recorded_by=actor, recorded_at=now, **facts)
    row.full_clean()
    row.save(force_insert=True)
    return row


# --- With a move -------------------------------------------------------------------------------


def start_review(demand: Demand, facts: Facts, actor: Actor, now: datetime) -> None:
    """The demand keeps the version of the process it is reviewed under."""
    demand.process_version = law.process(demand.process).version
    demand.save(update_fields=["process_version"])


def redirect(demand: Demand, facts: Facts, actor: Actor, now: datetime) -> Redirection:
    row: Redirection = _row(Redirection, demand, facts, actor, now)
    _end_all(demand, Outcome.REDIRECTED)
    return row


def challenge(demand: Demand, facts: Facts, actor: Actor, now: datetime) -> Challenge:
    row: Challenge = _row(Challenge, demand, facts, actor, now)
    _end_all(demand, Outcome.PENDING)
    return row


def resume(demand: Demand, facts: Facts, actor: Actor, now: datetime) -> None:
    _end_all(demand, Outcome.PENDING)


def disclose(demand: Demand, facts: Facts, actor: Actor, now: datetime) -> Production | None:
    """Release the approved production: freeze its manifest, give every target its outcome."""
    if demand.is_being_imported:
        _outcomes_as_imported(demand, facts["targets"])
        return None
    production = guards.pending_production(demand)
    if production is None:
        raise ValidationError(_("No production is prepared. Prepare what is to be disclosed."))
    items = list(production.items.select_related("target__account", "document"))
    _refuse_damaged(items)
    production.released_at = now
    production.manifest = [_manifest_line(item) for item in items]
    production.save(update_fields=["released_at", "manifest"])
    for target in demand.targets.all():
        mine = [item.category for item in items if item.target_id == target.pk and item.category]
        _end(target, _outcome_of(mine), mine)
    return production


def deny(demand: Demand, facts: Facts, actor: Actor, now: datetime) -> Denial:
    row: Denial = _row(Denial, demand, facts, actor, now)
    _end_all(demand, Outcome.FRAUDULENT if row.fraudulent else Outcome.REJECTED)
    return row


def withdraw(demand: Demand, facts: Facts, actor: Actor, now: datetime) -> Withdrawal | None:
    """A demand that the agency takes back after a redirection was redirected (case C03)."""
    if demand.is_being_imported:
        _end_all(demand, Outcome.WITHDRAWN)
        return None
    row: Withdrawal = _row(Withdrawal, demand, facts, actor, now)
    was_redirected = demand.redirections.exclude(answer=Redirection.Answer.AGENCY_INSISTS).exists()
    _end_all(demand, Outcome.REDIRECTED if was_redirected else Outcome.WITHDRAWN)
    return row


def reopen(demand: Demand, facts: Facts, actor: Actor, now: datetime) -> Reopening:
    row: Reopening = _row(Reopening, demand, facts, actor, now)
    _end_all(demand, Outcome.PENDING)
    return row


# --- Between moves -----------------------------------------------------------------------------


def verify(demand: Demand, facts: Facts, actor: Actor, now: datetime) -> Verification:
    row: Verification = _row(Verification, demand, facts, actor, now)
    demand.verified_at = now if row.genuine else None
    demand.save(update_fields=["verified_at"])
    return row


def review_item(demand: Demand, facts: Facts, actor: Actor, now: datetime) -> ReviewItem:
    row: ReviewItem = _row(ReviewItem, demand, facts, actor, now)
    return row


def determine_nondisclosure(demand: Demand, facts: Facts, actor: Actor, now: datetime) -> None:
    """Staff looked for a gag order and found none. That an order exists is said by recording it."""
    if demand.process:
        process = law.process(demand.process)
        if process.notice_default in (
            NoticeDefault.FORBIDDEN_BY_INSTRUMENT,
            NoticeDefault.FORBIDDEN_BY_STATUTE,
        ):
            raise ValidationError(
                _("%(process)s itself forbids notice (%(citation)s). Record it as a gag order.")
                % {"process": process.name, "citation": process.notice_citation}
            )
    if demand.nondisclosure_orders.filter(standing="binding").exists():
        raise ValidationError(
            _("A binding order is on record. Lift it if it was recorded in error.")
        )
    demand.nondisclosure = Nondisclosure.NONE
    demand.save(update_fields=["nondisclosure"])


def gag_order(demand: Demand, facts: Facts, actor: Actor, now: datetime) -> NondisclosureOrder:
    """Record an order. From this commit on, the notices it covers do not leave (P7)."""
    named = dict(facts)
    targets = list(named.pop("targets", ()))
    if not named.get("covers_whole_demand", True) and not targets:
        raise ValidationError({"targets": _("List the targets, or choose the whole demand.")})
    if any(target.demand_id != demand.pk for target in targets):
        raise ValidationError({"targets": _("A listed target belongs to another demand.")})
    order: NondisclosureOrder = _row(NondisclosureOrder, demand, named, actor, now)
    for target in targets:
        NondisclosureOrderTarget.objects.create(order=order, target=target)
    if order.standing == "binding":
        demand.nondisclosure = Nondisclosure.RECORDED
        demand.save(update_fields=["nondisclosure"])
    return order


def gag_extension(demand: Demand, facts: Facts, actor: Actor, now: datetime) -> NondisclosureOrder:
    """A renewal: a new row with the terms of the order it extends, linked to it."""
    named = dict(facts)
    order: NondisclosureOrder = named["extends"]
    if order.demand_id != demand.pk:
        raise ValidationError({"extends": _("That order belongs to another demand.")})
    terms = {
        field: getattr(order, field)
        for field in (
            "standing",
            "authority",
            "issuing_body",
            "docket",
            "covers_whole_demand",
            "facts",
            "audience",
            "named_persons",
            "time_zone",
        )
    }
    return gag_order(demand, {**terms, "targets": list(order.targets.all()), **named}, actor, now)


def gag_lift(demand: Demand, facts: Facts, actor: Actor, now: datetime) -> NondisclosureOrderLift:
    """End an order, and every extension of it, before its date."""
    named = dict(facts)
    order: NondisclosureOrder = named.pop("order")
    if order.demand_id != demand.pk:
        raise ValidationError({"order": _("That order belongs to another demand.")})
    lift: NondisclosureOrderLift | None = None
    for each in _with_extensions(order):
        if hasattr(each, "lift"):
            continue
        row = NondisclosureOrderLift(order=each, recorded_by=actor, recorded_at=now, **named)
        row.full_clean()
        row.save(force_insert=True)
        lift = lift or row
    if lift is None:
        raise ValidationError({"order": _("That order has been lifted already.")})
    return lift


def challenge_result(demand: Demand, facts: Facts, actor: Actor, now: datetime) -> Challenge:
    """What became of the open challenge; a narrowing also narrows the targets."""
    named = dict(facts)
    scopes: Mapping[Any, list[str]] = named.pop("scopes", {})
    row = demand.challenges.filter(result="").order_by("-recorded_at").first()
    if row is None:
        raise ValidationError(_("No challenge is open."))
    if not named.get("result"):
        raise ValidationError({"result": _("Choose the result.")})
    _fill_in(row, named, ("result", "result_on", "result_note", "result_document"))
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
    _fill_in(row, facts, ("answer", "answered_on", "answer_document"))
    return row


def objection(demand: Demand, facts: Facts, actor: Actor, now: datetime) -> Objection:
    row: Objection = _row(Objection, demand, facts, actor, now)
    return row


def objection_resolution(demand: Demand, facts: Facts, actor: Actor, now: datetime) -> Objection:
    row = demand.objections.filter(resolved_on__isnull=True).order_by("recorded_at").first()
    if row is None:
        raise ValidationError(_("No objection is open."))
    if not facts.get("resolved_on") or not facts.get("resolution"):
        raise ValidationError(_("Say when and how the objection was resolved."))
    _fill_in(row, facts, ("resolved_on", "resolution"))
    return row


def direction(demand: Demand, facts: Facts, actor: Actor, now: datetime) -> Direction:
    row: Direction = _row(Direction, demand, facts, actor, now)
    return row


def waiver(demand: Demand, facts: Facts, actor: Actor, now: datetime) -> Waiver:
    row: Waiver = _row(Waiver, demand, facts, actor, now)
    return row


def production(demand: Demand, facts: Facts, actor: Actor, now: datetime) -> Production:
    """Prepare a package. `items` is a list of mappings: target, category, document.

    An item without category and document says that nothing was found for its target.
    """
    items = list(facts.get("items", ()))
    if not items:
        raise ValidationError(_("A production needs at least one item."))
    row: Production = _row(Production, demand, {"note": facts.get("note", "")}, actor, now)
    for item in items:
        made = ProductionItem(production=row, **item)
        made.full_clean()
        made.save(force_insert=True)
    return row


def production_approval(demand: Demand, facts: Facts, actor: Actor, now: datetime) -> Production:
    row = guards.pending_production(demand)
    if row is None:
        raise ValidationError(_("No production waits for approval."))
    if row.approved_by_id:
        raise ValidationError(_("The production has been approved already."))
    row.approved_by = actor
    row.approved_at = now
    row.full_clean()
    row.save(update_fields=["approved_by", "approved_at"])
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
    from casework.intake import keep

    return keep(demand, facts["upload"], facts["kind"], actor=actor, now=now)


# --- What the functions share ------------------------------------------------------------------


def _end_all(demand: Demand, outcome: Outcome) -> None:
    demand.targets.update(outcome=outcome, categories_disclosed=[])


def _end(target: Target, outcome: Outcome, categories: list[str]) -> None:
    Target.objects.filter(pk=target.pk).update(
        outcome=outcome, categories_disclosed=sorted(set(categories))
    )


def _outcome_of(categories: list[str]) -> Outcome:
    if not categories:
        return Outcome.NO_DATA
    if any(category in CONTENT_CATEGORIES for category in categories):
        return Outcome.CONTENT
    return Outcome.NON_CONTENT


def _outcomes_as_imported(
    demand: Demand, outcomes: Mapping[str, tuple[Outcome, list[str]]]
) -> None:
    """`outcomes` maps an account's identifier to its outcome and the categories disclosed."""
    for target in demand.targets.select_related("account"):
        outcome, categories = outcomes[target.account.identifier]
        _end(target, outcome, categories)


def _narrow(target: Target, categories: list[str]) -> None:
    beyond = set(categories) - set(target.scope)
    if beyond:
        raise ValidationError(
            _("%(account)s: a narrowing cannot add %(categories)s.")
            % {"account": target.account, "categories": ", ".join(sorted(beyond))}
        )
    Target.objects.filter(pk=target.pk).update(categories_in_scope=categories)


def _fill_in(row: models.Model, facts: Facts, names: tuple[str, ...]) -> None:
    """Fill in an answer once; what is there already is never written over."""
    given = [name for name in names if name in facts]
    for name in given:
        setattr(row, name, facts[name])
    row.full_clean()
    row.save(update_fields=given)


def _with_extensions(order: NondisclosureOrder) -> list[NondisclosureOrder]:
    found = [order]
    for extension in order.extensions.all():
        found += _with_extensions(extension)
    return found


def _refuse_damaged(items: list[ProductionItem]) -> None:
    for item in items:
        if item.document is not None and not item.document.is_intact():
            raise ValidationError(
                _(
                    "%(name)s is not the file that was approved: its SHA-256 differs. "
                    "Nothing was released."
                )
                % {"name": item.document.name}
            )


def _manifest_line(item: ProductionItem) -> dict[str, Any]:
    file = item.document
    return {
        "account": item.target.account.identifier,
        "category": item.category,
        "file": file.name if file else "",
        "size": file.size if file else 0,
        "sha256": file.sha256 if file else "",
    }


WITH_MOVE: dict[str, Store] = {
    "start_review": start_review,
    "redirect": redirect,
    "challenge": challenge,
    "resume": resume,
    "disclose": disclose,
    "deny": deny,
    "withdraw": withdraw,
    "reopen": reopen,
}

BETWEEN_MOVES: dict[str, Record] = {
    each.name: each
    for each in (
        Record("details", gettext_lazy("Edit details"), Ability.TAKE_IN, details),
        Record("document", gettext_lazy("Add document"), Ability.TAKE_IN, document),
        Record("target", gettext_lazy("Add target"), Ability.TAKE_IN, target),
        Record("assignment", gettext_lazy("Assign"), Ability.SEE, assignment),
        Record("verify", gettext_lazy("Record verification"), Ability.REVIEW, verify),
        Record("review_item", gettext_lazy("Answer checklist point"), Ability.REVIEW, review_item),
        Record(
            "determine_nondisclosure",
            gettext_lazy("No gag order exists"),
            Ability.RECORD_GAG,
            determine_nondisclosure,
        ),
        Record("gag_order", gettext_lazy("Record gag order"), Ability.RECORD_GAG, gag_order),
        Record(
            "gag_extension", gettext_lazy("Extend gag order"), Ability.RECORD_GAG, gag_extension
        ),
        Record("gag_lift", gettext_lazy("Lift gag order"), Ability.RECORD_GAG, gag_lift),
        Record(
            "challenge_result",
            gettext_lazy("Record result of challenge"),
            Ability.REVIEW,
            challenge_result,
        ),
        Record("narrowing", gettext_lazy("Record narrowing"), Ability.REVIEW, narrowing),
        Record(
            "redirection_answer",
            gettext_lazy("Record the agency's answer"),
            Ability.REVIEW,
            redirection_answer,
        ),
        Record("objection", gettext_lazy("Record customer's objection"), Ability.REVIEW, objection),
        Record(
            "objection_resolution",
            gettext_lazy("Resolve objection"),
            Ability.DECIDE,
            objection_resolution,
        ),
        Record("direction", gettext_lazy("Record customer's direction"), Ability.REVIEW, direction),
        Record("waiver", gettext_lazy("Sign a reason"), Ability.DECIDE, waiver),
        Record("production", gettext_lazy("Prepare production"), Ability.REVIEW, production),
        Record(
            "production_approval",
            gettext_lazy("Approve production"),
            Ability.APPROVE,
            production_approval,
        ),
    )
}
