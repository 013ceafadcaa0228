"""The picture on the cover: the report's own numbers, drawn large and without a word.

Each upright bar is a country, as tall as its share of the demands, in the shades of how they ended.
It is an ornament, so it is a background and says nothing to a screen reader.
"""

from transparency.definitions import OUTCOMES
from transparency.figures import Cell, Figures

WIDTH, HEIGHT = 595, 360
# On the brand's dark ground: light where data went out, dark where it did not.
_SHADES = {
    "content": "#f3f7f6",
    "non_content": "#72d9c9",
    "no_data": "#3f8f95",
    "rejected": "#f5a8ca",
    "redirected": "#a98bf0",
    "withdrawn": "#5a6790",
    "fraudulent": "#e2665d",
    "pending": "#34437d",
}


def cover(figures: Figures) -> str:
    table = figures.table("T1")
    places = {c.key: at for at, c in enumerate(table.columns) if c.key in OUTCOMES}
    rows = sorted(table.rows, key=lambda row: (-_count(row.cells[0]), row.key))[:28]
    most = max((_count(row.cells[0]) for row in rows), default=0) or 1
    step = WIDTH / max(len(rows), 12)
    pieces = []
    for at, row in enumerate(rows):
        x, y = at * step, float(HEIGHT)
        for outcome, place in places.items():
            # The root keeps small countries visible beside large ones.
            share = _count(row.cells[place]) / (_count(row.cells[0]) or 1)
            tall = share * (HEIGHT - 20) * (_count(row.cells[0]) / most) ** 0.5
            y -= tall
            pieces.append(
                f'<rect x="{x + 2:.2f}" y="{y:.2f}" width="{step - 4:.2f}" height="{tall:.2f}" '
                f'fill="{_SHADES[outcome]}"/>'
            )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" '
        f'width="{WIDTH}" height="{HEIGHT}">{"".join(pieces)}</svg>'
    )


def _count(cell: Cell) -> int:
    return cell if isinstance(cell, int) else 0
