"""The page that newcomers read first says what the code says."""

import pytest
from django.core.management import CommandError, call_command

from casework.management.commands import state_machine


def test_the_page_about_the_state_machine_is_fresh():
    call_command("state_machine", "--check")


def test_a_stale_page_is_refused(monkeypatch, tmp_path, settings):
    settings.BASE_DIR = tmp_path
    (tmp_path / "docs").mkdir()
    (tmp_path / state_machine.PLACE).write_text("yesterday's rules")
    with pytest.raises(CommandError, match="is stale"):
        call_command("state_machine", "--check")


def test_every_guard_says_what_it_is_for():
    assert all(guard.__doc__ for guards in state_machine.GUARDS.values() for guard in guards)
