"""What the demand's page says on top, and its tabs Facts, Targets, Deadlines and Documents."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any, NamedTuple

from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from casework import access, gag, law
from casework.admin.addresses import demand_page, download
from casework.admin.queue import process_name
from casework.admin.urgency import countdown, is_ours, is_right, next_duty, urgency, urgency_badge
from casework.law import reach
from casework.models import Agency, Deadline, Demand, Document, Target
from casework.states import Category, Nondisclosure, NoticePosition


def day(value: date | datetime | None) -> str:
    return date_format(value, "j M Y") if value else ""


def instant(value: datetime | None) -> str:
    return f"{date_format(value, 'j M Y, H:i')} UTC" if value else ""


def by_whom(person: Any) -> str:
    return (person.get_full_name() or person.username) if person else _("the product")


# --- On top ------------------------------------------------------------------------------------


class Header(NamedTuple):
    process: str
    agency: str
    urgency: SafeString | None
    national_security: bool
    banners: list[tuple[str, str]]


def header_of(demand: Demand, now: datetime) -> Header:
    duty = next_duty(demand.deadlines.all())
    return Header(
        process_name(demand),
        str(demand.agency or _("Agency not known yet")),
        urgency_badge(duty, now) if duty else None,
        demand.process in access.national_security_codes(),
        list(_banners(demand, now)),
    )


def _banners(demand: Demand, now: datetime) -> Iterable[tuple[str, str]]:
    """What nobody on this page may overlook, with the level of its colour."""
    if demand.duplicate_of:
        yield "info", _("A resend of %(r)s; not counted.") % {"r": demand.duplicate_of.reference}
    barring = {gag.verdict(t, at=now).sentence for t in demand.targets.all() if _barred(t, now)}
    for sentence in sorted(barring):
        yield "gag", f"{_('Nothing about this demand reaches the customer.')} {sentence}"
    if demand.nondisclosure == Nondisclosure.UNDETERMINED and demand.is_open:
        yield "warning", _("No notice leaves before it is determined whether a gag order exists.")
    for target in demand.targets.all():
        if target.notice_position in (NoticePosition.FAILED, NoticePosition.UNCERTAIN):
            said = {"account": target.account, "why": target.notice_note}
            yield "error", _("The notice for %(account)s needs a person. %(why)s") % said


def _barred(target: Target, now: datetime) -> bool:
    return gag.verdict(target, at=now).barred


# --- Facts -------------------------------------------------------------------------------------


def facts_of(demand: Demand) -> list[tuple[str, Any, str]]:
    return [
        (_("Process"), process_name(demand), _citation(demand)),
        (_("Agency"), _agency(demand.agency), ""),
        (_("Agency's reference"), mono(demand.agency_reference), ""),
        (_("Officer"), " · ".join(filter(None, (demand.officer_name, demand.officer_email))), ""),
        (_("Legal basis stated"), demand.legal_basis, ""),
        (_("What is asked"), demand.asked, ""),
        (_("Issued on"), day(demand.issued_on), ""),
        (_("Received"), instant(demand.received_at), str(demand.get_channel_display())),
        (_("Answer due on"), day(demand.due_on), ""),
        (_("Authenticity verified"), instant(demand.verified_at), ""),
        (_("Service"), demand.service.name, ""),
        (_("Assigned to"), by_whom(demand.assigned_to) if demand.assigned_to else "", ""),
        *_links(demand),
    ]


def _links(demand: Demand) -> Iterable[tuple[str, Any, str]]:
    if demand.decided_at:
        yield _("Decided"), instant(demand.decided_at), ""
    if demand.duplicate_of:
        yield _("Duplicate of"), _link(demand.duplicate_of), ""
    for duplicate in demand.duplicates.all():
        yield _("Resent as"), _link(duplicate), ""
    if demand.external_reference:
        yield _("In the imported register"), mono(demand.external_reference), ""


def _link(demand: Demand) -> SafeString:
    page = demand_page(demand)
    return format_html('<a class="mono" href="{}">{}</a>', page, demand.reference)


def _agency(agency: Agency | None) -> str:
    return f"{agency} · {agency.get_level_display()}" if agency else ""


def mono(words: str) -> SafeString | str:
    return format_html('<span class="mono">{}</span>', words) if words else ""


def _citation(demand: Demand) -> str:
    process = process_of(demand)
    return process.citation if process else ""


def process_of(demand: Demand) -> law.Process | None:
    """The catalogue's entry the demand is reviewed under, if there is one."""
    if not demand.process:
        return None
    try:
        return law.process(demand.process, demand.process_version)
    except law.UnknownCode:
        return None


