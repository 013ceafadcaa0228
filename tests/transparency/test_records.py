"""What the record says, read through real rows that came in by the product's own doors."""

from datetime import UTC, date, datetime, timedelta

import pytest

from casework import moves, notice_position
from casework.models import Account, Service, Target
from casework.states import NoticePosition
from tests import makers
from transparency.compute import compute
from transparency.periods import parse

pytestmark = pytest.mark.django_db

H1, H2 = parse("2026-H1"), parse("2026-H2")
SPRING = datetime(2026, 3, 2, 9, tzinfo=UTC)
FROZEN = datetime(2026, 8, 31, 12, tzinfo=UTC)
LATER = datetime(2027, 8, 31, 12, tzinfo=UTC)


def at(month, day, hour=9, year=2026):
    return datetime(year, month, day, hour, tzinfo=UTC)


def count(period=H1, now=FROZEN, **facts):
    return compute(makers.service(), period, now=now, **facts).figures


def told(demand, when):
    for target in demand.targets.all():
        notice_position.settle(target.pk, NoticePosition.SENT, notified_at=when)


def disclosed(demand, *categories, when):
    """Told ten days before, or barred; produced by two people."""
    counsel, approver = makers.person("counsel", "reviewer"), makers.person("approver")
    makers.package(demand, *categories, now=when, by=counsel, approved_by=approver)
    moves.make(demand.pk, "disclose", actor=counsel, now=when)


def test_c01_a_subpoena_without_a_gag():
    demand = makers.reviewed(now=at(3, 2))
    moves.record(demand.pk, "determine_nondisclosure", actor=None, now=at(3, 2))
    told(demand, at(3, 3))
    disclosed(demand, "basic", when=at(3, 16))
    made = count()
    assert made.table("T1").cell("US", "demands") == 1
    assert made.table("T1").cell("US", "accounts") == 1
    assert made.table("T1").cell("US", "non_content") == 1
    assert made.table("T2").cell("subpoena", "demands") == 1
    assert made.table("T3.notice").cell("before", "demands") == 1
    assert made.table("T3.notice").cell("before", "accounts") == 1
    assert made.table("T3.gag").cell("none", "demands") == 1
    assert made.differences == ()


def test_c02_a_year_of_silence_and_the_notice_the_day_after():
    owners = [makers.customer() for _number in range(3)]
    demand = makers.reviewed(
        process="us_2703d_order", customers=owners, categories=["non_content"], now=at(4, 10)
    )
    makers.gag(
        demand,
        now=at(4, 10),
        starts_on=date(2026, 4, 8),
        end_kind="fixed",
        ends_on=date(2027, 4, 8),
    )
    for target in demand.targets.all():
        notice_position.settle(target.pk, NoticePosition.BARRED)
    disclosed(demand, "non_content", when=at(4, 24))
    first = count()
    assert first.table("T1").cell("US", "accounts") == 3
    assert first.table("T2").cell("court_order", "non_content") == 1
    assert first.table("T3.gag").cell("whole", "dated") == 1
    assert first.table("T3.notice").cell("barred", "accounts") == 3
    told(demand, at(4, 9, year=2027))
    later = count(parse("2027-H1"), LATER)
    assert later.headline("demands") == 0
    assert later.table("T3.late").cell("late", "demands") == 1
    assert later.table("T3.late").cell("late", "accounts") == 3
    assert count(now=LATER).table("T3.notice").cell("after_delay", "accounts") == 3


def test_c08_a_preservation_letter_is_no_demand():
    makers.demand(process="us_preservation_letter", now=at(1, 12))
    made = count()
    assert made.headline("demands") == 0
    assert {metric.key: metric.value for metric in made.left_out}["preservations"] == 1


def test_a_day_belongs_to_its_half_in_utc():
    makers.demand(now=datetime(2026, 6, 30, 23, 59, 59, tzinfo=UTC))
    makers.demand(now=datetime(2026, 7, 1, tzinfo=UTC))
    makers.demand(now=datetime(2025, 12, 31, 23, 59, 59, tzinfo=UTC))
    assert count().headline("demands") == 1
    assert count(H2, LATER).headline("demands") == 1


def test_another_services_demands_are_in_another_report():
    makers.demand()
    other = Service.objects.create(slug="files", name="Northlake Files")
    assert compute(other, H1, now=FROZEN).figures.headline("demands") == 0
    assert count().headline("demands") == 1


def test_a_resend_is_linked_and_not_counted():
    first = makers.demand()
    makers.demand(duplicate_of=first)
    made = count()
    assert made.headline("demands") == 1
    assert {metric.key: metric.value for metric in made.left_out}["duplicates"] == 1


