"""What contradicts itself in a register is found, all of it, with its row and column."""

import pytest

from casework.register.check import check
from tests.casework.register.files import GOOD, OPEN, named, register, row
from tests.makers import NOW

pytestmark = pytest.mark.django_db

GAG = {
    "gag": "fixed",
    "gag_authority": "us_2705b",
    "gag_scope": "demand",
    "gag_end": "2026-03-03",
    "notice": "barred",
    "notice_on": "",
}
CHALLENGE = {
    "challenged": "2025-03-05",
    "challenge_kind": "motion",
    "challenge_ground": "overbroad",
    "challenge_forum": "The court",
}
REDIRECTION = {
    "redirected": "2025-03-05",
    "redirection_ground": "enterprise_first",
    "redirection_contact": "Robin Example",
    "redirection_email": "counsel@example.org",
}


@pytest.mark.parametrize(
    "good",
    [
        row(),
        row(OPEN),
        row(OPEN, state="legal_review"),
        row(OPEN, state="challenged", **CHALLENGE),
        row(OPEN, state="redirected", outcome="redirected", **REDIRECTION),
        row(outcome="no_data", categories_disclosed=""),
        row(outcome="withdrawn", categories_disclosed=""),
        row(outcome="redirected", categories_disclosed=""),
        row(outcome="rejected", categories_disclosed="", denial_ground="not_signed")
        | {"denial_explanation": "Nobody signed it."},
        row(**GAG),
        row(**GAG, process="us_nsl") | {"gag": "statutory", "gag_end": ""},
        row(gag="asserted", gag_authority="asserted_cover_letter", gag_scope="demand"),
        row(notice="exigent", notice_on=""),
        row(notice="waived", notice_on="", notice_reason="No address."),
        row(agency="", country=""),
    ],
)
def test_what_agrees_with_itself_has_no_fault(tmp_path, good):
    assert check(register(tmp_path, good), NOW).faults == []


@pytest.mark.parametrize(
    ("bad", "column", "reason"),
    [
        (row(received="2027-01-01"), "received", "It lies in the future"),
        (row(decided="2025-03-02"), "decided", "It is before received"),
        (row(issued="2025-03-04"), "received", "It is before issued"),
        (row(decided=""), "decided", "Say when it was decided: it is disclosed"),
        (row(OPEN, decided="2025-03-04"), "decided", "in the state received is not decided"),
        (row(OPEN, challenged="2025-03-05"), "challenge_kind", "challenged needs it"),
        (row(redirection_answer="agency_insists"), "redirection_answered", "needs it"),
        (row(denial_ground="expired", denial_explanation="Old."), "denial_ground", "not denied"),
        (row(OPEN, state="challenged"), "challenged", "Say when: the demand is challenged"),
        (
            row(OPEN, state="challenged", **CHALLENGE, challenge_result="narrowed")
            | {"challenge_ended": "2025-03-09"},
            "challenge_ended",
            "Then it is no longer challenged",
        ),
        (
            row(OPEN, state="challenged", **CHALLENGE, **REDIRECTION)
            | {"redirected": "2025-03-06"},
            "challenged",
            "redirected is later",
        ),
        (
            row(OPEN, state="legal_review", **CHALLENGE),
            "challenge_ended",
            "back in review: say how that ended",
        ),
        (row(OPEN, agency=""), "agency", "The demand is open: name the agency"),
        (row(state="withdrawn"), "outcome", "one of: redirected, withdrawn"),
        (row(state="disclosed", outcome="rejected", categories_disclosed=""), "state", "answered"),
        (row(duplicate_of="R-1"), "duplicate_of", "It cannot repeat itself"),
        (row(duplicate_of="R-0"), "duplicate_of", "No demand has this reference"),
        (row(customer="Ada", segment=""), "segment", "Say what kind of customer"),
        (row(segment="enterprise"), "customer", "Name the organisation"),
        (row(segment="", notice_email="a@example.org"), "segment", "say its kind"),
        (row(period_from="2025-02-01", period_to="2025-01-01"), "period_to", "before period_from"),
        (row(outcome="content"), "categories_disclosed", "name its category"),
        (row(categories_disclosed="content"), "categories_disclosed", "no content was disclosed"),
        (row(categories_disclosed=""), "categories_disclosed", "say which"),
        (row(outcome="no_data"), "categories_disclosed", "leave it empty"),
        (row(gag_end="2026-01-01"), "gag_end", "no gag order in this row"),
        (row(**GAG) | {"gag_authority": ""}, "gag_authority", "An order needs it"),
        (row(**GAG) | {"gag_end": ""}, "gag_end", "Say the last day"),
        (row(**GAG) | {"gag": "indefinite"}, "gag_end", "An order without end has none"),
        (row(**GAG) | {"gag_end": "2025-03-01"}, "gag_end", "say gag_start too"),
        (row(**GAG) | {"gag_authority": "asserted_2705a"}, "gag_authority", "only looks like"),
        (
            row(gag="asserted", gag_authority="us_2705b", gag_scope="demand"),
            "gag_authority",
            "A plea is no such order",
        ),
        (row(process="us_pen_register"), "gag", "forbids notice by itself"),
        (row(notice_on=""), "notice_on", "Say when the customer was told"),
        (row(notice=""), "notice_on", "Then the customer was told"),
        (row(notice="waived", notice_on=""), "notice_reason", "Say why"),
        (row(notice="barred", notice_on=""), "notice", "Name the order that bars it"),
        (row(notice_on="2025-03-21"), "notice_on", "It is after the disclosure"),
        (row(notice="told_after"), "notice_on", "It is before the disclosure"),
    ],
)
def test_what_contradicts_itself_is_named(tmp_path, bad, column, reason):
    faults = check(register(tmp_path, bad), NOW).faults
    assert (2, column) in named(faults), faults
    assert any(reason in fault.reason for fault in faults), faults


