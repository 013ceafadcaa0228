"""What a report's page shows: next steps with their reasons, figures, files and the past."""

import base64
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from casework import access
from casework.access import Ability
from casework.admin.addresses import demand_page
from casework.models import AuditEntry
from transparency import document, renderings, rules
from transparency.figures import Difference
from transparency.forms import ExplainForm, WithdrawForm
from transparency.models import Rendering, Report, Status

EVENTS: dict[str, tuple[Promise, str]] = {
    "report_draft": (gettext_lazy("Figures frozen as a draft"), "pencil"),
    "report_freeze": (gettext_lazy("Figures frozen anew"), "pencil"),
    "report_explain": (gettext_lazy("Differences explained"), "quote"),
    "report_approve": (gettext_lazy("Approved"), "stamp"),
    "report_send_back": (gettext_lazy("Sent back"), "undo-2"),
    "report_publish": (gettext_lazy("Published"), "circle-check"),
    "report_supersede": (gettext_lazy("Superseded by a correction"), "history"),
    "report_withdraw": (gettext_lazy("Withdrawn"), "ban"),
}


@dataclass(frozen=True)
class Step:
    """A button, or greyed with the reasons under it."""

    name: str
    label: str
    icon: str
    reasons: tuple[str, ...] = ()
    primary: bool = False
    url: str = ""  # a page of its own; otherwise the step is a POST

    @property
    def reason(self) -> str:
        return " ".join(self.reasons)


@dataclass(frozen=True)
class Behind:
    """A difference and the demands behind it; those that the person may open carry an address."""

    difference: Difference
    demands: list[tuple[str, str]]


def page_of(report: Report, user: access.Person) -> dict[str, Any]:
    figures = report.figures
    rendering = renderings.newest(report)
    may_explain = report.status == Status.DRAFT and access.has(user, Ability.DRAFT_REPORT)
    may_withdraw = report.status == Status.PUBLISHED and access.has(user, Ability.APPROVE_REPORT)
    return {
        "report": report,
        "figures": figures,
        "glance": [m for m in figures.headlines if m.key in document.GLANCE],
        "charts": _pictures(report),
        "steps": steps(report, user),
        "behind": behind(report, user),
        "explain_form": ExplainForm(figures) if may_explain and figures.differences else None,
        "withdraw_form": WithdrawForm() if may_withdraw else None,
        "rendering": rendering,
        "files": list(rendering.files.all()) if rendering else [],
        "failed": rendering is not None and rendering.status == Rendering.Status.FAILED,
        "facts": facts(report),
        "events": events(report),
    }


def steps(report: Report, user: access.Person) -> list[Step]:
    """The ways on from the report's status, in the order of the usual path."""
    drafter = tuple(rules.role_refusals(user, Ability.DRAFT_REPORT))
    approver = tuple(rules.role_refusals(user, Ability.APPROVE_REPORT))
    if report.status == Status.DRAFT:
        reasons = approver or tuple(rules.approval_refusals(report, user))
        return [
            Step("approve", _("Approve these figures"), "stamp", reasons, primary=True),
            Step("freeze", _("Compute and freeze anew"), "history", drafter),
        ]
    if report.status == Status.APPROVED:
        reasons = drafter or tuple(rules.publication_refusals(report))
        return [
            Step("publish", _("Publish"), "circle-check", reasons, primary=True),
            Step("send-back", _("Back to draft"), "undo-2", drafter),
        ]
    if report.status == Status.PUBLISHED:
        asked = urlencode({"service": report.service_id, "period": report.period.label})
        correction = f"{reverse('admin:transparency_report_add')}?{asked}"
        return [Step("correct", _("Draft a correction"), "pencil", drafter, url=correction)]
    return []


def behind(report: Report, user: access.Person) -> list[Behind]:
    references = [reference for some in report.behind.values() for reference in some]
    seen = access.visible(user).filter(reference__in=references).only("reference")
    address = {demand.reference: demand_page(demand) for demand in seen}
    return [
        Behind(d, [(one, address.get(one, "")) for one in report.behind.get(d.key, [])])
        for d in report.figures.differences
    ]


def facts(report: Report) -> list[tuple[str, Any]]:
    given = [
        (_("Service"), report.service.name),
        (_("Period"), f"{report.figures.heading.period} ({report.period.label})"),
        (_("Version"), report.version),
        (_("Language"), report.get_language_display()),
        (_("Drafted by"), report.drafted_by or _("A command")),
        (_("Approved by"), report.approved_by),
        (_("Published by"), report.published_by),
        (_("Corrects"), report.supersedes),
        (_("What was wrong"), report.correction_note),
        (_("Why it was withdrawn"), report.end_note),
        ("SHA-256", report.sha256),
    ]
    return [(name, value) for name, value in given if value]


def events(report: Report) -> list[dict[str, Any]]:
    """The report's own chain of the audit record, newest first."""
    entries = AuditEntry.objects.filter(chain=report.pk).order_by("-sequence")
    return [
        {
            "what": EVENTS[entry.event][0],
            "icon": EVENTS[entry.event][1],
            "at": entry.at,
            "who": entry.actor_name,
            "body": f"SHA-256 {entry.facts['sha256']}",
        }
        for entry in entries
    ]


def _pictures(report: Report) -> dict[str, dict[str, str]]:
    return {
        name: {
            "source": f"data:image/svg+xml;base64,{base64.b64encode(chart.svg.encode()).decode()}",
            "alt": chart.alt,
            "title": chart.title,
        }
        for name, chart in document.charts_of(report.figures).items()
    }
