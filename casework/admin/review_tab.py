"""Review and production on the demand's page: what was verified, checked, prepared, approved."""

from datetime import datetime
from typing import NamedTuple

from django.utils.translation import gettext as _

from casework import law
from casework.admin.addresses import download
from casework.admin.demand_facts import by_whom, instant, size_of
from casework.admin.forms.review import checklist_of
from casework.models import Demand, Production, ReviewItem, Verification
from casework.states import Category


class Point(NamedTuple):
    """A point of the checklist and its newest answer."""

    point: law.ChecklistItem
    answer: ReviewItem | None
    ground: str


def points_of(demand: Demand) -> list[Point]:
    answers = {item.code: item for item in demand.review_items.all()}
    return [
        Point(point, answers.get(point.code), _offered(point, answers.get(point.code)))
        for point in checklist_of(demand)
    ]


def _offered(point: law.ChecklistItem, answer: ReviewItem | None) -> str:
    """The ground a failed point offers."""
    if answer is None or answer.result != ReviewItem.Result.FAILED or not point.ground:
        return ""
    return law.ground(point.ground).name


class Verified(NamedTuple):
    genuine: bool
    method: str
    details: list[tuple[str, str]]
    at: datetime
    who: str


def verifications_of(demand: Demand) -> list[Verified]:
    rows = sorted(demand.verifications.all(), key=lambda each: each.recorded_at, reverse=True)
    return [
        Verified(
            row.genuine,
            str(row.get_method_display()),
            [
                (label, value)
                for label, value in (
                    (_("Number dialled"), row.number_dialled),
                    (_("Spoke to"), row.spoke_to),
                    (_("Supervisor"), " · ".join(_supervisor(row))),
                    (_("Where the number came from"), row.number_source),
                    (_("Note"), row.note),
                )
                if value
            ],
            row.recorded_at,
            by_whom(row.recorded_by),
        )
        for row in rows
    ]


def _supervisor(row: Verification) -> list[str]:
    return [part for part in (row.supervisor_name, row.supervisor_title) if part]


class Finding(NamedTuple):
    """What was found about the entity served, or about another law."""

    title: str
    verdict: str
    in_the_way: bool
    note: str
    said: str


def findings_of(demand: Demand) -> list[Finding]:
    found = [
        Finding(
            _("Served on %(entity)s") % {"entity": check.entity},
            _("The right entity") if check.right else check.should_be,
            not check.right,
            check.note,
            f"{instant(check.recorded_at)}, {by_whom(check.recorded_by)}",
        )
        for check in demand.entity_checks.all()
    ]
    found += [
        Finding(
            law.ground(conflict.rule).name,
            str(conflict.get_result_display()),
            conflict.blocks,
            conflict.analysis,
            f"{instant(conflict.recorded_at)}, {by_whom(conflict.recorded_by)}",
        )
        for conflict in demand.law_conflicts.all()
    ]
    return found


class Line(NamedTuple):
    account: str
    category: str
    file: str
    url: str
    size: str
    sha256: str


class Package(NamedTuple):
    production: Production
    part: int
    prepared: str
    approved: str
    released: str
    delivered: str
    lines: list[Line]
    archive: tuple[str, str, str] | None
    receipt: tuple[str, str] | None


def packages_of(demand: Demand) -> list[Package]:
    """The newest first."""
    rows = sorted(demand.productions.all(), key=lambda each: each.recorded_at)
    return [_package(row, part) for part, row in enumerate(rows, start=1)][::-1]


def _package(row: Production, part: int) -> Package:
    archive, receipt = row.package, row.receipt
    return Package(
        row,
        part,
        f"{instant(row.recorded_at)}, {by_whom(row.recorded_by)}",
        f"{instant(row.approved_at)}, {by_whom(row.approved_by)}" if row.approved_at else "",
        instant(row.released_at),
        f"{instant(row.delivered_at)}, {row.delivered_by}" if row.delivered_at else "",
        _lines(row),
        (download(archive, row.demand), archive.name, archive.sha256) if archive else None,
        (download(receipt, row.demand), receipt.name) if receipt else None,
    )


def _lines(row: Production) -> list[Line]:
    items = sorted(row.items.all(), key=lambda each: (str(each.target), each.category))
    return [
        Line(
            str(item.target.account),
            str(Category(item.category).label) if item.category else _("Nothing found"),
            item.document.name if item.document else "",
            download(item.document, row.demand) if item.document else "",
            size_of(item.document.size) if item.document else "",
            item.document.sha256 if item.document else "",
        )
        for item in items
    ]
