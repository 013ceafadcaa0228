"""Random and typed-in worlds for the tests of the arithmetic."""

from hypothesis import strategies as st

from transparency.definitions import DISCLOSED, GAGS, NOTICES, OUTCOMES
from transparency.figures import Edition, Heading, Provider
from transparency.tallies import AccountTally, DemandTally, World

COUNTRIES = (("AT", "Austria"), ("IN", "India"), ("US", "United States"))
PROCESSES = (
    ("subpoena", "Subpoena"),
    ("court_order", "Court order"),
    ("warrant", "Search warrant"),
    ("emergency", "Emergency request"),
)

HEADING = Heading(
    provider=Provider(
        name="Northlake Cloud",
        legal_entity="Northlake Cloud Ltd",
        address="1 Harbour Row, Dublin, Ireland",
        country="IE",
        website="northlake.example.org",
        email="legal@northlake.example.org",
    ),
    service="Northlake Mail",
    language="en",
    label="2026-H1",
    period="1 January to 30 June 2026",
    start="2026-01-01",
    end="2026-06-30",
    cohort="A demand belongs to the period in which it was received.",
    frozen_at="2026-08-31T12:00:00Z",
)
EDITION = Edition()


def demand(country="US", process="subpoena", outcome="non_content", **facts):
    if outcome in DISCLOSED:
        facts.setdefault("accounts_disclosed", facts.get("accounts", 1))
    return DemandTally(country=country, process=process, outcome=outcome, **facts)


def world(*demands, **facts):
    """A world of demands whose accounts all stand as their demand does."""
    accounts = [
        tally
        for d in demands
        for tally in (
            AccountTally(d.notice, True, d.accounts_disclosed),
            AccountTally(d.notice, False, d.accounts - d.accounts_disclosed),
        )
    ]
    facts = {"countries": COUNTRIES, "processes": PROCESSES, "accounts": tuple(accounts), **facts}
    return World(demands=tuple(demands), **facts)


@st.composite
def demands(draw):
    outcome = draw(st.sampled_from(sorted(OUTCOMES)))
    accounts = draw(st.integers(0, 40))
    gag = draw(st.sampled_from(sorted(GAGS)))
    return DemandTally(
        country=draw(st.sampled_from(["", *(code for code, _name in COUNTRIES)])),
        process=draw(st.sampled_from([key for key, _name in PROCESSES])),
        outcome=outcome,
        gag=gag,
        gag_dated=gag != "none" and draw(st.booleans()),
        notice=draw(st.sampled_from(sorted(NOTICES))),
        accounts=accounts,
        accounts_disclosed=draw(st.integers(0, accounts)) if outcome in DISCLOSED else 0,
        demands=draw(st.integers(1, 30)),
    )


def worlds():
    return st.lists(demands(), max_size=25).map(lambda some: world(*some))
