"""The environment and settings that tests run with."""

import contextlib
import os
from collections.abc import Iterable, Iterator
from unittest import mock
from urllib.parse import urlsplit, urlunsplit


def set_environment() -> None:
    defaults = {
        "DJANGO_SETTINGS_MODULE": "config.settings",
        "DUE_PROCESS_DEVELOPMENT": "1",
        "DJANGO_SECRET_KEY": "a key for tests only, as long as a real one: 0123456789abcdef",
        "DJANGO_ALLOWED_HOSTS": "localhost,127.0.0.1,testserver",
    }
    for name, value in defaults.items():
        os.environ.setdefault(name, value)
    xdist_worker = os.environ.get("PYTEST_XDIST_WORKER", "gw0")
    number = int(xdist_worker.removeprefix("gw"))
    os.environ["REDIS_URL"] = numbered_database(os.environ["REDIS_URL"], number)


def numbered_database(url: str, number: int) -> str:
    """Each xdist worker has a Valkey database of its own, as it has one in PostgreSQL."""
    parts = urlsplit(url)
    if parts.scheme == "unix":
        return f"unix://{parts.path}?db={number}"
    return urlunsplit(parts._replace(path=f"/{number}"))


@contextlib.contextmanager
def settings_of_tests() -> Iterator[None]:
    from django.conf import settings
    from django.test import override_settings

    staticfiles = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    with override_settings(
        # Without a manifest: collecting is what the start does, not what a page needs.
        STORAGES={**settings.STORAGES, "staticfiles": staticfiles},
        # Argon2 is slow on purpose, and hundreds of people are made here.
        PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"],
    ):
        yield


@contextlib.contextmanager
def flush_past_the_walls() -> Iterator[None]:
    """Tests that commit are followed by a flush, which the walls refuse: rows are written once.
    So the flush, and only it, takes the triggers down for its own transaction."""
    from django.db.backends.postgresql.operations import DatabaseOperations

    flush = DatabaseOperations.execute_sql_flush

    def with_triggers_down(self: DatabaseOperations, statements: Iterable[str]) -> None:
        tables = [self.quote_name(name) for name in walled_tables(self.connection)]
        down = [f"ALTER TABLE {table} DISABLE TRIGGER USER" for table in tables]
        up = [f"ALTER TABLE {table} ENABLE TRIGGER USER" for table in tables]
        flush(self, [*down, *statements, *up])

    with mock.patch.object(DatabaseOperations, "execute_sql_flush", with_triggers_down):
        yield


def walled_tables(connection: object) -> list[str]:
    with connection.cursor() as cursor:  # type: ignore[attr-defined]
        cursor.execute(
            "SELECT DISTINCT relname FROM pg_trigger JOIN pg_class ON pg_class.oid = tgrelid "
            "WHERE NOT tgisinternal"
        )
        return [name for (name,) in cursor.fetchall()]
