"""docs/legal-model.md says what the law files say."""

import pytest
from django.core.management import CommandError, call_command

from casework import law
from casework.law.page import page
from casework.management.commands import legal_model


def test_the_legal_model_is_fresh():
    call_command("legal_model", "--check")


def test_a_stale_legal_model_is_refused(tmp_path):
    old = tmp_path / "legal-model.md"
    old.write_text("yesterday's law")
    with pytest.raises(CommandError, match=r"legal-model\.md is stale"):
        call_command("legal_model", "--check", out=old)
    call_command("legal_model", out=old)
    call_command("legal_model", "--check", out=old)


def test_the_command_writes_where_the_documents_are(settings, tmp_path):
    settings.BASE_DIR = tmp_path
    (tmp_path / "docs").mkdir()
    call_command("legal_model")
    assert (tmp_path / legal_model.PLACE).read_text().startswith("# The legal model")


def test_nothing_of_the_law_is_left_out():
    text = page()
    found = law.catalogue()
    for code in found.processes:
        assert f'<a id="{code}"></a>' in text
    versions = [each for group in found.processes.values() for each in group]
    for item in (item for process in versions for item in process.checklist):
        assert item.text in text
    for rule in found.clocks.values():
        assert f"| {rule.name}" in text
    for gag in law.gag_authorities():
        assert gag.name in text
    for ground in found.grounds.values():
        assert ground.sentence in text


def test_the_bounds_of_an_epoc_stand_in_one_table():
    text = page()
    assert (
        "| Enforcing authority notified, silent | at once | end of day 10 | end of day 10 |" in text
    )
    assert "| Enforcing authority clears early | at once | at any time | end of day 10 |" in text
    assert "| Enforcing authority raises a ground | at once | never: nothing is sent | — |" in text
    assert "| Emergency | at once | at any time | receipt + 8 hours |" in text


def test_every_tag_is_explained():
    text = page()
    for tag in law.Certainty:
        assert f"| [{tag}] | " in text


def test_every_row_of_a_table_has_the_columns_of_its_head():
    width = 0
    for line in page().replace("\\|", "").split("\n"):
        cells = line.count("|") - 1 if line.startswith("|") else 0
        assert not (cells and width) or cells == width, line
        width = cells
