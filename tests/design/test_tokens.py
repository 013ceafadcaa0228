"""The colours can be read, in light and in dark: WCAG 2.2, 1.4.3 and 1.4.11, by computation."""

import re
from itertools import product

import pytest
from django.conf import settings

from notifications import wording

CSS = settings.BASE_DIR / "static" / "css"
GROUNDS = ("canvas", "surface", "sunken", "raised")
TONES = ("slate", "blue", "amber", "violet", "teal", "plum", "red", "green", "grey", "ink")

READ = [
    *product(("ink", "muted", "faint", "accent"), GROUNDS),
    *((f"{tone}-fg", f"{tone}-bg") for tone in TONES),
    *(("red-fg", ground) for ground in GROUNDS),
    *(("amber-fg", ground) for ground in ("canvas", "surface")),  # a badge drawn as an outline
    ("accent", "accent-soft"),
    ("ink", "accent-soft"),
    ("muted", "accent-soft"),
    ("on-action", "action"),
    ("on-action", "action-hover"),
    ("on-danger", "danger"),
    ("on-danger", "danger-hover"),
]
SEEN = [*product(("line-strong", "focus", "danger", "action"), ("canvas", "surface", "raised"))]


def tokens() -> dict[str, tuple[str, str]]:
    source = (CSS / "tokens.css").read_text()
    found = re.findall(r"--([\w-]+): light-dark\((#[0-9a-f]{6}), (#[0-9a-f]{6})\);", source)
    return {name: (light, dark) for name, light, dark in found}


def contrast(one: str, other: str) -> float:
    high, low = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def _luminance(colour: str) -> float:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def test_the_computation_agrees_with_known_values():
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#767676", "#ffffff") == pytest.approx(4.54, abs=0.01)


@pytest.mark.parametrize("side", [0, 1], ids=["light", "dark"])
@pytest.mark.parametrize(("text", "ground"), READ, ids=lambda name: name)
def test_text_can_be_read_on_its_ground(text, ground, side):
    known = tokens()
    assert contrast(known[text][side], known[ground][side]) >= 4.5


@pytest.mark.parametrize("side", [0, 1], ids=["light", "dark"])
@pytest.mark.parametrize(("shape", "ground"), SEEN, ids=lambda name: name)
def test_controls_and_focus_can_be_seen_on_their_ground(shape, ground, side):
    known = tokens()
    assert contrast(known[shape][side], known[ground][side]) >= 3


def test_every_variable_that_a_stylesheet_reads_is_defined():
    written = "".join(path.read_text() for path in CSS.glob("*.css"))
    defined = set(re.findall(r"(--[\w-]+):", written))
    read = set(re.findall(r"var\((--[\w-]+)", written))
    assert read - defined == set()


def test_mails_use_the_light_colours_of_the_design():
    known = tokens()
    mail = (wording.INK, wording.MUTED, wording.LINE, wording.SUNKEN)
    assert mail == tuple(known[name][0] for name in ("ink", "muted", "line", "sunken"))


def test_every_colour_of_the_mail_template_is_one_of_the_design():
    source = (settings.BASE_DIR / "templates/notifications/base.html").read_text()
    known = {colour for pair in tokens().values() for colour in pair}
    assert set(re.findall(r"#[0-9a-f]{6}\b", source)) - known == set()


def test_every_file_that_a_stylesheet_names_is_there():
    for path in CSS.glob("*.css"):
        for name in re.findall(r"url\(\"?([^\")]+)\"?\)", path.read_text()):
            if name.startswith("../charts/"):
                continue  # drawn for each report and handed to the renderer
            assert (path.parent / name).resolve().is_file(), f"{path.name}: {name}"


def test_no_stylesheet_reaches_outside():
    for path in CSS.glob("*.css"):
        assert not re.search(r"https?:|//\w|@import", path.read_text()), path.name
