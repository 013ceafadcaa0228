"""Addresses of our pages: by reference, never by primary key."""

from django.urls import reverse

from casework.models import Demand


def demand_page(demand: Demand, tab: str = "") -> str:
    """The demand's page, open at a tab."""
    page = reverse("admin:casework_demand_change", args=[demand.reference])
    return f"{page}#{tab}" if tab else page


def queue(**filters: str) -> str:
    """The queue, filtered: `queue(show="overdue")`."""
    return reverse("admin:casework_demand_changelist", query=filters or None)
