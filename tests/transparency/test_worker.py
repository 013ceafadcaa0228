"""The files of a report, made by a real Celery worker that was told over a real broker."""

import time
from datetime import UTC, datetime

import pytest

from tests import makers
from transparency import publishing, renderings
from transparency.periods import parse


@pytest.mark.django_db(transaction=True)
def test_a_worker_makes_the_files_of_a_draft(celery_worker_process):
    makers.demand()
    report = publishing.draft(
        makers.service(),
        parse("2026-H1"),
        actor=makers.person("compliance"),
        now=datetime(2026, 8, 31, 12, tzinfo=UTC),
    )
    patience = time.monotonic() + 120
    while renderings.newest(report).status in ("waiting", "running"):
        assert time.monotonic() < patience, "no worker made the files"
        time.sleep(0.2)
    made = renderings.newest(report)
    assert (made.status, made.problem) == ("done", "")
    paths = [file.path for file in made.files.all()]
    assert "report.pdf" in paths
    assert "SHA256SUMS" in paths
