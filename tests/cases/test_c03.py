"""C03: a warrant on an enterprise tenant; the redirection works. 4 to 15 May 2026."""

from datetime import UTC, datetime

from notifications.models import Notice
from tests import makers
from tests.cases.desk import pdf
from transparency import practice
from transparency.periods import parse


def at(*parts):
    return datetime(2026, *parts, tzinfo=UTC)


def test_c03_the_agency_is_sent_to_the_enterprise_and_withdraws(desk):
    received, tenant = at(5, 4, 10), makers.customer("enterprise")
    demand = desk.receive(received, "us_search_warrant", tenant, tenant, asks=["content"])
    desk.review(received)
    desk.act(received, "determine_nondisclosure")
    desk.act(received, "preservation", kept_since=f"{received:%Y-%m-%dT%H:%M}")

    # The enterprise gates: asked first (P4), challenged (P5).
    refusal = desk.refused(received, "disclose")
    assert "The agency was not sent to the customer first." in refusal
    assert "No challenge is on record." in refusal

    # 5 May: redirection letter, and the notice with a copy.
    desk.act(
        at(5, 5, 9),
        "redirect",
        ground="enterprise_first",
        contact_name=tenant.redirect_name,
        contact_email=tenant.redirect_email,
    )
    assert desk.demand.state == "redirected"
    assert Notice.objects.filter(demand=demand, kind="redirect_letter").exists()
    desk.sweep(at(5, 5, 9, 1), at(5, 5, 9, 20))
    assert len(desk.mails()) == 2
    assert {target.notice_position for target in desk.targets()} == {"sent"}
    assert desk.due("policy_waiting_period") == at(5, 15)

    # 15 May: the agency withdraws in writing. Nothing was collected but what was kept; let go.
    desk.act(
        at(5, 15, 10),
        "withdraw",
        words="We turn to your customer.",
        withdrawn_on="2026-05-15",
        document_upload=pdf("withdrawal.pdf"),
    )
    assert (desk.demand.state, desk.demand.outcome) == ("withdrawn", "redirected")
    desk.act(at(5, 15, 10, 5), "preservation_release", release_reason="agency")
    assert not demand.preservations.filter(released_at=None).exists()
    assert not demand.productions.exists()

    cell = desk.cell("2026-H1")
    assert (cell.country, cell.process, cell.outcome) == ("US", "warrant", "redirected")
    assert (cell.accounts, cell.notice) == (2, "before")
    found = practice.organisations(makers.service(), parse("2026-H1"), "enterprise")
    assert found == practice.Organisations(received=1, redirected=1, disclosed=0)
