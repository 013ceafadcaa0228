"""Places on our pages that another app fills, because casework imports none of them.

An app registers from its `AppConfig.ready`. What it draws must ask nobody who may see the demand:
the page has asked (casework/access.py) before any of this is called.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime

from django.http import HttpRequest
from django.utils.safestring import SafeString
from django_stubs_ext import StrOrPromise

from casework.models import Demand, NondisclosureOrder


@dataclass(frozen=True)
class Panel:
    """A tab of the demand's page. `name` is its id in the address (`…/D-7K3M-Q9XT-2VBN/#notices`).

    `draw` returns safe HTML for this demand as it stands at the instant `now`; `count` is the
    number shown on the tab, or None.
    """

    name: str
    label: StrOrPromise
    draw: Callable[[HttpRequest, Demand, datetime], SafeString]
    count: Callable[[Demand], int | None]


@dataclass(frozen=True)
class Figure:
    """A number on the overview that may want a person, and the page where the work is done.

    `urgency` is a look of the design: "overdue" needs a person now, "soon" before long, "ok" is
    calm, "none" is only information.
    """

    label: StrOrPromise
    value: int | str
    url: str
    urgency: str = "none"


Figures = Callable[[HttpRequest, datetime], Iterable[Figure]]
# What became of this demand's notices when the order was recorded: one sentence each.
Consequences = Callable[[Demand, NondisclosureOrder], Iterable[str]]
# An event of the audit record in words, or None when it is not one of this app's.
EventWords = Callable[[str], StrOrPromise | None]

_panels: dict[str, Panel] = {}
_figures: list[Figures] = []
_consequences: list[Consequences] = []
_event_words: list[EventWords] = []


def register(panel: Panel) -> None:
    """Add a tab to the demand's page; a second one of the same name takes its place."""
    _panels[panel.name] = panel


def register_figures(source: Figures) -> None:
    """Add numbers to the overview."""
    _figures.append(source)


def register_consequences(source: Consequences) -> None:
    """Add sentences under a gag order on the demand's page."""
    _consequences.append(source)


def register_event_words(source: EventWords) -> None:
    """Name an app's own events on the timeline."""
    _event_words.append(source)


def panels() -> list[Panel]:
    return list(_panels.values())


def figures(request: HttpRequest, now: datetime) -> list[Figure]:
    return [figure for source in _figures for figure in source(request, now)]


def consequences(demand: Demand, order: NondisclosureOrder) -> list[str]:
    return [sentence for source in _consequences for sentence in source(demand, order)]


def words_of(event: str) -> StrOrPromise | None:
    return next((words for source in _event_words if (words := source(event))), None)