def test_required_values_are_missed_in_each_row(tmp_path):
    again = {"external_reference": "R-1"}
    faults = check(register(tmp_path, row(process="", account=""), again), NOW).faults
    assert named(faults) == [
        (2, "account"),
        (2, "process"),
        (3, "account"),
        (3, "categories_asked"),
    ]


def test_a_row_without_a_reference_is_named(tmp_path):
    assert named(check(register(tmp_path, row(external_reference="")), NOW).faults) == [
        (2, "external_reference")
    ]


def test_rows_of_one_demand_agree_or_are_silent(tmp_path):
    other = row(OPEN, account="b@example.org", country="FR", agency="")
    faults = check(register(tmp_path, row(OPEN), other), NOW).faults
    assert [str(fault) for fault in faults] == [
        "row 3, country, “FR”: Another row of the demand (its first is 2) says otherwise."
    ]


def test_an_account_stands_once_in_a_demand(tmp_path):
    faults = check(register(tmp_path, row(), row()), NOW).faults
    assert [str(fault) for fault in faults] == [
        "row 3, account, “ada@example.org”: The demand names this account in row 2 already."
    ]


def test_one_order_over_the_whole_demand_cannot_tell_two_stories(tmp_path):
    other = row(**GAG, account="b@example.org") | {"gag_end": "2027-01-01"}
    assert named(check(register(tmp_path, row(**GAG), other), NOW).faults) == [(3, "gag")]


def test_silence_about_the_gag_of_one_account_is_not_read_as_no_order(tmp_path):
    listed = row(**GAG) | {"gag_scope": "target"}
    silent = row(account="b@example.org", gag="")
    assert named(check(register(tmp_path, listed, silent), NOW).faults) == [(3, "gag")]


def test_all_faults_of_all_demands_are_found_at_once(tmp_path):
    rows = [
        row(external_reference=f"R-{n}", country="Germany", outcome="gone", account=f"u{n}")
        for n in range(1, 41)
    ]
    faults = check(register(tmp_path, *rows), NOW).faults
    assert len(faults) == 80
    assert [fault.row for fault in faults] == sorted(n for n in range(2, 42) for _ in (1, 2))


def test_a_demand_with_unreadable_cells_is_not_judged_as_a_whole(tmp_path):
    """What it says cannot be known, so that it contradicts itself would be a guess."""
    faults = check(register(tmp_path, row(outcome="disclsoed", decided="")), NOW).faults
    assert named(faults) == [(2, "outcome")]


def test_an_account_has_one_customer_in_a_file(tmp_path):
    other = row(external_reference="R-2", customer="Ada Ltd", segment="enterprise")
    faults = check(register(tmp_path, GOOD, other), NOW).faults
    assert named(faults) == [(3, "customer")]
    assert "According to row 2 the account belongs to ada@example.org (consumer)" in (
        faults[0].reason
    )


def test_what_is_no_fault_is_remarked(tmp_path):
    over = row(**GAG) | {"gag_end": "2025-09-01"}
    more = row(external_reference="R-2", account="b@example.org", categories_asked="non_content")
    remarks = check(register(tmp_path, over, more), NOW).remarks
    assert [str(remark) for remark in remarks] == [
        "row 2: the gag order is over and the customer was never told.",
        "row 3: disclosed but not asked: basic.",
    ]
