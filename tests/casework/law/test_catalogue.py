"""What the shipped law says: processes, powers, gag authorities, grounds."""

from datetime import date

import pytest

from casework import law
from casework.states import Category

# 18 USC 2703 and the rest, as the design's matrix has it: B, N, C, RN, RC.
MATRIX = {
    "us_grand_jury_subpoena": "yes no no no no",
    "us_administrative_subpoena": "yes no no no no",
    "us_trial_subpoena": "yes no no no no",
    "us_civil_subpoena": "yes yes no no no",
    "us_2703d_order": "yes yes no no no",
    "us_search_warrant": "yes yes yes no no",
    "us_state_search_warrant": "yes yes yes no no",
    "us_pen_register": "no no no yes no",
    "us_wiretap": "no no no yes yes",
    "us_nsl": "limited no no no no",
    "us_fisa_title_i": "yes yes yes yes yes",
    "us_fisa_702": "yes yes yes yes yes",
    "us_fisa_pen_register": "no no no yes no",
    "us_fisa_business_records": "no no no no no",
    "us_preservation_letter": "preserve preserve preserve no no",
    "us_emergency_request": "voluntary voluntary voluntary no no",
    "mlat_request": "limited limited limited limited limited",
    "letters_rogatory": "limited limited limited limited limited",
    "uk_opo": "yes yes yes no no",
    "uk_ipa_interception_warrant": "no no no yes yes",
    "uk_ipa_communications_data": "yes yes no limited no",
    "uk_ipa_equipment_interference_warrant": "limited limited limited no no",
    "uk_ipa_bulk_warrant": "limited limited limited limited limited",
    "uk_ipa_notice": "preserve preserve no no no",
    "au_ipo_interception": "no no no yes yes",
    "au_ipo_stored_communications": "limited limited yes no no",
    "au_ipo_telecommunications_data": "yes yes no limited no",
    "eu_epoc_subscriber": "yes no no no no",
    "eu_epoc_traffic": "yes yes no no no",
    "eu_epoc_content": "yes yes yes no no",
    "eu_epoc_pr": "preserve preserve preserve no no",
    "eu_dsa_article_10": "limited limited limited no no",
    "eu_data_act_article_32": "limited limited limited no no",
    "eu_gdpr_article_48": "no no no no no",
    "foreign_direct_letter": "no no no no no",
    "unknown_process": "no no no no no",
}


def test_the_shipped_files_have_no_fault():
    assert law.faults() == ()


def test_every_process_compels_what_the_matrix_says_and_there_is_no_other():
    written = {
        code: " ".join(law.power(code, category).power for category in Category.values)
        for code in law.catalogue().processes
    }
    assert written == MATRIX


def test_every_process_has_a_checklist_unless_it_is_a_record_of_the_past():
    bare = [code for code in law.catalogue().processes if not law.process(code).checklist]
    assert bare == ["unknown_process"]


def test_national_security_process_is_in_no_total():
    secret = [p for p in law.processes(date(2026, 9, 1)) if p.national_security]
    assert {p.code for p in secret} >= {"us_nsl", "us_fisa_702", "us_fisa_title_i"}
    assert not [p.code for p in secret if p.counts_in_totals]


def test_preservation_is_in_no_total():
    assert not law.process("us_preservation_letter").counts_in_totals
    assert not law.process("eu_epoc_pr").counts_in_totals


def test_a_process_is_offered_only_while_it_is_in_force():
    before = {p.code for p in law.processes(date(2026, 8, 17))}
    after = {p.code for p in law.processes(date(2026, 8, 18))}
    assert after - before == {
        "eu_epoc_subscriber",
        "eu_epoc_traffic",
        "eu_epoc_content",
        "eu_epoc_pr",
    }


def test_a_demand_reviewed_under_an_older_version_keeps_it():
    older = law.process("us_fisa_business_records", 1)
    assert law.power(older, "basic").power == "limited"
    assert law.process("us_fisa_business_records").version == 2
    on_that_day = {p.code: p.version for p in law.processes(date(2020, 3, 14))}
    assert on_that_day["us_fisa_business_records"] == 1


def test_what_no_file_defines_is_refused_with_a_sentence():
    with pytest.raises(law.UnknownCode, match="no law file defines the process 'uk_invented'"):
        law.process("uk_invented")
    with pytest.raises(law.UnknownCode, match="defines version 9 of the process 'us_nsl'"):
        law.process("us_nsl", 9)
    with pytest.raises(law.UnknownCode, match="'metadata' is not a category"):
        law.power("us_nsl", "metadata")


