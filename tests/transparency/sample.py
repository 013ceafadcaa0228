"""A half-year that looks like one, typed in: for bytes, and for looking at every page."""

from datetime import date

from tests.transparency.worlds import EDITION, HEADING, demand, world
from transparency.bands import Kind, Option, Order, banded
from transparency.counting import figures
from transparency.figures import Difference, Figures
from transparency.layouts.national_security import bands
from transparency.periods import parse

COUNTRIES = (
    ("AU", "Australia"),
    ("AT", "Austria"),
    ("BR", "Brazil"),
    ("CI", "Côte d’Ivoire"),  # noqa: RUF001
    ("CZ", "Czechia"),
    ("FR", "France"),
    ("DE", "Germany"),
    ("IN", "India"),
    ("PL", "Poland"),
    ("ES", "Spain"),
    ("TR", "Türkiye"),
    ("GB", "United Kingdom"),
    ("US", "United States"),
)
PROCESSES = (
    ("subpoena", "Subpoena"),
    ("court_order", "Court order"),
    ("warrant", "Search warrant"),
    ("pen_register", "Pen register or trap and trace"),
    ("wiretap", "Wiretap order"),
    ("emergency", "Emergency request"),
    ("cross_border", "Order or request from another country"),
    ("civil", "Civil subpoena"),
    ("other", "Other"),
)

# country, process, outcome, demands, accounts, accounts disclosed, gag, dated, notice
ROWS = """
US subpoena non_content 118 342 301 none - before
US subpoena rejected 14 31 0 none - before
US subpoena no_data 21 44 0 none - before
US court_order non_content 33 81 80 whole dated barred
US warrant content 61 97 90 whole dated barred
US warrant content 12 19 19 partial open after_delay
US warrant redirected 9 30 0 none - before
US warrant withdrawn 3 3 0 none - before
US civil non_content 17 20 17 none - before
US pen_register non_content 2 2 2 whole open barred
US emergency non_content 22 24 24 none - after_emergency
US emergency fraudulent 4 5 0 none - waived
IN other rejected 19 40 0 none - waiting
IN cross_border non_content 10 14 14 none - before
DE cross_border non_content 18 25 22 none - waived
DE cross_border pending 5 8 0 none - waiting
DE other redirected 11 16 0 none - before
FR cross_border content 7 9 9 none - after
FR cross_border no_data 3 3 0 none - before
ES cross_border non_content 6 6 6 none - before
GB cross_border content 8 11 10 none - before
PL cross_border non_content 5 5 5 none - before
AT cross_border no_data 2 2 0 none - before
AU cross_border non_content 3 4 4 none - before
BR other rejected 2 2 0 none - before
TR other rejected 6 88 0 none - before
CI other rejected 1 1 0 none - before
CZ cross_border pending 1 1 0 none - waiting
-- other withdrawn 3 3 0 none - before
"""


def sample() -> Figures:
    half = parse("2026-H1")
    letters = [Order(Kind.NSL, date(2026, 2, 2), 3)] * 4
    lines = banded(Option.A3, letters, half, date(2026, 8, 31))
    nameless = Difference(
        "no-country",
        "Demands whose record names no country; shown as unknown.",
        3,
        "The letters named no authority and were withdrawn before it was found.",
    )
    filled = world(
        *map(_demand, ROWS.split("\n")[1:-1]),
        countries=COUNTRIES,
        processes=PROCESSES,
        late_demands=9,
        late_accounts=31,
        duplicates=12,
        preservations=84,
        differences=(nameless,),
        bands=(bands(Option.A3, [(half, lines)]),),
    )
    return figures(filled, HEADING, EDITION)


def _demand(line: str):
    country, process, outcome, demands, accounts, disclosed, gag, end, notice = line.split()
    return demand(
        country.strip("-"),
        process,
        outcome,
        demands=int(demands),
        accounts=int(accounts),
        accounts_disclosed=int(disclosed),
        gag=gag,
        gag_dated=end == "dated",
        notice=notice,
    )
