"""Tell a person: by mail with nothing but opaque references, beside the list on the desk.

An alarm is sent, then marked: after a crash in between it rings twice, never not at all.
"""

import logging
import smtplib
from collections.abc import Iterable
from datetime import timedelta

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.db.models import Q
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from casework import deadlines
from casework.models import Deadline
from notifications.clock import Clock, database_clock
from notifications.models import Notice
from notifications.wording import mail
from notifications.words import Status

log = logging.getLogger(__name__)
# A person is told of these at once.
AT_ONCE = (Status.FAILED, Status.UNCERTAIN)
# And of whatever should have left this long ago, whatever the reason.
TOO_LATE = timedelta(hours=4)


def failing_notices(clock: Clock = database_clock) -> None:
    """One mail for all notices that need a person and of which none was told yet."""
    now = clock()
    overdue = Q(
        status__in=(Status.PLANNED, Status.READY, Status.SENDING),
        leave_after__lte=now - TOO_LATE,
    )
    needing = Q(status__in=AT_ONCE) | overdue
    silent = list(
        Notice.objects.filter(needing, alarmed_at__isnull=True).select_related("demand")[:500]
    )
    if not silent:
        return
    with translation.override(settings.LANGUAGE_CODE):
        sent = _tell(
            ngettext("A notice needs a person", "Notices need a person: %(count)d", len(silent))
            % {"count": len(silent)},
            _("These did not leave as planned, or it is not known whether they arrived."),
            _("Open the notices' desk: each line says why, and what can be done."),
            [(each.demand.reference, str(each.get_status_display())) for each in silent],
        )
    if sent:
        Notice.objects.filter(pk__in=[each.pk for each in silent]).update(alarmed_at=now)


def overdue_deadlines(clock: Clock = database_clock) -> None:
    """One mail for the duties of ours whose time has passed, once each."""
    now = clock()
    ours = [
        row
        for row in deadlines.overdue(now)
        if row.alarmed_at is None and row.obliges == Deadline.Obliged.PROVIDER
    ]
    if not ours:
        return
    references = dict(
        Deadline.objects.filter(pk__in=[row.pk for row in ours]).values_list(
            "pk", "demand__reference"
        )
    )
    with translation.override(settings.LANGUAGE_CODE):
        sent = _tell(
            ngettext("A deadline has passed", "Deadlines have passed: %(count)d", len(ours))
            % {"count": len(ours)},
            _("These were to be met by now and are still open."),
            _("Open the demand: its deadlines show the date with its working-out."),
            [(references[row.pk], f"{row.at:%Y-%m-%d %H:%M} UTC") for row in ours],
        )
    if sent:
        Deadline.objects.filter(pk__in=[row.pk for row in ours]).update(alarmed_at=now)


def _tell(title: str, sentence: str, next_step: str, facts: Iterable[tuple[str, str]]) -> bool:
    """Whether the mail server took it. If not, the next sweep rings again."""
    written = mail(
        "alarm",
        {"title": title, "sentence": sentence, "next_step": next_step, "facts": list(facts)},
    )
    message = EmailMultiAlternatives(
        written.subject,
        written.text,
        settings.NOTICE_FROM,
        [settings.ALARM_EMAIL],
        headers={"Auto-Submitted": "auto-generated"},
    )
    message.attach_alternative(written.html, "text/html")
    try:
        message.send()
    except (OSError, smtplib.SMTPException):
        log.exception("An alarm could not be mailed; it stays on the desk and is tried again.")
        return False
    return True
