"""C01: a federal grand-jury subpoena, no gag. 2 to 16 March 2026."""

from datetime import UTC, datetime

from tests import makers


def at(*parts):
    return datetime(2026, *parts, tzinfo=UTC)


def test_c01_a_grand_jury_subpoena_without_a_gag(desk):
    received = at(3, 2, 10)
    demand = desk.receive(
        received,
        "us_grand_jury_subpoena",
        makers.customer(),
        asks=["basic"],
        due_on="2026-03-20",
    )
    # The cover letter begs secrecy: "asserted, not binding".
    desk.act(
        received,
        "gag_order",
        standing="asserted",
        authority="asserted_cover_letter",
        starts_on="2026-03-02",
        end_kind="indefinite",
        covers_whole_demand="yes",
        facts=["existence", "content", "agency"],
        audience="everyone",
        time_zone="UTC",
    )
    assert demand.nondisclosure_orders.get().get_standing_display() == "Asserted, not binding"
    desk.review(received)
    desk.act(received, "determine_nondisclosure")
    assert desk.demand.state == "legal_review"
    assert desk.due("us_face_date") == at(3, 20, 23, 59, 59)
    assert desk.due("policy_notice_due") == at(3, 3, 23, 59, 59)

    # Notice with a copy on 3 March.
    desk.sweep(at(3, 2, 23, 59))
    assert not desk.mails()
    desk.sweep(at(3, 3, 9), at(3, 3, 9, 10))
    (mail,) = desk.mails()
    assert [part.get_filename() for part in mail.message.iter_attachments()]

    # Held to 13 March: an attempt on 12 March is refused; released on 16 March.
    desk.package(at(3, 12, 9), "basic")
    assert "release is possible from 13 March 2026" in desk.refused(at(3, 12, 9), "disclose")
    desk.act(at(3, 16, 9), "disclose")
    assert (desk.demand.state, desk.demand.outcome) == ("disclosed", "non_content")

    cell = desk.cell("2026-H1")
    assert (cell.country, cell.process, cell.outcome) == ("US", "subpoena", "non_content")
    assert (cell.accounts, cell.notice, cell.gag) == (1, "before", "none")
