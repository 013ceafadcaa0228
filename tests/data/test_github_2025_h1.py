"""The register made from GitHub's figures adds up to them, before anything is imported."""

from collections import Counter

from tests.data import github_2025_h1 as github

ROWS = list(github.rows())
DEMANDS = {row["external_reference"]: row for row in ROWS}.values()


def test_there_is_one_demand_for_each_counted_request():
    received = Counter(demand["process"] for demand in DEMANDS)
    assert received == {process: number for _kind, process, number, _given in github.REQUESTS}


def test_disclosures_countries_accounts_and_notices_add_up():
    given = [demand for demand in DEMANDS if demand["categories_disclosed"]]
    assert Counter(demand["process"] for demand in given) == {
        process: number for _kind, process, _received, number in github.REQUESTS
    }
    assert sum(bool(row["categories_disclosed"]) for row in ROWS) == github.ACCOUNTS_AFFECTED
    countries = Counter(demand["country"] for demand in DEMANDS)
    assert countries.pop("") == 321
    assert countries == github.CROSS_BORDER_BY_COUNTRY
    assert Counter(demand.get("notice", "") for demand in DEMANDS) == {
        "": 72,
        "told_before": github.NOTICES["notification"],
        "barred": github.NOTICES["gag order"],
        "exigent": github.NOTICES["exigent circumstances"],
    }


def test_every_account_stands_once_and_every_day_is_of_the_half_year():
    assert len({row["account"] for row in ROWS}) == len(ROWS)
    assert {row["received"][:7] for row in ROWS} == {f"2025-0{month}" for month in range(1, 7)}
