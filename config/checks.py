"""System checks: what stops the start or warns before it, with the next step in each hint.

`manage.py check` runs all of them. The ones tagged `config` are errors that no web server or
worker of ours starts with (`refuse_unsafe_start`); a warning can be accepted by its id in
ACCEPTED_WARNINGS, an error cannot. docs/operating.md lists them.
"""

import ipaddress
import sys
from collections.abc import Sequence
from importlib.metadata import distributions
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Warning, register, run_checks
from django.core.exceptions import ImproperlyConfigured

from config import libraries

# A release of django-fsm, its twin, and those that overwrite the module `django_fsm` without a
# word when they are installed beside it (docs/decisions/001-django-fsm.md).
OF_DJANGO_FSM = {"django-fsm", "django-fsm-2"}
SATELLITES = {"django-fsm-log", "django-fsm-admin", "django-fsm-2-admin", "django-fsm-rx"}

# CVE-2026-1299: BytesGenerator lets a crafted header inject others. We refuse line breaks in
# headers ourselves; the interpreter should too. First fixed release of each series.
MAIL_HEADERS_FIXED = {(3, 11): 15, (3, 12): 13, (3, 13): 12, (3, 14): 3}


@register("config")
def secret_key_is_long(**_: Any) -> list[CheckMessage]:
    key = secret_key()
    if len(key) >= 50 and len(set(key)) >= 10 and not key.startswith("django-insecure-"):
        return []
    return [
        Error(
            "SECRET_KEY is empty, short or a placeholder.",
            hint="Set DJANGO_SECRET_KEY, or DJANGO_SECRET_KEY_FILE to a file with it, to at least "
            "50 random characters: python -c 'import secrets; print(secrets.token_urlsafe(64))'",
            id="config.E001",
        )
    ]


def secret_key() -> str:
    try:
        return str(settings.SECRET_KEY)
    except ImproperlyConfigured:  # so Django answers who reads an empty one
        return ""


@register("config")
def development_stays_on_this_machine(**_: Any) -> list[CheckMessage]:
    outside = [host for host in settings.ALLOWED_HOSTS if not is_loopback(host)]
    modes = [name for name in ("DEBUG", "DEVELOPMENT") if getattr(settings, name)]
    if not modes or not outside:
        return []
    return [
        Error(
            f"{' and '.join(modes)} is on while {', '.join(outside)} is served.",
            hint="Development shows mails and internals to everybody. Unset DJANGO_DEBUG and "
            "DUE_PROCESS_DEVELOPMENT, or name only loopback hosts in DJANGO_ALLOWED_HOSTS.",
            id="config.E002",
        )
    ]


def is_loopback(host: str) -> bool:
    if host in ("localhost", "testserver") or host.endswith(".localhost"):
        return True  # testserver: what Django's test client calls itself
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False


@register("config")
def database_is_postgresql(**_: Any) -> list[CheckMessage]:
    engine = settings.DATABASES["default"]["ENGINE"]
    if engine == "django.db.backends.postgresql":
        return []
    return [
        Error(
            f"The database is {engine}, and only PostgreSQL keeps our promises.",
            hint="Set DATABASE_URL to postgres://… (15 or newer). Why no other: "
            "docs/decisions/002-postgresql-only.md",
            id="config.E003",
        )
    ]


@register("config")
def one_django_fsm(**_: Any) -> list[CheckMessage]:
    installed = {str(one.metadata["Name"]).lower().replace("_", "-") for one in distributions()}
    wrong = installed & SATELLITES
    if installed >= OF_DJANGO_FSM:
        wrong |= OF_DJANGO_FSM
    if not wrong:
        return []
    return [
        Error(
            f"Installed side by side with the state machine: {', '.join(sorted(wrong))}.",
            hint="These packages overwrite each other's files. Make the environment anew: remove "
            ".venv, run script/setup. docs/decisions/001-django-fsm.md",
            id="config.E004",
        )
    ]


@register("config")
def broker_waits_longer_than_any_task(**_: Any) -> list[CheckMessage]:
    waits = settings.CELERY_BROKER_TRANSPORT_OPTIONS.get("visibility_timeout", 0)
    longest = longest_task_seconds()
    if waits > longest:
        return []
    return [
        Error(
            f"The broker hands a task out again after {waits} s, and one may run {longest} s.",
            hint="A task that is still running would run a second time. Raise visibility_timeout "
            "in CELERY_BROKER_TRANSPORT_OPTIONS above every time limit.",
            id="config.E005",
        )
    ]


def longest_task_seconds() -> float:
    from config.celery import app

    own = [getattr(task, "time_limit", None) or 0 for task in app.tasks.values()]
    return float(max([settings.CELERY_TASK_TIME_LIMIT, *own]))


@register("config")
def hold_window_is_sane(**_: Any) -> list[CheckMessage]:
    if 0 <= settings.NOTICE_HOLD_MINUTES <= 24 * 60:
        return []
    return [
        Error(
            f"NOTICE_HOLD_MINUTES is {settings.NOTICE_HOLD_MINUTES}.",
            hint="Give 0 to 1440: a notice rests so long between due and sent, because nobody can "
            "recall a mail; more than a day would break the promise to tell promptly (P6).",
            id="config.E006",
        )
    ]


@register("system")
def pdf_libraries_are_there(**_: Any) -> list[CheckMessage]:
    absent = libraries.missing()
    if not absent:
        return []
    names = ", ".join(library.soname for library in absent)
    command = libraries.install_command(absent, libraries.system_family())
    return [
        Warning(
            f"Libraries that make the PDFs are missing: {names}.",
            hint=f"Letters and reports cannot be made, or get other bytes. Run: {command}",
            id="config.W007",
        )
    ]


@register("system")
def python_is_patched(**_: Any) -> list[CheckMessage]:
    fixed = MAIL_HEADERS_FIXED.get(sys.version_info[:2])
    if fixed is None or sys.version_info.micro >= fixed:
        return []
    series = f"{sys.version_info.major}.{sys.version_info.minor}"
    return [
        Warning(
            f"Python {series}.{sys.version_info.micro} writes mail headers unsafely "
            "(CVE-2026-1299).",
            hint=f"Use Python {series}.{fixed} or newer. Line breaks in headers are refused by "
            "this product too; the patch is the second wall.",
            id="config.W008",
        )
    ]


def refuse_unsafe_start() -> None:
    """Called by every process that serves: the web server, the worker, the clock."""
    errors = [one for one in run_checks(tags=["config"]) if one.is_serious()]
    if errors:
        raise ImproperlyConfigured("Not started.\n" + sentences(errors))


def sentences(messages: Sequence[CheckMessage]) -> str:
    return "\n".join(f"{one.id}: {one.msg} {one.hint or ''}" for one in messages)
