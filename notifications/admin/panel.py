"""What the demand's page, the overview and the timeline show of notices (casework/admin/panels)."""

from collections.abc import Iterable
from datetime import datetime

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrOrPromise

from casework import access
from casework.access import Ability
from casework.admin.panels import (
    Figure,
    Panel,
    register,
    register_consequences,
    register_event_words,
    register_figures,
)
from casework.models import Demand
from notifications.admin.looks import instant, page_of, status_badge, to_whom
from notifications.models import Notice
from notifications.truth import in_flight
from notifications.words import DESK, Status

HAPPENED: dict[str, StrOrPromise] = {
    "notice_approved": _("Notice written and approved"),
    "notice_sent": _("Notice sent"),
    "notice_stopped": _("Notice stopped before it left"),
    "notice_failed": _("Notice failed"),
    "notice_uncertain": _("Notice may have been delivered"),
    "notice_release": _("Notice released by a person"),
    "notice_hold": _("Notice held by a person"),
    "notice_try_again": _("Notice to be tried again"),
    "notice_arrived": _("Notice recorded as arrived"),
    "notice_posted": _("Letter posted"),
    "notice_waive": _("Notice waived"),
    "notice_cancel": _("Letter cancelled"),
}
# What cannot wait for anybody.
PRESSING = (Status.FAILED, Status.UNCERTAIN)


def fill() -> None:
    """Called once, when the app is ready."""
    register(Panel("notices", _("Notices"), draw, count))
    register_figures(figures)
    register_consequences(in_flight)
    register_event_words(HAPPENED.get)


def draw(request: HttpRequest, demand: Demand, now: datetime) -> SafeString:
    notices = Notice.objects.filter(demand=demand).select_related(
        "demand__agency", "target__account__customer", "letter"
    )
    rows = [
        {
            "notice": notice,
            "page": page_of(notice),
            "to": to_whom(notice),
            "badge": status_badge(notice),
            "when": instant(notice.sent_at or notice.next_attempt_at or notice.leave_after),
        }
        for notice in notices.order_by("audience", "planned_at")
    ]
    return render_to_string("admin/notifications/panel.html", {"rows": rows}, request)


def count(demand: Demand) -> int:
    return Notice.objects.filter(demand=demand).count()


def figures(request: HttpRequest, now: datetime) -> Iterable[Figure]:
    """For whoever works notices: what waits for a person."""
    if not access.has(request.user, Ability.NOTIFY):
        return
    mine = Notice.objects.filter(access.visible_to(request.user, "demand__"), status__in=DESK)
    waiting, pressing = mine.count(), mine.filter(status__in=PRESSING).exists()
    desk = reverse("admin:notifications_notice_changelist", query={"show": "desk"})
    urgency = "overdue" if pressing else "soon" if waiting else "ok"
    yield Figure(_("Notices on the desk"), waiting, desk, urgency)
