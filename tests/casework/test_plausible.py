"""What cannot be is refused at its field, and nothing is half saved."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError

from casework import intake, moves
from casework.models import Agency, Demand, Document, Target
from tests import makers
from tests.makers import NOW

pytestmark = pytest.mark.django_db


def received(targets=None, **facts):
    given = {
        "service": makers.service(),
        "process": "us_grand_jury_subpoena",
        "agency": makers.agency(),
        "received_at": NOW,
        **facts,
    }
    return intake.receive(
        given,
        targets=targets or [{"account": makers.account(), "categories_asked": ["basic"]}],
        papers=[(makers.paper(), Document.Kind.DEMAND)],
        actor=None,
        now=NOW,
    )


def wrong(targets=None, **facts):
    """The fields that refuse it; nothing of it was saved."""
    with pytest.raises(ValidationError) as refusal:
        received(targets, **facts)
    assert not Demand.objects.exists()
    assert not Target.objects.exists()
    assert not Document.objects.exists()
    return refusal.value.message_dict


def test_a_paper_is_not_issued_after_it_came():
    assert "after it was received" in wrong(issued_on=date(2026, 3, 4))["issued_on"][0]
    assert received(issued_on=date(2026, 3, 3))  # tomorrow, west of the date line


def test_an_answer_is_not_due_before_the_paper_was_issued():
    said = wrong(issued_on=date(2026, 3, 2), due_on=date(2026, 3, 1))
    assert "before the paper was issued" in said["due_on"][0]


def test_an_agency_issues_what_its_country_knows():
    said = wrong(agency=makers.agency(country="ES"))
    assert "where no “Grand jury subpoena” is issued" in said["agency"][0]
    assert "agency" in wrong(process="eu_epoc_traffic", agency=makers.agency(country="DK"))
    assert received(process="us_civil_subpoena", agency=makers.agency(country="ES"))


def test_an_agency_of_another_country_than_the_court_is_noticed():
    said = wrong(court="High Court", court_country="IE")
    assert "is of US, the court of IE" in said["agency"][0]


def test_an_unknown_country_process_or_category_is_refused():
    assert "no country" in wrong(origin_country="XX")["origin_country"][0]
    assert "No law file knows" in wrong(process="us_royal_decree")["process"][0]
    unknown = [{"account": makers.account(), "categories_asked": ["eu_traffic", "gossip"]}]
    assert "categories_asked" in wrong(unknown)


def test_a_target_is_named_once():
    twice = makers.account(identifier="ada@mail.example.org")
    named = {"account": twice, "categories_asked": ["basic"]}
    assert wrong([named, named]) == {"account": ["ada@mail.example.org is named twice."]}


def test_a_period_does_not_end_before_it_starts():
    target = {
        "account": makers.account(),
        "categories_asked": ["basic"],
        "period_from": date(2026, 2, 1),
        "period_to": date(2026, 1, 31),
    }
    assert "cannot end before it starts" in wrong([target])["period_to"][0]


@pytest.mark.parametrize("zone", ["Europe/Atlantis", "", "../etc/passwd", "Europe"])
def test_an_unknown_time_zone_is_refused(zone):
    demand = makers.demand()
    with pytest.raises(moves.Refused) as refusal:
        makers.gag(demand, time_zone=zone)
    assert "time_zone" in refusal.value.errors
    with pytest.raises(ValidationError) as other:
        Agency(name="Somewhere", time_zone=zone or "x").full_clean()
    assert "time_zone" in other.value.message_dict


def test_an_order_does_not_end_before_it_starts_nor_is_it_served_before_its_issue():
    demand = makers.demand()
    with pytest.raises(moves.Refused) as refusal:
        makers.gag(
            demand,
            end_kind="fixed",
            starts_on=date(2026, 3, 2),
            ends_on=date(2026, 3, 1),
            issued_on=date(2026, 3, 2),
            served_on=date(2026, 3, 1),
        )
    assert {"ends_on", "served_on"} <= set(refusal.value.errors)


def test_an_agencys_domain_and_country_can_be():
    with pytest.raises(ValidationError) as refusal:
        Agency(name="Somewhere", domain="a..example", country="XX").full_clean()
    assert {"domain", "country"} <= set(refusal.value.message_dict)


def test_a_demand_of_a_register_is_as_it_was():
    demand = intake.receive(
        {
            "service": makers.service(),
            "process": "us_grand_jury_subpoena",
            "agency": makers.agency(country="ES"),
            "received_at": NOW,
        },
        actor=None,
        now=NOW,
        imported=True,
    )
    assert demand.imported_at == NOW