def agencies_on_file() -> Sequence[str]:
    """Suggestions for the field that names one."""
    return [str(agency) for agency in Agency.objects.order_by("name")[:500]]


# --- Targets -----------------------------------------------------------------------------------


class Asked(NamedTuple):
    """A category a target is asked for; `beyond` says why the process cannot compel it."""

    label: str
    in_scope: bool
    beyond: str


class TargetRow(NamedTuple):
    target: Target
    period: str
    asked: list[Asked]
    disclosed: list[str]
    told: str
    notice_due: str


def targets_of(demand: Demand) -> list[TargetRow]:
    process = process_of(demand)
    return [
        TargetRow(
            target,
            _period(target),
            [_asked(target, code, process) for code in target.categories_asked],
            [str(Category(code).label) for code in target.categories_disclosed],
            instant(target.notified_at),
            instant(target.notice_due_at),
        )
        for target in demand.targets.all()
    ]


def _period(target: Target) -> str:
    if not target.period_from and not target.period_to:
        return ""
    said = {"first": day(target.period_from) or "…", "last": day(target.period_to) or "…"}
    return _("%(first)s to %(last)s") % said


def _asked(target: Target, code: str, process: law.Process | None) -> Asked:
    return Asked(str(Category(code).label), code in target.scope, _beyond(code, process))


def _beyond(code: str, process: law.Process | None) -> str:
    if process is None or not process.valid_alone:
        return ""
    return reach.beyond(process, code) or ""


# --- Deadlines ---------------------------------------------------------------------------------


class DeadlineRow(NamedTuple):
    deadline: Deadline
    urgency: str
    words: str


def deadlines_of(demand: Demand, now: datetime) -> list[DeadlineRow]:
    """Open ones first, the nearest on top; then what was met or no longer applies."""
    rows = sorted(demand.deadlines.all(), key=lambda each: (not each.is_open, each.at))
    return [_deadline_row(row, now) for row in rows]


def _deadline_row(row: Deadline, now: datetime) -> DeadlineRow:
    if row.met_at:
        return DeadlineRow(row, "ok", _("Met"))
    if row.lifted_at:
        return DeadlineRow(row, "none", _("No longer applies"))
    if is_right(row):
        return DeadlineRow(row, "none", _("Lapsed") if row.at < now else _("A right of ours"))
    if not is_ours(row):
        words = _("Passed") if row.at < now else day(row.at)
        return DeadlineRow(row, "none", words)
    return DeadlineRow(row, urgency(row, now), countdown(row.at, now))


# --- Documents ---------------------------------------------------------------------------------


class DocumentRow(NamedTuple):
    document: Document
    url: str
    size: str
    added_by: str


def documents_of(demand: Demand) -> list[DocumentRow]:
    return [
        DocumentRow(each, download(each, demand), size_of(each.size), by_whom(each.added_by))
        for each in demand.documents.all()
    ]


def size_of(size: int) -> str:
    if size < 1000:
        return _("%(n)d bytes") % {"n": size}
    if size < 1_000_000:
        return _("%(n)s kB") % {"n": f"{size / 1000:.1f}"}
    return _("%(n)s MB") % {"n": f"{size / 1_000_000:.1f}"}
