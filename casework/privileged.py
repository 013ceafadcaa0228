"""Counsel's notes: the only place that reads them, for those who may and nobody else.

They hang on a demand and are no part of its file: nothing that shows, searches or exports a demand
reads them.
"""

from django.db.models import QuerySet

from casework import access
from casework.models.demand import Demand
from casework.models.scrutiny import PrivilegedNote


def notes(demand: Demand, user: access.Person) -> QuerySet[PrivilegedNote]:
    """The notes of a demand that this person may read: all or none."""
    if not access.has(user, access.Ability.READ_PRIVILEGED):
        return PrivilegedNote.objects.none()
    seen = access.visible(user).filter(pk=demand.pk)
    found: QuerySet[PrivilegedNote] = PrivilegedNote.objects.filter(demand__in=seen)
    return found.select_related("recorded_by")
