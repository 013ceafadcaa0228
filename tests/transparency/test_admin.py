"""The report pages, as a browser uses them: by form and token, and only for those who may."""

from datetime import UTC, datetime

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from tests import makers
from transparency import publishing, renderings
from transparency.models import Report, ReportFile
from transparency.periods import parse
from transparency.render import Rendered

pytestmark = pytest.mark.django_db

H1 = parse("2026-H1")
FROZEN = datetime(2026, 8, 31, 12, tzinfo=UTC)
LIST = "admin:transparency_report_changelist"
ADD = "admin:transparency_report_add"


@pytest.fixture(autouse=True)
def a_day_after_the_half(monkeypatch):
    def render(figures, *, draft):
        return Rendered({"figures.json": b"{}", "csv/t1.csv": b"key\r\n"}, {"weasyprint": "0"})

    monkeypatch.setattr(renderings, "render", render)
    with time_machine.travel(FROZEN, tick=False):
        yield


def browser(*roles, **options):
    client = Client(**options)
    client.force_login(makers.person(*roles))
    return client


def drafted():
    return publishing.draft(makers.service(), H1, actor=makers.person("compliance"), now=FROZEN)


def page(report):
    return reverse("admin:transparency_report_change", args=[report.pk])


def step(report, name):
    return reverse(f"admin:transparency_report_{name}", args=[report.pk])


def test_from_the_form_to_the_published_report():
    makers.demand()
    compliance, approver = browser("compliance"), browser("approver")
    form = {"service": makers.service().pk, "period": "2026-H1"}
    answer = compliance.post(reverse(ADD), form)
    report = Report.objects.get()
    assert answer.url == page(report)
    assert "Approve these figures" in approver.get(page(report)).text
    approver.post(step(report, "approve"), {"sha256": report.sha256})
    renderings.make(renderings.newest(report).pk, FROZEN)
    answer = compliance.post(step(report, "publish"), follow=True)
    assert "never changes" in answer.text
    assert Report.objects.get().status == "published"
    assert "Published" in compliance.get(reverse(LIST)).text


def test_the_form_suggests_the_half_that_has_just_ended():
    assert "2026-H1" in browser("compliance").get(reverse(ADD)).text


def test_a_period_that_is_none_is_explained_in_the_form():
    form = {"service": makers.service().pk, "period": "first half"}
    assert "is no period" in browser("compliance").post(reverse(ADD), form).text
    form["period"] = "2026-H2"
    assert "31 December 2026" in browser("compliance").post(reverse(ADD), form).text
    assert not Report.objects.exists()


@pytest.mark.parametrize("roles", [(), ("intake",), ("counsel",), ("auditor",), ("operator",)])
def test_a_report_does_not_exist_for_other_roles(roles):
    report, client = drafted(), browser(*roles)
    renderings.make(renderings.newest(report).pk, FROZEN)
    file = reverse("admin:transparency_report_file", args=[ReportFile.objects.first().pk])
    for address in (reverse(LIST), reverse(ADD), page(report), file):
        assert client.get(address).status_code in (302, 403)
    for name in ("freeze", "approve", "publish", "withdraw", "explain", "send-back", "render"):
        assert client.post(step(report, name)).status_code in (302, 403)
    assert Report.objects.get().status == "draft"


@pytest.mark.parametrize(
    "name", ["freeze", "explain", "approve", "send-back", "publish", "withdraw", "render"]
)
def test_a_step_is_never_made_by_following_a_link(name):
    report = drafted()
    assert browser("compliance", "approver").get(step(report, name)).status_code == 405


def test_a_step_without_the_token_is_refused():
    report = drafted()
    client = browser("compliance", "approver", enforce_csrf_checks=True)
    assert client.post(step(report, "freeze")).status_code == 403


def test_a_refusal_is_shown_in_the_doors_words():
    report = drafted()
    answer = browser("compliance").post(step(report, "approve"), follow=True)
    assert "Your role does not allow this. It takes: Approver." in answer.text


def test_a_greyed_step_says_why():
    makers.demand(agency=makers.agency(country=""))
    text = browser("approver").get(page(drafted())).text
    assert "Not explained yet" in text
    assert "disabled" in text


def test_differences_are_explained_on_the_page_and_stand_with_their_demands():
    demand = makers.demand(agency=makers.agency(country=""))
    report, compliance = drafted(), browser("compliance")
    text = compliance.get(page(report)).text
    assert demand.reference in text
    link = f"demand/{demand.reference}"
    assert link not in text, "compliance has no right to open the demand"
    assert link in browser("compliance", "counsel").get(page(report)).text
    compliance.post(step(report, "explain"), {"no-country": "The letter named no State."})
    assert "The letter named no State." in compliance.get(page(report)).text
    assert Report.objects.get().figures.unexplained == ()


def test_a_correction_is_one_click_from_the_published_report():
    compliance = makers.person("compliance")
    report = drafted()
    publishing.approve(report.pk, seen=report.sha256, actor=makers.person("approver"), now=FROZEN)
    renderings.make(renderings.newest(report).pk, FROZEN)
    publishing.publish(report.pk, actor=compliance, now=FROZEN)
    client = browser("compliance")
    text = client.get(page(report)).text
    assert "period=2026-H1" in text
    form = {"service": makers.service().pk, "period": "2026-H1"}
    assert "never changes" in client.post(reverse(ADD), form).text
    client.post(reverse(ADD), {**form, "correction": "A demand was missing."})
    assert Report.objects.filter(version=2, status="draft").exists()


def test_a_withdrawal_wants_a_reason_and_an_approver():
    compliance = makers.person("compliance")
    report = drafted()
    publishing.approve(report.pk, seen=report.sha256, actor=makers.person("approver"), now=FROZEN)
    renderings.make(renderings.newest(report).pk, FROZEN)
    publishing.publish(report.pk, actor=compliance, now=FROZEN)
    approver = browser("approver")
    assert "Say why" in approver.post(step(report, "withdraw"), follow=True).text
    approver.post(step(report, "withdraw"), {"note": "A court asked for it."})
    assert Report.objects.get().status == "withdrawn"


def test_a_file_comes_as_an_attachment_that_no_browser_opens():
    report = drafted()
    renderings.make(renderings.newest(report).pk, FROZEN)
    file = ReportFile.objects.get(path="csv/t1.csv")
    answer = browser("compliance").get(reverse("admin:transparency_report_file", args=[file.pk]))
    assert answer["Content-Disposition"] == 'attachment; filename="t1.csv"'
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert b"".join(answer.streaming_content) == b"key\r\n"


def test_an_address_that_is_none_is_not_found():
    client = browser("compliance")
    assert client.get(reverse(LIST) + "nonsense/change/").status_code == 404
    assert client.get(reverse(LIST) + f"{makers.service().pk}/change/").status_code == 404


def test_secret_process_changes_nothing_on_the_page_but_its_bands():
    makers.demand()
    first = drafted()
    before = browser("approver").get(page(first)).text
    makers.demand(process="us_nsl", customers=[makers.customer(), makers.customer()])
    publishing.freeze_again(first.pk, actor=makers.person("compliance"), now=FROZEN)
    again = Report.objects.get()
    assert again.frozen == first.frozen, "two letters lie in the same band as none"
    assert "0–249" in before  # noqa: RUF001
