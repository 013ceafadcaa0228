"""C11: an EPOC for traffic data to the processor, and its variants b, c and d. October 2026."""

from datetime import UTC, datetime

from notifications.models import Notice
from notifications.words import Kind
from tests import makers
from transparency import practice
from transparency.periods import parse

CERTIFICATE = {
    "issued_by": "investigating_judge",
    "offence": "Fraud, Art 248 of the criminal code",
    "offence_threshold_met": "on",
    "enforcing_authority": "The authority in Ireland",
    "controller_cannot_be_addressed": "on",
    "deliver_to": "The issuing authority",
}


def at(*parts):
    return datetime(2026, *parts, tzinfo=UTC)


RECEIVED = at(10, 5, 9, 15)


def received(desk, customer=None, **certificate):
    """The certificate arrives through the system, is read, and its data is kept at once."""
    tenant = customer or makers.customer("enterprise", country="DE")
    desk.receive(
        RECEIVED,
        "eu_epoc_traffic",
        tenant,
        asks=["non_content"],
        channel="system",
        agency=makers.agency(country="ES", name="Juzgado Central de Instrucción"),
    )
    desk.act(RECEIVED, "preservation", kept_since=f"{RECEIVED:%Y-%m-%dT%H:%M}")
    desk.act(RECEIVED, "start_review")
    read = {name: value for name, value in {**CERTIFICATE, **certificate}.items() if value}
    desk.act(RECEIVED, "certificate", **read)
    return desk.demand


def reviewed(desk):
    desk.act(RECEIVED, "verify", method="system", genuine="yes")
    desk.check(RECEIVED)
    desk.act(RECEIVED, "determine_nondisclosure")
    for duty, ground in (
        ("redirect_first", "redirect_controller_unknown"),
        ("challenge_first", "challenge_no_lawful_ground"),
    ):
        desk.act(RECEIVED, "waiver", duty=duty, ground=ground, words="Confirmed in section G.")


def test_c11_traffic_data_on_the_processor_route(desk):
    demand = received(desk)
    reviewed(desk)
    assert demand.deadlines.get(rule="eu_epoc_preserve").met_at == RECEIVED
    end = at(10, 15, 23, 59, 59)
    assert desk.due("eu_epoc_not_before") == desk.due("eu_epoc_answer_after_notification") == end

    # 7 October: refused. 9 October 12:00: cleared. 16:00: sent.
    desk.package(at(10, 7, 9), "non_content")
    assert "Nothing may be disclosed before 15 October 2026" in desk.refused(
        at(10, 7, 10), "disclose"
    )
    desk.act(at(10, 9, 12), "circumstance", code="ea_cleared", holds="yes")
    assert "eu_epoc_not_before" not in desk.open_rules()
    desk.act(at(10, 9, 16), "disclose")
    assert desk.demand.outcome == "non_content"

    # The individual is told by the authority; the controller on Monday 12 October.
    desk.sweep(at(10, 9, 17), at(10, 11, 12))
    assert not desk.mails()
    desk.sweep(at(10, 12, 9), at(10, 12, 9, 10))
    assert len(desk.mails()) == 1
    notice = Notice.objects.get(demand=demand, audience="customer")
    assert notice.kind == Kind.CONTROLLER_NOTICE

    cell = desk.cell("2026-H2")
    assert (cell.country, cell.outcome, cell.accounts) == ("ES", "non_content", 1)
    half = parse("2026-H2")
    organisations = practice.organisations(makers.service(), half, "enterprise")
    assert organisations == practice.Organisations(received=1, redirected=0, disclosed=1)
    lines = practice.e_evidence(makers.service(), half)
    assert lines == {
        ("ES", "eu_epoc_traffic", False): practice.Certificates(1, 1, mean_hours=102.75)
    }


def test_c11b_an_empty_confirmation_is_clarified_with_annex_iii(desk):
    demand = received(desk, controller_cannot_be_addressed="")
    assert "(Art 5(6))" in desk.refused(RECEIVED, "disclose")
    desk.act(
        RECEIVED,
        "annex_iii",
        reasons=["epoc_controller_first"],
        explanation="Section G does not confirm that the controller cannot be addressed.",
    )
    assert demand.nonexecutions.get().document.content_type == "application/pdf"
    assert demand.clock_pauses.get().ended_at is None
    assert "eu_epoc_answer_after_notification" not in desk.open_rules()
    assert desk.due("eu_epoc_clarification").date() == at(10, 10).date()


def test_c11c_the_controller_is_kept_in_the_dark_and_that_is_reviewed_monthly(desk):
    demand = received(
        desk,
        controller_not_to_be_told="on",
        controller_not_to_be_told_because="It may be involved.",
    )
    desk.act(RECEIVED, "verify", method="system", genuine="yes")
    desk.act(
        RECEIVED,
        "gag_order",
        standing="binding",
        authority="eu_epoc_5_7",
        starts_on="2026-10-05",
        end_kind="indefinite",
        covers_whole_demand="yes",
        facts=["existence", "content", "agency"],
        audience="everyone",
        time_zone="Europe/Madrid",
    )
    assert demand.targets.get().notice_position == "barred"
    assert desk.due("policy_controller_silence_review").date() == at(11, 5).date()
    desk.sweep(at(10, 12, 9), at(10, 12, 9, 10), at(11, 12, 9))
    assert not desk.mails()


def test_c11d_a_ministry_of_another_state_is_objected_to(desk):
    ministry = makers.customer("public_sector", country="NL", name="Ministry of Example")
    received(desk, ministry)
    assert "Ministry of Example is a public authority outside the issuing State (Art 5(8))" in (
        desk.refused(RECEIVED, "disclose")
    )
    desk.act(
        at(10, 6, 9),
        "challenge",
        rung="objection",
        ground="epoc_public_authority",
        forum="Issuing authority",
        filed_on="2026-10-06",
        decided_by="Counsel",
    )
    assert desk.demand.state == "challenged"
