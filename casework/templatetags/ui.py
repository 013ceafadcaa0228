"""The design's pieces as template tags: icon, badge, card, tabs, alert (docs/design-language.md).

The larger pieces without a body (facts, timeline, move button, empty, form) are plain includes
under templates/ui/.
"""

from typing import TYPE_CHECKING, Any, NamedTuple, TypedDict

from django import template
from django.template.context import Context
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise as Word

register = template.Library()


class Look(NamedTuple):
    """How one value appears: tone, shape and word together, so that none stands alone."""

    tone: str
    icon: str
    label: "Word"


# Every state, outcome and position the product knows. Red is kept for what needs a person now.
LOOKS: dict[tuple[str, str], Look] = {
    ("state", "received"): Look("slate", "inbox", _("Received")),
    ("state", "legal_review"): Look("blue", "file-search", _("Legal review")),
    ("state", "challenged"): Look("amber", "gavel", _("Challenged")),
    ("state", "redirected"): Look("violet", "corner-up-right", _("Redirected")),
    ("state", "disclosed"): Look("teal", "package-check", _("Disclosed")),
    ("state", "denied"): Look("plum", "ban", _("Denied")),
    ("state", "withdrawn"): Look("grey", "undo-2", _("Withdrawn")),
    ("outcome", "pending"): Look("slate", "circle-dashed", _("Pending")),
    ("outcome", "content"): Look("teal", "file-text", _("Content disclosed")),
    ("outcome", "non_content"): Look("teal", "list", _("Non-content disclosed")),
    ("outcome", "no_data"): Look("grey", "search-x", _("No data")),
    ("outcome", "rejected"): Look("plum", "circle-x", _("Rejected")),
    ("outcome", "redirected"): Look("violet", "corner-up-right", _("Redirected")),
    ("outcome", "withdrawn"): Look("grey", "undo-2", _("Withdrawn")),
    ("outcome", "fraudulent"): Look("red", "shield-alert", _("Fraudulent")),
    ("urgency", "overdue"): Look("red", "triangle-alert", _("Overdue")),
    ("urgency", "soon"): Look("amber", "clock", _("Due soon")),
    ("urgency", "ok"): Look("green", "circle-check", _("On time")),
    ("urgency", "none"): Look("grey", "minus", _("No deadline")),
    ("notice", "planned"): Look("slate", "calendar-clock", _("Planned")),
    ("notice", "due"): Look("blue", "bell", _("Due")),
    ("notice", "waiting"): Look("amber", "hourglass", _("Waiting")),
    ("notice", "barred"): Look("ink", "lock", _("Barred")),
    ("notice", "held"): Look("violet", "circle-pause", _("Held")),
    ("notice", "waived"): Look("grey", "pen-line", _("Waived")),
    ("notice", "sent"): Look("green", "mail-check", _("Sent")),
    ("notice", "failed"): Look("red", "mail-x", _("Failed")),
    ("notice", "ambiguous"): Look("amber", "mail-question-mark", _("Ambiguous")),
    ("notice", "uncertain"): Look("amber", "mail-question-mark", _("Uncertain")),
    ("gag", "binding"): Look("ink", "lock-keyhole", _("Binding")),
    ("gag", "asserted"): Look("outline", "quote", _("Asserted, not binding")),
    ("gag", "applied_for"): Look("outline", "hourglass", _("Applied for, not ordered")),
    ("gag", "invalid"): Look("outline", "shield-alert", _("Invalid on its face")),
    ("gag", "ended"): Look("grey", "lock-open", _("Ended")),
    ("segment", "consumer"): Look("slate", "user", _("Consumer")),
    ("segment", "enterprise"): Look("blue", "building-2", _("Enterprise")),
    ("segment", "public_sector"): Look("violet", "landmark", _("Public sector")),
    ("report", "draft"): Look("slate", "pencil", _("Draft")),
    ("report", "approved"): Look("blue", "stamp", _("Approved")),
    ("report", "published"): Look("green", "circle-check", _("Published")),
    ("report", "superseded"): Look("grey", "history", _("Superseded")),
    ("message", "debug"): Look("grey", "info", _("Note")),
    ("message", "info"): Look("blue", "info", _("Note")),
    ("message", "success"): Look("green", "circle-check", _("Done")),
    ("message", "warning"): Look("amber", "triangle-alert", _("Careful")),
    ("message", "error"): Look("red", "circle-alert", _("Not possible")),
}


