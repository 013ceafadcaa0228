"""A gag order recorded at the instant a notice leaves: no notice is accepted after its commit.

Two real code paths meet on real PostgreSQL connections, in random order within milliseconds: a
person records the order through the door, a worker delivers the notice to a real SMTP server that
stamps the moment it accepts. A leak is a notice accepted after the recording had returned; the
product promises none (I1). Besides, what the product then says (withheld, or sent) must be what the
mail server knows.

With --without-lock the worker does not take the demand's lock. Then leaks must be found: a harness
that cannot fail proves nothing.
"""

import argparse
import random
import statistics
import threading
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from unittest import mock

from django.db import OperationalError, connection
from django.test import override_settings

from casework.models import Demand
from notifications import delivery
from notifications.clock import database_clock
from notifications.models import Notice
from notifications.words import Status
from tests import makers
from tests.proofs._readied import Readied, copies_of, readied_notice
from tests.support.database import scratch_database
from tests.support.mail import MailServer

# Milliseconds for which the mail server may think before it accepts, as real ones do.
THINKING = 20
BATCH = 50


@dataclass(frozen=True)
class Pace:
    """Seconds that a side takes alone."""

    sending: float
    recording: float


@dataclass(frozen=True)
class Result:
    """`accepted_at` and `recorded_at` are readings of one monotonic clock."""

    accepted_at: float | None
    recorded_at: float
    status: str

    @property
    def leaked(self) -> bool:
        return self.accepted_at is not None and self.accepted_at > self.recorded_at

    @property
    def told_the_truth(self) -> bool:
        return (self.accepted_at is not None) == (self.status == Status.SENT)


def main(arguments: list[str]) -> int:
    options = _parser().parse_args(arguments)
    with scratch_database(), _mail_server() as server, _lock(taken=not options.without_lock):
        results = _run(options.trials, server, random.Random(options.seed))  # noqa: S311
    return _verdict(results, without_lock=options.without_lock)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="race", description=__doc__)
    parser.add_argument("--trials", type=int, default=2000)
    parser.add_argument("--without-lock", action="store_true", help="leaks must be found")
    parser.add_argument("--seed", type=int, default=None, help="of the jitter")
    return parser


@contextmanager
def _mail_server() -> Iterator[MailServer]:
    server = MailServer()
    server.start()
    address = {"EMAIL_HOST": "127.0.0.1", "EMAIL_PORT": server.port, "EMAIL_USE_TLS": False}
    with override_settings(**address, EMAIL_HOST_USER="", NOTICE_HOLD_MINUTES=0):
        yield server
    server.stop()


@contextmanager
def _lock(*, taken: bool) -> Iterator[None]:
    """The seam of the control: there is no setting for it, only this test can reach it."""
    if taken:
        yield
        return
    with mock.patch.object(delivery, "locked", side_effect=_not_locked):
        yield


def _not_locked(notice: Notice) -> Notice:
    return Notice.objects.get(pk=notice.pk)


def _run(trials: int, server: MailServer, chance: random.Random) -> list[Result]:
    results: list[Result] = []
    model = readied_notice()
    server.before_answering = lambda envelope: time.sleep(chance.uniform(0, THINKING) / 1000)
    with ThreadPoolExecutor(max_workers=2) as pool:
        pace = _pace(copies_of(model, 5), pool)
        print(f"  a delivery takes {pace.sending:.3f} s, a recording {pace.recording:.3f} s alone")
        while len(results) < trials:
            batch = copies_of(model, min(BATCH, trials - len(results)))
            results += [_race(trial, pool, server, chance, pace) for trial in batch]
            leaks = sum(result.leaked for result in results)
            print(f"  {len(results):6} of {trials} trials, {leaks} leaks", flush=True)
    return results


def _pace(trials: list[Readied], pool: ThreadPoolExecutor) -> Pace:
    """How long either side takes here today, when nobody disturbs it."""
    sending: list[float] = []
    recording: list[float] = []
    for trial in trials:
        for times, side in ((sending, _send), (recording, _record)):
            started = time.monotonic()
            pool.submit(side, trial, threading.Barrier(1), 0).result()
            times.append(time.monotonic() - started)
    return Pace(statistics.median(sending), statistics.median(recording))


def _race(
    trial: Readied,
    pool: ThreadPoolExecutor,
    server: MailServer,
    chance: random.Random,
    pace: Pace,
) -> Result:
    """Let them meet at any point: the one may be done before the other begins, and all between."""
    barrier = threading.Barrier(2)
    lead = chance.uniform(-pace.recording, pace.sending)
    sending = pool.submit(_send, trial, barrier, max(0, -lead))
    recording = pool.submit(_record, trial, barrier, max(0, lead))
    recorded_at = recording.result()
    sending.result()
    accepted = [each for each in server.received if each.recipients == (trial.address,)]
    server.received.clear()
    if len(accepted) > 1:
        raise AssertionError("One notice was accepted twice.")
    status = Notice.objects.values_list("status", flat=True).get(pk=trial.notice_id)
    return Result(accepted[0].accepted_at if accepted else None, recorded_at, status)


def _send(trial: Readied, barrier: threading.Barrier, wait: float) -> None:
    with _own_connection():
        barrier.wait()
        time.sleep(wait)
        with _excusing_deadlocks():
            delivery.deliver(trial.notice_id)


def _record(trial: Readied, barrier: threading.Barrier, wait: float) -> float:
    with _own_connection():
        demand, now = Demand.objects.get(pk=trial.demand_id), database_clock()
        barrier.wait()
        time.sleep(wait)
        with _excusing_deadlocks():
            makers.gag(demand, now=now)
            return time.monotonic()
        makers.gag(demand, now=now)
        return time.monotonic()


@contextmanager
def _excusing_deadlocks() -> Iterator[None]:
    """Without the common lock the two can also block each other, and PostgreSQL ends one of them:
    no leak, and no surprise. With the lock it would be a fault."""
    try:
        yield
    except OperationalError as error:
        if "deadlock" not in str(error) or not isinstance(delivery.locked, mock.Mock):
            raise


@contextmanager
def _own_connection() -> Iterator[None]:
    """Each side has its own session with PostgreSQL, open before the start."""
    connection.ensure_connection()
    try:
        yield
    finally:
        connection.close()


def _verdict(results: list[Result], *, without_lock: bool) -> int:
    """The figure, and whether it is what was promised."""
    leaks = sum(result.leaked for result in results)
    untrue = sum(not result.told_the_truth for result in results)
    ends = Counter(result.status for result in results)
    print(", ".join(f"{count} {status}" for status, count in sorted(ends.items())))
    if len(ends) < 2:
        print("Only one side ever won: the two did not meet, so nothing was proven.")
    if without_lock:
        print(f"without the lock: {leaks} leaks in {len(results)} trials (some must be found)")
        return 0 if leaks else 1
    print(f"{leaks} leaks in {len(results)} trials, {untrue} times the product said otherwise")
    return 0 if leaks == 0 and untrue == 0 and len(ends) > 1 else 1
