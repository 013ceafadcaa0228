"""What belongs to a demand beside its review: other demands, Annex III, costs, incidents."""

from collections.abc import Iterator
from datetime import datetime
from typing import NamedTuple

from django.contrib.auth.models import User
from django.utils.translation import gettext as _

from casework import access, certificates
from casework.admin.addresses import demand_page, download
from casework.admin.demand_facts import by_whom, day, instant
from casework.models import Demand, EvidenceCertificate, Incident, Invoice, Nonexecution, Relation
from casework.models.decisions import Fact


class Entry(NamedTuple):
    """One card: what it is, its facts, where it leads."""

    title: str
    facts: list[tuple[str, str]]
    links: list[tuple[str, str]]
    said: str


class Gates(NamedTuple):
    """A European certificate as it was read, and the gates that are shut."""

    certificate: Entry | None
    shut: list[str]


def related_to(demand: Demand, user: User) -> list[Entry]:
    """The newest first. A demand the person may not see is not told of."""
    rows = [*_relations(demand, user), *_after(demand)]
    return [entry for _at, entry in sorted(rows, key=lambda row: row[0], reverse=True)]


def gates_of(demand: Demand, now: datetime) -> Gates | None:
    if not certificates.is_certificate(demand):
        return None
    read = certificates.reading(demand)
    return Gates(_certificate(read) if read else None, certificates.refusals(demand, now))


def _relations(demand: Demand, user: User) -> Iterator[tuple[datetime, Entry]]:
    rows = Relation.objects.select_related("demand", "other", "recorded_by")
    seen = access.visible(user)
    for row in rows.filter(demand=demand, other__in=seen):
        title = _("This demand %(how)s %(other)s")
        yield _relation(row, title, row.other)
    for row in rows.filter(other=demand, demand__in=seen):
        title = _("%(other)s %(how)s this demand")
        yield _relation(row, title, row.demand)


def _relation(row: Relation, title: str, other: Demand) -> tuple[datetime, Entry]:
    words = title % {"how": row.get_kind_display(), "other": other.reference}
    facts = [(_("Note"), row.note)] if row.note else []
    return row.recorded_at, Entry(words, facts, [(demand_page(other), other.reference)], _by(row))


def _after(demand: Demand) -> Iterator[tuple[datetime, Entry]]:
    for form in demand.nonexecutions.select_related("document", "recorded_by"):
        yield form.recorded_at, _annex(form, demand)
    for asked in demand.follow_ups.select_related("recorded_by"):
        facts = [
            (_("Asked on"), day(asked.asked_on)),
            (_("Asked of"), asked.asked_of),
            (_("Settled on"), day(asked.closed_on)),
            (_("How"), asked.closed_how),
        ]
        yield asked.recorded_at, _entry(_("Legal process after the emergency"), facts, _by(asked))
    for invoice in demand.invoices.select_related("document", "recorded_by"):
        yield invoice.recorded_at, _invoice(invoice, demand)
    for incident in demand.incidents.select_related("target", "recorded_by"):
        yield incident.recorded_at, _incident(incident)


def _annex(row: Nonexecution, demand: Demand) -> Entry:
    cured = {None: "", True: _("It can be executed now"), False: _("It cannot be executed")}
    facts = [
        (_("Sent"), instant(row.sent_at)),
        (_("Explanation"), row.explanation),
        (_("Law of a third country"), row.third_country_law),
        (_("Answered"), instant(row.answered_at)),
        (_("Result"), cured[row.cured]),
    ]
    links = [(download(row.document, demand), row.document.name)]
    return _entry(_("Annex III"), facts, _by(row), links)


def _invoice(row: Invoice, demand: Demand) -> Entry:
    facts = [
        (_("Waived because"), row.waived_because),
        (_("Total"), "" if row.waived_because else f"{row.total} {row.currency}"),
        (_("Paid"), f"{row.paid} {row.currency}, {day(row.paid_on)}" if row.paid_on else ""),
    ]
    links = [(download(row.document, demand), row.document.name)] if row.document else []
    return _entry(_("Costs of a production"), facts, _by(row), links)


def _incident(row: Incident) -> Entry:
    facts = [
        (_("Law broken"), f"{row.get_law_display()} {row.provision}".strip()),
        (_("Happened"), day(row.occurred_on)),
        (_("Discovered"), day(row.discovered_on)),
        (_("What happened"), row.what),
    ]
    facts += [(step.get_kind_display(), day(step.done_on)) for step in row.steps.all()]
    facts += [
        (_("Compensation paid"), f"{paid.amount} {paid.currency}, {day(paid.paid_on)}")
        for paid in row.compensations.all()
    ]
    return _entry(_("Incident"), facts, _by(row))


def _certificate(row: EvidenceCertificate) -> Entry:
    names = [
        "issued_by",
        "validated_by",
        "offence",
        "enforcing_authority",
        "emergency_reasons",
        "controller_not_to_be_told_because",
        "deliver_to",
    ]
    facts = [(_label(row, name), _value(row, name)) for name in names]
    flags = [each for each in row._meta.fields if each.get_internal_type() == "BooleanField"]
    facts += [
        (str(each.verbose_name).capitalize(), _("Yes") if getattr(row, each.name) else _("No"))
        for each in flags
    ]
    return _entry(_("Certificate as read"), facts, _by(row))


def _label(row: EvidenceCertificate, name: str) -> str:
    return str(row._meta.get_field(name).verbose_name).capitalize()  # type: ignore[union-attr]


def _value(row: EvidenceCertificate, name: str) -> str:
    shown = getattr(row, f"get_{name}_display", None)
    return str(shown() if shown else getattr(row, name))


def _entry(
    title: str,
    facts: list[tuple[str, str]],
    said: str,
    links: list[tuple[str, str]] | None = None,
) -> Entry:
    return Entry(title, [(label, value) for label, value in facts if value], links or [], said)


def _by(row: Fact) -> str:
    return f"{instant(row.recorded_at)}, {by_whom(row.recorded_by)}"
