"""How pressing a deadline is, in words: overdue, due within a week, or on time."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db.models import Exists, OuterRef, QuerySet
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from casework import deadlines
from casework.models import Deadline
from casework.templatetags.ui import badge

SOON = timedelta(days=7)


def our_duties() -> QuerySet[Deadline]:
    """What is ours to do and not done. A bound only has to pass, an authority keeps its own dates,
    and a right of ours may lapse."""
    return Deadline.objects.filter(
        bound__in=(Deadline.Bound.LATEST, Deadline.Bound.REVIEW),
        obliges=Deadline.Obliged.PROVIDER,
        met_at=None,
        lifted_at=None,
    ).exclude(rule__in=deadlines.rights())


def due_before(at: datetime, after: datetime | None = None) -> Exists:
    """For a list of demands: those with an open duty before `at` (and not before `after`)."""
    duties = our_duties().filter(demand=OuterRef("pk"), at__lt=at)
    return Exists(duties.filter(at__gte=after) if after else duties)


def next_duty(rows: Iterable[Deadline]) -> Deadline | None:
    ours = [each for each in rows if each.is_open and is_ours(each)]
    return min(ours, key=lambda each: each.at, default=None)


def is_ours(deadline: Deadline) -> bool:
    ours = deadline.obliges == Deadline.Obliged.PROVIDER
    return deadline.is_duty and ours and not is_right(deadline)


def is_right(deadline: Deadline) -> bool:
    return deadline.rule in deadlines.rights()


def urgency(deadline: Deadline | None, now: datetime) -> str:
    """A look of the design: overdue, soon, ok or none."""
    if deadline is None:
        return "none"
    if deadline.at < now:
        return "overdue"
    return "soon" if deadline.at - now <= SOON else "ok"


def countdown(at: datetime, now: datetime) -> str:
    """Days between two dates in UTC, as people count them."""
    days = (at.date() - now.date()).days
    if at < now:
        if days == 0:
            return _("Overdue today")
        return ngettext("%(n)d day overdue", "%(n)d days overdue", -days) % {"n": -days}
    if days == 0:
        return _("Due today")
    return ngettext("Due in %(n)d day", "Due in %(n)d days", days) % {"n": days}


def urgency_badge(deadline: Deadline | None, now: datetime) -> SafeString:
    words = countdown(deadline.at, now) if deadline else ""
    return badge("urgency", urgency(deadline, now), words)
