"""One demand from its paper to its delivery, by four people, each on real pages (case C01).

The other worked cases: tests/cases/.
"""

from datetime import datetime

import pytest

from casework.models import Account, Agency, Demand
from casework.states import State
from tests import makers
from tests.casework.admin.staff import Desk, upload, utc
from tests.notifications.world import World

pytestmark = pytest.mark.django_db


@pytest.fixture
def desks() -> dict[str, Desk]:
    makers.service()
    roles = {"tim": "intake", "grace": "reviewer", "ada": "counsel", "lena": "approver"}
    return {name: Desk(makers.person(role, name=name)) for name, role in roles.items()}


def intake(desks: dict[str, Desk], at: datetime, **given: object) -> Demand:
    """A demand of a new agency; its switchboard is added from an independent source."""
    demand = desks["tim"].registers(
        at,
        document=upload("demand.pdf", repr(sorted(given)).encode()),
        agency_name="U.S. Attorney's Office, E.D.N.Y.",
        agency_country="US",
        agency_level="federal",
        officer_name="S. Whitfield",
        officer_email="s.whitfield@usdoj.example",
        asked="Name and address of the account's holder.",
        **given,
    )
    agency = Agency.objects.get()
    page = f"/admin/casework/agency/{agency.reference}/"
    sheet = desks["tim"].get(page).context["adminform"].form
    data = {name: sheet[name].value() or "" for name in sheet.fields}
    answer = desks["tim"].post(
        page,
        {
            **data,
            "switchboard": makers.SWITCHBOARD,
            "switchboard_source": "The government's directory",
            "time_zone": "America/New_York",
        },
    )
    assert answer.status_code == 302, answer.context["adminform"].form.errors
    return demand


def review(desks: dict[str, Desk], demand: Demand, at: datetime) -> None:
    grace = desks["grace"]
    grace.does(demand, "start_review", at)
    grace.does(
        demand,
        "verify",
        at,
        method="call_back",
        number_dialled=makers.SWITCHBOARD,
        spoke_to="Duty clerk",
        genuine="yes",
    )
    form = grace.get(f"/admin/casework/demand/{demand.reference}/record/review_item/").context[
        "form"
    ]
    grace.does(
        demand, "review_item", at, **{f"result_{point.code}": "passed" for point in form.points}
    )


def produce(desks: dict[str, Desk], demand: Demand, category: str, at: datetime) -> None:
    files = {
        f"file_{account.reference}_{category}": upload("records.csv", b"a,b\n1,2\n")
        for account in Account.objects.filter(targets__demand=demand)
    }
    desks["grace"].does(demand, "production", at, **files)
    desks["lena"].does(demand, "production_approval", at, read="on")


def state_of(demand: Demand) -> str:
    return str(Demand.objects.get(pk=demand.pk).state)


def test_four_people_take_a_subpoena_from_its_paper_to_its_delivery(desks, mail_server):
    monday = utc(2026, 3, 2, 10)
    demand = intake(
        desks,
        monday,
        process="us_grand_jury_subpoena",
        issued_on="2026-02-27",
        due_on="2026-03-20",
        accounts="rivera@mail.example.org",
        categories_asked=["basic"],
        customer_name="J. Rivera",
        customer_segment="consumer",
        customer_country="US",
        customer_email="j.rivera@example.org",
    )
    review(desks, demand, monday)
    ada = desks["ada"]
    ada.does(
        demand,
        "gag_order",
        monday,
        standing="asserted",
        authority="asserted_cover_letter",
        issuing_body="Cover letter",
        starts_on="2026-03-02",
        end_kind="indefinite",
    )
    ada.does(demand, "determine_nondisclosure", monday)
    assert "Asserted, not binding" in ada.page(demand).content.decode()

    world = World()
    world.sweep(utc(2026, 3, 3, 9, 0))
    world.sweep(utc(2026, 3, 3, 9, 10))
    assert [each.recipients for each in mail_server.received if "j.rivera" in each.recipients[0]]

    produce(desks, demand, "basic", utc(2026, 3, 11, 9))
    early = ada.act(demand, "disclose", utc(2026, 3, 12, 9))
    assert early.status_code == 422
    assert "release is possible from 13 March 2026" in early.content.decode()
    assert state_of(demand) == State.LEGAL_REVIEW

    ada.does(demand, "disclose", utc(2026, 3, 16, 9))
    page = ada.page(demand).content.decode()
    assert state_of(demand) == State.DISCLOSED
    assert "Only non-content disclosed" in page or "Non-content disclosed" in page
    desks["grace"].does(
        demand,
        "delivery",
        utc(2026, 3, 16, 10),
        delivered_at="2026-03-16T09:30",
        delivered_by="Encrypted portal",
    )
