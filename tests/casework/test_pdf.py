"""The renderer reads what it is handed and nothing else (CVE-2025-68616 and its like)."""

import zlib
from datetime import UTC, datetime
from io import BytesIO
from itertools import count

import pikepdf
import pytest

from casework.pdf import Enclosure, NotListed, NotRendered, pdf

FROZEN = datetime(2026, 8, 31, 12, tzinfo=UTC)
PAGE = '<html lang="en"><head><title>x</title>{head}</head><body><p>x</p>{body}</body></html>'


@pytest.mark.parametrize(
    "body",
    [
        '<img src="{url}" alt="x">',
        '<p style="background: url({url})">x</p>',
        '<p style="list-style-image: url({url}); display: list-item">x</p>',
        "<style>p::before {{ content: url({url}) }}</style>",
        "<object data='{url}' type='image/png'>x</object>",
        '<embed src="{url}">',
    ],
)
@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1:9/x.png",
        "https://report.invalid/../etc/passwd",
        "file:///etc/passwd",
        "ftp://127.0.0.1/x",
        "gopher://127.0.0.1/x",
        "data:image/svg+xml,%3Csvg/%3E",
        "//127.0.0.1/x.png",
        "../../../../etc/passwd",
    ],
)
def test_an_address_that_is_not_on_the_list_stops_the_rendering(body, url):
    with pytest.raises(NotListed):
        pdf(PAGE.format(head="", body=body.format(url=url)), {}, (), FROZEN)


@pytest.mark.parametrize(
    "head",
    [
        '<link rel="stylesheet" href="file:///etc/passwd">',
        '<style>@import url("http://127.0.0.1:9/x.css");</style>',
        '<link rel="attachment" href="file:///etc/passwd">',
        "<style>@font-face { font-family: X; src: url('http://127.0.0.1:9/x.woff2') }"
        "p { font-family: X }</style>",
        '<base href="file:///etc/"><link rel="stylesheet" href="passwd">',
    ],
)
def test_nothing_in_the_head_reaches_outside_either(head):
    with pytest.raises(NotListed):
        pdf(PAGE.format(head=head, body=""), {}, (), FROZEN)


def test_a_picture_may_not_lead_further():
    picture = (
        b'<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9" viewBox="0 0 9 9">'
        b'<image href="file:///etc/passwd" width="9" height="9"/></svg>'
    )
    with pytest.raises(NotListed):
        pdf(PAGE.format(head="", body='<img src="a.svg" alt="x">'), {"a.svg": picture}, (), FROZEN)


def test_what_is_on_the_list_is_handed_over():
    picture = b'<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>'
    made = pdf(
        PAGE.format(head="", body='<img src="a.svg" alt="x">'), {"a.svg": picture}, (), FROZEN
    )
    assert made.startswith(b"%PDF-1.7")


def test_a_picture_that_does_not_come_out_stops_the_rendering():
    broken = b"<svg"
    with pytest.raises(NotRendered):
        pdf(PAGE.format(head="", body='<img src="a.svg" alt="x">'), {"a.svg": broken}, (), FROZEN)


def test_no_stream_ends_with_a_return_whatever_it_holds():
    # The last byte of a compressed stream is that of a sum over its content: one in 256 is 0x0D.
    texts = (f"case {number}".encode() for number in count())
    unlucky = next(text for text in texts if zlib.adler32(text) & 0xFF == 0x0D)
    enclosed = (Enclosure("unlucky.csv", "ends with a return", unlucky),)
    made = pdf(PAGE.format(head="", body=""), {}, enclosed, FROZEN)
    assert b"\r\nendstream" not in made
    with pikepdf.open(BytesIO(made)) as document:
        assert document.attachments["unlucky.csv"].get_file().read_bytes() == unlucky


def test_another_layout_is_written_when_the_files_own_streams_end_with_a_return(monkeypatch):
    tried = []

    def ends_badly(made):
        tried.append(made)
        return len(tried) < 3

    monkeypatch.setattr("casework.pdf.ends_badly", ends_badly)
    made = pdf(PAGE.format(head="", body=""), {}, (Enclosure("a", "b", b"c"),), FROZEN)
    assert made == tried[2]
    assert len(set(tried)) == 3
    with pikepdf.open(BytesIO(made)) as document:
        assert document.attachments["a"].get_file().read_bytes() == b"c"
