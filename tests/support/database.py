"""A database for one proof: made beside the one DATABASE_URL names, migrated, thrown away."""

import contextlib
from collections.abc import Iterator

from django.db import connection

from tests.support import surroundings


@contextlib.contextmanager
def scratch_database() -> Iterator[None]:
    kept = connection.settings_dict["NAME"]
    connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
    try:
        with surroundings.settings_of_tests():
            yield
    finally:
        connection.creation.destroy_test_db(kept, verbosity=0)
