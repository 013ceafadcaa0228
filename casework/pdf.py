"""One HTML document to one PDF: tagged for screen readers, made to last, the same bytes every time.

Imports WeasyPrint, which takes seconds and needs Pango: import this module where a PDF is made.
"""

import logging
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from functools import cache, partial
from io import BytesIO
from urllib import request

import weasyprint
from fontTools.ttLib import woff2
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

from casework.pdf_finish import ends_badly, finish

# The address every file of a document stands under: a name that can never exist (RFC 6761), so
# that even without the closed list nothing would answer.
BASE = "https://report.invalid/"

_VARIANT = {"pdf_variant": "pdf/a-3a"}
_TRIES = 8  # each fails once in 128

_TYPES = {"css": "text/css", "svg": "image/svg+xml", "woff2": "font/ttf"}


@dataclass(frozen=True)
class Enclosure:
    """A file inside the PDF."""

    name: str
    description: str
    data: bytes


class NotListed(Exception):
    """The document asked for a file it was not given; nothing was opened."""


class NotRendered(Exception):
    """Something of the document did not come out. No PDF is better than one with a hole."""


class ClosedList(URLFetcher):  # type: ignore[misc]
    """Hands over the listed files; has no way to open another, nor a network."""

    def __init__(self, files: Mapping[str, bytes]) -> None:
        # Not URLFetcher's: that one brings handlers for http, ftp and file.
        request.OpenerDirector.__init__(self)
        self._files = files
        self._fail_on_errors = True
        self.refused: list[str] = []

    def fetch(self, url: str, headers: Mapping[str, str] | None = None) -> URLFetcherResponse:
        data = self._files.get(url.removeprefix(BASE)) if url.startswith(BASE) else None
        if data is None:
            # Noted as well as raised: WeasyPrint forgives whatever goes wrong inside a picture.
            self.refused.append(url)
            raise FatalURLFetchingError(f"The document may not read {url[:200]}")
        ending = url.rsplit(".", 1)[-1]
        if ending == "woff2":
            data = unpacked(data)
        return URLFetcherResponse(url, data, {"Content-Type": _TYPES[ending]})


@cache
def unpacked(font: bytes) -> bytes:
    """A WOFF2 font as WeasyPrint would unpack it, which takes longer than a letter takes to set.

    WeasyPrint does it anew for every document; a process of ours does it once.
    """
    out = BytesIO()
    woff2.decompress(BytesIO(font), out)
    return out.getvalue()


def pdf(
    html: str, files: Mapping[str, bytes], enclosures: tuple[Enclosure, ...], dated: datetime
) -> bytes:
    """`dated` is when the content was fixed: the only time a PDF of ours knows."""
    fetcher = ClosedList(files)
    source = weasyprint.HTML(string=html, base_url=f"{BASE}document.html", url_fetcher=fetcher)
    with _complaints() as complaints:
        try:
            laid_out = source.render(font_config=FontConfiguration(), **_VARIANT)
            made = _written(laid_out, lambda: [_attached(e, dated, fetcher) for e in enclosures])
        except FatalURLFetchingError as refusal:
            raise NotListed(str(refusal)) from refusal
    if fetcher.refused:
        raise NotListed(f"The document may not read {fetcher.refused[0][:200]}")
    if complaints:
        raise NotRendered("; ".join(complaints))
    return made


def _written(
    laid_out: weasyprint.Document, attachments: Callable[[], list[weasyprint.Attachment]]
) -> bytes:
    """Write until no stream ends badly: those that WeasyPrint adds last cannot be mended before."""
    made = b""
    for blanks in range(_TRIES):
        made = laid_out.write_pdf(
            attachments=attachments(), finisher=partial(finish, blanks=blanks), **_VARIANT
        )
        if not ends_badly(made):
            break
    return made


def _attached(enclosure: Enclosure, dated: datetime, fetcher: URLFetcher) -> weasyprint.Attachment:
    return weasyprint.Attachment(
        string=enclosure.data,
        name=enclosure.name,
        description=enclosure.description,
        created=dated,
        modified=dated,
        relationship="Data",
        url_fetcher=fetcher,
    )


@contextmanager
def _complaints() -> Iterator[list[str]]:
    """What WeasyPrint only logs: a picture or an attachment that failed."""
    heard: list[str] = []

    class Ear(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            heard.append(record.getMessage())

    ear = Ear(logging.ERROR)
    logger = logging.getLogger("weasyprint")
    logger.addHandler(ear)
    try:
        yield heard
    finally:
        logger.removeHandler(ear)
