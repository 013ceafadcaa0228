"""The one clock of delivery: the database's. Workers' own clocks decide nothing."""

from collections.abc import Callable
from datetime import datetime

from django.db import connection

Clock = Callable[[], datetime]


def database_clock() -> datetime:
    """The instant as PostgreSQL has it, also inside a long transaction."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        (instant,) = cursor.fetchone()
    assert isinstance(instant, datetime)  # noqa: S101  (for the type checker)
    return instant
