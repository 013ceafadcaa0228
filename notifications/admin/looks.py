"""How a notice looks on our pages: its badge, its times, the address of its page."""

from datetime import datetime

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.safestring import SafeString

from casework.templatetags.ui import badge
from notifications.models import Notice
from notifications.words import Ending, Status

# The look of the design (casework/templatetags/ui.py, kind "notice") for each status.
LOOK = {
    Status.WAITING: "planned",
    Status.HELD: "held",
    Status.PLANNED: "planned",
    Status.WITHHELD: "barred",
    Status.READY: "due",
    Status.TO_POST: "due",
    Status.SENDING: "waiting",
    Status.SENT: "sent",
    Status.UNCERTAIN: "uncertain",
    Status.FAILED: "failed",
    Status.WAIVED: "waived",
    Status.CANCELLED: "waived",
}
ENDING_LOOK = {
    Ending.ACCEPTED: "sent",
    Ending.TEMPORARY: "waiting",
    Ending.PERMANENT: "failed",
    Ending.UNCERTAIN: "uncertain",
    Ending.LOST: "uncertain",
    Ending.STOPPED: "barred",
}


def status_badge(notice: Notice) -> SafeString:
    return badge("notice", LOOK[Status(notice.status)], str(notice.get_status_display()))


def page_of(notice: Notice) -> str:
    return reverse("admin:notifications_notice_change", args=[notice.reference])


def instant(at: datetime | None) -> str:
    return f"{date_format(at, 'j M Y, H:i')} UTC" if at else ""


def to_whom(notice: Notice) -> str:
    """The account it is about, or the agency it goes to."""
    if notice.target is not None:
        return str(notice.target.account)
    return notice.demand.agency.name if notice.demand.agency else ""
