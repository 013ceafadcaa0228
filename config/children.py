"""Programs of ours that run beside us: started with a log, stopped in order, none outliving us."""

import contextlib
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import IO, NamedTuple

Say = Callable[[str], None]


class Identity(NamedTuple):
    """The operating system user a child runs as."""

    uid: int
    gid: int


class ChildError(Exception):
    """A program of ours did not do what it was started for; the message says what it said."""


class Child:
    """One program: the log its words go to (none: they are shown), and how it is asked to stop."""

    def __init__(
        self,
        name: str,
        argv: Sequence[str],
        *,
        log: Path | None,
        env: Mapping[str, str] | None = None,
        cwd: Path | None = None,
        identity: Identity | None = None,
        stop_signals: Sequence[signal.Signals] = (signal.SIGTERM,),
        patience: float = 15,
    ) -> None:
        self.name, self.argv, self.log = name, list(argv), log
        self.env = dict(os.environ if env is None else env)
        self.cwd, self.identity = cwd, identity
        self.stop_signals, self.patience = stop_signals, patience
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        with self.log.open("wb") if self.log else contextlib.nullcontext() as log:
            self.process = launch(
                self.argv, env=self.env, cwd=self.cwd, identity=self.identity, output=log
            )

    def exit_code(self) -> int | None:
        return self.process.poll() if self.process else None

    def stop(self) -> None:
        """Asks with each signal in turn, then takes it away."""
        if self.process is None:
            return
        for each in self.stop_signals:
            if _gone_after(self.process, each, self.patience):
                return
        _gone_after(self.process, signal.SIGKILL, self.patience)

    def last_words(self, lines: int = 15) -> str:
        text = self.log.read_text(errors="replace") if self.log and self.log.exists() else ""
        return "\n".join(f"    {line}" for line in text.splitlines()[-lines:])


def launch(
    argv: Sequence[str],
    *,
    env: Mapping[str, str],
    cwd: Path | None,
    identity: Identity | None,
    output: IO[bytes] | int | None,
) -> subprocess.Popen[bytes]:
    """Starts a program, as `identity` if there is one. The folder is entered before the change of
    user, so a program may work in a folder to which only we find the way."""
    return subprocess.Popen(  # noqa: S603  (every argument list is ours)
        list(argv),
        env=dict(env),
        cwd=cwd,
        stdin=subprocess.DEVNULL,
        stdout=output,
        stderr=subprocess.STDOUT if output is not None else None,
        user=identity.uid if identity else None,
        group=identity.gid if identity else None,
        extra_groups=[] if identity else None,
    )


def _gone_after(process: subprocess.Popen[bytes], sign: signal.Signals, seconds: float) -> bool:
    with contextlib.suppress(ProcessLookupError):
        process.send_signal(sign)
    try:
        process.wait(seconds)
    except subprocess.TimeoutExpired:
        return False
    return True


class Held:
    """A Python module of ours as a process that ends when we end, however we end.

    It holds the reading end of a pipe whose only writing end is ours: when that closes (because we
    say so, or because we were killed) it stops what it started and goes. It has a session of its
    own, so that Ctrl-C in the terminal reaches us and not, at the same moment, all of them.
    """

    def __init__(self, *arguments: str, output: int | None = None) -> None:
        self.process = subprocess.Popen(  # noqa: S603
            [sys.executable, "-m", *arguments],
            stdin=subprocess.PIPE,
            stdout=output,
            start_new_session=True,
            cwd=Path(__file__).resolve().parent.parent,
        )

    def let_go(self, patience: float = 90) -> int:
        """Closes the pipe and waits; whatever of the session is then left is ended hard."""
        assert self.process.stdin is not None  # noqa: S101  (it was opened as a pipe above)
        with contextlib.suppress(BrokenPipeError):
            self.process.stdin.close()
        if self.process.stdout is not None:
            self.process.stdout.close()
        try:
            code = self.process.wait(patience)
        except subprocess.TimeoutExpired:
            code = 1
        self.end_the_rest(signal.SIGTERM if self.process.poll() is not None else signal.SIGKILL)
        return code

    def end_the_rest(self, sign: signal.Signals) -> None:
        """For the case that the held process was itself killed: its children share its group."""
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(self.process.pid, sign)


def end_with_our_holder() -> threading.Event:
    """In the held process: an event that is set when the holder lets go, or on a signal."""
    end = threading.Event()

    def read_until_closed() -> None:
        while os.read(0, 1024):  # not sys.stdin, whose lock would outlive the interpreter
            pass
        end.set()

    threading.Thread(target=read_until_closed, daemon=True).start()
    for each in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        signal.signal(each, lambda *_: end.set())
    return end