def test_eu_categories_keep_their_names_and_map_to_the_common_ones():
    mapped = {c.code: c.counts_as for c in law.own_categories("eu_epoc_content")}
    assert mapped == {
        "eu_subscriber": "basic",
        "eu_identification_only": "basic",
        "eu_traffic": "non_content",
        "eu_content": "content",
    }
    assert "sole purpose of identifying" in law.own_categories("eu_epoc_subscriber")[1].name


# --- Gags ----------------------------------------------------------------------------------------


def test_a_2705b_order_may_be_endless_by_statute_but_not_by_doj_policy():
    gag = law.gag_authority("us_2705b")
    assert gag.binding
    assert gag.indefinite_allowed
    assert gag.policy_longest_months == 12
    assert "JM 9-13.700" in gag.policy_citation


def test_a_california_order_has_ninety_days_and_ninety_more():
    gag = law.gag_authority("us_ca_calecpa")
    assert (gag.longest_days, gag.extension_days, gag.indefinite_allowed) == (90, 90, False)


def test_what_only_looks_like_a_gag_is_a_value_of_its_own():
    asserted = {gag.code for gag in law.gag_authorities(binding=False)}
    assert asserted == {
        "asserted_cover_letter",
        "asserted_ongoing_investigation",
        "asserted_expired_order",
        "asserted_unsigned_draft",
        "asserted_2705a",
        "asserted_other_docket",
        "asserted_doj_policy",
    }
    assert asserted.isdisjoint(gag.code for gag in law.gag_authorities(binding=True))


def test_national_security_gags_leave_only_bands():
    secret = [gag for gag in law.gag_authorities() if gag.national_security]
    assert secret
    assert {gag.reporting_class for gag in secret} == {"bands_only"}


def test_a_gag_without_an_end_is_reviewed():
    endless = [gag for gag in law.gag_authorities() if gag.indefinite_allowed]
    assert [gag.code for gag in endless if not gag.review_clock] == []


# --- Grounds and the ladder ----------------------------------------------------------------------


def test_the_addressees_grounds_of_article_16_are_all_there():
    lettered = [g for g in law.grounds("denial", "eu_epoc_traffic") if "Art 16(4)" in g.citation]
    letters = {g.citation.split("Art 16(4)")[1][:3] for g in lettered}
    assert letters == {"(a)", "(b)", "(c)", "(d)", "(e)", "(f)"}


def test_a_ground_of_one_process_is_not_offered_to_another():
    codes = {g.code for g in law.grounds("denial", "us_2703d_order")}
    assert "civil_content" not in codes
    assert "no_legal_basis" in codes


def test_every_ground_is_a_whole_sentence():
    for ground in law.catalogue().grounds.values():
        assert ground.sentence[0].isupper(), ground.code
        assert ground.sentence.endswith("."), ground.code


def test_the_ladder_goes_from_asking_to_appeal():
    assert [step.code for step in law.ladder()] == [
        "withdraw_request",
        "narrowing",
        "objection",
        "motion",
        "appeal",
    ]


# --- Clocks --------------------------------------------------------------------------------------


def test_the_providers_figures_are_settings(settings):
    assert law.clock("policy_waiting_period").amount == settings.WAITING_PERIOD_DAYS == 10
    settings.WAITING_PERIOD_DAYS = 21
    assert law.clock("policy_waiting_period").amount == 21


@pytest.mark.parametrize(
    ("facts", "bounds"),
    [
        (set(), ["eu_epoc_answer"]),
        ({"ea_notified"}, ["eu_epoc_answer_after_notification", "eu_epoc_not_before"]),
        ({"ea_notified", "ea_cleared"}, ["eu_epoc_answer_after_notification"]),
        ({"ea_notified", "ea_ground_raised"}, ["eu_epoc_not_before"]),
        ({"emergency"}, ["eu_epoc_emergency_answer"]),
        ({"emergency", "ea_notified"}, ["eu_epoc_emergency_answer"]),
    ],
)
def test_the_bounds_of_article_10_follow_the_facts_on_file(facts, bounds):
    rules = law.clocks_for("eu_epoc_traffic", frozenset(facts))
    ours = [r.code for r in rules if r.citation.startswith("Reg. (EU) 2023/1543 Art 10(")]
    started_by_receipt = [code for code in ours if law.clock(code).trigger == "received"]
    assert [code for code in started_by_receipt if code != "eu_epoc_preserve"] == bounds


def test_only_periods_of_court_rules_roll():
    rolling = [rule.code for rule in law.catalogue().clocks.values() if rule.roll != "none"]
    assert rolling == ["us_frcp45_objection"]
