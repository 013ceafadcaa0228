"""e-Evidence: the gates of Regulation (EU) 2023/1543, Annex III, staging (case C11)."""

from datetime import UTC, date, datetime, timedelta

import pikepdf
import pytest

from casework import annex_iii, certificates, moves, sweeps
from casework.models import Demand, Document
from tests import makers

pytestmark = pytest.mark.django_db

RECEIVED = datetime(2026, 10, 5, 9, 15, tzinfo=UTC)
GOOD = {
    "issued_by": "investigating_judge",
    "offence": "Fraud, Art 248 of the criminal code",
    "offence_threshold_met": True,
    "enforcing_authority": "High Court, Dublin",
    "controller_cannot_be_addressed": True,
    "deliver_to": "The issuing authority",
}


def at(*parts):
    return datetime(2026, *parts, tzinfo=UTC)


def record(demand, name, now=RECEIVED, **facts):
    return moves.record(demand.pk, name, actor=None, now=now, facts=facts)


def epoc(process="eu_epoc_traffic", segment="enterprise", categories=("non_content",), **facts):
    owner = makers.customer(segment, country=facts.pop("owner_country", "DE"))
    agency = makers.agency(country="ES")
    made = makers.demand(
        process, customers=[owner], categories=categories, agency=agency, now=RECEIVED, **facts
    )
    moves.make(made.pk, "start_review", actor=None, now=RECEIVED)
    return Demand.objects.get(pk=made.pk)


def read(demand, now=RECEIVED, **changed):
    record(demand, "certificate", now, **{**GOOD, **changed})
    return Demand.objects.get(pk=demand.pk)


def shut(demand, now=RECEIVED):
    return certificates.refusals(Demand.objects.get(pk=demand.pk), now)


# --- The gates -----------------------------------------------------------------------------------


def test_a_certificate_that_was_not_read_is_not_executed():
    demand = epoc()
    assert "Annex I) is not on record" in shut(demand)[0]
    with pytest.raises(moves.Refused, match="Annex I"):
        moves.make(demand.pk, "disclose", actor=None, now=RECEIVED)


def test_every_gate_of_a_good_certificate_is_open():
    assert shut(read(epoc())) == []


def test_a_prosecutor_alone_is_not_enough_for_traffic_data_art_4_2():
    demand = epoc()
    assert "Art 4(2)" in shut(read(demand, issued_by="prosecutor"))[0]
    later = RECEIVED + timedelta(minutes=1)
    assert shut(read(demand, later, issued_by="prosecutor", validated_by="judge")) == []


def test_a_prosecutor_is_enough_for_subscriber_data_art_4_1():
    demand = epoc("eu_epoc_subscriber", categories=("basic",))
    assert shut(read(demand, issued_by="prosecutor", offence_threshold_met=False)) == []


def test_an_unvalidated_emergency_is_refused_after_48_hours_art_4_5():
    demand = epoc("eu_epoc_subscriber", categories=("basic",))
    demand = read(demand, issued_by="other", emergency_reasons="A life is at risk.")
    assert "eu_validation" not in {row.rule for row in demand.deadlines.all()}  # needs its issue
    assert shut(demand, RECEIVED + timedelta(hours=48)) == []
    assert "Art 4(1), 4(5)" in shut(demand, RECEIVED + timedelta(hours=48, seconds=1))[0]


def test_a_validation_is_due_48_hours_after_the_day_of_issue_art_4_5():
    demand = epoc("eu_epoc_subscriber", categories=("basic",), issued_on=date(2026, 10, 4))
    demand = read(demand, issued_by="other", emergency_reasons="A life is at risk.")
    due = demand.deadlines.get(rule="eu_validation")
    assert (due.at, due.obliges) == (at(10, 6, 23, 59, 59), "authority")


def test_traffic_data_takes_an_offence_of_three_years_art_5_4():
    assert "Art 5(4)" in shut(read(epoc(), offence_threshold_met=False))[0]


def test_a_processor_is_addressed_only_with_the_confirmation_art_5_6():
    assert "Art 5(6)" in shut(read(epoc(), controller_cannot_be_addressed=False))[0]
    consumer = read(epoc(segment="consumer"), controller_cannot_be_addressed=False)
    assert shut(consumer) == []


def test_data_of_a_public_authority_elsewhere_may_not_be_ordered_art_5_8():
    demand = read(epoc(segment="public_sector", owner_country="NL"))
    assert "Art 5(8)" in shut(demand)[0]
    assert shut(read(epoc(segment="public_sector", owner_country="ES"))) == []


def test_privilege_holders_are_protected_art_5_9():
    assert "Art 5(9)" in shut(read(epoc(), privilege_holders=True))[0]
    met = read(epoc(), privilege_holders=True, privilege_conditions_met=True)
    assert shut(met) == []


def test_the_enforcing_authority_is_notified_unless_all_is_at_home_art_8():
    assert "Art 8" in shut(read(epoc(), enforcing_authority=""))[0]
    assert shut(read(epoc(), enforcing_authority="", tied_to_the_issuing_state=True)) == []


def test_a_ground_of_the_enforcing_authority_stops_everything_art_12_2():
    demand = read(epoc())
    record(demand, "circumstance", code="ea_ground_raised")
    assert "Art 12(2)" in shut(demand)[0]


def test_eight_hours_take_reasons_art_10_4():
    demand = read(epoc())
    record(demand, "circumstance", RECEIVED + timedelta(minutes=1), code="emergency")
    assert "Art 10(4)" in shut(demand)[0]


