"""What WeasyPrint leaves out of a PDF, put into its objects before they are written."""

from base64 import a85encode
from typing import Any

import pydyf

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

_BAD_END = b"\r\nendstream"


def finish(_document: Any, pdf: pydyf.PDF, *, blanks: int = 0) -> None:
    """A finisher for `write_pdf`. `blanks` are empty objects, for another layout of the file."""
    _mark_accessible(pdf)
    for item in list(pdf.objects):
        if isinstance(item, pydyf.Dictionary) and item.get("S") == "/TH":
            _scope(pdf, item)
        if isinstance(item, pydyf.Stream):
            _end_plainly(item)
    for _blank in range(blanks):
        pdf.add_object(pydyf.Dictionary({}))


def ends_badly(made: bytes) -> bool:
    """Whether a stream ends with a carriage return.

    With the line feed before `endstream` a checker may take the two for one end of line and find
    the stream a byte too short (ISO 19005-3, 6.1.7.1).
    """
    return _BAD_END in made


def _mark_accessible(pdf: pydyf.PDF) -> None:
    metadata = _referenced(pdf, pdf.catalog["Metadata"])
    before, end, after = b"\n".join(metadata.stream).rpartition(b"</rdf:RDF>")
    metadata.stream = [before + _UA_MARK + end + after]
    # PDF/A wants the metadata readable without a decoder.
    metadata.compress = False


def _scope(pdf: pydyf.PDF, heading: pydyf.Dictionary) -> None:
    """Tell a screen reader which cells a heading cell heads (ISO 14289-1, 7.5)."""
    group = _referenced(pdf, _referenced(pdf, heading["P"])["P"])
    heading["A"]["Scope"] = "/Column" if group["S"] == "/THead" else "/Row"


def _end_plainly(stream: pydyf.Stream) -> None:
    """Write a stream that ends badly in ASCII, which ends in `~>`.

    One in 256 does, whatever the level of compression: its last byte is that of a sum over the
    content.
    """
    if not stream.data.endswith(_BAD_END):
        return
    _head, _word, rest = stream.data.partition(b"stream\n")
    raw = rest.removesuffix(b"\nendstream")
    own = stream.extra.get("Filter", "/FlateDecode" if stream.compress else "")
    stream.extra["Filter"] = pydyf.Array(["/ASCII85Decode", *([own] if own else [])])
    stream.stream = [a85encode(raw, adobe=True).removeprefix(b"<~")]
    stream.compress = False


def _referenced(pdf: pydyf.PDF, reference: bytes) -> Any:
    return pdf.objects[int(reference.split()[0])]
