"""Redirections, challenges, denials and what others said, each as a card on the demand's page."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any, NamedTuple

from django.utils.translation import gettext as _

from casework import law
from casework.admin.addresses import download
from casework.admin.demand_facts import by_whom, day
from casework.models import Demand, Document
from casework.states import Category


class Decision(NamedTuple):
    """One thing that was decided or said; `open` while it waits for an answer."""

    title: str
    icon: str
    at: datetime
    who: str
    open: str
    facts: list[tuple[str, str]]
    document: tuple[str, str] | None


def decisions_of(demand: Demand) -> list[Decision]:
    """The newest first."""
    found = [
        *_redirections(demand),
        *_challenges(demand),
        *_objections(demand),
        *_others(demand),
    ]
    return sorted(found, key=lambda each: each.at, reverse=True)


def _decision(
    row: Any,
    icon: str,
    facts: Iterable[tuple[str, Any]],
    *,
    document: Document | None = None,
    waits: str = "",
) -> Decision:
    return Decision(
        str(row._meta.verbose_name).capitalize(),
        icon,
        row.recorded_at,
        by_whom(row.recorded_by),
        waits,
        [(label, str(value)) for label, value in facts if value],
        (download(document, row.demand), document.name) if document else None,
    )


def ground_name(code: str) -> str:
    try:
        return law.ground(code).name
    except law.UnknownCode:
        return code


def _redirections(demand: Demand) -> Iterator[Decision]:
    for row in demand.redirections.all():
        facts = [
            (_("Ground"), ground_name(row.ground)),
            (_("Contact"), f"{row.contact_name} · {row.contact_email}"),
            (_("Words to the agency"), row.message),
            (_("Answer"), row.get_answer_display() if row.answer else ""),
            (_("Answered on"), day(row.answered_on)),
        ]
        waits = "" if row.answer else _("Waits for the agency's answer")
        yield _decision(row, "corner-up-right", facts, document=row.answer_document, waits=waits)


def _challenges(demand: Demand) -> Iterator[Decision]:
    for row in demand.challenges.all():
        facts = [
            (_("Kind"), row.get_rung_display()),
            (_("Ground"), ground_name(row.ground)),
            (_("Addressed to"), row.forum),
            (_("Docket number"), row.docket),
            (_("Sent or filed on"), day(row.filed_on)),
            (_("Decided by"), row.decided_by),
            (_("Argument"), row.argument),
            (_("Result"), row.get_result_display() if row.result else ""),
            (_("Result on"), day(row.result_on)),
            (_("What was decided"), row.result_note),
        ]
        waits = "" if row.result else _("Waits for its result")
        yield _decision(row, "gavel", facts, document=row.result_document, waits=waits)


def _objections(demand: Demand) -> Iterator[Decision]:
    for row in demand.objections.all():
        facts = [
            (_("Customer"), row.customer),
            (_("Received on"), day(row.received_on)),
            (_("Words"), row.words),
            (_("Resolved on"), day(row.resolved_on)),
            (_("How"), row.resolution),
        ]
        waits = "" if row.resolved_on else _("Waits to be resolved")
        yield _decision(row, "circle-alert", facts, document=row.document, waits=waits)


def _others(demand: Demand) -> Iterator[Decision]:
    for direction in demand.directions.all():
        asked = ", ".join(str(Category(code).label) for code in direction.categories)
        facts = [
            (_("Customer"), direction.customer),
            (_("Given on"), day(direction.given_on)),
            (_("Categories"), asked),
        ]
        yield _decision(direction, "pen-line", facts, document=direction.document)
    for waiver in demand.waivers.all():
        whose = str(waiver.target) if waiver.target else _("Every account of the demand")
        facts = [
            (_("Duty"), waiver.get_duty_display()),
            (_("Account"), whose),
            (_("Reason"), waiver.reason),
        ]
        yield _decision(waiver, "pen-line", facts)
    yield from _ends(demand)


def _ends(demand: Demand) -> Iterator[Decision]:
    for denial in demand.denials.all():
        facts = [
            (_("Ground"), ground_name(denial.ground)),
            (_("Explanation"), denial.explanation),
            (_("Fraudulent"), _("Yes") if denial.fraudulent else ""),
        ]
        yield _decision(denial, "ban", facts)
    for withdrawal in demand.withdrawals.all():
        facts = [
            (_("The agency's words"), withdrawal.words),
            (_("Withdrawn on"), day(withdrawal.withdrawn_on)),
        ]
        yield _decision(withdrawal, "undo-2", facts, document=withdrawal.document)
    for reopening in demand.reopenings.all():
        facts = [(_("What came back"), reopening.what)]
        yield _decision(reopening, "history", facts, document=reopening.document)


def waits_for(decisions: Iterable[Decision]) -> int:
    return sum(bool(each.open) for each in decisions)
