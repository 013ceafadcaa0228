"""Figures to the HTML of the printed report: which charts, which tables, in which words."""

from dataclasses import dataclass
from datetime import datetime

from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.utils.translation import override

from transparency import charts
from transparency.charts import Bar, Chart, Series
from transparency.cover import cover
from transparency.definitions import OUTCOMES
from transparency.figures import Cell, Column, Figures, Metric, Row, Table, sha256

# The numbers printed large on the first page, in this order.
GLANCE = ("demands", "accounts", "countries", "disclosed_share", "content", "told_before")

MOST_BARS = 15  # a chart of more rows is no longer read; the table has them all


@dataclass(frozen=True)
class Document:
    html: str
    pictures: dict[str, bytes]


@dataclass(frozen=True)
class Terms:
    title: str
    terms: tuple[Column | Metric, ...]


def document(figures: Figures, libraries: dict[str, str], *, draft: bool) -> Document:
    with override(figures.heading.language):
        drawn = charts_of(figures)
        numbers = {metric.key: metric for metric in figures.headlines}
        context = {
            "figures": figures,
            "heading": figures.heading,
            "provider": figures.heading.provider,
            "frozen": datetime.fromisoformat(figures.heading.frozen_at),
            "numbers": numbers,
            "tables": {table.key.replace(".", "_"): table for table in figures.tables},
            "charts": {name: (f"charts/{name}.svg", chart) for name, chart in drawn.items()},
            "ended": _by_name(figures.table("T1"), figures.table("T1").total),
            "late": _by_name(figures.table("T3.late"), figures.table("T3.late").rows[0]),
            "glance": [numbers[key] for key in GLANCE],
            "glossary": glossary(figures),
            "sha256": sha256(figures),
            "libraries": libraries,
            "draft": draft,
        }
        html = render_to_string("transparency/report.html", context)
    pictures = {f"charts/{name}.svg": chart.svg.encode() for name, chart in drawn.items()}
    pictures["charts/cover.svg"] = cover(figures).encode()
    return Document(html, pictures)


def glossary(figures: Figures) -> list[Terms]:
    """Every word the tables use, once, with the definition it was counted by."""
    seen: dict[str, Column] = {}
    for table in figures.tables:
        for column in table.columns:
            if column.definition:
                seen.setdefault(column.label, column)
    headlines = tuple(metric for metric in figures.headlines if metric.key in GLANCE)
    return [
        Terms(_("In the tables"), tuple(seen.values())),
        Terms(_("At a glance"), headlines),
    ]


def charts_of(figures: Figures) -> dict[str, Chart]:
    """A chart of nothing would be an empty frame: then there is none."""
    if not figures.headline("demands"):
        return {}
    return {
        "ended": _ended(figures),
        "countries": _stacked(figures.table("T1"), _("Demands by country and outcome")),
        "processes": _stacked(figures.table("T2"), _("Demands by process and outcome")),
        "notices": _notices(figures.table("T3.notice")),
    }


def _ended(figures: Figures) -> Chart:
    table = figures.table("T1")
    total = _by_name(table, table.total)
    rows = [(c.key, c.label, total[c.key]) for c in table.columns if c.key in OUTCOMES]
    return charts.bars(_("How the demands ended"), rows)


def _notices(table: Table) -> Chart:
    rows = [(row.key, row.label, _count(row.cells[0])) for row in table.rows]
    return charts.bars(_("Was the customer told?"), rows)


def _stacked(table: Table, title: str) -> Chart:
    """Rows as bars of their outcomes, the longest first."""
    places = [at for at, column in enumerate(table.columns) if column.key in OUTCOMES]
    series = [Series(table.columns[at].key, table.columns[at].label) for at in places]
    asked = sorted(
        (row for row in table.rows if row.cells[0]),
        key=lambda row: (-_count(row.cells[0]), row.key),
    )
    bars = [Bar(row.label, tuple(_count(row.cells[at]) for at in places)) for row in asked]
    return charts.stacked_bars(title, bars[:MOST_BARS], series)


def _by_name(table: Table, row: Row | None) -> dict[str, int]:
    """The counts of a row by the names of their columns; a dash counts as none."""
    cells = row.cells if row else [None] * len(table.columns)
    return {c.key: _count(cell) for c, cell in zip(table.columns, cells, strict=True)}


def _count(cell: Cell) -> int:
    return cell if isinstance(cell, int) else 0
