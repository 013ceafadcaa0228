"""Every form of the demand's page: one for each move and each fact.

A new move or fact gets a form and a line in ACTS of its module; a test compares them with the
door's own tables.
"""

from casework.admin.forms import (
    aftermath,
    answers,
    decisions,
    evidence,
    gags,
    holds,
    papers,
    production,
    review,
    scrutiny,
)
from casework.admin.forms.act import Act

__all__ = ["ACTS", "Act"]

_MODULES = (
    papers,
    review,
    scrutiny,
    evidence,
    gags,
    decisions,
    answers,
    holds,
    production,
    aftermath,
)

ACTS: dict[str, Act] = {act.name: act for module in _MODULES for act in module.ACTS}
