"""manage.py demo: what a newcomer finds, and that it harms nobody."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from io import BytesIO, StringIO
from pathlib import Path

import pikepdf
import pytest
from django.conf import settings
from django.contrib.auth.models import User
from django.core import mail
from django.core.management import CommandError, call_command
from django.db import transaction
from django.test import override_settings
from django.utils import timezone

from casework import audit, moves
from casework.access import ROLES
from casework.models import Demand, Document, NondisclosureOrder, Service, Target
from casework.states import Segment, State
from config.demo.stage import past
from config.demo.stories import STORIES
from notifications.models import Notice
from notifications.words import Status
from transparency import periods
from transparency.compute import compute


def run() -> str:
    said = StringIO()
    call_command("demo", stdout=said, stderr=StringIO())
    return said.getvalue()


@pytest.fixture(scope="module")
def demo(django_db_setup, django_db_blocker) -> Iterator[str]:
    """Played once for all the tests here, and taken back after the last."""
    # Without a hold window, as script/server runs it.
    at_once = override_settings(NOTICE_HOLD_MINUTES=0)
    with django_db_blocker.unblock(), transaction.atomic(), at_once:
        yield run()
        transaction.set_rollback(True)


def story(key: str) -> Demand:
    (found,) = (each for each in STORIES if each.key == key)
    return Demand.objects.get(documents__name=f"{found.key}.pdf")


def can(name: str, move: str, demand: Demand) -> tuple[str, ...]:
    """The reasons why a person may not make a move; empty when nothing stands in the way."""
    offers = moves.available(demand, User.objects.get(username=name), timezone.now())
    return next(tuple(offer.reasons) for offer in offers if offer.move == move)


def test_there_are_about_eighty_demands_of_every_state_segment_and_many_countries(demo):
    assert demo == "84 demands.\n"
    assert set(Demand.objects.values_list("state", flat=True)) == set(State)
    assert {"US", "DE", "FR", "GB", "ES", "AU", "IN", "BR"} <= set(
        Demand.objects.values_list("agency__country", flat=True)
    )
    segments = Target.objects.values_list("account__customer__segment", flat=True)
    assert set(segments) == set(Segment)


def test_there_are_gag_orders_of_all_kinds(demo):
    orders = NondisclosureOrder.objects.all()
    assert set(orders.values_list("standing", "end_kind")) == {
        ("binding", "fixed"),
        ("binding", "indefinite"),
        ("binding", "statutory"),
        ("asserted", "indefinite"),
    }
    assert orders.filter(extends__isnull=False).exists()
    assert orders.filter(lift__isnull=False).exists()
    assert orders.filter(covers_whole_demand=False).exists()


def test_each_role_has_one_person_who_is_written_down_and_can_sign_in(demo):
    staff = json.loads((Path(settings.VAR_DIR) / "demo-users.json").read_text())
    assert [set(person) for person in staff] == [{"role", "username", "password", "what"}] * 9
    assert {person["role"] for person in staff} == {role.name for role in ROLES}
    for person in staff:
        user = User.objects.get(username=person["username"])
        assert user.is_staff
        assert user.check_password(person["password"])
        assert list(user.groups.values_list("name", flat=True)) == [person["role"]]


def test_the_record_of_it_all_holds_together(demo):
    assert list(audit.verify()) == []


def test_the_reviewer_can_start_a_review_at_once(demo):
    assert can("rosa", "start_review", story("fresh-subpoena")) == ()


def test_one_approval_is_all_that_a_disclosure_waits_for(demo):
    demand = story("awaits-approval")
    assert can("carla", "disclose", demand) == (
        "The production waits for a second person's approval.",
    )
    with transaction.atomic():
        arthur, carla = (User.objects.get(username=name) for name in ("arthur", "carla"))
        now = timezone.now()
        moves.record(demand.pk, "production_approval", actor=arthur, now=now)
        moved = moves.make(demand.pk, "disclose", actor=carla, now=now)
        assert moved.state == State.DISCLOSED
        transaction.set_rollback(True)


def test_an_order_lies_in_a_file_and_nobody_has_recorded_it(demo):
    demand = story("gag-to-record")
    assert demand.documents.filter(kind=Document.Kind.NONDISCLOSURE_ORDER).exists()
    assert (demand.nondisclosure, demand.nondisclosure_orders.count()) == ("undetermined", 0)


def test_the_past_sends_no_mail_and_the_first_start_sends_a_few(demo):
    assert mail.outbox == []
    waiting = Notice.objects.filter(status__in=[Status.PLANNED, Status.READY])
    assert 1 <= waiting.count() <= 4
    assert waiting.filter(leave_after__lte=timezone.now()).exists()
    assert not Notice.objects.filter(status__in=[Status.SENDING, Status.FAILED]).exists()


def test_every_demand_of_these_weeks_has_its_paper_marked_as_synthetic(demo):
    papers = Document.objects.filter(kind=Document.Kind.DEMAND)
    assert papers.count() == len(STORIES)
    for paper in papers:
        assert paper.is_intact()
        with paper.file.open("rb") as file, pikepdf.open(BytesIO(file.read())) as document:
            assert str(document.docinfo.Title).startswith("SYNTHETIC")
            assert 1 <= len(document.pages) <= 2


def test_nobody_in_it_can_be_reached(demo):
    addresses = {*Target.objects.values_list("account__customer__notice_email", flat=True)}
    addresses |= {*Demand.objects.values_list("agency__letter_email", flat=True)} - {None}
    assert all(address.endswith((".example", "example.org")) for address in addresses)


def test_reports_can_be_made_of_both_half_years(demo):
    years = Demand.objects.filter(imported_at__isnull=False).dates("received_at", "year")
    (year,) = (day.year for day in years)
    for service in Service.objects.all():
        for half in ("H1", "H2"):
            now = timezone.now()
            figures = compute(service, periods.parse(f"{year}-{half}"), now=now).figures
            assert all(check.left == check.right for check in figures.checks)


def test_a_second_run_adds_nothing(demo):
    before = Demand.objects.count()
    assert run() == "The demo is there already.\n"
    assert Demand.objects.count() == before


def test_it_refuses_outside_development(settings):
    settings.DEVELOPMENT = False
    with pytest.raises(CommandError, match="password everybody knows"):
        run()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("now", "year"),
    [
        (datetime(2026, 11, 1, tzinfo=UTC), 2026),
        (datetime(2026, 10, 31, tzinfo=UTC), 2025),
        (datetime(2027, 2, 28, tzinfo=UTC), 2026),
        (datetime(2028, 2, 29, tzinfo=UTC), 2027),
    ],
)
def test_the_past_is_over_whenever_the_demo_is_started(tmp_path, now, year):
    checked = past(tmp_path, now)
    assert checked.faults == []
    assert {entry.received.year for entry in checked.entries} == {year}
