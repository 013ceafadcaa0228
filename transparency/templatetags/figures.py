"""How templates write figures."""

from django import template

from transparency import numbers
from transparency.figures import Cell, Column, Row, Table

register = template.Library()


@register.filter
def cell(value: Cell, unit: str = "") -> str:
    return numbers.cell(value, unit)


@register.filter
def cells(row: Row, table: Table) -> list[tuple[Column, Cell]]:
    """A row's cells, each with the column it stands in."""
    return list(zip(table.columns, row.cells, strict=True))
