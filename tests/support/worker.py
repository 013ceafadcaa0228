"""A real Celery worker in a process of its own, that a test can kill."""

import contextlib
import os
import signal
import subprocess
import sys
import time
from urllib.parse import quote, urlencode

import redis
from django.conf import settings
from django.db import connection

from config.celery import app
from config.embedded import ROOT


def broker_client() -> "redis.Redis":
    return redis.Redis.from_url(settings.REDIS_URL)


def database_url() -> str:
    """The address of the database this test uses (test_…), for another process."""
    known = connection.settings_dict
    host = known["HOST"] or known["OPTIONS"].get("host", "")
    login = quote(str(known["USER"]), safe="")
    if known["PASSWORD"]:
        login += ":" + quote(str(known["PASSWORD"]), safe="")
    name = quote(str(known["NAME"]), safe="")
    port = f":{known['PORT']}" if known["PORT"] else ""
    return f"postgres://{login}@{port}/{name}?{urlencode({'host': host})}"


class WorkerProcess:
    """`kill()` is SIGKILL for the worker and its pool at once; `start()` brings a new one."""

    def __init__(self, *, email_url: str, concurrency: int = 2) -> None:
        self.concurrency = concurrency
        self.environment = {
            **os.environ,
            "DATABASE_URL": database_url(),
            "REDIS_URL": settings.REDIS_URL,
            "EMAIL_URL": email_url,
        }
        self.process: subprocess.Popen[bytes] | None = None

    def start(self, *, patience: float = 60) -> None:
        words = [sys.executable, "-m", "celery", "-A", "config", "worker"]
        options = ["--without-mingle", "--without-gossip", "--loglevel", "WARNING"]
        self.process = subprocess.Popen(
            [*words, *options, "--concurrency", str(self.concurrency)],
            cwd=ROOT,
            env=self.environment,
            start_new_session=True,
        )
        deadline = time.monotonic() + patience
        while not self.answers(within=1):
            if self.process.poll() is not None or time.monotonic() > deadline:
                raise RuntimeError("the Celery worker did not start; its words are above")

    def answers(self, *, within: float = 10) -> bool:
        """Returns with the first answer, or without one when the time is over."""
        return bool(app.control.ping(timeout=within, limit=1))

    def kill(self) -> None:
        self._signal_all(signal.SIGKILL)

    def stop(self) -> None:
        self._signal_all(signal.SIGTERM)

    def _signal_all(self, sign: signal.Signals) -> None:
        if self.process is None:
            return
        with contextlib.suppress(ProcessLookupError):
            if sign is signal.SIGKILL:
                os.killpg(self.process.pid, sign)
            else:
                self.process.send_signal(sign)
        try:
            self.process.wait(30)
        except subprocess.TimeoutExpired:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait(30)
        self.process = None
