"""The report as a document: complete, readable by everyone, closed to the outside."""

import hashlib
import subprocess
import sys
from io import BytesIO

import pikepdf
import pytest

from tests.transparency.sample import sample
from transparency.figures import sha256
from transparency.render import render


@pytest.fixture(scope="module")
def rendered():
    return render(sample(), draft=False)


@pytest.fixture(scope="module")
def report(rendered):
    with pikepdf.open(BytesIO(rendered.files["report.pdf"])) as document:
        yield document


def test_a_report_is_these_files(rendered):
    assert set(rendered.files) == {
        "report.pdf",
        "figures.json",
        "datapackage.json",
        "SHA256SUMS",
        *(
            f"csv/{name}.csv"
            for name in (
                "t1",
                "t1-shares",
                "t2",
                "t2-shares",
                "t3-gag",
                "t3-notice",
                "t3-late",
                "t9",
            )
        ),
    }


def test_the_sums_cover_every_other_file(rendered):
    listed = dict(
        reversed(line.split("  ")) for line in rendered.files["SHA256SUMS"].decode().splitlines()
    )
    hashes = {path: hashlib.sha256(data).hexdigest() for path, data in rendered.files.items()}
    del hashes["SHA256SUMS"]
    assert listed == hashes
    assert listed["figures.json"] == sha256(sample())


def test_the_same_figures_give_the_same_bytes_in_one_process(rendered):
    assert render(sample(), draft=False).files == rendered.files


def test_it_is_marked_as_lasting_and_as_accessible(report):
    metadata = report.Root.Metadata
    assert "/Filter" not in metadata
    marks = metadata.read_bytes()
    assert b'pdfaid:part="3"' in marks
    assert b"<pdfuaid:part>1</pdfuaid:part>" in marks
    assert report.Root.MarkInfo.Marked
    assert report.Root.Lang == "en"
    assert report.Root.ViewerPreferences.DisplayDocTitle


def test_every_picture_has_a_text_and_every_heading_cell_a_scope(report):
    tags = list(_tags(report.Root.StructTreeRoot))
    figures = [tag for tag in tags if tag.S == "/Figure"]
    assert len(figures) == 4
    assert all(": " in str(figure.Alt) for figure in figures)
    heads = [tag for tag in tags if tag.S == "/TH"]
    assert heads
    assert all(
        "/Scope" in (head.A[0] if isinstance(head.A, pikepdf.Array) else head.A) for head in heads
    )


def test_it_has_bookmarks_for_every_chapter(report):
    with report.open_outline() as outline:
        titles = [item.title for item in outline.root]
    assert titles[-8:] == [
        "At a glance",
        "Where the demands came from",
        "With what legal process",
        "Who was told",
        "National security process",
        "How the numbers fit together",
        "How we counted",
        "This edition, and how to check it",
    ]


def test_all_data_files_are_inside_it(report, rendered):
    inside = {name: spec.get_file().read_bytes() for name, spec in report.attachments.items()}
    for path, data in rendered.files.items():
        if path not in ("report.pdf", "SHA256SUMS"):
            assert inside[path.rsplit("/", 1)[-1]] == data


def test_its_only_time_is_when_the_figures_were_frozen(rendered, report):
    dates = {str(report.docinfo[key]) for key in ("/CreationDate", "/ModDate")}
    for spec in report.attachments.values():
        parameters = spec.get_file().obj.Params
        dates |= {str(parameters.CreationDate), str(parameters.ModDate)}
    assert {date[:16] for date in dates} == {"D:20260831120000"}


def test_only_our_own_fonts_are_embedded(report):
    names = {
        str(font.BaseFont).split("+")[-1]
        for page in report.pages
        for font in (page.resources.get("/Font") or {}).values()
    }
    assert names
    assert all(name.startswith("Inter") for name in names), names


def test_a_draft_says_so_and_its_data_do_not_differ(rendered):
    draft = render(sample(), draft=True)
    assert draft.files["report.pdf"] != rendered.files["report.pdf"]
    assert draft.files["figures.json"] == rendered.files["figures.json"]


def test_neither_web_server_nor_commands_load_the_pdf_library():
    code = (
        "import django, sys; django.setup(); import config.urls, transparency.render;"
        "sys.exit('weasyprint' in sys.modules or 'pikepdf' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-W", "ignore", "-c", code], check=False)
    assert done.returncode == 0


def _tags(element):
    for child in element.get("/K", []) if isinstance(element.get("/K"), pikepdf.Array) else []:
        if isinstance(child, pikepdf.Dictionary) and "/S" in child:
            yield child
            yield from _tags(child)
