"""A demand is registered whole or not at all, and a wrong word is told at its field (P1)."""

import pytest
from django.urls import reverse

from casework.models import Account, Agency, AuditEntry, Customer, Demand
from tests import makers
from tests.casework.admin.staff import Desk, filled, upload
from tests.makers import NOW

pytestmark = pytest.mark.django_db

NEW = reverse("admin:casework_demand_add")


@pytest.fixture
def desk() -> Desk:
    makers.service()
    return Desk(makers.person("intake", name="tim"), NOW)


def sent(desk: Desk, **given):
    form = filled(desk.get(NEW).context["form"])
    return desk.post(NEW, {**form, "document": upload(), **given})


def test_the_paper_the_service_and_the_day_are_enough(desk):
    assert sent(desk).status_code == 302
    demand = Demand.objects.get()
    assert (demand.state, demand.agency, demand.process) == ("received", None, "")
    assert demand.documents.get().kind == "demand"
    assert AuditEntry.objects.get(chain=demand.pk, event="receive").actor == desk.person


def test_accounts_customer_and_agency_are_made_when_they_are_not_on_file(desk):
    answer = sent(
        desk,
        agency_name="Example Police",
        agency_country="us",
        agency_level="local",
        accounts="one@example.org\n two@example.org \n\none@example.org",
        categories_asked=["basic", "content"],
        customer_name="J. Rivera",
        customer_segment="consumer",
        customer_email="j.rivera@example.org",
        mine="on",
    )
    assert answer.status_code == 302
    demand = Demand.objects.get()
    assert sorted(str(target) for target in demand.targets.all()) == [
        "one@example.org",
        "two@example.org",
    ]
    assert {target.account.customer for target in demand.targets.all()} == {Customer.objects.get()}
    assert (demand.agency.country, demand.assigned_to) == ("US", desk.person)
    made = {"agency_added", "customer_added", "account_added"}
    assert made <= set(AuditEntry.objects.values_list("event", flat=True))


def test_an_account_on_file_brings_its_customer(desk):
    account = makers.account(makers.customer("enterprise"))
    sent(desk, accounts=account.identifier, categories_asked=["basic"])
    assert Demand.objects.get().targets.get().account == account


@pytest.mark.parametrize("words", ["name", "NAME (us)", "reference"])
def test_an_agency_is_found_by_name_or_reference(desk, words):
    agency = makers.agency(name="Name")
    sent(desk, agency=agency.reference if words == "reference" else words)
    assert Demand.objects.get().agency == agency


@pytest.mark.parametrize(
    ("given", "field", "sentence"),
    [
        ({"document": ""}, "document", "required"),
        ({"received_at": "2026-03-03T09:00"}, "received_at", "later than now"),
        ({"received_at": "yesterday"}, "received_at", "valid date"),
        ({"agency": "Nobody"}, "agency", "No agency is called “Nobody”. Add it first."),
        ({"agency_country": "US"}, "agency_name", "A new agency needs a name"),
        ({"accounts": "a@example.org"}, "categories_asked", "Tick what the demand asks for"),
        ({"customer": "Nobody"}, "customer", "No customer is called “Nobody”"),
        ({"customer_name": "New"}, "customer_segment", "Choose whose data it is"),
        ({"due_on": "2026-01-01", "issued_on": "2026-02-01"}, "due_on", "before the demand was"),
        ({"duplicate_of": "D-0000-0000-0000"}, "duplicate_of", "There is no demand"),
        ({"process": "invented"}, "process", "not one of the available choices"),
        ({"period_from": "2026-02-01", "period_to": "2026-01-01"}, "period_to", "cannot end"),
        ({"officer_email": "not an address"}, "officer_email", "valid email"),
    ],
)
def test_what_is_wrong_is_said_at_its_field_and_nothing_is_saved(desk, given, field, sentence):
    answer = sent(desk, **given)
    assert answer.status_code == 422
    assert sentence in str(answer.context["form"].errors[field]), answer.context["form"].errors
    assert not Demand.objects.exists()
    assert [m.objects.count() for m in (Agency, Customer, Account)] == [0, 0, 0]


def test_two_customers_of_one_name_are_told_apart_by_reference(desk):
    one, two = (makers.customer(name="J. Rivera") for _each in range(2))
    answer = sent(desk, customer="J. Rivera", accounts="a@example.org", categories_asked=["basic"])
    said = str(answer.context["form"].errors["customer"])
    assert one.reference in said
    assert two.reference in said


def test_an_account_of_another_customer_is_not_taken_over(desk):
    account = makers.account(makers.customer())
    other = makers.customer()
    answer = sent(
        desk,
        customer=other.reference,
        accounts=account.identifier,
        categories_asked=["basic"],
        agency_name="Example Police",
    )
    assert "belongs to" in str(answer.context["form"].errors["accounts"])
    assert not Demand.objects.exists()
    assert not Agency.objects.exists()


def test_the_same_file_twice_is_linked_and_not_dropped(desk):
    sent(desk)
    first = Demand.objects.get()
    again = sent(desk)
    assert f"on record as {first.reference}" in str(again.context["form"].errors["duplicate_of"])
    assert sent(desk, duplicate_of=first.reference).status_code == 302
    assert Demand.objects.get(duplicate_of=first).documents.exists()


def test_an_uncleared_clerk_is_not_offered_national_security_process(desk):
    assert "us_nsl" not in desk.get(NEW).content.decode()
    cleared = Desk(makers.person("national_security"), NOW)
    assert "us_nsl" in cleared.get(NEW).content.decode()
