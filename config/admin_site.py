"""The admin site: its names, and a navigation grouped by work instead of by Django app."""

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.contrib.admin import AdminSite
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise as Word

# Group → (model as "app.Model", icon of static/img/icons.svg). A person sees the entries they may
# view; a registered model that is missing here appears under "More", so that none is lost.
NAVIGATION: "tuple[tuple[Word, tuple[tuple[str, str], ...]], ...]" = (
    (
        _("Work"),
        (
            ("casework.Demand", "files"),
            ("casework.NondisclosureOrder", "lock-keyhole"),
            ("casework.Deadline", "calendar-clock"),
            ("casework.Preservation", "archive"),
        ),
    ),
    (
        _("Parties"),
        (
            ("casework.Agency", "landmark"),
            ("casework.Officer", "id-card"),
            ("casework.DenyListEntry", "ban"),
            ("casework.Customer", "building-2"),
            ("casework.Account", "at-sign"),
            ("casework.Service", "server"),
        ),
    ),
    (_("Notices"), (("notifications.Notice", "mail"), ("notifications.Attempt", "send"))),
    (_("Reports"), (("transparency.Report", "chart-column"), ("transparency.Figure", "hash"))),
    (
        _("Evidence"),
        (("casework.Document", "file-text"), ("casework.AuditEntry", "scroll-text")),
    ),
    (_("People"), (("auth.User", "users"), ("auth.Group", "shield"))),
)
SEARCHED = "casework.Demand"


@dataclass(frozen=True)
class Entry:
    label: str
    url: str
    icon: str
    current: bool
    add_url: str | None


@dataclass(frozen=True)
class Group:
    label: "Word"
    entries: list[Entry] = field(default_factory=list)


class DueProcessAdminSite(AdminSite):
    site_header = "Due Process"
    site_title = "Due Process"
    index_title = _("Overview")
    site_url = None
    enable_nav_sidebar = False  # Django's; ours is templates/admin/nav_sidebar.html

    def each_context(self, request: HttpRequest) -> dict[str, Any]:
        context = super().each_context(request)
        found = _models(context["available_apps"])
        return {
            **context,
            "navigation": _groups(found, request.path),
            "search_url": (found.get(SEARCHED) or {}).get("admin_url"),
            "provider_name": settings.PROVIDER["name"],
            "role_names": _roles(request),
        }


def _models(apps: list[dict[str, Any]]) -> dict[str, dict[str, Any]]:
    """Every model this person may view, by "app.Model"."""
    return {
        model["model"]._meta.label: model
        for app in apps
        for model in app["models"]
        if model["admin_url"]
    }


def _groups(found: dict[str, dict[str, Any]], path: str) -> list[Group]:
    left = dict(found)
    groups = [
        Group(
            label,
            [_entry(left.pop(name), icon, path) for name, icon in wanted if name in left],
        )
        for label, wanted in NAVIGATION
    ]
    more = [_entry(model, "layers", path) for model in left.values()]
    start = reverse("admin:index")
    first = Group("", [Entry(str(_("Overview")), start, "house", path == start, None)])
    return [group for group in (first, *groups, Group(_("More"), more)) if group.entries]


def _entry(model: dict[str, Any], icon: str, path: str) -> Entry:
    url = model["admin_url"]
    return Entry(model["name"], url, icon, path.startswith(url), model["add_url"])


def _roles(request: HttpRequest) -> str:
    if not request.user.is_authenticated:
        return ""
    return ", ".join(request.user.groups.values_list("name", flat=True))
