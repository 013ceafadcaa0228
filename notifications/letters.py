"""Letters to an agency: a template of templates/letters/ and its facts become a PDF.

A letter holds no more than it must: no customer's name outside a redirection, no account outside a
production, and nowhere but there whether an account exists.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string

STYLES = ("css/print-fonts.css", "css/tokens.css", "css/letter.css")


@dataclass(frozen=True)
class Letter:
    """What every letter says: to whom, from whom, about which demand."""

    reference: str
    agency: str
    dated: date
    process: str  # "Grand-jury subpoena"
    received_on: date
    signed_by: str
    signed_as: str = ""  # "Counsel"
    issued_on: date | None = None
    agency_reference: str = ""
    attention: str = ""  # the officer
    address: str = ""  # lines
    email: str = ""
    enclosures: tuple[str, ...] = ()


@dataclass(frozen=True)
class Item:
    """One file of a production."""

    account: str
    category: str
    file: str
    size: int
    sha256: str


def html(name: str, letter: Letter, facts: Mapping[str, Any]) -> str:
    """`acknowledgement`, `redirect`, `objection`, `denial` or `disclosure` as a document.

    acknowledgement: missing, answer_by · redirect: grounds, customer, contact_name, contact_email,
    answer_by, preserved · objection: grounds, argument, narrow_to, answer_by, preserved ·
    denial: grounds, explanation, next_step · disclosure: items (Item), nothing_found, not_produced,
    delivered_how, manifest_sha256. Grounds are sentences.
    """
    context = {"provider": settings.PROVIDER, "letter": letter, **facts}
    return render_to_string(f"letters/{name}.html", context)


def pdf(name: str, letter: Letter, facts: Mapping[str, Any]) -> bytes:
    """The letter as it is kept and sent: the same facts give the same bytes."""
    from casework.pdf import pdf as made_of  # WeasyPrint takes seconds to import

    dated = datetime.combine(letter.dated, time(), UTC)
    return made_of(html(name, letter, facts), _files(), (), dated)


def _files() -> dict[str, bytes]:
    """The style sheets and the vendored fonts; a letter can read nothing else."""
    root = settings.BASE_DIR / "static"
    names = [*STYLES, *(f"fonts/{path.name}" for path in (root / "fonts").glob("*.woff2"))]
    return {name: (root / name).read_bytes() for name in names}
