"""What the list page asks about its own filters."""

from typing import Any, NamedTuple

from django import template
from django.contrib.admin.views.main import ChangeList

register = template.Library()


class ActiveFilter(NamedTuple):
    title: str
    choice: str
    remove: str


@register.filter
def active_filters(cl: ChangeList) -> list[ActiveFilter]:
    """The filters in force, each with the address of the list without it."""
    return [found for spec in cl.filter_specs if (found := _active(cl, spec))]


def _active(cl: ChangeList, spec: Any) -> ActiveFilter | None:
    if not any(name in cl.filter_params for name in spec.expected_parameters()):
        return None
    chosen = next((c for c in spec.choices(cl) if c["selected"]), None)
    if chosen is None:
        return None
    remove = cl.get_query_string(remove=spec.expected_parameters())
    return ActiveFilter(str(spec.title).capitalize(), str(chosen["display"]), remove)
