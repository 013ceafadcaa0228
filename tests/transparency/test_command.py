"""`manage.py transparency_report`, from cases to a folder of files."""

import json
from datetime import UTC, datetime
from io import StringIO

import pytest
import time_machine
from django.core.management import call_command
from django.core.management.base import CommandError

from tests import makers
from transparency import publishing, renderings
from transparency.management.commands import transparency_report
from transparency.models import Report
from transparency.periods import parse
from transparency.render import Rendered

pytestmark = pytest.mark.django_db

FROZEN = datetime(2026, 8, 31, 12, tzinfo=UTC)
LATER = datetime(2027, 2, 1, 8, tzinfo=UTC)


def run(out, *options, day=FROZEN, period="2026-H1", service="mail"):
    told = StringIO()
    with time_machine.travel(day, tick=False):
        call_command(
            "transparency_report",
            f"--service={service}",
            f"--period={period}",
            f"--out={out}",
            *options,
            stdout=told,
            no_color=True,
        )
    return told.getvalue()


@pytest.fixture
def quick(monkeypatch):
    """Files from the figures alone, without the seconds a PDF takes."""

    def render(figures, *, draft):
        counted = str(figures.headline("demands")).encode()
        return Rendered({"figures.json": counted, "SHA256SUMS": counted}, {"weasyprint": "0"})

    monkeypatch.setattr(transparency_report, "render", render)
    monkeypatch.setattr(renderings, "render", render)


def published():
    compliance, approver = makers.person("compliance"), makers.person("approver")
    report = publishing.draft(makers.service(), parse("2026-H1"), actor=compliance, now=FROZEN)
    publishing.approve(report.pk, seen=report.sha256, actor=approver, now=FROZEN)
    renderings.make(renderings.newest(report).pk, FROZEN)
    return publishing.publish(report.pk, actor=compliance, now=FROZEN)


def test_a_period_without_a_report_is_frozen_as_a_draft_and_the_command_says_so(tmp_path):
    makers.demand()
    told = run(tmp_path / "out")
    assert "a draft was frozen now" in told
    assert "v1: Draft" in told
    assert {path.name for path in (tmp_path / "out").iterdir()} == {
        "report.pdf",
        "figures.json",
        "csv",
        "datapackage.json",
        "SHA256SUMS",
    }
    document = json.loads((tmp_path / "out" / "figures.json").read_bytes())
    assert document["heading"]["frozen_at"] == "2026-08-31T12:00:00Z"
    report = Report.objects.get()
    assert (report.status, report.drafted_by) == ("draft", None)
    assert (tmp_path / "out" / "figures.json").read_text() == report.frozen


def test_a_published_report_comes_out_of_its_frozen_figures_on_another_day(quick, tmp_path):
    makers.demand()
    published()
    makers.demand()
    told = run(tmp_path / "out", day=LATER)
    assert "v1: Published" in told
    assert "The same bytes as the files that were approved." in told
    assert (tmp_path / "out" / "figures.json").read_bytes() == b"1"
    assert Report.objects.count() == 1


def test_other_bytes_are_reported_with_what_is_different(quick, tmp_path, monkeypatch):
    published()
    other = Rendered({"SHA256SUMS": b"other"}, {"weasyprint": "1"})
    monkeypatch.setattr(transparency_report, "render", lambda figures, *, draft: other)
    told = run(tmp_path / "out", day=LATER)
    assert "Not the same bytes" in told
    assert "weasyprint 1" in told


def test_an_open_draft_is_used_as_it_is_unless_asked_for_a_fresh_one(quick, tmp_path):
    makers.service()
    run(tmp_path / "first")
    makers.demand()
    assert "Using the open draft" in run(tmp_path / "second", day=LATER)
    assert (tmp_path / "second" / "figures.json").read_bytes() == b"0"
    run(tmp_path / "third", "--fresh", day=LATER)
    assert (tmp_path / "third" / "figures.json").read_bytes() == b"1"


def test_what_is_not_explained_is_said(quick, tmp_path):
    makers.demand(agency=makers.agency(country=""))
    assert "Not explained: Demands whose record names no country" in run(tmp_path / "out")


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        ({"service": "telegraph"}, "There is no service “telegraph”. Known: mail"),
        ({"period": "H1"}, "is no period"),
        ({"period": "2026-H2"}, "31 December 2026"),
    ],
)
def test_a_mistake_is_answered_with_the_way_out(quick, tmp_path, asked, words):
    makers.service()
    with pytest.raises(CommandError, match=words):
        run(tmp_path / "out", **asked)


def test_a_folder_with_files_is_left_alone(quick, tmp_path):
    makers.service()
    (tmp_path / "diary.txt").write_text("mine")
    with pytest.raises(CommandError, match="not empty"):
        run(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["diary.txt"]
