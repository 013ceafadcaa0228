"""One HTML document to one PDF: tagged for screen readers, made to last, the same bytes every time.

Imports WeasyPrint, which takes seconds and needs Pango: import this module where a PDF is made.
"""

import logging
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO
from urllib import request

import pikepdf
import weasyprint
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

# The address every file of a document stands under: a name that can never exist (RFC 6761), so
# that even without the closed list nothing would answer.
BASE = "https://report.invalid/"

_TYPES = {"css": "text/css", "svg": "image/svg+xml", "woff2": "font/woff2"}

# PDF/A-3a says it keeps for ever, PDF/UA-1 that everyone can read it; WeasyPrint writes one mark
# at a time. The second mark goes into the metadata together with the extension schema that PDF/A
# wants for every property it does not know (ISO 19005-3, 6.6.2.3; ISO 14289-1, clause 5).
_UA_MARK = b"""
<rdf:Description xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/" rdf:about="">
<pdfuaid:part>1</pdfuaid:part></rdf:Description>
<rdf:Description xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"
 xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#"
 xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#" rdf:about="">
<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">
<pdfaSchema:schema>PDF/UA identification schema</pdfaSchema:schema>
<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>
<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>
<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">
<pdfaProperty:name>part</pdfaProperty:name>
<pdfaProperty:valueType>Integer</pdfaProperty:valueType>
<pdfaProperty:category>internal</pdfaProperty:category>
<pdfaProperty:description>Part of ISO 14289 the file conforms to</pdfaProperty:description>
</rdf:li></rdf:Seq></pdfaSchema:property>
</rdf:li></rdf:Bag></pdfaExtension:schemas></rdf:Description>
"""


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
        kind = _TYPES[url.rsplit(".", 1)[-1]]
        return URLFetcherResponse(url, data, {"Content-Type": kind})


def pdf(
    html: str, files: Mapping[str, bytes], enclosures: tuple[Enclosure, ...], dated: datetime
) -> bytes:
    """`dated` is when the figures were frozen: the only time a PDF of ours knows."""
    fetcher = ClosedList(files)
    attachments = [
        weasyprint.Attachment(
            string=enclosure.data,
            name=enclosure.name,
            description=enclosure.description,
            created=dated,
            modified=dated,
            relationship="Data",
            url_fetcher=fetcher,
        )
        for enclosure in enclosures
    ]
    document = weasyprint.HTML(string=html, base_url=f"{BASE}document.html", url_fetcher=fetcher)
    with _complaints() as complaints:
        try:
            made: bytes = document.write_pdf(
                pdf_variant="pdf/a-3a", attachments=attachments, font_config=FontConfiguration()
            )
        except FatalURLFetchingError as refusal:
            raise NotListed(str(refusal)) from refusal
    if fetcher.refused:
        raise NotListed(f"The document may not read {fetcher.refused[0][:200]}")
    if complaints:
        raise NotRendered("; ".join(complaints))
    return _finished(made)


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


def _finished(made: bytes) -> bytes:
    """What WeasyPrint leaves out, added without changing a page."""
    out = BytesIO()
    with pikepdf.open(BytesIO(made)) as document:
        _mark_accessible(document)
        _scope_headings(document.Root.StructTreeRoot, pikepdf.Name.Row)
        document.save(out, deterministic_id=True, compress_streams=True)
    return out.getvalue()


def _mark_accessible(document: pikepdf.Pdf) -> None:
    before, end, after = document.Root.Metadata.read_bytes().rpartition(b"</rdf:RDF>")
    # PDF/A wants the metadata readable without a decoder: a stream without a filter.
    document.Root.Metadata = document.make_stream(
        before + _UA_MARK + end + after, Type=pikepdf.Name.Metadata, Subtype=pikepdf.Name.XML
    )


def _scope_headings(element: pikepdf.Object, scope: pikepdf.Name) -> None:
    """Tell a screen reader which cells a heading cell heads (ISO 14289-1, 7.5)."""
    children = element.get("/K")
    for child in children if isinstance(children, pikepdf.Array) else ():
        if isinstance(child, pikepdf.Dictionary) and "/S" in child:
            if child.S == "/TH":
                own = child.A[0] if isinstance(child.A, pikepdf.Array) else child.A
                own.Scope = scope
            inside_head = child.S == "/THead"
            _scope_headings(child, pikepdf.Name.Column if inside_head else scope)