def look(kind: str, value: str) -> Look:
    """The look of a value; one that nobody drew yet is shown as a word on grey, never hidden."""
    return LOOKS.get((kind, str(value))) or Look("grey", "circle-dashed", str(value))


@register.simple_tag
def icon(name: str, label: str = "") -> SafeString:
    """One shape of static/img/icons.svg: decoration, or an image when it has a label."""
    href = f"{static('img/icons.svg')}#{name}"
    if label:
        return format_html(
            '<svg class="icon" role="img" aria-label="{}"><use href="{}"/></svg>', label, href
        )
    return format_html('<svg class="icon" aria-hidden="true"><use href="{}"/></svg>', href)


@register.simple_tag
def badge(kind: str, value: str, label: str = "") -> SafeString:
    """`{% badge "state" demand.state %}`; a label of your own replaces the usual word."""
    tone, shape, word = look(kind, value)
    classes = "badge-outline tone-amber" if tone == "outline" else f"tone-{tone}"
    return format_html(
        '<span class="badge {}">{}<span class="badge-text">{}</span></span>',
        classes,
        icon(shape),
        label or word,
    )


@register.simple_tag
def timeline_dot(event: dict[str, Any]) -> SafeString:
    """The round mark of a timeline entry, in the look of what happened."""
    found = look(event.get("kind", ""), event.get("value", ""))
    shape = event.get("icon") or found.icon
    return format_html('<span class="timeline-dot tone-{}">{}</span>', found.tone, icon(shape))


@register.filter
def tone(level: str) -> str:
    """The tone of a message's level (`info`, `success`, `warning`, `error`)."""
    return look("message", level).tone


@register.filter
def shape(level: str) -> str:
    """The icon of a message's level."""
    return look("message", level).icon


@register.simple_block_tag
def card(content: str, title: str = "", badge: str = "", link: str = "", more: str = "") -> str:
    """A box with a heading; `badge` beside it, `link` with its words `more` at its end."""
    return render_to_string(
        "ui/card.html",
        {"content": content, "title": title, "badge": badge, "link": link, "more": more},
    )


@register.simple_block_tag
def alert(content: str, level: str = "info", title: str = "") -> str:
    """A sentence that names the rule and the next step."""
    return render_to_string("ui/alert.html", {"content": content, "level": level, "title": title})


class Tab(TypedDict):
    id: str
    label: str
    count: int | None


def _collected(context: Context) -> list[Tab]:
    """The tabs met so far while their `{% tabs %}` is being rendered."""
    kept: Any = context.render_context
    found: list[Tab] = kept.setdefault("tabs", [])
    return found


@register.simple_block_tag(takes_context=True)
def tab(context: Context, content: str, id: str, label: str, count: int | None = None) -> str:
    """One panel inside `{% tabs %}`: `{% tab "targets" "Targets" count=3 %}…{% endtab %}`."""
    entry = Tab(id=id, label=label, count=count)
    _collected(context).append(entry)
    return render_to_string("ui/tab.html", {"content": content, **entry})


@register.simple_block_tag(takes_context=True)
def tabs(context: Context, content: str, label: str) -> str:
    """The panels of its `{% tab %}`s with their list above; links when there is no script."""
    entries = _collected(context).copy()
    _collected(context).clear()
    return render_to_string("ui/tabs.html", {"content": content, "tabs": entries, "label": label})
