"""What the demand's page asks about its own context."""

from typing import Any

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from casework.admin import overview as pages
from casework.admin.addresses import download
from casework.models import Demand, Document
from casework.templatetags.ui import icon

register = template.Library()


@register.simple_tag
def facts_to_record(links: dict[str, Any], names: str) -> list[Any]:
    """Those of the named facts that this person may record now, in that order."""
    return [links[name] for name in names.split() if name in links]


@register.simple_tag
def document_link(document: Document, demand: Demand) -> SafeString:
    """A document as a small button that downloads it."""
    return format_html(
        '<a class="button button-small" href="{}">{}{}</a>',
        download(document, demand),
        icon("paperclip"),
        document.name,
    )


@register.inclusion_tag("admin/casework/overview.html", takes_context=True)
def overview(context: dict[str, Any]) -> dict[str, Any]:
    """What needs this person, on the first page."""
    return pages.overview(context["request"])
