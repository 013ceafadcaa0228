"""How figures are written in a language: in tables, charts and sentences alike."""

from babel.numbers import format_decimal
from django.utils.translation import get_language

from transparency.figures import Cell

DASH = "–"  # noqa: RUF001  an en dash: nothing to count


def number(value: int) -> str:
    # Inter has no narrow no-break space; a plain one keeps the digits together as well.
    return format_decimal(value, locale=_locale()).replace("\u202f", "\u00a0")


def cell(value: Cell, unit: str = "") -> str:
    if value is None:
        return DASH
    if isinstance(value, str):
        return value.replace("-", DASH) if unit == "band" else value
    written = number(value)
    if unit != "percent":
        return written
    return f"{written}%" if _locale() == "en" else f"{written}\u00a0%"


def _locale() -> str:
    return (get_language() or "en").split("-")[0]
