"""Each check stops what it is there for, and is silent otherwise."""

import re
import sys
from collections import namedtuple
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from config import checks, libraries
from config.embedded import ROOT

Version = namedtuple("Version", "major minor micro")


def ids(check):
    return [message.id for message in check()]


def test_the_operators_page_lists_every_check():
    given = set(re.findall(r"config\.[EW]\d+", Path(checks.__file__).read_text()))
    told = set(re.findall(r"config\.[EW]\d+", (ROOT / "docs" / "operating.md").read_text()))
    assert given == told


def test_the_settings_of_this_run_pass_every_check():
    checks.refuse_unsafe_start()


@pytest.mark.parametrize(
    "key", ["", "short", "a" * 80, "django-insecure-" + "0123456789abcdef" * 4]
)
def test_a_weak_secret_key_stops_the_start(settings, key):
    settings.SECRET_KEY = key
    assert ids(checks.secret_key_is_long) == ["config.E001"]
    with pytest.raises(ImproperlyConfigured, match=r"config\.E001.*DJANGO_SECRET_KEY"):
        checks.refuse_unsafe_start()


@pytest.mark.parametrize("host", ["legal.example.org", "*", "192.0.2.7", ".example.org"])
@pytest.mark.parametrize("mode", ["DEBUG", "DEVELOPMENT"])
def test_development_is_never_served_to_others(settings, mode, host):
    settings.DEBUG = settings.DEVELOPMENT = False
    setattr(settings, mode, True)
    settings.ALLOWED_HOSTS = ["localhost", host]
    assert ids(checks.development_stays_on_this_machine) == ["config.E002"]


def test_production_may_be_served_and_development_may_stay_at_home(settings):
    settings.DEBUG = settings.DEVELOPMENT = False
    settings.ALLOWED_HOSTS = ["legal.example.org"]
    assert ids(checks.development_stays_on_this_machine) == []
    settings.DEVELOPMENT = True
    settings.ALLOWED_HOSTS = ["localhost", "127.0.0.1", "127.8.9.1", "[::1]", "dp.localhost"]
    assert ids(checks.development_stays_on_this_machine) == []


def test_any_database_but_postgresql_stops_the_start(settings, monkeypatch):
    monkeypatch.setitem(settings.DATABASES["default"], "ENGINE", "django.db.backends.sqlite3")
    assert ids(checks.database_is_postgresql) == ["config.E003"]


@pytest.mark.parametrize(
    "names",
    [
        ["django-fsm", "django_fsm_log"],
        ["Django-FSM", "django-fsm-2"],
        ["django-fsm-2", "django-fsm-2-admin"],
        ["django-fsm-rx"],
    ],
)
def test_a_package_that_overwrites_the_state_machine_stops_the_start(monkeypatch, names):
    Distribution = namedtuple("Distribution", "metadata")
    installed = [Distribution({"Name": name}) for name in ["Django", *names]]
    monkeypatch.setattr(checks, "distributions", lambda: installed)
    assert ids(checks.one_django_fsm) == ["config.E004"]


@pytest.mark.parametrize("name", ["django-fsm", "django-fsm-2"])
def test_the_state_machine_or_its_twin_alone_is_fine(monkeypatch, name):
    Distribution = namedtuple("Distribution", "metadata")
    monkeypatch.setattr(checks, "distributions", lambda: [Distribution({"Name": name})])
    assert ids(checks.one_django_fsm) == []


@pytest.mark.parametrize("waits", [0, 299, 300])
def test_a_broker_that_hands_out_running_tasks_stops_the_start(settings, waits):
    settings.CELERY_TASK_TIME_LIMIT = 300
    settings.CELERY_BROKER_TRANSPORT_OPTIONS = {"visibility_timeout": waits}
    assert "config.E005" in ids(checks.broker_waits_longer_than_any_task)


@pytest.mark.parametrize("minutes", [-1, 1441])
def test_a_hold_window_outside_a_day_stops_the_start(settings, minutes):
    settings.NOTICE_HOLD_MINUTES = minutes
    assert ids(checks.hold_window_is_sane) == ["config.E006"]


@pytest.mark.parametrize("minutes", [0, 1440])
def test_a_hold_window_within_a_day_is_fine(settings, minutes):
    settings.NOTICE_HOLD_MINUTES = minutes
    assert ids(checks.hold_window_is_sane) == []


def test_a_missing_pdf_library_is_told_with_the_command_that_brings_it(monkeypatch):
    gone = libraries.Library("libnowhere.so.9", "libnowhere.9.dylib", "libnowhere9")
    monkeypatch.setattr(libraries, "LIBRARIES", (gone,))
    monkeypatch.setattr(libraries, "system_family", lambda: "debian")
    (warning,) = checks.pdf_libraries_are_there()
    assert warning.id == "config.W007"
    assert "libnowhere.so.9" in warning.msg
    assert "apt-get install -y libnowhere9" in (warning.hint or "")


@pytest.mark.parametrize(
    ("version", "told"),
    [
        (Version(3, 11, 14), ["config.W008"]),
        (Version(3, 11, 15), []),
        (Version(3, 12, 12), ["config.W008"]),
        (Version(3, 13, 12), []),
        (Version(3, 14, 2), ["config.W008"]),
        (Version(3, 15, 0), []),
    ],
)
def test_a_python_that_forges_headers_is_told(monkeypatch, version, told):
    monkeypatch.setattr(sys, "version_info", version)
    assert ids(checks.python_is_patched) == told
