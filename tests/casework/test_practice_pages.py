"""The pages of casework's later parts: every act has its form, and a person can do it there."""

from datetime import UTC, datetime

import pytest
from django.urls import reverse

from casework import records
from casework.admin.forms import ACTS
from casework.models import Demand
from tests import makers
from tests.casework.test_certificates import epoc

pytestmark = pytest.mark.django_db

MINE = [
    "certificate",
    "annex_iii",
    "annex_iii_answer",
    "staging",
    "relation",
    "follow_up",
    "follow_up_result",
    "invoice",
    "payment",
    "incident",
    "incident_step",
    "compensation",
]


@pytest.fixture
def counsel(client):
    user = makers.person("counsel")
    client.force_login(user)
    return client


def address(demand, name):
    return reverse("admin:casework_demand_record", args=[demand.reference, name])


def page(demand):
    return reverse("admin:casework_demand_change", args=[demand.reference])


def test_every_fact_of_the_door_has_its_form():
    assert set(records.BETWEEN_MOVES) <= set(ACTS)


@pytest.mark.parametrize("name", MINE)
def test_every_form_opens(counsel, name):
    response = counsel.get(address(makers.demand(), name))
    assert response.status_code == 200
    assert str(ACTS[name].label) in response.content.decode()


def test_two_demands_are_linked_in_the_browser_and_each_shows_the_other(counsel):
    one, two = makers.demand(), makers.demand()
    data = {"version": two.version, "kind": "duplicate", "other": one.reference.lower()}
    assert counsel.post(address(two, "relation"), data).status_code == 302
    assert Demand.objects.get(pk=two.pk).duplicate_of == one
    for demand, other in ((one, two), (two, one)):
        assert page(other) in counsel.get(page(demand)).content.decode()


def test_a_link_to_a_demand_that_does_not_exist_for_one_is_refused_at_its_field(counsel):
    secret, demand = makers.demand("us_nsl"), makers.demand()
    data = {"version": demand.version, "kind": "same_letter", "other": secret.reference}
    response = counsel.post(address(demand, "relation"), data)
    assert "No such demand" in response.content.decode()


def test_a_certificate_is_read_and_its_shut_gates_stand_on_the_page(counsel):
    demand = epoc()
    data = {
        "version": demand.version,
        "issued_by": "prosecutor",
        "offence": "Fraud",
        "offence_threshold_met": "on",
        "enforcing_authority": "High Court, Dublin",
        "controller_cannot_be_addressed": "on",
    }
    assert counsel.post(address(demand, "certificate"), data).status_code == 302
    shown = counsel.get(page(demand)).content.decode()
    assert "a prosecutor alone is not enough (Art 4(2))" in shown
    assert "High Court, Dublin" in shown


def test_annex_iii_is_made_in_the_browser(counsel):
    demand = epoc()
    data = {
        "version": demand.version,
        "reasons": ["epoc_controller_first"],
        "explanation": "Section G is empty.",
    }
    assert counsel.post(address(demand, "annex_iii"), data).status_code == 302
    row = demand.nonexecutions.get()
    assert row.document.content_type == "application/pdf"
    assert row.document.name in counsel.get(page(demand)).content.decode()
    data = {
        "version": Demand.objects.get(pk=demand.pk).version,
        "answered_at": datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%S"),
        "cured": "yes",
    }
    answered = counsel.post(address(demand, "annex_iii_answer"), data)
    assert answered.status_code == 302
    assert demand.nonexecutions.get().cured


def test_an_incident_and_its_compensation_are_recorded_in_the_browser(counsel):
    demand = makers.demand()
    data = {
        "version": demand.version,
        "law": "gdpr",
        "occurred_on": "2026-03-01",
        "discovered_on": "2026-03-02",
        "what": "It left without a treaty.",
        "disclosed": "on",
    }
    assert counsel.post(address(demand, "incident"), data).status_code == 302
    data = {
        "version": Demand.objects.get(pk=demand.pk).version,
        "incident": "1",
        "customer": demand.targets.get().account.customer.reference,
        "amount": "500.00",
        "currency": "EUR",
        "paid_on": "2026-05-01",
    }
    assert counsel.post(address(demand, "compensation"), data).status_code == 302
    assert "500.00 EUR" in counsel.get(page(demand)).content.decode()
