"""PostgreSQL and Valkey from their wheels: for the first run, the tests and the proofs.

`running(home, durable=…)` starts what the environment does not name (DATABASE_URL, REDIS_URL) and
gives the addresses. `python -m config.embedded COMMAND…` runs one command with both of them up.
Why embedded, and the traps each line answers: docs/decisions/003-embedded-servers.md.
"""

import contextlib
import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from config.children import Child, ChildError, Held, Say, end_with_our_holder
from config.postgres import start_postgres
from config.valkey import start_valkey

SERVERS = {"DATABASE_URL": "Postgres", "REDIS_URL": "Valkey"}
ROOT = Path(__file__).resolve().parent.parent


@dataclass
class Servers:
    """What was started, and how to reach it."""

    addresses: dict[str, str] = field(default_factory=dict)
    children: list[Child] = field(default_factory=list)


@contextlib.contextmanager
def running(home: Path, *, durable: bool, say: Say) -> Iterator[Servers]:
    """PostgreSQL and Valkey with their data under `home`; stopped in reverse order at the end."""
    servers = Servers()
    starters = {"DATABASE_URL": start_postgres, "REDIS_URL": start_valkey}
    with contextlib.ExitStack() as stack:
        wanted = {name: start for name, start in starters.items() if not os.environ.get(name)}
        runtime = stack.enter_context(runtime_folder(home)) if wanted else home
        for name, start in wanted.items():
            child, address = start(home, runtime, durable=durable, say=say)
            stack.callback(child.stop)
            servers.children.append(child)
            servers.addresses[name] = address
        yield servers


@contextlib.contextmanager
def runtime_folder(home: Path) -> Iterator[Path]:
    """A private folder with a short path: a Unix socket's path may have about 100 characters, and
    as root PostgreSQL's user must be able to reach it, which it often cannot where the code is."""
    remains = home / "runtime-folder"
    if remains.exists():  # the last run was killed hard
        shutil.rmtree(remains.read_text(), ignore_errors=True)
    folder = Path(tempfile.mkdtemp(prefix="due-process-", dir=short_temporary_folder()))
    folder.chmod(0o711)
    remains.write_text(str(folder))
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)
        remains.unlink(missing_ok=True)


def short_temporary_folder() -> str:
    own = tempfile.gettempdir()
    return own if len(own) <= 60 and os.geteuid() != 0 else "/tmp"  # noqa: S108


# --- As a process of its own, for whoever needs the servers only for a while -------------------


def hold_until_let_go() -> int:
    """Runs in the held process: temporary servers, their addresses as one line of JSON."""
    end = end_with_our_holder()
    home = Path(tempfile.mkdtemp(prefix="due-process-data-"))
    try:
        with running(home, durable=False, say=complain) as servers:
            sys.stdout.write(json.dumps(servers.addresses) + "\n")
            sys.stdout.flush()
            while not end.wait(0.5):
                if any(child.exit_code() is not None for child in servers.children):
                    return 1
    finally:
        shutil.rmtree(home, ignore_errors=True)
    return 0


def complain(sentence: str) -> None:
    sys.stderr.write(f"==> {sentence}\n")
    sys.stderr.flush()


@contextlib.contextmanager
def borrowed() -> Iterator[Mapping[str, str]]:
    """Temporary servers in a process that ends with us; their addresses are put into the
    environment. Names that are set already are left alone."""
    if os.environ.get("DATABASE_URL") and os.environ.get("REDIS_URL"):
        yield {}
        return
    held = Held("config.embedded", "--hold", output=subprocess.PIPE)
    try:
        assert held.process.stdout is not None  # noqa: S101  (opened as a pipe above)
        line = held.process.stdout.readline()
        if not line:
            raise ChildError("The embedded servers did not start; the reason is above.")
        addresses = json.loads(line)
        os.environ.update(addresses)
        yield addresses
    finally:
        held.let_go()


def main(arguments: list[str]) -> int:
    if arguments == ["--hold"]:
        return hold_until_let_go()
    started = time.monotonic()
    with borrowed() as addresses:
        up = " and ".join(SERVERS[name] for name in addresses) or "no server of ours"
        complain(f"Embedded: {up}, ready after {time.monotonic() - started:.1f} s")
        complain(f"Running {' '.join(arguments)}")
        # Ctrl-C reaches the command too; it decides, we wait for it and then clean up.
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        return subprocess.run(arguments, check=False).returncode  # noqa: S603


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except ChildError as error:
        complain(str(error))
        sys.exit(1)
