"""The power check: what is asked against what the process can compel, target by target (P2).

Over-reach is shown when a demand comes in, so that it is narrowed or challenged early, and the
release lock refuses it at the end. The power itself is data; the sentences are here.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from casework import law
from casework.law.entries import Process
from casework.law.words import Power
from casework.states import Category

# What may leave on the strength of the instrument. Limited and voluntary need a person's judgement,
# which the checklist and the second person of the release give.
RELEASABLE = (Power.YES, Power.LIMITED, Power.VOLUNTARY)


@dataclass(frozen=True)
class OverReach:
    """One category asked of one target that the process cannot compel."""

    target: str
    category: str
    sentence: str


def over_reach(process: Process, asked: Mapping[str, Iterable[str]]) -> tuple[OverReach, ...]:
    """Every over-reach; `asked` maps a target's name to the categories asked of it.

    A category may be given by its common code or under its own law's name (eu_traffic).
    """
    return tuple(
        OverReach(target, category, f"{why} {_next_step(process, category)}")
        for target, categories in asked.items()
        for category in categories
        if (why := beyond(process, category))
    )


def beyond(process: Process, category: str) -> str | None:
    """Why nothing of this category leaves on this process, as a sentence; None when it may."""
    answer = law.power(process, common(category))
    if process.valid_alone and answer.power in RELEASABLE:
        return None
    if not process.valid_alone:
        why = _("%(process)s compels nothing by itself (%(citation)s).")
    elif answer.power is Power.PRESERVE:
        why = _("%(process)s has %(category)s kept and nothing disclosed (%(citation)s).")
    else:
        why = _("%(process)s cannot compel %(category)s (%(citation)s).")
    return why % {
        "process": process.name,
        "category": category_name(category),
        "citation": answer.citation or process.citation,
    }


def _next_step(process: Process, category: str) -> str:
    if not process.valid_alone:
        return _("Redirect or deny.")
    if law.power(process, common(category)).power is Power.PRESERVE:
        return _("Wait for the process that asks for it.")
    return _("Have the demand narrowed, or challenge it.")


def caution(process: Process, category: str) -> str | None:
    """What a person has to mind where the power is limited or only permits; None otherwise."""
    answer = law.power(process, common(category))
    said = {
        "process": process.name,
        "category": category_name(category),
        "note": answer.note,
    }
    if answer.power is Power.LIMITED:
        return _("%(process)s, %(category)s: only within bounds. %(note)s") % said
    if answer.power is Power.VOLUNTARY:
        return _("%(process)s, %(category)s: you may, and need not. %(note)s") % said
    return None


def common(category: str) -> str:
    """The common category that a law's own one is counted as."""
    own = law.catalogue().categories.get(category)
    return own.counts_as if own else category


def category_name(category: str) -> str:
    own = law.catalogue().categories.get(category)
    return own.name if own else str(Category(category).label)
