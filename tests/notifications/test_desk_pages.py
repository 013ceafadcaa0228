"""The desk: who sees which notice, what its page shows, and that its buttons are on record."""

from datetime import UTC, datetime

import pytest
from django.urls import reverse

from casework import moves
from casework.models import AuditEntry
from casework.states import NoticePosition
from notifications.models import Notice
from notifications.words import Status
from tests import makers
from tests.notifications.world import World, notice_of, target_of, tellable

pytestmark = pytest.mark.django_db

VERIFIED = datetime(2026, 3, 2, 10, 0, tzinfo=UTC)
DUE = datetime(2026, 3, 3, 9, 0, tzinfo=UTC)


@pytest.fixture
def demand():
    return tellable(now=VERIFIED)


@pytest.fixture
def officer(client):
    person = makers.person("notice_officer")
    client.force_login(person)
    return person


def page(notice, name="change", *more):
    return reverse(f"admin:notifications_notice_{name}", args=[notice.reference, *more])


def text(response):
    return response.content.decode()


def test_the_page_shows_what_would_be_said_before_it_is_said(client, officer, demand):
    answer = client.get(page(notice_of(demand)))
    assert "Preview: what would be said now" in text(answer)
    assert f"A legal demand for data of your account ({demand.reference})" in text(answer)
    assert "nothing was said to the mail server" in text(answer)


def test_the_html_part_is_shown_in_a_frame_that_can_do_nothing(client, officer, demand):
    answer = client.get(page(notice_of(demand), "html"))
    assert "We have not handed over anything" in text(answer)
    policy = answer["Content-Security-Policy"]
    assert "sandbox" in policy
    assert "default-src 'none'" in policy
    assert "frame-ancestors 'self'" in policy
    assert answer["X-Frame-Options"] == "SAMEORIGIN"


def test_the_written_bytes_can_be_taken_away_as_they_are(client, officer, demand):
    assert client.get(page(notice_of(demand), "message")).status_code == 404
    World().sweep(DUE)
    notice = Notice.objects.get(pk=notice_of(demand).pk)
    assert client.get(page(notice, "message")).content == bytes(notice.message)
    assert notice.sha256 in text(client.get(page(notice)))


def test_looking_changes_nothing(client, officer, demand):
    notice = notice_of(demand)
    for name in ("change", "html"):
        assert client.post(page(notice, name)).status_code == 405
    assert client.get(page(notice, "act", "release")).status_code == 405
    assert notice_of(demand).status == Status.PLANNED


def test_a_click_is_on_record_with_the_person(client, officer, demand):
    notice = notice_of(demand)
    client.post(page(notice, "act", "hold"), {"why": "Counsel reads it first."})
    assert notice_of(demand).status == Status.HELD
    assert "Counsel reads it first." in target_of(demand).notice_note
    client.post(page(notice, "act", "release"))
    assert notice_of(demand).status == Status.READY
    entries = AuditEntry.objects.filter(chain=demand.pk, event__startswith="notice_")
    events = list(entries.order_by("sequence").values_list("event", "actor__username"))
    assert events == [
        ("notice_hold", officer.username),
        ("notice_release", officer.username),
        ("notice_approved", officer.username),
    ]


def test_a_hold_without_a_reason_is_refused_with_a_sentence(client, officer, demand):
    answer = client.post(page(notice_of(demand), "act", "hold"), {"why": " "}, follow=True)
    assert "Say why" in text(answer)
    assert notice_of(demand).status == Status.PLANNED


def test_a_waiver_takes_whoever_may_decide(client, officer, demand):
    notice = notice_of(demand)
    why = {"why": "The account belongs to the agency itself."}
    answer = client.post(page(notice, "act", "waive"), why, follow=True)
    assert "Your role does not allow this. It takes: Counsel" in text(answer)
    client.force_login(makers.person("counsel"))
    client.post(page(notice, "act", "waive"), why)
    assert target_of(demand).notice_position == NoticePosition.WAIVED
    assert demand.waivers.get().reason == "The account belongs to the agency itself."


def test_nobody_releases_what_a_gag_order_bars(client, officer, demand):
    notice = notice_of(demand)
    makers.gag(demand, now=VERIFIED)
    answer = client.post(page(notice, "act", "release"), follow=True)
    assert "look again before you decide" in text(answer)
    assert notice_of(demand).status == Status.WITHHELD
    assert "Approve now" not in text(answer)


def test_a_role_without_the_ability_reads_and_cannot_act(client, demand):
    client.force_login(makers.person("auditor"))
    notice = notice_of(demand)
    answer = client.post(page(notice, "act", "hold"), {"why": "I wish."}, follow=True)
    assert "It takes: Counsel" in text(answer)
    assert notice_of(demand).status == Status.PLANNED


def test_a_sealed_demands_notice_does_not_exist_for_the_uncleared(client, officer):
    sealed = makers.demand("us_nsl")
    notice = notice_of(sealed)
    for name in ("change", "html", "letter", "message"):
        assert client.get(page(notice, name)).status_code == 404
    assert client.post(page(notice, "act", "hold"), {"why": "x"}).status_code == 404
    assert sealed.reference not in text(
        client.get(reverse("admin:notifications_notice_changelist"))
    )
    client.force_login(makers.person("national_security"))
    assert client.get(page(notice)).status_code == 200


def test_the_list_knows_what_waits_for_a_person(client, officer, demand, mail_server):
    mail_server.refuse_recipients("550 5.1.1 No such user")
    World().sweep(DUE)
    World().sweep(datetime(2026, 3, 3, 9, 10, tzinfo=UTC))
    waiting = makers.demand()
    listed = reverse("admin:notifications_notice_changelist")
    desk, coming = (text(client.get(listed, {"show": show})) for show in ("desk", "coming"))
    assert demand.reference in desk
    assert "550 5.1.1" in desk
    assert waiting.reference not in desk
    assert waiting.reference in coming
    overview = text(client.get(reverse("admin:index")))
    assert "Notices on the desk" in overview


def test_the_list_costs_the_same_for_many_as_for_few(
    client, officer, django_assert_max_num_queries
):
    for _each in range(3):
        makers.demand()
    with django_assert_max_num_queries(20):
        client.get(reverse("admin:notifications_notice_changelist"))


def test_a_letter_can_be_read_before_and_after_it_is_written(client, officer):
    demand = makers.reviewed()
    moves.make(
        demand.pk,
        "deny",
        actor=None,
        now=VERIFIED,
        facts={"ground": "exceeds_power", "fraudulent": False, "explanation": "It cannot."},
    )
    letter = Notice.objects.get(demand=demand, kind="denial_letter")
    before = client.get(page(letter, "letter"))
    assert before["Content-Type"] == "application/pdf"
    assert before.content.startswith(b"%PDF")
    World(letter.leave_after, letters=True).sweep()
    after = client.get(page(letter, "letter"))
    letter.refresh_from_db()
    with letter.letter.file.open("rb") as stored:
        assert after.content == stored.read()
    client.post(page(letter, "act", "posted"))
    letter.refresh_from_db()
    assert letter.status == Status.SENT


def test_the_demands_page_has_its_notices_and_the_timeline_their_words(client, demand):
    client.force_login(makers.person("counsel"))
    World().sweep(DUE)
    answer = text(client.get(reverse("admin:casework_demand_change", args=[demand.reference])))
    assert notice_of(demand).reference in answer
    assert "Notice written and approved" in answer
