"""Workers killed with SIGKILL at random moments of deliveries, the broker flushed in between.

Nothing is lost, there is at most one extra copy for each kill, and all copies of a notice have one
Message-ID. Real Celery workers, real Valkey, real PostgreSQL, a real SMTP server that remembers.
No SMTP sender can promise more: a server may accept a message and die before its answer arrives.

Half of the kills come at any moment, the other half where they hurt: while the server has the
message and has not answered, or just after it answered. Only the sweep, rung as beat would, brings
work back; what may have arrived is sent again under its Message-ID.
"""

import argparse
import os
import random
import statistics
import subprocess
import sys
import threading
import time
from collections import Counter, defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.test import override_settings

from config.celery import app
from notifications import desk
from notifications.models import Attempt, Notice
from notifications.words import DESK, Status
from tests.proofs._readied import Readied, copies_of, readied_notice
from tests.support.database import scratch_database
from tests.support.mail import MailServer
from tests.support.worker import WorkerProcess, broker_client

# Notices that become due before each kill, and workers that share them.
DUE_EACH_TIME = 3
WORKERS = 2
# Seconds, for minutes in earnest: after which the sweep takes a silent worker for dead, and after
# which it sends again what may have arrived.
SHORT_TIMES = {"NOTICE_STUCK_SECONDS": "3", "NOTICE_UNCERTAIN_RETRY_SECONDS": "1"}
PATIENCE = 300


class SoloWorker(WorkerProcess):
    """One process that does one thing at a time, so that a kill meets one delivery at most."""

    def launch(self) -> None:
        """Start without waiting: the others go on meanwhile."""
        words = [sys.executable, "-m", "celery", "-A", "config", "worker", "--pool", "solo"]
        options = ["--without-mingle", "--without-gossip", "--without-heartbeat", "-l", "ERROR"]
        self.process = subprocess.Popen(
            [*words, *options, "-n", f"{random.getrandbits(48):x}@proof"],
            env={**self.environment, **SHORT_TIMES},
            start_new_session=True,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )


class Moments:
    """When a message is in the mail server's hands, and when it was last answered."""

    def __init__(self, server: MailServer, chance: random.Random) -> None:
        self.handed_over = threading.Event()
        self._chance = chance
        server.before_answering = self._think

    def _think(self, _envelope: Any) -> None:
        self.handed_over.set()
        time.sleep(self._chance.uniform(0.005, 0.05))

    def wait(self) -> str:
        """Until the moment of the next kill; says which sort it was."""
        self.handed_over.clear()
        if self._chance.random() < 0.5:
            time.sleep(self._chance.uniform(0, 1.5))
            return "any moment"
        if not self.handed_over.wait(20):
            return "any moment"
        time.sleep(self._chance.uniform(0, 0.08))
        return "around the answer"


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="kill", description=__doc__)
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--seed", type=int, default=None)
    options = parser.parse_args(arguments)
    chance = random.Random(options.seed)  # noqa: S311
    with scratch_database(), _mail_server() as server:
        model = readied_notice()
        broker_client().flushdb()
        due = _kill_again_and_again(options.kills, model, server, chance)
        _let_it_finish(server)
        return _verdict(options.kills, due, server)


@contextmanager
def _mail_server() -> Iterator[MailServer]:
    server = MailServer()
    server.start()
    os.environ["NOTICE_HOLD_MINUTES"] = "0"  # for the workers
    address = {"EMAIL_HOST": "127.0.0.1", "EMAIL_PORT": server.port, "EMAIL_USE_TLS": False}
    with override_settings(**address, EMAIL_HOST_USER="", NOTICE_HOLD_MINUTES=0):
        yield server
    server.stop()


def _kill_again_and_again(
    kills: int, model: Notice, server: MailServer, chance: random.Random
) -> list[Readied]:
    moments, due, met = Moments(server, chance), [], Counter[str]()
    workers = [SoloWorker(email_url=server.url) for _worker in range(WORKERS)]
    for worker in workers:
        worker.launch()
    try:
        for number in range(1, kills + 1):
            due += copies_of(model, DUE_EACH_TIME)
            _ring()
            victim = _busy_one(workers)
            sort = moments.wait()
            victim.kill()
            met[sort] += 1
            if chance.random() < 0.3:
                broker_client().flushdb()
            victim.launch()
            if number % 10 == 0 or number == kills:
                print(
                    f"  {number:4} of {kills} kills, {_open_attempts()} deliveries cut", flush=True
                )
    finally:
        for worker in workers:
            worker.kill()
    print("  " + ", ".join(f"{count} kills at {sort}" for sort, count in sorted(met.items())))
    return due


def _busy_one(workers: list[SoloWorker]) -> SoloWorker:
    """The one that has run for longest: it is the one that works."""
    workers.append(workers.pop(0))
    _wait_for_a_delivery()
    return workers[0]


def _wait_for_a_delivery() -> None:
    """A worker takes seconds to start, and a kill before that meets nobody."""
    until = time.monotonic() + 30
    while not Attempt.objects.filter(ended_at=None).exists() and time.monotonic() < until:
        _ring()
        time.sleep(0.1)


def _ring() -> None:
    """What beat does every minute."""
    app.send_task("notifications.sweep", ignore_result=True)


def _open_attempts() -> int:
    return Attempt.objects.filter(ending__in=("", "lost")).count()


def _let_it_finish(server: MailServer) -> None:
    """No more kills. What was tried too often waits for a person, who tries again."""
    server.before_answering = None
    worker = SoloWorker(email_url=server.url)
    worker.launch()
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until and _unsent().exists():
        _ring()
        time.sleep(0.5)
        for notice in Notice.objects.filter(status__in=DESK):
            if notice.attempts.count() >= 4 and notice.status == Status.UNCERTAIN:
                desk.act(notice.pk, "try_again", actor=None)
    worker.kill()


def _unsent() -> Any:
    return Notice.objects.filter(audience="customer").exclude(status=Status.SENT)


def _verdict(kills: int, due: list[Readied], server: MailServer) -> int:
    copies: defaultdict[str, list[str]] = defaultdict(list)
    for received in server.received:
        copies[received.recipients[0]].append(received.message_id)
    mine = {one.address: copies[one.address] for one in due}
    lost = sum(not each for each in mine.values())
    extra = sum(len(each) - 1 for each in mine.values() if each)
    renamed = sum(len(set(each)) > 1 for each in mine.values())
    unsaid = _unsent().filter(pk__in=[one.notice_id for one in due]).count()
    cut = Attempt.objects.filter(ending="lost").count()
    print(
        f"  {cut} deliveries were cut, {statistics.mean(map(len, mine.values())):.2f} copies each"
    )
    print(
        f"{kills} kills, {len(due)} notices: {lost} lost, {extra} extra copies, "
        f"{renamed} with a second Message-ID, {unsaid} of which the product does not know"
    )
    return 0 if not (lost or renamed or unsaid) and extra <= kills and cut else 1