def test_the_reading_sets_the_clocks_that_follow_from_it():
    demand = read(epoc(), emergency_reasons="A bomb.")
    rows = {row.rule: row.at for row in demand.deadlines.all() if row.is_open}
    assert rows["eu_epoc_emergency_answer"] == RECEIVED + timedelta(hours=8)
    read(demand, RECEIVED + timedelta(minutes=5))
    rows = {row.rule: row.at for row in demand.deadlines.all() if row.is_open}
    assert "eu_epoc_emergency_answer" not in rows
    assert rows["eu_epoc_not_before"] == at(10, 15, 23, 59, 59)


def test_only_a_european_certificate_is_read_so():
    with pytest.raises(moves.Refused, match="Only a European certificate"):
        record(makers.demand(), "certificate", **GOOD)


# --- Annex III -----------------------------------------------------------------------------------


def sent(demand, now=RECEIVED, **facts):
    given = {
        "reasons": ["epoc_controller_first"],
        "explanation": "Section G does not confirm that the controller cannot be addressed.",
        **facts,
    }
    return annex_iii.send(demand.pk, actor=None, now=now, facts=given)


def test_annex_iii_is_a_filled_form_and_our_duties_stand_still_art_10_6():
    demand = read(epoc(agency_reference="DP 12/2026"), controller_cannot_be_addressed=False)
    record(demand, "preservation")
    row = sent(demand)
    assert (row.document.kind, row.document.content_type) == ("our_letter", "application/pdf")
    with row.document.file.open("rb") as stored, pikepdf.open(stored) as form:
        assert len(form.pages) in (1, 2)
    rows = {deadline.rule: deadline for deadline in demand.deadlines.all() if deadline.is_open}
    assert rows["eu_epoc_clarification"].at.date() == date(2026, 10, 10)
    assert rows["eu_epoc_clarification"].obliges == "authority"
    assert "eu_epoc_answer_after_notification" not in rows
    assert any("Art 10(6)" in reason for reason in shut(demand))


def test_the_answer_lets_the_clock_run_on_with_the_days_left():
    demand = read(epoc(), controller_cannot_be_addressed=False)
    sent(demand)
    answered = at(10, 8, 9, 15)
    record(demand, "annex_iii_answer", answered, cured=True)
    demand = read(demand, answered)
    rows = {deadline.rule: deadline.at for deadline in demand.deadlines.all() if deadline.is_open}
    assert rows["eu_epoc_answer_after_notification"] == at(10, 17, 23, 59, 59)
    assert shut(demand, answered) == []


def test_an_answer_that_cures_nothing_leaves_the_gate_shut():
    demand = read(epoc(), controller_cannot_be_addressed=False)
    sent(demand)
    record(demand, "annex_iii_answer", at(10, 8), cured=False)
    assert any("Art 10(6)" in reason for reason in shut(demand))


def test_annex_iii_is_refused_without_reasons_twice_and_without_the_foreign_law():
    demand = read(epoc())
    with pytest.raises(moves.Refused, match="Choose the reasons"):
        sent(demand, reasons=["because"])
    with pytest.raises(moves.Refused, match="Name the law of the third country"):
        sent(demand, reasons=["epoc_third_country_law"])
    assert Document.objects.filter(demand=demand, kind="our_letter").count() == 0
    sent(demand)
    with pytest.raises(moves.Refused, match="open already"):
        sent(demand)


def test_a_conflict_with_the_law_of_a_third_country_starts_its_clock_art_17():
    demand = read(epoc())
    sent(demand, reasons=["epoc_third_country_law"], third_country_law="A statute of Utopia.")
    open_rules = {row.rule for row in demand.deadlines.all() if row.is_open}
    assert "eu_epoc_third_country_objection" in open_rules
    assert "eu_epoc_clarification" not in open_rules


# --- Staging -------------------------------------------------------------------------------------


def ready(demand):
    """Everything is done but the wait for the enforcing authority."""
    record(demand, "verify", method="system")
    record(demand, "determine_nondisclosure")
    from casework import law

    for point in law.process(demand.process).checklist:
        record(demand, "review_item", code=point.code, result="passed")
    for duty in ("redirect_first", "challenge_first"):
        record(demand, "waiver", duty=duty, reason="The controller may not be addressed.")
    makers.package(
        demand,
        "non_content",
        now=RECEIVED,
        by=makers.person("counsel"),
        approved_by=makers.person("approver"),
    )


def test_a_staged_package_leaves_at_the_instant_the_law_allows_and_not_before():
    demand = read(epoc())
    ready(demand)
    record(demand, "staging", at(10, 6))
    assert sweeps.dispatch_staged(at(10, 15, 23, 59, 58)) == []
    (sent_out,) = sweeps.dispatch_staged(at(10, 15, 23, 59, 59))
    assert Demand.objects.get(pk=sent_out.pk).state == "disclosed"


def test_nothing_is_staged_while_more_than_time_is_missing():
    demand = read(epoc())
    with pytest.raises(moves.Refused, match="not verified"):
        record(demand, "staging")


def test_a_package_prepared_after_the_staging_waits_for_a_person():
    demand = read(epoc())
    ready(demand)
    record(demand, "staging", at(10, 6))
    makers.package(
        demand,
        "non_content",
        now=at(10, 7),
        by=makers.person("counsel"),
        approved_by=makers.person("approver"),
    )
    assert sweeps.dispatch_staged(at(10, 16)) == []
