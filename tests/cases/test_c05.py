"""C05: a state administrative subpoena that asks for e-mail content. 15 to 29 June 2026."""

from datetime import UTC, datetime

from casework.models import Challenge
from tests import makers
from tests.cases.desk import account_of, csv, pdf


def at(*parts):
    return datetime(2026, *parts, tzinfo=UTC)


def test_c05_content_beyond_the_power_is_objected_to_and_given_up(desk):
    received = at(6, 15, 10)
    demand = desk.receive(
        received,
        "us_administrative_subpoena",
        makers.customer(),
        asks=["basic", "content"],
        due_on="2026-06-29",
        agency=makers.agency(level="state", subdivision="CA"),
    )
    desk.review(received)
    desk.act(received, "determine_nondisclosure")
    # Over-reach is shown from the start.
    assert "cannot compel Stored content" in desk.page(received)

    # 16 June: notice with a copy, objection letter.
    desk.sweep(at(6, 16, 9), at(6, 16, 9, 10))
    assert len(desk.mails()) == 1
    desk.act(
        at(6, 16, 10),
        "challenge",
        rung="objection",
        ground="exceeds_power",
        forum="The agency",
        filed_on="2026-06-16",
        decided_by="Counsel",
    )
    assert "A challenge is still open." in desk.refused(at(6, 17, 9), "disclose")

    # 18 June: narrowed to B in writing. The waiting period is not restarted.
    account = account_of(demand)
    desk.act(
        at(6, 18, 9),
        "challenge_result",
        result="narrowed",
        result_on="2026-06-18",
        result_document_upload=pdf("narrowing.pdf"),
        **{f"scope_{account.reference}": ["basic"]},
    )
    desk.act(at(6, 18, 9, 5), "resume")
    assert demand.challenges.get().result == Challenge.Result.NARROWED
    assert desk.due("policy_waiting_period") == at(6, 26)

    # Content in the package is blocked: the form has no place for it.
    blocked = desk.refused(
        at(6, 25, 9), "production", **{f"file_{account.reference}_content": csv("mail.csv")}
    )
    assert "not in the demand's scope" in blocked

    # Release from 26 June; released on 29 June, on time.
    desk.package(at(6, 25, 9), "basic")
    assert "release is possible from 26 June 2026" in desk.refused(at(6, 25, 10), "disclose")
    desk.act(at(6, 29, 9), "disclose")
    assert desk.demand.outcome == "non_content"
    assert demand.deadlines.get(rule="us_face_date").met_at <= desk.due("us_face_date")

    cell = desk.cell("2026-H1")
    assert (cell.country, cell.process, cell.outcome) == ("US", "subpoena", "non_content")
    assert (cell.accounts, cell.notice) == (1, "before")
