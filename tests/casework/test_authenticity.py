"""Authenticity (P3): a call through the switchboard counts, a mailbox never does."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError

from casework import authenticity, moves, privileged, risk
from casework.models import AuditEntry, Demand, DenyListEntry, Officer
from tests import makers
from tests.makers import CALL_BACK, NOW

pytestmark = pytest.mark.django_db


def verified(demand, **facts):
    return moves.record(demand.pk, "verify", actor=None, now=NOW, facts={**CALL_BACK, **facts})


def refused(demand, name, **facts):
    with pytest.raises(moves.Refused) as refusal:
        moves.record(demand.pk, name, actor=None, now=NOW, facts=facts)
    return refusal.value


def why_not(demand):
    return authenticity.authenticity_is_verified(Demand.objects.get(pk=demand.pk), NOW)


# --- The call ------------------------------------------------------------------------------------


def test_a_call_through_the_switchboard_verifies_the_demand():
    demand = makers.demand()
    row = verified(demand, number_dialled="(001) 202-555-0100", spoke_to="Duty officer")
    assert Demand.objects.get(pk=demand.pk).verified_at == NOW
    assert row.is_evidence
    assert why_not(demand) is None


def test_a_number_from_the_demand_proves_nothing():
    refusal = refused(makers.demand(), "verify", method="call_back", number_dialled="+15550199")
    assert "call the switchboard" in refusal.errors["number_dialled"][0]


def test_a_call_without_a_number_is_refused():
    refusal = refused(makers.demand(), "verify", method="call_back")
    assert "Enter the number" in refusal.errors["number_dialled"][0]


@pytest.mark.parametrize("missing", ["switchboard", "switchboard_source"])
def test_a_switchboard_without_an_independent_source_is_no_switchboard(missing):
    demand = makers.demand(agency=makers.agency(**{missing: ""}))
    refusal = refused(demand, "verify", **CALL_BACK)
    assert "from an independent source is on file" in refusal.errors["number_dialled"][0]


def test_a_call_cannot_lie_in_the_future():
    refusal = refused(makers.demand(), "verify", **CALL_BACK, called_at=NOW + timedelta(minutes=1))
    assert "called_at" in refusal.errors


def test_that_a_demand_is_not_genuine_needs_no_call():
    demand = makers.demand()
    moves.record(
        demand.pk,
        "verify",
        actor=None,
        now=NOW,
        facts={"method": "call_back", "genuine": False, "note": "Nobody there knows of it."},
    )
    assert "not genuine" in why_not(demand)


def test_a_verified_mailbox_is_never_sufficient():
    demand = makers.demand()
    moves.record(demand.pk, "verify", actor=None, now=NOW, facts={"method": "mailbox"})
    assert Demand.objects.get(pk=demand.pk).verified_at is None
    assert "Only the sender's mailbox was checked" in why_not(demand)


def test_a_mailbox_checked_after_the_call_takes_nothing_away():
    demand = makers.demand()
    verified(demand)
    moves.record(demand.pk, "verify", actor=None, now=NOW, facts={"method": "mailbox"})
    assert why_not(demand) is None


# --- The registry --------------------------------------------------------------------------------


def officer(of, email="kim@police.example.org", **facts):
    given = {"agency": of, "name": "Kim Example", "email": email, "source": "The force's website"}
    made = Officer(**{**given, **facts})
    made.full_clean()
    made.save()
    return made


@pytest.mark.parametrize(
    "address",
    ["kim@mail.police.example.org", "kim@police-example.org", "kim@pоlice.example.org"],  # noqa: RUF001
)
def test_an_officers_address_is_of_exactly_the_agencys_domain(address):
    with pytest.raises(ValidationError):
        officer(makers.agency(domain="police.example.org"), address)
    assert officer(makers.agency(domain="police.example.org", name="The force")).pk


def test_an_officer_of_another_agency_verifies_nothing():
    other = officer(makers.agency(domain="police.example.org"))
    refusal = refused(makers.demand(), "verify", **CALL_BACK, officer=other)
    assert "is not of" in refusal.errors["officer"][0]


def refuse_sender(kind, value):
    entry = DenyListEntry(kind=kind, value=value, reason="Mailbox stolen in May", added_at=NOW)
    entry.full_clean()
    entry.save()
    return entry


@pytest.mark.parametrize(
    ("kind", "value"), [("address", "KIM@Police.example.ORG"), ("domain", "@police.example.org")]
)
def test_nothing_goes_to_a_refused_sender_whatever_was_verified(kind, value):
    entry = refuse_sender(kind, value)
    demand = makers.reviewed(officer_email="kim@police.example.org")
    said = authenticity.sender_is_not_refused(demand, NOW)
    assert "Mailbox stolen in May" in said
    with pytest.raises(moves.Refused, match="list of refused senders"):
        moves.make(demand.pk, "disclose", actor=None, now=NOW)
    entry.removed_at = NOW
    entry.save()
    assert authenticity.sender_is_not_refused(demand, NOW) is None


def test_a_sender_is_refused_once():
    refuse_sender("domain", "police.example.org")
    with pytest.raises(ValidationError, match="refused already"):
        refuse_sender("domain", "POLICE.example.org")


def test_what_is_no_domain_is_not_kept():
    with pytest.raises(ValidationError, match="no e-mail domain"):
        refuse_sender("domain", "police..example")


# --- Signs ---------------------------------------------------------------------------------------


def codes(demand):
    return {flag.code for flag in risk.flags(demand)}


def force(**facts):
    return makers.agency(domain="police.example.org", time_zone="America/New_York", **facts)


def test_an_officer_of_the_registry_in_office_hours_raises_no_flag():
    agency = force()
    officer(agency)
    noon = NOW.replace(hour=16)
    demand = makers.demand(agency=agency, officer_email="kim@police.example.org", now=noon)
    assert codes(demand) == set()


def test_an_unknown_sender_at_night_from_a_look_alike_raises_its_flags():
    night = NOW.replace(hour=8)  # 03:00 in New York
    demand = makers.demand(agency=force(), officer_email="kim@police-example.org", now=night)
    assert codes(demand) == {"look_alike_domain", "other_domain", "new_sender", "odd_hour"}


def test_a_look_alike_of_any_agency_of_the_registry_is_noticed():
    makers.agency(domain="sheriff.example")
    demand = makers.demand(agency=force(), officer_email="kim@sher1ff.example")
    assert "look_alike_domain" in codes(demand)


def test_a_domain_of_another_country_raises_a_flag():
    agency = makers.agency(country="GB", domain="police.example.uk")
    own, foreign = "kim@police.example.uk", "kim@example.fr"
    assert "other_country" not in codes(makers.demand("uk_opo", agency=agency, officer_email=own))
    assert "other_country" in codes(makers.demand("uk_opo", agency=agency, officer_email=foreign))


def test_a_local_agency_that_asks_about_customers_elsewhere_raises_a_flag():
    demand = makers.demand(agency=makers.agency(level="local"))
    assert "far_from_home" not in codes(demand)
    abroad = makers.demand(
        agency=makers.agency(level="local"), customers=[makers.customer(country="DE")]
    )
    assert "far_from_home" in codes(abroad)


def test_one_emergency_after_the_other_raises_a_flag():
    makers.demand("us_emergency_request", officer_email="kim@police.example.org")
    again = makers.demand(
        "us_emergency_request",
        officer_email="Kim@police.example.org",
        now=NOW + timedelta(days=29),
    )
    assert "urgent_again" in codes(again)


def test_an_officer_who_left_raises_a_flag():
    agency = force()
    officer(agency, left_on=NOW.date())
    demand = makers.demand(agency=agency, officer_email="kim@police.example.org")
    assert {"officer_has_left", "new_sender"} <= codes(demand)


def test_the_flags_that_stood_are_kept_with_the_verification():
    demand = makers.demand(officer_email="kim@example.org")
    assert verified(demand).flags == ["new_sender"]


# --- The entity, another law, counsel's notes ----------------------------------------------------


def test_process_against_another_entity_compels_nothing():
    demand = makers.reviewed()
    assert "should_be" in refused(demand, "entity_check", entity="NL-US", right=False).errors
    facts = {"entity": "NL-US", "right": False, "should_be": "NL-IE"}
    moves.record(demand.pk, "entity_check", actor=None, now=NOW, facts=facts)
    with pytest.raises(moves.Refused, match="NL-IE holds the data"):
        moves.make(demand.pk, "disclose", actor=None, now=NOW)


def test_a_conflict_of_law_blocks_until_it_is_recorded_anew():
    demand = makers.reviewed()
    facts = {"rule": "gdpr_48", "analysis": "No treaty.", "result": "conflict", "blocks": True}
    moves.record(demand.pk, "law_conflict", actor=None, now=NOW, facts=facts)
    with pytest.raises(moves.Refused, match="Art 48\\) blocks the answer"):
        moves.make(demand.pk, "disclose", actor=None, now=NOW)
    later = NOW + timedelta(hours=1)
    facts = {"rule": "gdpr_48", "analysis": "A treaty applies.", "result": "permitted"}
    moves.record(demand.pk, "law_conflict", actor=None, now=later, facts=facts)
    assert authenticity.no_other_law_forbids_it(Demand.objects.get(pk=demand.pk), later) is None


def test_only_a_conflict_blocks_and_only_a_known_rule_conflicts():
    demand = makers.reviewed()
    known = {"rule": "gdpr_48", "analysis": "None.", "result": "none", "blocks": True}
    assert "blocks" in refused(demand, "law_conflict", **known).errors
    assert "rule" in refused(demand, "law_conflict", **{**known, "rule": "my_rule"}).errors


def test_privileged_notes_are_read_by_counsel_alone():
    demand = makers.demand()
    counsel = makers.person("counsel")
    moves.record(demand.pk, "privileged_note", actor=counsel, now=NOW, facts={"text": "Settle"})
    assert privileged.notes(demand, counsel).get().text == "Settle"
    for role in ("reviewer", "approver", "auditor", "notice_officer"):
        assert not privileged.notes(demand, makers.person(role)).exists()
    with pytest.raises(moves.Refused, match="It takes: Counsel"):
        moves.record(
            demand.pk,
            "privileged_note",
            actor=makers.person("reviewer"),
            now=NOW,
            facts={"text": "Mine"},
        )


def test_the_record_says_that_a_note_was_written_and_not_a_word_of_it():
    demand = makers.demand()
    moves.record(demand.pk, "privileged_note", actor=None, now=NOW, facts={"text": "Settle"})
    entry = AuditEntry.objects.get(chain=demand.pk, event="privileged_note")
    assert set(entry.facts) == {"row"}


def test_a_note_on_national_security_process_is_read_by_the_cleared_alone():
    demand = makers.demand("us_nsl")
    moves.record(demand.pk, "privileged_note", actor=None, now=NOW, facts={"text": "Petition"})
    assert not privileged.notes(demand, makers.person("counsel")).exists()
    assert privileged.notes(demand, makers.person("national_security")).exists()
