"""Small charts as SVG: made by hand, so the same numbers are always the same bytes.

Every fill differs in lightness and in pattern, so that a chart reads without colour, for the
colour-blind and in grey print; every chart has a title, a description and a table beside it.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html import escape

from transparency.numbers import number

FONT = "Inter, sans-serif"
INK, MUTED, RULE, PAPER = "#161b26", "#4a5364", "#dfe3ea", "#ffffff"  # tokens.css, light
WIDTH = 660


@dataclass(frozen=True)
class Fill:
    """A colour and, over it, a pattern of lines or dots in another."""

    colour: str
    pattern: str = "plain"
    over: str = PAPER


# The tones of docs/design-language.md: teal for what was disclosed, plum for what was refused, ink
# for what the law shuts. Within a tone dark to light; what gave no data wears a pattern.
FILLS: dict[str, Fill] = {
    "content": Fill("#0a594f"),
    "non_content": Fill("#35a391"),
    "no_data": Fill("#b9d8d3"),
    "rejected": Fill("#8b1b51", "rising", "#dd8fb2"),
    "redirected": Fill("#7a55c7", "falling", "#d9c9fb"),
    "withdrawn": Fill("#9aa3b1", "dots"),
    "fraudulent": Fill("#9a1d17", "cross", "#f3b6b1"),
    "pending": Fill("#ffffff", "rising", "#9aa3b1"),
    "before": Fill("#0a594f"),
    "after_emergency": Fill("#35a391", "falling"),
    "after_delay": Fill("#b9d8d3", "rising", "#35a391"),
    "after": Fill("#f0d08a", "cross", "#744500"),
    "waived": Fill("#9aa3b1", "dots"),
    "waiting": Fill("#ffffff", "rising", "#9aa3b1"),
    "barred": Fill("#2a3142", "cross", "#818997"),
    "unknown": Fill("#ffffff", "dots", "#9a1d17"),
}
PLAIN = Fill("#2742b8")

_PATTERNS = {
    "rising": '<path d="M-1 1L1 -1M0 6L6 0M5 7L7 5" stroke="{over}" stroke-width="1.4"/>',
    "falling": '<path d="M-1 5L1 7M0 0L6 6M5 -1L7 1" stroke="{over}" stroke-width="1.4"/>',
    "cross": '<path d="M0 3H6M3 0V6" stroke="{over}" stroke-width="1.1"/>',
    "dots": '<circle cx="1.6" cy="1.6" r="1.1" fill="{over}"/>'
    '<circle cx="4.6" cy="4.6" r="1.1" fill="{over}"/>',
}


@dataclass(frozen=True)
class Series:
    """One part of every bar: its name in the legend and how it is filled."""

    key: str
    label: str

    @property
    def fill(self) -> Fill:
        return FILLS.get(self.key, PLAIN)


@dataclass(frozen=True)
class Bar:
    label: str
    values: tuple[int, ...]  # one for each series
    note: str = ""  # at the end of the bar; else the sum


@dataclass(frozen=True)
class Chart:
    svg: str
    title: str
    alt: str


def stacked_bars(title: str, bars: Sequence[Bar], series: Sequence[Series]) -> Chart:
    """Lying bars, each made of the same parts; parts nobody has are left out of the legend."""
    shown = [(at, part) for at, part in enumerate(series) if any(bar.values[at] for bar in bars)]
    left, right = _gutter(bar.label for bar in bars), _room(sum(bar.values) for bar in bars)
    longest = max((sum(bar.values) for bar in bars), default=0) or 1
    scale = (WIDTH - left - right) / longest
    legend, top = _legend([part for _at, part in shown], left)
    body = [_grid(left, top, len(bars), longest, scale), legend]
    for row, bar in enumerate(bars):
        y, x = top + row * _STEP, float(left)
        body.append(_text(left - 10, y + 12.5, bar.label, anchor="end"))
        for at, part in shown:
            length = bar.values[at] * scale
            body.append(_block(x, y, length, part))
            x += length
        body.append(_text(x + 7, y + 12.5, bar.note or number(sum(bar.values)), weight=600))
    alt = _alt(title, bars, [part.label for _at, part in shown], [at for at, _part in shown])
    return _chart(title, alt, body, top + len(bars) * _STEP + 24, (p for _at, p in shown))


def bars(title: str, rows: Sequence[tuple[str, str, int]]) -> Chart:
    """Lying bars of one part each: a key for the fill, a name, a number."""
    left = _gutter(label for _key, label, _value in rows)
    right = _room(value for _key, _label, value in rows)
    longest = max((value for _key, _label, value in rows), default=0) or 1
    scale, top = (WIDTH - left - right) / longest, 8
    body = [_grid(left, top, len(rows), longest, scale)]
    for row, (key, label, value) in enumerate(rows):
        y = top + row * _STEP
        body.append(_text(left - 10, y + 12.5, label, anchor="end"))
        body.append(_block(left, y, value * scale, Series(key, label)))
        body.append(_text(left + value * scale + 7, y + 12.5, number(value), weight=600))
    alt = _told(title, (f"{label}: {value}" for _key, label, value in rows))
    used = [Series(key, label) for key, label, value in rows if value]
    return _chart(title, alt, body, top + len(rows) * _STEP + 24, used)


def line(title: str, points: Sequence[tuple[str, int]]) -> Chart:
    """One line over time, every point with its number."""
    left, right, top, height = 40, 40, 26, 150
    most = max((value for _label, value in points), default=0) or 1
    step = (WIDTH - left - right) / max(len(points) - 1, 1)
    places = [
        (left + at * step, top + height * (1 - value / most))
        for at, (_label, value) in enumerate(points)
    ]
    path = "L".join(f"{_n(x)} {_n(y)}" for x, y in places)
    body = [
        f'<path d="M{left} {top + height}H{WIDTH - right}" stroke="{RULE}"/>',
        f'<path d="M{path}" fill="none" stroke="{PLAIN.colour}" stroke-width="2"/>',
    ]
    for (x, y), (label, value) in zip(places, points, strict=True):
        body.append(f'<circle cx="{_n(x)}" cy="{_n(y)}" r="3.5" fill="{PLAIN.colour}"/>')
        body.append(_text(x, y - 9, number(value), anchor="middle", weight=600))
        body.append(_text(x, top + height + 18, label, anchor="middle", fill=MUTED))
    alt = _told(title, (f"{label}: {value}" for label, value in points))
    return _chart(title, alt, body, top + height + 30, ())


# --- Pieces --------------------------------------------------------------------------------------

_STEP = 23
_THICK = 16


def _chart(
    title: str, alt: str, body: Iterable[str], height: float, used: Iterable[Series]
) -> Chart:
    patterns = "".join(_pattern(part) for part in used if part.fill.pattern != "plain")
    svg = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {_n(height)}" '
        f'width="{WIDTH}" height="{_n(height)}" role="img" font-family="{FONT}" font-size="12.5">'
        f"<title>{escape(title)}</title><desc>{escape(alt)}</desc>"
        f"<defs>{patterns}</defs>{''.join(body)}</svg>"
    )
    return Chart(svg, title, alt)


def _pattern(part: Series) -> str:
    fill = part.fill
    lines = _PATTERNS[fill.pattern].format(over=fill.over)
    return (
        f'<pattern id="p-{part.key}" width="6" height="6" patternUnits="userSpaceOnUse">'
        f'<rect width="6" height="6" fill="{fill.colour}"/>{lines}</pattern>'
    )


def _block(x: float, y: float, length: float, part: Series) -> str:
    if not length:
        return ""
    paint = part.fill.colour if part.fill.pattern == "plain" else f"url(#p-{part.key})"
    return (
        f'<rect x="{_n(x)}" y="{_n(y)}" width="{_n(length)}" height="{_THICK}" fill="{paint}" '
        f'stroke="{_edge(part.fill)}" stroke-width="0.75"/>'
    )


def _edge(fill: Fill) -> str:
    """White between the parts, but a line around what is itself white."""
    return MUTED if fill.colour == PAPER else PAPER


def _grid(left: float, top: float, rows: int, longest: int, scale: float) -> str:
    """Upright hairlines at round numbers, behind the bars."""
    step = _round_step(longest)
    bottom = top + rows * _STEP - (_STEP - _THICK) + 4
    marks = range(0, longest + 1, step)
    lines = (
        f'<path d="M{_n(left + mark * scale)} {_n(top - 4)}V{_n(bottom)}" stroke="{RULE}"/>'
        + _text(
            left + mark * scale, bottom + 14, number(mark), anchor="middle", fill=MUTED, size=10.5
        )
        for mark in marks
    )
    return "".join(lines)


def _round_step(longest: int) -> int:
    """1, 2 or 5 times a power of ten, for four to eight marks."""
    step = 1
    while longest // step > 7:
        step = step * 5 // 2 if str(step)[0] == "2" else step * 2
    return step


def _legend(series: Sequence[Series], left: float) -> tuple[str, float]:
    """Swatches in rows above the bars, and where the bars begin below them."""
    if len(series) < 2:
        return "", 8
    pieces, x, y = [], left, 4.0
    for part in series:
        width = 22 + _wide(part.label) + 18
        if x + width > WIDTH and x > left:
            x, y = left, y + 20
        pieces.append(_block(x, y - 2, 14, part).replace(f'height="{_THICK}"', 'height="14"'))
        pieces.append(_text(x + 20, y + 9.5, part.label))
        x += width
    return "".join(pieces), y + 30


def _text(x: float, y: float, words: str, **look: str | float) -> str:
    """A word: `anchor`, `fill`, `weight` and `size` say how it looks."""
    given = {"anchor": "start", "fill": INK, "weight": 400, "size": 12.5, **look}
    return (
        f'<text x="{_n(x)}" y="{_n(y)}" text-anchor="{given["anchor"]}" fill="{given["fill"]}" '
        f'font-weight="{given["weight"]}" font-size="{given["size"]}">{escape(words)}</text>'
    )


def _alt(title: str, bars: Sequence[Bar], names: Sequence[str], at: Sequence[int]) -> str:
    """The chart in words: what a person who cannot see it is told."""

    def told(bar: Bar) -> str:
        parts = [f"{n} {bar.values[i]}" for n, i in zip(names, at, strict=True) if bar.values[i]]
        words = f"{bar.label}: {sum(bar.values)}"
        return f"{words} ({', '.join(parts)})" if len(names) > 1 and parts else words

    return _told(title, map(told, bars))


def _told(title: str, parts: Iterable[str]) -> str:
    return f"{title if title.endswith('?') else title + '.'} {'; '.join(parts)}."


def _gutter(labels: Iterable[str]) -> float:
    return min(max((_wide(label) for label in labels), default=0) + 14, WIDTH * 0.4)


def _room(values: Iterable[int]) -> float:
    """For the number behind the longest bar."""
    return 14 + _wide(number(max(values, default=0)))


def _wide(words: str) -> float:
    """About how wide a word is at 12.5 px; near enough to keep words apart."""
    return 6.9 * len(words)


def _n(value: float) -> str:
    """Two decimals at most: floats print alike on every machine that way."""
    return f"{value:.2f}".rstrip("0").rstrip(".")
