"""What a production cost (18 USC 2706), and what it is worth to have been wrong (P13)."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import IntegrityError, connection, transaction

from casework import costs, moves
from casework.models import Demand, Incident, Invoice
from tests import makers
from tests.casework.test_moves import ready_to_disclose, told
from tests.makers import NOW

pytestmark = pytest.mark.django_db


def record(demand, name, **facts):
    return moves.record(demand.pk, name, actor=None, now=NOW, facts=facts)


def refused(demand, name, **facts):
    with pytest.raises(moves.Refused) as refusal:
        record(demand, name, **facts)
    return refusal.value


def produced():
    demand = ready_to_disclose()
    told(demand, days_ago=10, now=NOW)
    by, second = makers.person("counsel"), makers.person("approver")
    makers.package(demand, "basic", now=NOW, by=by, approved_by=second)
    return moves.make(demand.pk, "disclose", actor=None, now=NOW)


# --- Costs ---------------------------------------------------------------------------------------


def test_what_is_free_is_not_charged(settings):
    settings.COST_SCHEDULE = {
        "currency": "USD",
        "lines": [{"code": "account", "name": "Account", "price": "20.00", "free": 5}],
    }
    assert [line.amount for line in costs.lines({"account": 7})] == [Decimal("40.00")]
    assert [line.amount for line in costs.lines({"account": 3})] == [Decimal("0.00")]


def test_an_invoice_is_a_pdf_with_the_lines_of_that_day():
    demand = produced()
    row = costs.issue(
        demand.pk,
        actor=None,
        now=NOW,
        facts={"production": demand.productions.get(), "quantities": {"account": 2, "hour": 3}},
        version=None,
    )
    assert row.total == Decimal("415.00")
    assert [line["amount"] for line in row.lines] == ["40.00", "375.00"]
    assert row.document.content_type == "application/pdf"
    paid = record(demand, "payment", paid=Decimal("400.00"), paid_on=date(2026, 4, 1))
    assert paid.paid == Decimal("400.00")


def test_costs_are_of_what_has_left_by_the_schedule_and_never_below_zero():
    demand = produced()
    production = demand.productions.get()
    assert "production" in refused(makers.demand(), "invoice", production=production).errors
    for quantities in ({}, {"coffee": 1}, {"hour": -1}):
        wrong = refused(demand, "invoice", production=production, quantities=quantities)
        assert "quantities" in wrong.errors
    assert Invoice.objects.count() == 0


def test_nobody_pays_more_than_was_asked_for():
    demand = produced()
    record(demand, "invoice", production=demand.productions.get(), quantities={"account": 1})
    wrong = refused(demand, "payment", paid=Decimal("20.01"), paid_on=date(2026, 4, 1))
    assert "paid" in wrong.errors


def test_a_waiver_has_its_reason_and_no_amount():
    demand = produced()
    row = record(
        demand, "invoice", production=demand.productions.get(), waived_because="A missing child"
    )
    assert (row.total, row.document) == (Decimal("0.00"), None)
    assert "No invoice waits" in refused(demand, "payment").reasons[0]


# --- If we were wrong (P13) ----------------------------------------------------------------------

WRONG = {
    "law": "gdpr",
    "provision": "Art 48",
    "occurred_on": date(2026, 3, 1),
    "what": "Data left without a treaty.",
}


def test_an_incident_its_steps_and_its_compensation_are_on_record():
    demand = produced()
    found = record(demand, "incident", **WRONG)
    record(demand, "incident_step", incident=found, kind="authority_told", done_on=date(2026, 3, 3))
    target = demand.targets.get()
    paid = record(
        demand,
        "compensation",
        incident=found,
        customer=target.account.customer,
        amount=Decimal("500.00"),
        currency="EUR",
        paid_on=date(2026, 5, 1),
    )
    assert list(found.compensations.all()) == [paid]


def test_an_incident_cannot_be_discovered_before_it_happened_or_tomorrow():
    demand = makers.demand()
    early = refused(demand, "incident", **WRONG, discovered_on=date(2026, 2, 28))
    assert "before it happened" in early.reasons[0]
    late = refused(demand, "incident", **WRONG, discovered_on=date(2026, 3, 3))
    assert "discovered_on" in late.errors


def test_a_compensation_belongs_to_an_incident_of_the_demand_and_is_money():
    demand = makers.demand()
    found = record(demand, "incident", **WRONG)
    other = makers.demand()
    assert "incident" in refused(other, "incident_step", incident=found).errors
    given = {
        "incident": found,
        "customer": makers.customer(),
        "currency": "EUR",
        "paid_on": date(2026, 5, 1),
    }
    nothing = refused(demand, "compensation", **given, amount=Decimal(0))
    assert "above zero" in nothing.reasons[0]


def test_what_went_wrong_cannot_be_made_to_never_have_happened():
    found = record(makers.demand(), "incident", **WRONG)
    for sql in ("DELETE FROM casework_incident", "UPDATE casework_incident SET disclosed = false"):
        with (
            pytest.raises(IntegrityError, match="written once"),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(sql)
    assert Incident.objects.get() == found
    assert Demand.objects.count() == 1