def test_a_demand_without_a_country_is_unknown_and_listed():
    demand = makers.demand(agency=makers.agency(country=""))
    computed = compute(makers.service(), H1, now=FROZEN)
    assert computed.figures.table("T1").cell("unknown", "demands") == 1
    assert computed.behind == {"no-country": [demand.reference]}
    assert [d.key for d in computed.figures.unexplained] == ["no-country"]
    explained = count(explanations={"no-country": "The letter named no State."})
    assert explained.unexplained == ()
    assert explained.differences[0].count == 1


def test_an_unclassified_demand_is_in_no_figure_until_it_is():
    demand = makers.demand(process="")
    computed = compute(makers.service(), H1, now=FROZEN)
    assert computed.figures.headline("demands") == 0
    assert computed.behind == {"no-process": [demand.reference]}


def test_an_order_recorded_in_error_never_was_an_order():
    demand = makers.demand()
    order = makers.gag(demand)
    moves.record(
        demand.pk,
        "gag_lift",
        actor=None,
        now=at(3, 4),
        facts={"order": order, "kind": "error", "effective_at": at(3, 4)},
    )
    assert count().table("T3.gag").cell("none", "demands") == 1


def test_an_order_lifted_by_its_issuer_still_counts():
    demand = makers.demand()
    order = makers.gag(demand)
    moves.record(
        demand.pk,
        "gag_lift",
        actor=None,
        now=at(3, 4),
        facts={"order": order, "kind": "lifted", "effective_at": at(3, 4)},
    )
    assert count().table("T3.gag").cell("whole", "open") == 1


def test_a_plea_for_secrecy_is_no_order():
    makers.gag(makers.demand(), standing="asserted")
    assert count().table("T3.gag").cell("none", "demands") == 1


def test_an_order_on_some_accounts_is_partial():
    demand = makers.demand(customers=[makers.customer(), makers.customer()])
    makers.gag(demand, covers_whole_demand=False, targets=[demand.targets.first()])
    assert count().table("T3.gag").cell("partial", "accounts") == 2


# --- P11: national security process is in T9 and nowhere else -------------------------------------


def secret_world():
    """Process of every kind that is secret, with all that goes with it."""
    for number, process in enumerate(("us_nsl", "us_fisa_702", "uk_ipa_bulk_warrant")):
        demand = makers.demand(
            process=process,
            customers=[makers.customer(), makers.customer()],
            agency=makers.agency(country="GB" if process.startswith("uk") else "US"),
            now=SPRING + timedelta(days=number),
        )
        makers.gag(demand, authority="us_2709c")
        told(demand, at(5, 5))
        makers.demand(process=process, duplicate_of=demand, now=SPRING)


def test_national_security_process_changes_its_bands_and_nothing_else():
    makers.demand()
    without = count()
    secret_world()
    withal = count()
    assert withal.headlines == without.headlines
    assert withal.left_out == without.left_out
    assert withal.checks == without.checks
    assert withal.differences == without.differences
    for table in without.tables:
        if table.key != "T9":
            assert withal.table(table.key) == table


def crowd(demand, number):
    """Accounts by the hundred, past the door: only their number matters here."""
    accounts = Account.objects.bulk_create(
        Account(service=demand.service, identifier=f"{demand.reference}-{n}@mail.example.org")
        for n in range(number)
    )
    Target.objects.bulk_create(Target(demand=demand, account=account) for account in accounts)


def selectors():
    return count().table("T9").rows[1].cells[0]


def test_bands_count_united_states_process_of_all_services():
    crowd(makers.demand(process="us_fisa_702"), 150)
    assert selectors() == "0-249"
    crowd(makers.demand(process="uk_ipa_bulk_warrant", agency=makers.agency(country="GB")), 150)
    assert selectors() == "0-249", "British process has no number anywhere"
    other = Service.objects.create(slug="files", name="Northlake Files")
    crowd(makers.demand(process="us_nsl", service=other), 150)
    assert selectors() == "250-499"


def test_a_fraudulent_letter_was_no_process():
    demand = makers.demand(process="us_nsl")
    crowd(demand, 260)
    assert selectors() == "250-499"
    fraud = {"ground": "fraudulent", "fraudulent": True, "explanation": "No such office exists."}
    moves.make(demand.pk, "deny", actor=None, now=SPRING, facts=fraud)
    assert selectors() == "0-249"


def test_a_year_has_a_band_for_each_half_and_a_quarter_none():
    assert [row.key for row in count(parse("2025")).table("T9").rows] == [
        "2025-H1/all-process",
        "2025-H1/all-selectors",
        "2025-H2/all-process",
        "2025-H2/all-selectors",
    ]
    assert count(parse("2026-Q1")).table("T9").rows == ()


def test_the_cohort_is_read_in_one_statement(django_assert_num_queries):
    from transparency import records

    for _number in range(3):
        makers.gag(makers.demand())
    service = makers.service()
    with django_assert_num_queries(1):
        assert len(list(records.cases(service, H1))) == 3
