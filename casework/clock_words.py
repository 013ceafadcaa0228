"""The sentence that explains a computed date, in the language active when it was computed.

It is stored with the date: years later it says how the date came about, whatever the rules say by
then.
"""

from datetime import date, datetime
from functools import lru_cache
from zoneinfo import ZoneInfo

from django.utils.formats import date_format
from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _

from casework.law import ClockRule, Trigger, Unit

EVENTS = {
    Trigger.RECEIVED: gettext_lazy("receipt"),
    Trigger.SERVED: gettext_lazy("service"),
    Trigger.ISSUED: gettext_lazy("issue"),
    Trigger.VERIFIED: gettext_lazy("the verification of authenticity"),
    Trigger.NOTICE_SENT: gettext_lazy("the notice to the customer"),
    Trigger.DISCLOSED: gettext_lazy("disclosure"),
    Trigger.FACE_DATE: gettext_lazy("the date stated"),
    Trigger.RETURN_DATE: gettext_lazy("the return date"),
    Trigger.GAG_START: gettext_lazy("the start of the gag order"),
    Trigger.GAG_END: gettext_lazy("the end of the gag order"),
    Trigger.GAG_REVIEWED: gettext_lazy("the last review of the gag order"),
    Trigger.INVESTIGATION_OPENED: gettext_lazy("the opening of the investigation"),
    Trigger.GOVERNMENT_NOTIFIED: gettext_lazy("the provider's notice to the government"),
    Trigger.PETITION_FILED: gettext_lazy("the filing of the petition"),
    Trigger.PETITION_ASSIGNED: gettext_lazy("the assignment of the petition"),
    Trigger.PREVIOUS_END: gettext_lazy("the end before"),
    Trigger.FOLLOW_UP_ASKED: gettext_lazy("the request for legal process"),
    Trigger.HOLD_RELEASED: gettext_lazy("the release of the hold"),
    Trigger.AUTHORITY_NOTIFIED: gettext_lazy("the notification of the authority"),
    Trigger.ENFORCEMENT_ASKED: gettext_lazy("the request to enforce the order"),
    Trigger.CLARIFICATION_SENT: gettext_lazy("the request for clarification"),
    Trigger.EMERGENCY_OVER: gettext_lazy("the end of the emergency"),
    Trigger.OPINION_ASKED: gettext_lazy("the request for an opinion"),
    Trigger.DISPATCH_DUE: gettext_lazy("the instant the dispatch was due"),
    Trigger.MOVE_MADE: gettext_lazy("the decision"),
}


def day_text(day: date) -> str:
    return _day_text(day, get_language())


@lru_cache(maxsize=10_000)
def _day_text(day: date, _language: str | None) -> str:
    """Kept, because spelling a date out costs ten times as much as computing it."""
    return date_format(day, "D j M Y")


def instant_text(at: datetime, zone: ZoneInfo) -> str:
    local = at.astimezone(zone)
    clock = local.strftime("%H:%M:%S") if local.second else local.strftime("%H:%M")
    return f"{day_text(local.date())} {clock} {zone.key}"


def period_text(unit: Unit, n: int) -> str:
    match unit:
        case Unit.MINUTES:
            shape = ngettext("%(n)d minute", "%(n)d minutes", n)
        case Unit.HOURS:
            shape = ngettext("%(n)d hour", "%(n)d hours", n)
        case Unit.BUSINESS_DAYS:
            shape = ngettext("%(n)d business day", "%(n)d business days", n)
        case Unit.MONTHS:
            shape = ngettext("%(n)d month", "%(n)d months", n)
        case _:
            shape = ngettext("%(n)d calendar day", "%(n)d calendar days", n)
    return shape % {"n": n}


