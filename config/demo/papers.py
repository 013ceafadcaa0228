"""Papers that look like legal process, all of them marked as synthetic.

Setting a page is fast, starting to is slow: every paper of the demo is laid out in one document,
which is then cut into its files. Imports WeasyPrint, which takes seconds.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from io import BytesIO
from pathlib import Path

import pikepdf
import weasyprint
from django.conf import settings
from django.template.loader import render_to_string
from weasyprint.text.fonts import FontConfiguration

from casework.pdf import BASE, ClosedList

# The template and the heading of each kind of process; every other kind comes as a letter.
FORMS = {
    "us_grand_jury_subpoena": ("subpoena", "SUBPOENA TO PRODUCE DOCUMENTS BEFORE A GRAND JURY"),
    "us_administrative_subpoena": ("subpoena", "ADMINISTRATIVE SUBPOENA"),
    "us_trial_subpoena": ("subpoena", "SUBPOENA TO PRODUCE DOCUMENTS AT A TRIAL"),
    "us_civil_subpoena": ("subpoena", "SUBPOENA TO PRODUCE DOCUMENTS IN A CIVIL ACTION"),
    "us_2703d_order": ("order", "ORDER PURSUANT TO 18 U.S.C. § 2703(d)"),
    "us_pen_register": ("order", "ORDER FOR A PEN REGISTER AND TRAP AND TRACE DEVICE"),
    "us_wiretap": ("order", "ORDER AUTHORIZING INTERCEPTION"),
    "us_fisa_702": ("order", "DIRECTIVE"),
    "us_fisa_title_i": ("order", "PRIMARY ORDER"),
    "us_search_warrant": ("warrant", "SEARCH AND SEIZURE WARRANT"),
    "us_state_search_warrant": ("warrant", "SEARCH WARRANT"),
    "uk_opo": ("order", "OVERSEAS PRODUCTION ORDER"),
    "au_ipo_stored_communications": ("order", "INTERNATIONAL PRODUCTION ORDER"),
    "eu_epoc_subscriber": ("epoc", "subscriber"),
    "eu_epoc_traffic": ("epoc", "traffic"),
    "eu_epoc_content": ("epoc", "content"),
    "us_emergency_request": ("letter", "Emergency disclosure request"),
    "us_preservation_letter": ("letter", "Request to preserve records (18 U.S.C. § 2703(f))"),
    "us_nsl": ("letter", "National security letter"),
    "mlat_request": ("letter", "Execution of a request for mutual legal assistance"),
    "letters_rogatory": ("letter", "Execution of letters rogatory"),
}
AUTHORITY = {
    "us_2703d_order": "18 U.S.C. § 2703(c) and (d)",
    "us_pen_register": "18 U.S.C. §§ 3122 and 3123",
    "us_fisa_702": "50 U.S.C. § 1881a",
    "uk_opo": "section 4 of the Crime (Overseas Production Orders) Act 2019",
    "us_emergency_request": (
        "There is an emergency that involves danger of death or serious physical injury to a "
        "person. You may disclose without delay under 18 U.S.C. § 2702(b)(8) and (c)(4)."
    ),
    "us_preservation_letter": (
        "Under 18 U.S.C. § 2703(f) you are to take all necessary steps to preserve the records "
        "below for 90 days, pending the issuance of a court order or other process."
    ),
    "us_nsl": (
        "Under 18 U.S.C. § 2709 you are directed to provide the name, address and length of "
        "service for the account below. I certify that the information is relevant to an "
        "authorized investigation, and that its disclosure may have one of the harms which 18 "
        "U.S.C. § 2709(c) lists: you are prohibited from disclosing this letter, other than to "
        "those to whom disclosure is necessary in order to comply, or to an attorney. You have a "
        "right to judicial review."
    ),
    "mlat_request": (
        "A foreign State has asked for assistance under a treaty. We execute the request under 18 "
        "U.S.C. § 3512 and serve the process of our own law that is enclosed."
    ),
}
SIGNERS = (
    ("J. Q. Fictional", "Magistrate Judge"),
    ("Prudence Sample", "Assistant Attorney"),
    ("A. N. Invented", "Clerk of the Court"),
    ("Max Mustermann", "Authorised signatory"),
)


@dataclass(frozen=True)
class Paper:
    """What is to be read on one paper. `id` names its file."""

    id: str
    process: str
    agency: str
    accounts: tuple[str, ...]
    asked: str
    issued: date
    docket: str = ""
    due: date | None = None
    country: str = ""
    address: str = ""
    court: str = ""
    # A gag order: until when, and whether the paper is one.
    is_gag: bool = False
    until: date | None = None
    authority: str = ""
    sealed: bool = False
    plea: bool = False

    @property
    def form(self) -> str:
        return "gag" if self.is_gag else FORMS.get(self.process, ("letter", ""))[0]

    def context(self) -> dict[str, object]:
        signer, office = SIGNERS[sum(map(ord, self.agency)) % len(SIGNERS)]
        return {
            **vars(self),
            "template": f"demo/{self.form}.html",
            "title": FORMS.get(self.process, ("", "Request for information"))[1],
            "plain": self.form in ("letter", "epoc"),
            "court": self.court or self.agency,
            "matter": "IN THE MATTER OF\nINFORMATION ASSOCIATED WITH\nACCOUNTS STORED BY\n"
            + settings.PROVIDER["legal_entity"].upper(),
            "authority": self.authority or self._authority(),
            "urgent": self.process == "us_emergency_request",
            "closing": "Yours faithfully,",
            "from": self.issued - timedelta(days=92),
            "to": self.issued - timedelta(days=1),
            "signer": signer,
            "office": office,
        }

    def _authority(self) -> str:
        own = "" if self.is_gag else AUTHORITY.get(self.process, "")
        return own or DIRECT[self.form]


# Words for the kinds that name no statute of their own.
DIRECT = {
    "subpoena": "The production is commanded in an investigation of alleged offences.",
    "order": "the law named in the application",
    "warrant": "",
    "gag": "18 U.S.C. § 2705(b)",
    "epoc": "",
    "letter": (
        "Our office conducts criminal proceedings. The person who uses the account below is needed "
        "as a witness, and her data are of importance for the proceedings."
    ),
}


def printed(papers: Iterable[Paper]) -> Iterator[tuple[str, bytes]]:
    """Each paper's id and its PDF."""
    every = list(papers)
    html = render_to_string(
        "demo/papers.html",
        {"papers": [paper.context() for paper in every], "provider": settings.PROVIDER},
    )
    whole, starts = _set(html, [paper.id for paper in every])
    with pikepdf.open(BytesIO(whole)) as document:
        ends = [*starts[1:], len(document.pages)]
        for paper, start, end in zip(every, starts, ends, strict=True):
            yield paper.id, _cut(document, start, end)


def _set(html: str, names: list[str]) -> tuple[bytes, list[int]]:
    """The whole document, and on which page each article begins."""
    fonts = (Path(settings.BASE_DIR) / "static" / "fonts").glob("*-latin-*.woff2")
    files = ClosedList({f"fonts/{font.name}": font.read_bytes() for font in fonts})
    paged = weasyprint.HTML(string=html, base_url=BASE, url_fetcher=files)
    document = paged.render(font_config=FontConfiguration())
    pages = [(name, number) for number, page in enumerate(document.pages) for name in page.anchors]
    first = dict(reversed(pages))
    return document.write_pdf(), [first[name] for name in names]


def _cut(document: pikepdf.Pdf, start: int, end: int) -> bytes:
    out = BytesIO()
    with pikepdf.new() as part:
        part.pages.extend(document.pages[start:end])
        part.remove_unreferenced_resources()
        part.docinfo.Title = "SYNTHETIC: made for demonstration, no legal effect"
        part.save(out)
    return out.getvalue()
