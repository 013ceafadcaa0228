"""A report's way from draft to print: two people, one frozen text, and no way back."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction

from casework import audit
from casework.models import AuditEntry
from casework.moves import Overtaken, Refused
from tests import makers
from transparency import publishing, renderings
from transparency.figures import from_bytes
from transparency.models import Rendering, Report, ReportFile, Status
from transparency.periods import parse
from transparency.render import Rendered

pytestmark = pytest.mark.django_db

H1 = parse("2026-H1")
FROZEN = datetime(2026, 8, 31, 12, tzinfo=UTC)
NEXT = FROZEN + timedelta(days=1)


@pytest.fixture(autouse=True)
def quick_renderer(monkeypatch):
    """The steps are tested here, not the pages; tests/transparency/test_render.py does those."""

    def render(figures, *, draft):
        return Rendered({"figures.json": b"{}", "SHA256SUMS": b""}, {"weasyprint": "0"})

    monkeypatch.setattr(renderings, "render", render)


@pytest.fixture
def compliance():
    return makers.person("compliance")


@pytest.fixture
def approver():
    return makers.person("approver")


def drafted(by, now=FROZEN, **facts):
    return publishing.draft(makers.service(), H1, actor=by, now=now, **facts)


def approved(compliance, approver, now=FROZEN, **facts):
    report = drafted(compliance, now, **facts)
    report = publishing.approve(report.pk, seen=report.sha256, actor=approver, now=now)
    renderings.make(renderings.newest(report).pk, now)
    return report


def published(compliance, approver, now=FROZEN, **facts):
    report = approved(compliance, approver, now, **facts)
    return publishing.publish(report.pk, actor=compliance, now=now)


def test_a_report_is_drafted_approved_and_published(compliance, approver):
    makers.demand()
    report = published(compliance, approver)
    assert report.status == Status.PUBLISHED
    assert report.figures.headline("demands") == 1
    assert from_bytes(report.frozen.encode()) == report.figures
    events = AuditEntry.objects.filter(chain=report.pk).values_list("event", flat=True)
    assert list(events) == ["report_draft", "report_approve", "report_publish"]
    assert list(audit.verify(report.pk)) == []


def test_nobody_approves_what_they_drafted(approver):
    both = makers.person("compliance", "approver")
    report = drafted(both)
    with pytest.raises(Refused, match="second person"):
        publishing.approve(report.pk, seen=report.sha256, actor=both, now=FROZEN)


def test_nobody_approves_what_they_explained_even_if_another_froze_it_after(compliance):
    both = makers.person("compliance", "approver")
    makers.demand(agency=makers.agency(country=""))
    report = drafted(both)
    publishing.explain(report.pk, {"no-country": "Not said."}, actor=both, now=FROZEN)
    report = publishing.freeze_again(report.pk, actor=compliance, now=FROZEN)
    with pytest.raises(Refused, match="second person"):
        publishing.approve(report.pk, seen=report.sha256, actor=both, now=FROZEN)


def test_the_database_refuses_an_approval_by_the_drafter(compliance):
    report = drafted(compliance)
    with pytest.raises(IntegrityError, match="second_person"), transaction.atomic():
        Report.objects.filter(pk=report.pk).update(
            status=Status.APPROVED, approved_by=compliance, approved_at=FROZEN
        )


def test_figures_that_a_command_froze_are_frozen_again_by_a_person_first(compliance, approver):
    report = drafted(None)
    with pytest.raises(Refused, match="A command froze"):
        publishing.approve(report.pk, seen=report.sha256, actor=approver, now=FROZEN)
    report = publishing.freeze_again(report.pk, actor=compliance, now=NEXT)
    publishing.approve(report.pk, seen=report.sha256, actor=approver, now=NEXT)


def test_one_approves_only_the_figures_one_has_seen(compliance, approver):
    report = drafted(compliance)
    makers.demand()
    publishing.freeze_again(report.pk, actor=compliance, now=NEXT)
    with pytest.raises(Overtaken, match="Look at them again"):
        publishing.approve(report.pk, seen=report.sha256, actor=approver, now=NEXT)


def test_an_unexplained_difference_blocks_the_approval(compliance, approver):
    makers.demand(agency=makers.agency(country=""))
    report = drafted(compliance)
    with pytest.raises(Refused, match="names no country"):
        publishing.approve(report.pk, seen=report.sha256, actor=approver, now=FROZEN)
    report = publishing.explain(
        report.pk, {"no-country": "The letter named no State."}, actor=compliance, now=NEXT
    )
    assert report.figures.heading.frozen_at == "2026-08-31T12:00:00Z"
    report = publishing.approve(report.pk, seen=report.sha256, actor=approver, now=NEXT)
    assert report.figures.differences[0].explanation == "The letter named no State."


def test_an_explanation_survives_freezing_anew(compliance):
    makers.demand(agency=makers.agency(country=""))
    report = drafted(compliance)
    publishing.explain(report.pk, {"no-country": "Not said."}, actor=compliance, now=FROZEN)
    report = publishing.freeze_again(report.pk, actor=compliance, now=NEXT)
    assert report.figures.unexplained == ()
    assert report.figures.heading.frozen_at == "2026-09-01T12:00:00Z"


def test_an_unclassified_demand_cannot_be_explained_away(compliance, approver):
    makers.demand(process="")
    report = drafted(compliance)
    with pytest.raises(Refused, match="no process on record"):
        publishing.approve(report.pk, seen=report.sha256, actor=approver, now=FROZEN)
    with pytest.raises(Refused, match="cannot be explained"):
        publishing.explain(report.pk, {"no-process": "Trust us."}, actor=compliance, now=FROZEN)


def test_a_period_is_frozen_only_when_it_is_over(compliance):
    with pytest.raises(Refused, match="30 June 2026"):
        drafted(compliance, datetime(2026, 6, 30, 23, 59, tzinfo=UTC))
    assert drafted(compliance, datetime(2026, 7, 1, tzinfo=UTC)).status == Status.DRAFT


@pytest.mark.parametrize("role", ["counsel", "auditor", "operator", "approver"])
def test_only_compliance_drafts(role):
    with pytest.raises(Refused, match="Compliance"):
        drafted(makers.person(role))


def test_compliance_does_not_approve(compliance):
    report = drafted(makers.person("compliance"))
    with pytest.raises(Refused, match="Approver"):
        publishing.approve(report.pk, seen=report.sha256, actor=compliance, now=FROZEN)


def test_nothing_is_published_before_its_files_are_made(compliance, approver):
    report = drafted(compliance)
    publishing.approve(report.pk, seen=report.sha256, actor=approver, now=FROZEN)
    with pytest.raises(Refused, match="not made yet"):
        publishing.publish(report.pk, actor=compliance, now=FROZEN)


def test_one_draft_at_a_time(compliance):
    drafted(compliance)
    with pytest.raises(Refused, match="already"):
        drafted(compliance)


def test_a_second_edition_says_what_was_wrong_with_the_first(compliance, approver):
    first = published(compliance, approver)
    with pytest.raises(Refused, match="never changes"):
        drafted(compliance, NEXT)
    makers.demand()
    second = published(compliance, approver, NEXT, correction="One demand was missing.")
    first.refresh_from_db()
    assert (first.status, first.ended_at) == (Status.SUPERSEDED, NEXT)
    assert second.version == 2
    assert second.figures.edition.supersedes == first.sha256
    assert second.figures.edition.note == "One demand was missing."
    assert second.supersedes == first


def test_a_report_is_withdrawn_with_a_reason_and_stays(compliance, approver):
    report = published(compliance, approver)
    with pytest.raises(Refused, match="Say why"):
        publishing.withdraw(report.pk, note=" ", actor=approver, now=NEXT)
    report = publishing.withdraw(report.pk, note="A court asked for it.", actor=approver, now=NEXT)
    assert report.status == Status.WITHDRAWN
    assert report.figures.headline("demands") == 0


def test_an_approval_is_taken_back_with_send_back(compliance, approver):
    report = approved(compliance, approver)
    report = publishing.send_back(report.pk, actor=compliance, now=NEXT)
    assert (report.status, report.approved_by) == (Status.DRAFT, None)


@pytest.mark.parametrize("step", ["freeze_again", "send_back", "publish"])
def test_a_step_from_the_wrong_status_is_refused_in_a_sentence(compliance, approver, step):
    report = published(compliance, approver)
    with pytest.raises(Overtaken, match="it is published now"):
        getattr(publishing, step)(report.pk, actor=compliance, now=NEXT)


# --- The wall ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "change",
    [
        {"frozen": "{}"},
        {"sha256": "0" * 64},
        {"frozen_at": NEXT},
        {"correction_note": "x"},
        {"published_at": NEXT},
        {"version": 7},
        {"end": H1.start},
        {"language": "de"},
        {"behind": {"a": []}},
        {"status": Status.DRAFT},
        {"status": Status.APPROVED},
    ],
)
def test_a_published_report_never_changes(compliance, approver, change):
    report = published(compliance, approver)
    with pytest.raises(IntegrityError), transaction.atomic():
        Report.objects.filter(pk=report.pk).update(**change)


def test_approved_figures_do_not_change_either(compliance, approver):
    report = approved(compliance, approver)
    with pytest.raises(IntegrityError, match="Send the report back"), transaction.atomic():
        Report.objects.filter(pk=report.pk).update(frozen="{}")


def test_no_report_is_deleted(compliance):
    report = drafted(compliance)
    with pytest.raises(IntegrityError), transaction.atomic():
        Report.objects.filter(pk=report.pk)._raw_delete("default")


def test_published_files_are_neither_changed_nor_deleted(compliance, approver):
    report = published(compliance, approver)
    files = ReportFile.objects.filter(rendering__report=report, final=True)
    assert files.count() == 2
    with pytest.raises(IntegrityError), transaction.atomic():
        files.update(sha256="0" * 64)
    with pytest.raises(IntegrityError), transaction.atomic():
        files.delete()


def test_a_report_starts_as_a_draft(compliance):
    report = drafted(compliance)
    report.pk, report.version, report.status = None, 2, Status.PUBLISHED
    with pytest.raises(IntegrityError), transaction.atomic():
        report.save(force_insert=True)


# --- Bands ------------------------------------------------------------------------------------


def test_a_second_form_of_bands_for_the_same_months_is_refused(compliance, approver, settings):
    published(compliance, approver)
    settings.NATIONAL_SECURITY_BANDS = "a4"
    with pytest.raises(Refused, match=r"1874\(a\)\(3\)"):
        publishing.draft(
            makers.service(), parse("2026"), actor=compliance, now=datetime(2028, 1, 2, tzinfo=UTC)
        )


# --- The outbox of the renderer -----------------------------------------------------------------


def orders(report):
    return list(report.renderings.order_by("asked_at").values_list("final", "status"))


def test_a_draft_orders_a_preview_and_an_approval_the_final_files(compliance, approver):
    report = drafted(compliance)
    assert orders(report) == [(False, "waiting")]
    publishing.approve(report.pk, seen=report.sha256, actor=approver, now=NEXT)
    assert orders(report) == [(False, "dropped"), (True, "waiting")]


def test_an_order_is_made_once(compliance):
    report = drafted(compliance)
    order = renderings.newest(report)
    renderings.make(order.pk, FROZEN)
    renderings.make(order.pk, FROZEN)
    order.refresh_from_db()
    assert (order.status, order.attempts, order.files.count()) == ("done", 1, 2)


def test_a_worker_that_died_is_replaced_after_its_time(compliance):
    report = drafted(compliance)
    order = renderings.newest(report)
    Rendering.objects.filter(pk=order.pk).update(status="running", claimed_at=FROZEN, attempts=1)
    assert renderings.rescue(FROZEN + timedelta(minutes=14)) == []
    later = FROZEN + timedelta(minutes=16)
    assert renderings.rescue(later) == [order.pk]
    renderings.make(order.pk, later)
    order.refresh_from_db()
    assert (order.status, order.attempts) == ("done", 2)


def test_after_three_deaths_it_is_a_persons_turn(compliance):
    order = renderings.newest(drafted(compliance))
    Rendering.objects.filter(pk=order.pk).update(status="running", claimed_at=FROZEN, attempts=3)
    assert renderings.rescue(FROZEN + timedelta(minutes=16)) == []
    order.refresh_from_db()
    assert order.status == "failed"
    assert "died" in order.problem


def test_a_worker_that_was_given_up_keeps_nothing(compliance, monkeypatch):
    order = renderings.newest(drafted(compliance))
    later = FROZEN + timedelta(minutes=16)

    def slow(figures, *, draft):
        Rendering.objects.filter(pk=order.pk).update(attempts=2, claimed_at=later)
        return Rendered({"figures.json": b"{}"}, {})

    monkeypatch.setattr(renderings, "render", slow)
    renderings.make(order.pk, FROZEN)
    order.refresh_from_db()
    assert (order.status, order.files.count()) == ("running", 0)


def test_a_preview_of_older_figures_is_not_made(compliance):
    report = drafted(compliance)
    order = renderings.newest(report)
    Rendering.objects.filter(pk=order.pk).update(sha256="0" * 64)
    renderings.make(order.pk, FROZEN)
    order.refresh_from_db()
    assert order.status == "dropped"


def test_a_missing_library_is_said_and_a_person_can_try_again(compliance, monkeypatch):
    report = drafted(compliance)

    def without_pango(figures, *, draft):
        raise OSError("cannot load library 'libpango-1.0-0'")

    monkeypatch.setattr(renderings, "render", without_pango)
    renderings.make(renderings.newest(report).pk, FROZEN)
    failed = renderings.newest(report)
    assert (failed.status, "libpango" in failed.problem) == ("failed", True)
    assert renderings.again(failed, NEXT).status == "waiting"


def test_only_the_newest_preview_is_kept(compliance):
    report = drafted(compliance)
    renderings.make(renderings.newest(report).pk, FROZEN)
    publishing.freeze_again(report.pk, actor=compliance, now=NEXT)
    renderings.make(renderings.newest(report).pk, NEXT)
    assert set(ReportFile.objects.values_list("rendering", flat=True)) == {
        renderings.newest(report).pk
    }
