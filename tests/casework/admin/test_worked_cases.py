"""The worked cases C01 to C03, walked through the pages by the people who would work them."""

from datetime import datetime

import pytest

from casework.models import Account, Agency, Demand
from casework.states import NoticePosition, State
from tests import makers
from tests.casework.admin.staff import Desk, said_by, upload, utc
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


def test_c01_a_subpoena_without_a_gag_is_answered_after_the_customer_could_object(
    desks, mail_server
):
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


def test_c02_nobody_is_told_before_the_gag_ends_and_everybody_after(desks, mail_server):
    friday = utc(2026, 4, 10, 14)
    demand = intake(
        desks,
        friday,
        process="us_2703d_order",
        accounts="a@mail.example.org\nb@mail.example.org\nc@mail.example.org",
        categories_asked=["non_content"],
        customer_name="M. Chen",
        customer_segment="consumer",
        customer_email="m.chen@example.org",
    )
    review(desks, demand, friday)
    ada = desks["ada"]
    ada.does(
        demand,
        "gag_order",
        friday,
        authority="us_2705b",
        issuing_body="S.D.N.Y.",
        docket="26-mj-2201",
        issued_on="2026-04-08",
        starts_on="2026-04-08",
        end_kind="fixed",
        ends_on="2027-04-08",
        time_zone="America/New_York",
        document_upload=upload("order.pdf", b"%PDF the order"),
    )
    page = ada.page(demand).content.decode()
    assert page.count("the notice is withheld") == 3
    assert "In force through 8 Apr 2027" in page
    assert "9 March 2027" in page  # the reminder, 30 days before the end

    produce(desks, demand, "non_content", utc(2026, 4, 23, 9))
    ada.does(demand, "disclose", utc(2026, 4, 24, 9))
    world = World()
    world.sweep(utc(2027, 4, 8, 12))
    assert not customers(mail_server)
    world.sweep(utc(2027, 4, 9, 4, 0))
    world.sweep(utc(2027, 4, 9, 4, 10))
    assert len(customers(mail_server)) == 3
    told = ada.page(demand, utc(2027, 4, 9, 9)).content.decode()
    assert told.count("after the order&#x27;s end") == 3


def customers(mail_server):
    return [each for each in mail_server.received if "m.chen" in each.recipients[0]]


def test_c03_a_warrant_on_an_enterprise_tenant_is_redirected_and_withdrawn(desks, mail_server):
    monday = utc(2026, 5, 4, 9)
    demand = intake(
        desks,
        monday,
        process="us_search_warrant",
        accounts="one@harbour.example\ntwo@harbour.example",
        categories_asked=["content"],
        customer_name="Harbour Freight Systems GmbH",
        customer_segment="enterprise",
        customer_country="DE",
        customer_email="admin@harbour.example",
        customer_redirect_name="Robin Example",
        customer_redirect_email="legal@harbour.example",
    )
    review(desks, demand, monday)
    ada = desks["ada"]
    ada.does(demand, "determine_nondisclosure", monday)
    # The enterprise gate: neither asked first nor challenged.
    gate = ada.act(demand, "disclose", monday).content.decode()
    assert "The agency was not sent to the customer first" in gate
    assert "No challenge is on record" in gate

    desks["grace"].does(demand, "preservation", monday)
    tuesday = utc(2026, 5, 5, 10)
    ada.does(demand, "redirect", tuesday, ground="enterprise_first")
    world = World()
    world.sweep(utc(2026, 5, 5, 9, 0))
    world.sweep(utc(2026, 5, 5, 10, 10))
    told = [each for each in mail_server.received if each.recipients[0] == "admin@harbour.example"]
    assert told

    grace = desks["grace"]
    refused = grace.act(
        demand,
        "withdraw",
        utc(2026, 5, 15, 9),
        words="We turn to the customer.",
        withdrawn_on="2026-05-15",
    )
    assert "This takes its document" in said_by(refused)
    grace.does(
        demand,
        "withdraw",
        words="We turn to the customer.",
        withdrawn_on="2026-05-15",
        document_upload=upload("withdrawal.pdf", b"%PDF withdrawal"),
    )
    ada.does(demand, "preservation_release", utc(2026, 5, 15, 10), release_reason="agency")
    ended = Demand.objects.get(pk=demand.pk)
    assert (ended.state, ended.outcome) == (State.WITHDRAWN, "redirected")
    positions = {target.notice_position for target in ended.targets.all()}
    assert positions == {NoticePosition.SENT}
    assert not ended.productions.exists()
