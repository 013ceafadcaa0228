"""The holds of a demand: what is kept since when, until when, and what became of it."""

from datetime import datetime
from typing import NamedTuple

from django.utils.translation import gettext as _

from casework import preservation
from casework.admin.addresses import download
from casework.admin.demand_facts import by_whom, day, instant
from casework.models import Demand, Preservation


class HoldRow(NamedTuple):
    account: str
    stands: str
    released: bool
    facts: list[tuple[str, str]]
    certificate: tuple[str, str] | None


class Holds(NamedTuple):
    until: str
    working_out: str
    rows: list[HoldRow]
    renewals: list[tuple[str, str]]


def holds_of(demand: Demand, now: datetime) -> Holds | None:
    """None for a demand that has nothing to do with keeping data."""
    holds = list(demand.preservations.all())
    if not holds and not preservation.preserves(demand):
        return None
    term = preservation.term(demand) if preservation.preserves(demand) else preservation.Term()
    return Holds(
        instant(term.ends_at),
        term.working_out,
        [_row(hold, demand) for hold in holds],
        [
            (instant(each.received_at), each.flag or _("Counted"))
            for each in demand.preservation_renewals.all()
        ],
    )


def _row(hold: Preservation, demand: Demand) -> HoldRow:
    facts = [
        (_("Kept since"), instant(hold.kept_since)),
        (_("Where the copy lies"), hold.place),
        (_("Recorded"), f"{instant(hold.recorded_at)}, {by_whom(hold.recorded_by)}"),
        (_("Released"), instant(hold.released_at)),
        (_("Why"), str(hold.get_release_reason_display()) if hold.release_reason else ""),
        (_("Copy deleted"), ", ".join(filter(None, (day(hold.deleted_on), hold.deleted_by)))),
    ]
    return HoldRow(
        str(hold.target),
        _stands(hold),
        hold.released_at is not None,
        [(label, value) for label, value in facts if value],
        (download(hold.certificate, demand), hold.certificate.name) if hold.certificate else None,
    )


def _stands(hold: Preservation) -> str:
    if hold.released_at is None:
        return _("Kept")
    return _("Deleted") if hold.certificate_id else _("Released, copy to be deleted")
