"""T9: bands, for the provider as a whole, one row per half-year and line of the statute."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from transparency.bands import STRUCTURES, Banded, Option
from transparency.definitions import BANDS
from transparency.figures import Column, Row, Table
from transparency.periods import Period


def bands(option: Option, periods: Iterable[tuple[Period, tuple[Banded, ...]]]) -> Table:
    """An empty table says that none of the report's months may be banded under the option."""
    structure = STRUCTURES[option]
    rows = tuple(
        Row(f"{period.label}/{banded.name}", _label(period, banded), (banded.band,))
        for period, lines in periods
        for banded in lines
    )
    return Table(
        key="T9",
        title=_("National security process"),
        definition=_(
            "In bands of %(width)s under %(citation)s, for all services of the provider together. "
            "Received is not disclosed. The first band begins with zero."
        )
        % {"width": structure.width, "citation": structure.citation},
        heading=_("Half-year and process") if structure.months == 6 else _("Year and process"),
        columns=(Column("band", _("Band"), _("The band in which the number lies."), "band"),),
        rows=rows,
    )


def _label(period: Period, banded: Banded) -> str:
    return f"{period.label} · {BANDS[banded.name][0]}"