class Wording:
    """Collects, while a date is computed, what its sentence has to say."""

    def __init__(
        self,
        rule: ClockRule,
        trigger: datetime | date,
        zone: ZoneInfo,
        country: str | None,
        subdivision: str | None,
    ) -> None:
        self.rule, self.trigger, self.zone = rule, trigger, zone
        self.country, self.subdivision = country, subdivision
        self.remarks: list[str] = []
        self.counted_end = ""

    def sentence(self, at: datetime | None) -> str:
        main = self._main(self.counted_end or (instant_text(at, self.zone) if at else ""))
        return "; ".join([main, *self.remarks]) + "."

    def _main(self, end: str) -> str:
        if self.rule.unit is Unit.AT_ONCE:
            return _("Without undue delay after %(event)s on %(start)s") % self._said(end)
        if self.rule.unit is Unit.ON_THE_FACE:
            return _("The instrument states %(start)s: until %(end)s") % self._said(end)
        if not end:
            return _("%(period)s after %(event)s on %(start)s, and the clock stands still") % (
                self._said(end)
            )
        if self.rule.before:
            return _("%(period)s before %(event)s on %(start)s: %(end)s") % self._said(end)
        if self.rule.counts_trigger_day:
            return _("%(period)s beginning with %(event)s on %(start)s: %(end)s") % (
                self._said(end)
            )
        return _("%(period)s after %(event)s on %(start)s: %(end)s") % self._said(end)

    def _said(self, end: str) -> dict[str, str]:
        return {
            "period": self._counted() if self.rule.amount else "",
            "event": str(EVENTS[self.rule.trigger]),
            "start": self._start(),
            "end": end,
        }

    def _start(self) -> str:
        if not isinstance(self.trigger, datetime):
            return day_text(self.trigger)
        if self.rule.unit in (Unit.MINUTES, Unit.HOURS, Unit.AT_ONCE):
            return instant_text(self.trigger, self.zone)
        return day_text(self.trigger.astimezone(self.zone).date())

    def _counted(self) -> str:
        period = period_text(self.rule.unit, self.rule.amount)
        if self.rule.unit is not Unit.BUSINESS_DAYS:
            return period
        where = "-".join(part for part in (self.country, self.subdivision) if part)
        return f"{period} ({where})" if where else period

    # --- What the counting meets -----------------------------------------------------------------

    def paused(self, start: datetime, end: datetime | None, reason: str) -> None:
        said = {"start": self._date(start), "reason": reason}
        if end is None:
            self.remarks.append(_("it stands still since %(start)s (%(reason)s)") % said)
            return
        said["end"] = self._date(end)
        self.remarks.append(_("it stood still from %(start)s to %(end)s (%(reason)s)") % said)

    def rolled(self, day: date, moved: date) -> None:
        self.counted_end = day_text(day)
        said = {"moved": day_text(moved)}
        self.remarks.append(_("that is no business day, so it moves to %(moved)s 23:59:59") % said)

    def capped(self, counted: datetime, face_date: date) -> None:
        self.counted_end = self.counted_end or instant_text(counted, self.zone)
        said = {"date": day_text(face_date)}
        self.remarks.append(_("the instrument states %(date)s, which is earlier and counts") % said)

    def _date(self, at: datetime) -> str:
        if self.rule.unit in (Unit.MINUTES, Unit.HOURS):
            return instant_text(at, self.zone)
        return day_text(at.astimezone(self.zone).date())

    # --- What cannot be computed -----------------------------------------------------------------

    @staticmethod
    def too_late(received: datetime, end: datetime, zone: ZoneInfo) -> str:
        said = {
            "received": day_text(received.astimezone(zone).date()),
            "end": day_text(end.astimezone(zone).date()),
        }
        return (
            _(
                "The renewal of %(received)s came after the end on %(end)s and revives nothing. "
                "Record it as a new demand."
            )
            % said
        )

    @staticmethod
    def too_many(allowed: int, citation: str) -> str:
        return ngettext(
            "%(citation)s knows %(allowed)d extension and it is used up. A lawyer decides.",
            "%(citation)s knows %(allowed)d extensions and they are used up. A lawyer decides.",
            allowed,
        ) % {"allowed": allowed, "citation": citation}

    @staticmethod
    def pause_reversed() -> str:
        return _("A clock cannot go on before it stopped: correct the two dates.")

    @staticmethod
    def needs_an_hour(rule: ClockRule) -> str:
        return _("%(rule)s is counted in hours: give the time of day, not only the date.") % {
            "rule": rule.name
        }

    @staticmethod
    def unknown_zone(name: str) -> str:
        return _("%(name)s is not a time zone; write it as in America/New_York.") % {"name": name}

    @staticmethod
    def unknown_calendar(country: str, subdivision: str | None) -> str:
        where = "-".join(part for part in (country, subdivision) if part)
        return _("There is no calendar of public holidays for %(where)s.") % {"where": where}
