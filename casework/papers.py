"""Papers of ours that belong to the file: forms and invoices as PDFs, from templates/letters/.

Letters that are sent to an agency as notices are made in the app notifications.
"""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

if TYPE_CHECKING:
    from casework.models.demand import Demand

STYLES = ("css/print-fonts.css", "css/tokens.css", "css/letter.css", "css/annex.css")


def pdf(
    name: str, demand: "Demand", facts: Mapping[str, Any], *, actor: Any, now: datetime
) -> bytes:
    """The same facts on the same day give the same bytes."""
    from casework.pdf import pdf as made_of  # WeasyPrint takes seconds to import

    dated = now.astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
    return made_of(html(name, demand, facts, actor=actor, now=now), _files(), (), dated)


def html(
    name: str, demand: "Demand", facts: Mapping[str, Any], *, actor: Any, now: datetime
) -> str:
    agency = demand.agency
    letter = {
        "reference": demand.reference,
        "agency": agency.name if agency else "",
        "attention": demand.officer_name,
        "address": agency.letter_address if agency else "",
        "email": agency.letter_email if agency else "",
        "agency_reference": demand.agency_reference,
        "dated": now.date(),
        "received_on": demand.received_at.date(),
        "issued_on": demand.issued_on,
        "process": _process_name(demand),
        "signed_by": (actor.get_full_name() if actor else "") or _("Legal team"),
    }
    context = {"provider": settings.PROVIDER, "letter": letter, "demand": demand, **facts}
    return render_to_string(f"letters/{name}.html", context)


def _process_name(demand: "Demand") -> str:
    from casework import law

    return law.process(demand.process, demand.process_version).name if demand.process else ""


def _files() -> dict[str, bytes]:
    """The style sheets and the vendored fonts; a paper can read nothing else."""
    root = settings.BASE_DIR / "static"
    names = [*STYLES, *(f"fonts/{path.name}" for path in (root / "fonts").glob("*.woff2"))]
    return {name: (root / name).read_bytes() for name in names}
