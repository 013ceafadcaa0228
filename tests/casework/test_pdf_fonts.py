"""Letters come out of a PDF as they went in: Łódź stays Łódź, and an agency keeps its name."""

import io
import re
from datetime import UTC, datetime

import pikepdf
import pytest
from django.conf import settings

from casework.pdf import pdf, unpacked

STATIC = settings.BASE_DIR / "static"
DATED = datetime(2026, 3, 5, tzinfo=UTC)
PAGE = """<html lang="en"><head><title>x</title>
<link rel="stylesheet" href="css/print-fonts.css">
<style>p {{ font: 400 10pt Inter }} p + p {{ font-weight: 600 }}</style></head>
<body><p>{words}</p><p>{words}</p></body></html>"""


def fonts_of(words: str) -> set[str]:
    files = {"css/print-fonts.css": (STATIC / "css/print-fonts.css").read_bytes()}
    files |= {
        f"fonts/{each.name}": each.read_bytes() for each in (STATIC / "fonts").glob("*.woff2")
    }
    with pikepdf.open(io.BytesIO(pdf(PAGE.format(words=words), files, (), DATED))) as made:
        return {
            str(font.BaseFont).split("+")[-1]
            for page in made.pages
            for font in page.Resources.Font.values()
        }


@pytest.mark.parametrize(
    ("words", "script"),
    [
        ("Łódź", "latin-ext"),
        ("Εισαγγελία", "greek"),
        ("Прокуратура", "cyrillic"),
        ("Đà Nẵng", "vietnamese"),
    ],
)
def test_each_script_is_set_from_its_own_font(words, script):
    assert {f"Inter-{script}", f"Inter-{script}-Semi-Bold"} <= fonts_of(words)


@pytest.mark.parametrize("sheet", ["print-fonts.css", "report.css"])
def test_no_two_files_share_a_family_and_a_weight(sheet):
    """WeasyPrint would embed the first and set the other's letters in it: garbled names."""
    source = (STATIC / "css" / sheet).read_text()
    faces = re.findall(r"font-family: \"?([^\";]+)\"?;\s*font-weight: (\d+)", source)
    assert faces
    assert len(faces) == len(set(faces))


def test_every_font_for_pages_is_there_for_paper_too():
    names = [
        set(re.findall(r"fonts/([\w-]+\.woff2)", (STATIC / "css" / sheet).read_text()))
        for sheet in ("fonts.css", "print-fonts.css")
    ]
    vendored = {each.name for each in (STATIC / "fonts").glob("*.woff2")}
    assert names == [vendored, vendored]


def test_a_font_is_unpacked_once_a_process_and_comes_out_as_it_would_anyway():
    packed = (STATIC / "fonts/inter-latin-400-normal.woff2").read_bytes()
    assert unpacked(packed) is unpacked(packed)
    assert unpacked(packed)[:4] == b"\x00\x01\x00\x00"  # a TrueType font, for Pango to read
