"""What every test stands on: a real PostgreSQL, a real Valkey, a mail server, a Celery worker.

Servers that the environment names (DATABASE_URL, REDIS_URL) are used; the others are started from
their wheels for this run and end with it. That happens while this file is imported, before the
settings are read, which is why DJANGO_SETTINGS_MODULE is set here and not in pyproject.toml.
"""

from __future__ import annotations

import atexit
import contextlib
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import django
import pytest

from config.embedded import borrowed
from tests.support import surroundings
from tests.support.mail import MailServer
from tests.support.worker import WorkerProcess, broker_client

if TYPE_CHECKING:  # importing a model has to wait for the settings
    from django.contrib.auth.models import User
    from pytest_django.fixtures import Settings

IS_XDIST_WORKER = bool(os.environ.get("PYTEST_XDIST_WORKER"))
_for_this_run = contextlib.ExitStack()
atexit.register(_for_this_run.close)
_started: set[str] = set()

if not IS_XDIST_WORKER:
    _started = set(_for_this_run.enter_context(borrowed()))
    os.environ["DUE_PROCESS_VAR"] = tempfile.mkdtemp(prefix="due-process-test-")
    Path(os.environ["DUE_PROCESS_VAR"], "static").mkdir()
    _for_this_run.callback(shutil.rmtree, os.environ["DUE_PROCESS_VAR"], ignore_errors=True)
surroundings.set_environment()
django.setup()


def pytest_report_header() -> list[str]:
    servers = {"PostgreSQL": "DATABASE_URL", "Valkey": "REDIS_URL"}
    return [
        f"{name}: {'from its wheel, for this run' if variable in _started else variable}"
        for name, variable in servers.items()
    ]


@pytest.fixture(scope="session", autouse=True)
def _surroundings() -> Iterator[None]:
    with surroundings.settings_of_tests(), surroundings.flush_past_the_walls():
        yield


# --- Mail --------------------------------------------------------------------------------------


@pytest.fixture(scope="session")
def _mail_server_of_the_session() -> Iterator[MailServer]:
    server = MailServer()
    server.start()
    yield server
    server.stop()


@pytest.fixture
def mail_server(
    _mail_server_of_the_session: MailServer, settings: Settings
) -> Iterator[MailServer]:
    """A real SMTP server, empty and friendly; the product's mail goes to it. Its faults and what
    it can record: tests/support/mail.py."""
    server = _mail_server_of_the_session
    server.reset()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", server.port
    settings.EMAIL_USE_TLS = settings.EMAIL_USE_SSL = False
    settings.EMAIL_HOST_USER = settings.EMAIL_HOST_PASSWORD = ""
    yield server
    server.reset()


# --- Celery ------------------------------------------------------------------------------------


@pytest.fixture
def celery_worker_process(
    transactional_db: None, mail_server: MailServer
) -> Iterator[WorkerProcess]:
    """A real worker in a process of its own, on this test's database, Valkey and mail server. The
    test must commit (it gets `transactional_db`); time cannot be frozen in another process."""
    broker_client().flushdb()
    worker = WorkerProcess(email_url=mail_server.url)
    worker.start()
    yield worker
    worker.stop()
    broker_client().flushdb()


# --- People ------------------------------------------------------------------------------------


@pytest.fixture
def person_for(db: None) -> Callable[[str], User]:
    """One member of staff per role, made when first asked for: person_for("counsel")."""
    from tests import makers

    made: dict[str, User] = {}

    def person(role: str) -> User:
        if role not in made:
            made[role] = makers.person(role)
        return made[role]

    return person
