"""What cannot be: dates the wrong way round, unknown zones, an agency of the wrong country.

Each check gives a sentence for the field it is about. The models ask them when they are validated,
so that the form, the import and the commands refuse the same things.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from casework import countries, law, lookalike

if TYPE_CHECKING:
    from casework.models.decisions import ProductionItem
    from casework.models.demand import Demand, Target
    from casework.models.gags import NondisclosureOrder
    from casework.models.parties import Agency

Wrong = dict[str, str]


def refuse(wrong: Mapping[str, str]) -> None:
    """Raise what is wrong, by field."""
    found = {name: sentence for name, sentence in wrong.items() if sentence}
    if found:
        raise ValidationError(found)


def demand(row: Demand) -> Wrong:
    """A demand of a register is as it was: only what is entered now has to be plausible."""
    if row.imported_at is not None:
        return {}
    return {
        "issued_on": _issued_after_receipt(row),
        "due_on": _due_before_issue(row),
        "process": _unknown_process(row),
        "agency": _agency_elsewhere(row),
        "court_country": _country(row.court_country),
        "origin_country": _country(row.origin_country),
        "duplicate_of": _copy_of_itself(row),
    }


def target(row: Target) -> Wrong:
    return {**period(row), "account": _named_twice(row)}


def order(row: NondisclosureOrder) -> Wrong:
    before = row.ends_on and row.starts_on and row.ends_on < row.starts_on
    late = row.issued_on and row.served_on and row.served_on < row.issued_on
    return {
        "time_zone": zone(row.time_zone),
        "ends_on": _("The order cannot end before it starts.") if before else "",
        "served_on": _("It cannot be served before it was issued.") if late else "",
    }


def agency(row: Agency) -> Wrong:
    return {
        "time_zone": zone(row.time_zone),
        "country": _country(row.country),
        "domain": _domain(row.domain),
    }


def period(row: Target | ProductionItem) -> Wrong:
    if row.period_from and row.period_to and row.period_to < row.period_from:
        return {"period_to": _("The period cannot end before it starts.")}
    return {}


def zone(name: str) -> str:
    """Why this is no time zone; empty when it is one."""
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, IsADirectoryError):
        return _("“%(name)s” is no time zone. Write it like Europe/Dublin.") % {"name": name}
    return ""


# --- One by one ----------------------------------------------------------------------------------


def _issued_after_receipt(row: Demand) -> str:
    # It may be tomorrow already where it was issued.
    if not row.issued_on or not row.received_at:
        return ""
    late = row.issued_on > row.received_at.date() + timedelta(days=1)
    return _("It cannot be issued after it was received.") if late else ""


def _due_before_issue(row: Demand) -> str:
    if row.issued_on and row.due_on and row.due_on < row.issued_on:
        return _("The answer cannot be due before the paper was issued.")
    return ""


def _unknown_process(row: Demand) -> str:
    if row.process and row.process not in law.catalogue().processes:
        return _("No law file knows this kind of instrument.")
    return ""


def _agency_elsewhere(row: Demand) -> str:
    """Of another country than the court, or than those whose authorities issue the instrument."""
    if row.agency is None or not row.agency.country:
        return ""
    said = {"agency": row.agency.name, "country": row.agency.country, "court": row.court_country}
    if row.court_country and row.court_country != row.agency.country:
        return _("%(agency)s is of %(country)s, the court of %(court)s.") % said
    if not row.process or row.process not in law.catalogue().processes:
        return ""
    process = law.process(row.process, row.process_version)
    if process.issued_in and row.agency.country not in process.issued_in:
        return _("%(agency)s is of %(country)s, where no “%(process)s” is issued.") % {
            **said,
            "process": process.name,
        }
    return ""


def _copy_of_itself(row: Demand) -> str:
    """Copies lead to an original, never in a circle. Asked of the database: an object in memory
    may not know yet that it became a copy."""
    seen, at = {row.pk}, row.duplicate_of_id
    while at is not None:
        if at in seen:
            return _("A demand cannot be a copy of itself, nor of its own copy.")
        seen.add(at)
        at = type(row)._default_manager.values_list("duplicate_of", flat=True).get(pk=at)
    return ""


def _named_twice(row: Target) -> str:
    if row.account_id is None or row.demand_id is None:
        return ""
    twins = type(row)._default_manager.filter(demand_id=row.demand_id, account_id=row.account_id)
    if twins.exclude(pk=row.pk).exists():
        return _("%(account)s is named twice.") % {"account": row.account}
    return ""


def _country(code: str) -> str:
    if not code or code in countries.names():
        return ""
    return _("“%(code)s” is no country. Write two letters: US, DE.") % {"code": code}


def _domain(domain: str) -> str:
    if not domain:
        return ""
    try:
        lookalike.a_labels(domain)
    except lookalike.BadDomain:
        return _("“%(domain)s” is no e-mail domain.") % {"domain": domain}
    return ""
