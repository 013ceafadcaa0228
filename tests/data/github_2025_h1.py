"""GitHub's published user-data figures of 2025, first half, as a register of single demands.

Source: GitHub, Inc., "GitHub Transparency Data", v2.0.1, 2026, licensed CC-BY-4.0,
https://github.com/github/transparency, folder data/requests_to_disclose_user_information,
files of by_calendar_year_half, rows of year 2025, half 1. The figures below are typed in from
there; the demands made from them are synthetic.

The published tables are sums that are not crossed with each other: which requests were gagged,
which country asked with which result, how many accounts a request named is not in them. Where a
register must say it, this module chooses (docstrings below say how), so that every published sum
comes out and nothing that was not published is claimed: domestic process has no country, and the
notice is told only of requests that led to disclosure.
"""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import chain, count, repeat
from pathlib import Path

SOURCE = "GitHub, Inc., GitHub Transparency Data, v2.0.1, 2026, CC-BY-4.0"
SERVICE = "github"

# The published type (one with a trailing blank there), our process, received, disclosed.
# "We never share private content data, except in response to a search warrant" (their README).
REQUESTS = (
    ("criminal or government agency subpoena", "us_grand_jury_subpoena", 212, 201),
    ("criminal court order", "us_2703d_order", 66, 41),
    ("cross-border request", "mlat_request", 40, 9),
    ("criminal search warrant", "us_search_warrant", 27, 26),
    ("civil subpoena", "us_civil_subpoena", 16, 12),
)
CROSS_BORDER_BY_COUNTRY = {
    "IN": 10,
    "PL": 5,
    "FR": 4,
    "SG": 3,
    "DE": 3,
    "AT": 2,
    "BR": 2,
    "ES": 2,
    "MD": 1,
    "AZ": 1,
    "SK": 1,
    "KR": 1,
    "HU": 1,
    "MC": 1,
    "CH": 1,
    "GB": 1,
    "CL": 1,
}
ACCOUNTS_AFFECTED = 663
# Of the requests that led to disclosure: users told, barred by a gag order, exigent.
NOTICES = {"notification": 15, "gag order": 262, "exigent circumstances": 12}

FIRST, DAYS = date(2025, 1, 1), 181
COLUMNS = (
    "external_reference",
    "service",
    "process",
    "country",
    "received",
    "decided",
    "account",
    "categories_asked",
    "categories_disclosed",
    "outcome",
    "gag",
    "gag_authority",
    "gag_scope",
    "notice",
    "notice_on",
    "notice_reason",
)


@dataclass(frozen=True)
class Request:
    """One counted request, before it gets its accounts and its notice."""

    process: str
    country: str
    disclosed: bool


def requests() -> Iterator[Request]:
    """One for each that was counted; of a type, those that led to disclosure first.

    Countries are dealt to the cross-border requests in the order of the published table.
    """
    for _published, process, received, disclosed in REQUESTS:
        countries = _countries() if process == "mlat_request" else repeat("")
        for place in range(received):
            yield Request(process, next(countries, ""), place < disclosed)


def _countries() -> Iterator[str]:
    return chain.from_iterable(
        repeat(code, asked) for code, asked in CROSS_BORDER_BY_COUNTRY.items()
    )


def rows() -> Iterator[dict[str, str]]:
    """The register: a row for each account of each request.

    "Accounts affected" is read as the accounts of which data was disclosed. They are dealt evenly
    to the requests that led to disclosure; every other request names one account.
    """
    every = list(requests())
    disclosed = sum(request.disclosed for request in every)
    accounts = _dealt(ACCOUNTS_AFFECTED, disclosed)
    notices = chain.from_iterable(repeat(kind, number) for kind, number in NOTICES.items())
    numbers = count(1)
    for place, request in enumerate(every):
        received = FIRST + timedelta(days=place * DAYS // len(every))
        demand = _demand(place, request, received)
        if request.disclosed:
            demand |= _notice(next(notices), received)
        for _each in range(next(accounts) if request.disclosed else 1):
            yield demand | {"account": f"user-{next(numbers)}"}


def _dealt(things: int, among: int) -> Iterator[int]:
    return (things // among + (place < things % among) for place in range(among))


def _demand(place: int, request: Request, received: date) -> dict[str, str]:
    outcome = "rejected"
    if request.disclosed:
        outcome = "content" if request.process == "us_search_warrant" else "non_content"
    category = "content" if request.process == "us_search_warrant" else "basic"
    return {
        "external_reference": f"GH-2025-H1-{place + 1:03d}",
        "service": SERVICE,
        "process": request.process,
        "country": request.country,
        "received": received.isoformat(),
        "decided": (received + timedelta(days=14)).isoformat(),
        "categories_asked": category,
        "categories_disclosed": category if request.disclosed else "",
        "outcome": outcome,
    }


def _notice(kind: str, received: date) -> dict[str, str]:
    """What was published of the notice, in the columns of a register.

    Nothing is published of the orders themselves: they stand without end, of an unnamed court.
    """
    if kind == "notification":
        return {"gag": "none", "notice": "told_before", "notice_on": _after(received, 2)}
    if kind == "exigent circumstances":
        return {"gag": "none", "notice": "exigent"}
    return {
        "gag": "indefinite",
        "gag_authority": "other_court_order",
        "gag_scope": "demand",
        "notice": "barred",
    }


def _after(day: date, days: int) -> str:
    return (day + timedelta(days=days)).isoformat()


def write(path: Path) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        register = csv.DictWriter(file, COLUMNS, restval="")
        register.writeheader()
        register.writerows(rows())
