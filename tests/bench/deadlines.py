"""How many deadlines are computed in a second, and how long a sweep over the open ones takes.

    python -m tests.bench.deadlines [--open N]

Against the database of DATABASE_URL, in a transaction that is rolled back.
"""

from __future__ import annotations

import argparse
import os
import statistics
from datetime import UTC, datetime, timedelta
from time import perf_counter, process_time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from casework.models import Demand

RULES = ("eu_epoc_answer", "policy_notice_due", "us_frcp45_objection", "policy_emergency_answer")
START = datetime(2026, 1, 1, 9, tzinfo=UTC)


def computed_per_second(code: str, number: int = 5_000) -> float:
    from casework import clocks, law

    rule = law.clock(code)
    triggers = [START + timedelta(hours=7 * n % 9_000) for n in range(number)]
    begun = process_time()  # of this process alone, so that a busy machine changes nothing
    for trigger in triggers:
        clocks.compute(rule, trigger, "America/New_York", country="US", subdivision="NY")
    return number / (process_time() - begun)


def sweeps(number: int) -> tuple[float, int]:
    """Seconds of one sweep over `number` open deadlines of which one in a hundred is overdue."""
    from django.db import transaction

    from casework import deadlines
    from tests import makers

    with transaction.atomic():
        demand = makers.demand()
        _fill(demand, number)
        now = START + timedelta(days=365)
        times = []
        for _run in range(5):
            begun = perf_counter()
            found = len(deadlines.overdue(now))
            times.append(perf_counter() - begun)
        transaction.set_rollback(True)
    return statistics.median(times), found


def _fill(demand: Demand, number: int) -> None:
    from casework.models import Deadline

    now = START + timedelta(days=365)
    Deadline.objects.bulk_create(
        (
            Deadline(
                demand=demand,
                rule="eu_epoc_answer",
                title="EPOC answered",
                bound="latest",
                obliges="provider",
                at=now + timedelta(hours=n if n % 100 else -n - 1),
                working_out="10 calendar days after receipt.",
                set_at=START,
            )
            for n in range(number)
        ),
        batch_size=2_000,
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--open", type=int, default=100_000)
    number = parser.parse_args().open
    for code in RULES:
        computed_per_second(code, 200)  # fills the calendars
        print(f"{code:<26} {computed_per_second(code):>8,.0f} deadlines/s, with their sentence")
    seconds, found = sweeps(number)
    print(f"sweep over {number:,} open deadlines: {seconds * 1000:,.0f} ms, {found:,} overdue")


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    import django

    django.setup()
    main()
