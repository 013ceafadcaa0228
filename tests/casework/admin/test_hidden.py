"""What a person may not see does not exist for them, and no page gives a primary key away."""

import re

import pytest
from django.urls import reverse

from casework import moves
from casework.admin import addresses
from casework.admin.forms import ACTS
from casework.models import Demand
from tests import makers
from tests.casework.admin.staff import Desk
from tests.makers import NOW

pytestmark = pytest.mark.django_db

UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")
QUEUE = "admin:casework_demand_changelist"


@pytest.fixture
def sealed() -> Demand:
    """A national security letter, with an account and a customer that nothing else names."""
    owner = makers.customer(name="Canary Customer", notice_email="canary@example.org")
    demand = makers.demand(
        "us_nsl",
        customers=[owner],
        agency=makers.agency(name="Canary Agency"),
        agency_reference="CANARY-REF",
        officer_name="Canary Officer",
    )
    demand.targets.get().account.__class__.objects.filter(targets__demand=demand).update(
        identifier="canary@mail.example.org"
    )
    return demand


def test_a_sealed_demand_is_answered_like_one_that_does_not_exist(sealed):
    desk = Desk(makers.person("counsel"), NOW)
    nowhere = "D-0000-0000-0000"
    assert desk.get(reverse("admin:casework_demand_change", args=[nowhere])).status_code == 404
    sha256 = sealed.documents.get().sha256
    addresses_of_it = [
        addresses.demand_page(sealed),
        reverse("admin:casework_demand_document", args=[sealed.reference, sha256]),
        *(addresses.act(sealed, name) for name in ACTS),
    ]
    for address in addresses_of_it:
        assert desk.get(address).status_code == 404, address
    for name in ACTS:
        assert desk.post(addresses.act(sealed, name), {"version": 1}).status_code == 404, name
    assert Demand.objects.get(pk=sealed.pk).version == 1


def test_no_list_search_filter_or_count_tells_of_a_sealed_demand(sealed):
    desk = Desk(makers.person("counsel", "auditor"), NOW)
    lists = [
        f"{reverse(QUEUE)}?show=all",
        f"{reverse(QUEUE)}?show=all&q=canary",
        f"{reverse(QUEUE)}?show=all&q={sealed.reference}",
        f"{reverse(QUEUE)}?show=all&process=us_nsl",
        reverse("admin:index"),
        reverse("admin:casework_document_changelist"),
        reverse("admin:casework_account_changelist"),
        reverse("admin:casework_customer_changelist"),
        reverse("admin:casework_auditentry_changelist"),
        reverse("admin:casework_auditentry_changelist") + f"?q={sealed.reference}",
    ]
    for address in lists:
        said = desk.get(address).content.decode().replace(f"q={sealed.reference}", "")
        said = said.replace(f'value="{sealed.reference}"', "").replace("q=canary", "")
        assert "anary" not in said.replace('value="canary"', ""), address
        assert sealed.reference not in said, address
    page = desk.get(f"{reverse(QUEUE)}?show=all").content.decode()
    assert "0 demands" in page or "Nothing here" in page
    assert "us_nsl" not in page


def test_the_cleared_officer_sees_it_with_its_mark(sealed):
    page = Desk(makers.person("national_security"), NOW).page(sealed)
    assert page.status_code == 200
    assert "National security" in page.content.decode()


def test_a_lookup_that_django_would_allow_is_refused(sealed):
    """`?targets__isnull=0` on accounts would tell which of them a sealed demand names."""
    desk = Desk(makers.person("counsel"), NOW)
    for name, query in (
        ("casework_account_changelist", "targets__isnull=0"),
        ("casework_demand_changelist", "show=all&nondisclosure_orders__isnull=0"),
        ("casework_customer_changelist", "accounts__targets__demand__process=us_nsl"),
        ("casework_agency_changelist", "demand__process=us_nsl"),
    ):
        answer = desk.get(f"{reverse(f'admin:{name}')}?{query}")
        assert answer.status_code == 400, (name, answer.status_code)


def test_a_file_of_a_sealed_demand_is_no_known_resend(sealed):
    desk = Desk(makers.person("intake"), NOW)
    address = reverse("admin:casework_demand_add")
    same = makers.paper()
    answer = desk.post(
        address,
        {"document": same, "service": "mail", "received_at": "2026-03-02T08:00", "channel": "mail"},
    )
    assert answer.status_code == 302


def test_no_page_of_a_demand_gives_a_primary_key_away():
    counsel, approver = makers.person("counsel"), makers.person("approver")
    demand = makers.reviewed(customers=[makers.customer("enterprise"), makers.customer()])
    makers.gag(demand)
    makers.package(demand, "basic", now=NOW, by=counsel, approved_by=approver)
    moves.record(
        demand.pk, "waiver", actor=None, now=NOW, facts={"duty": "notice", "reason": "None."}
    )
    desk = Desk(makers.person("counsel", "approver", "auditor", "operator"), NOW)
    pages = [
        addresses.demand_page(demand),
        *(addresses.act(demand, name) for name in ACTS),
        reverse("admin:index"),
        *(
            reverse(f"admin:{name}")
            for name in (
                "casework_demand_changelist",
                "casework_demand_add",
                "casework_agency_changelist",
                "casework_customer_changelist",
                "casework_account_changelist",
                "casework_account_add",
                "casework_document_changelist",
                "casework_auditentry_changelist",
                "auth_user_changelist",
            )
        ),
        f"/admin/casework/agency/{demand.agency.reference}/",
        f"/admin/casework/account/{demand.targets.first().account.reference}/",
        f"/admin/casework/customer/{demand.targets.first().account.customer.reference}/",
    ]
    for address in pages:
        answer = desk.get(address)
        assert answer.status_code == 200, address
        assert not UUID.findall(answer.content.decode()), address
    assert f"/admin/auth/user/{counsel.pk}/" not in desk.get(pages[-4]).content.decode()


def test_a_primary_key_in_an_address_leads_nowhere():
    demand, desk = makers.demand(), Desk(makers.person("counsel", "operator"), NOW)
    for address in (
        f"/admin/casework/demand/{demand.pk}/",
        f"/admin/casework/agency/{demand.agency.pk}/",
        f"/admin/auth/user/{desk.person.pk}/",
    ):
        assert desk.get(address).status_code == 404
