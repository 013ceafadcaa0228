"""The queue: quick filters, filters, search, sentences, and a constant number of queries."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from casework import guards, moves, notice_position
from casework.admin.queue import NEXT_MOVE
from casework.admin.queue_filters import blocked
from casework.models import Demand
from casework.states import NoticePosition
from tests import makers
from tests.casework.admin.staff import Desk
from tests.makers import NOW

pytestmark = pytest.mark.django_db

QUEUE = reverse("admin:casework_demand_changelist")


@pytest.fixture
def desk() -> Desk:
    return Desk(makers.person("counsel", name="ada"), NOW)


def shown(desk: Desk, query: str = "") -> set[str]:
    answer = desk.get(f"{QUEUE}?{query}")
    assert answer.status_code == 200
    return {demand.reference for demand in answer.context["cl"].result_list}


def test_open_demands_are_shown_unless_asked_otherwise(desk):
    open_one, denied = makers.demand(), makers.demand()
    facts = {"ground": "expired", "explanation": "It had expired."}
    moves.make(denied.pk, "deny", actor=None, now=NOW, facts=facts)
    assert shown(desk) == shown(desk, "show=open") == {open_one.reference}
    assert shown(desk, "show=all") == {open_one.reference, denied.reference}
    assert shown(desk, "show=nonsense") == {open_one.reference}


def test_mine_are_those_on_my_desk(desk):
    mine = makers.demand(assigned_to=desk.person)
    makers.demand(assigned_to=makers.person("counsel"))
    assert shown(desk, "show=mine") == {mine.reference}


def test_due_is_within_seven_days_and_overdue_is_past(desk):
    due = {days: makers.demand(due_on=(NOW + timedelta(days=days)).date()) for days in (-1, 6, 8)}
    assert shown(desk, "show=overdue") == {due[-1].reference}
    assert shown(desk, "show=due") == {due[6].reference}


def test_the_nearest_deadline_stands_on_top(desk):
    later = makers.demand(due_on=(NOW + timedelta(days=20)).date())
    sooner = makers.demand(due_on=(NOW + timedelta(days=2)).date())
    without = makers.demand()
    listed = [each.reference for each in desk.get(QUEUE).context["cl"].result_list]
    assert listed == [sooner.reference, later.reference, without.reference]


def test_each_filter_of_the_drawer_finds_its_own(desk):
    agency = makers.agency(country="ES")
    wanted = makers.demand(
        "eu_epoc_content",
        agency=agency,
        customers=[makers.customer("enterprise")],
        assigned_to=desk.person,
    )
    other = makers.demand()
    for query in (
        f"agency={agency.reference}",
        "country=ES",
        "process=eu_epoc_content",
        "segment=enterprise",
        "assigned=@ada",
    ):
        assert shown(desk, query) == {wanted.reference}, query
    assert shown(desk, "assigned=nobody") == {other.reference}
    assert shown(desk, "state=received&service=mail") == {wanted.reference, other.reference}
    assert shown(desk, "state=challenged") == set()


@pytest.mark.parametrize("how", ["reference", "agency", "account", "register"])
def test_a_demand_is_found_by_each_of_its_names(desk, how):
    wanted = makers.demand(agency_reference="26-GJ-0417", external_reference="OLD-7")
    makers.demand()
    account = wanted.targets.get().account.identifier
    words = {
        "reference": wanted.reference.lower(),
        "agency": "gj-0417",
        "account": account[:8].upper(),
        "register": "old-7",
    }[how]
    assert shown(desk, f"show=all&q={words}") == {wanted.reference}


def test_an_account_named_twice_lists_its_demand_once(desk):
    owner = makers.customer("enterprise")
    makers.demand(customers=[owner, owner, owner])
    cl = desk.get(f"{QUEUE}?q=user&segment=enterprise").context["cl"]
    assert len(cl.result_list) == cl.result_count == 1


def test_a_row_says_what_stands_in_the_way(desk):
    makers.demand()
    waiting = makers.reviewed()
    page = desk.get(QUEUE).content.decode()
    assert "Nothing: Start review" in page
    reason = guards.first_refusal("disclose", Demand.objects.get(pk=waiting.pk), NOW)
    assert reason.split(":")[0] in page


def test_the_sentence_from_memory_is_the_sentence_from_the_database(desk):
    """A list answers from what it fetched; it must say what a single demand would."""
    from casework.dossier import with_dossier

    for demand in with_dossier(Demand.objects.filter(pk__in=[each.pk for each in _varied()])):
        alone = Demand.objects.get(pk=demand.pk)
        for move in guards.GUARDS:
            assert guards.refusals(move, demand, NOW) == guards.refusals(move, alone, NOW)


def _varied() -> list[Demand]:
    gagged, told, packed = makers.reviewed(), makers.reviewed(), makers.reviewed()
    makers.gag(gagged)
    for target in told.targets.all():
        notice_position.settle(target.pk, NoticePosition.SENT, notified_at=NOW - timedelta(days=2))
    makers.package(
        packed,
        "basic",
        now=NOW,
        by=makers.person("counsel"),
        approved_by=makers.person("approver"),
    )
    enterprise = makers.reviewed(customers=[makers.customer("enterprise")])
    return [makers.demand(), gagged, told, packed, enterprise]


def test_the_number_of_queries_does_not_grow_with_the_list(desk):
    def queries() -> int:
        with CaptureQueriesContext(
            connection,
        ) as found:
            assert desk.get(QUEUE).status_code == 200
        return len(found)

    _varied()
    queries()
    few = queries()
    for _each in range(4):
        _varied()
    assert queries() == few
    assert few < 60


def test_a_long_list_is_not_counted_to_its_end(desk, monkeypatch):
    from casework.admin.base import CappedPaginator

    monkeypatch.setattr(CappedPaginator, "cap", 3)
    for _each in range(5):
        makers.demand()
    with CaptureQueriesContext(connection) as found:
        assert desk.get(QUEUE).context["cl"].result_count == 3
    counts = [each["sql"] for each in found if "COUNT(" in each["sql"]]
    assert counts
    assert all("LIMIT" in sql for sql in counts), counts


def test_every_demand_shown_as_blocked_is_refused_its_next_move():
    """The filter is a coarse picture in SQL; the guards have the last word."""
    objection = makers.reviewed()
    facts = {
        "customer": objection.targets.get().account.customer,
        "received_on": NOW.date(),
        "words": "No.",
    }
    moves.record(objection.pk, "objection", actor=None, now=NOW, facts=facts)
    prepared = makers.reviewed()
    item = {"items": [{"target": prepared.targets.get()}]}
    moves.record(prepared.pk, "production", actor=makers.person("counsel"), now=NOW, facts=item)
    challenged = makers.reviewed()
    facts = {
        "rung": "narrowing",
        "ground": "overbroad",
        "forum": "The agency",
        "filed_on": NOW.date(),
        "decided_by": "Counsel",
    }
    moves.make(challenged.pk, "challenge", actor=None, now=NOW, facts=facts)
    incomplete = makers.demand()
    Demand.objects.filter(pk=incomplete.pk).update(process="")
    told = _varied()[2]
    found = Demand.objects.filter(blocked(NOW))
    assert set(found) == {objection, prepared, challenged, incomplete, told}
    for demand in found:
        assert guards.first_refusal(NEXT_MOVE[demand.state], demand, NOW)


def test_the_counts_on_the_tabs_are_those_of_the_lists(desk):
    makers.demand(assigned_to=desk.person, due_on=NOW.date() - timedelta(days=1))
    _varied()
    for tab in desk.get(QUEUE).context["cl"].quick_tabs:
        if tab.shown:
            assert int(tab.shown) == len(shown(desk, f"show={tab.name}")), tab.name


def test_packages_to_approve_are_shown_to_who_did_not_prepare_them(desk):
    demand = makers.reviewed()
    both = makers.person("counsel", "approver")
    item = {"items": [{"target": demand.targets.get()}]}
    moves.record(demand.pk, "production", actor=both, now=NOW, facts=item)
    assert shown(Desk(both, NOW), "show=approval") == set()
    assert shown(Desk(makers.person("approver"), NOW), "show=approval") == {demand.reference}
