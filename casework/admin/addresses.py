"""Addresses of our pages: by reference, never by primary key."""

from urllib.parse import urlencode

from django.urls import reverse

from casework import moves
from casework.models import Demand, Document


def demand_page(demand: Demand, tab: str = "") -> str:
    """The demand's page, open at a tab."""
    page = reverse("admin:casework_demand_change", args=[demand.reference])
    return f"{page}#{tab}" if tab else page


def queue(**filters: str) -> str:
    """The queue, filtered: `queue(show="overdue")`."""
    return reverse("admin:casework_demand_changelist", query=filters or None)


def act(demand: Demand, name: str, **given: str) -> str:
    """The form of a move or of a fact to record; `given` fills fields in."""
    kind = "move" if name in moves.LABELS else "record"
    page = reverse(f"admin:casework_demand_{kind}", args=[demand.reference, name])
    return f"{page}?{urlencode(given)}" if given else page


def download(document: Document, demand: Demand | None = None) -> str:
    """A document's bytes are named by their hash: the same bytes have the same address."""
    parts = [(demand or document.demand).reference, document.sha256]
    return reverse("admin:casework_demand_document", args=parts)
