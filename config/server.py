"""The product on one machine: what script/server runs. Production is docs/operating.md.

Two processes: the one in the foreground only waits for Ctrl-C; the other (`--supervise`) starts,
watches and stops everything, and ends however the first one ends (config/children.py: Held).
"""

import contextlib
import fcntl
import json
import os
import secrets
import signal
import socket
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from threading import Event

from config.children import Child, ChildError, Held, end_with_our_holder
from config.devmail import Keeper, LoopbackServer
from config.embedded import ROOT, SERVERS, running
from config.prepare import say

VAR = Path(os.environ.get("DUE_PROCESS_VAR", ROOT / "var"))
LOGS = VAR / "log"
# A program that dies is started again, but not this often within so many seconds.
RESTARTS, WITHIN_SECONDS = 3, 60


def main(arguments: list[str]) -> int:
    if arguments == ["--supervise"]:
        try:
            return supervise(port())
        except ChildError as error:
            say(str(error))
            return 1
    refuse_a_taken_port(port())
    held = Held("config.server", "--supervise")

    def stop(*_: object) -> None:
        say("Stopping")
        with contextlib.suppress(BrokenPipeError):
            held.process.stdin.close()  # type: ignore[union-attr]

    for sign in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(sign, stop)
    code = held.process.wait()
    if code < 0:
        say("The supervisor was killed; ending what it had started")
    held.end_the_rest(signal.SIGTERM)
    return 1 if code < 0 else code


def port() -> int:
    wanted = os.environ.get("PORT") or "8000"
    if not wanted.isdigit() or not 1 <= int(wanted) <= 65535:
        sys.exit(f"PORT={wanted} is not a port. Give a number from 1 to 65535, or leave it out.")
    return int(wanted)


def refuse_a_taken_port(number: int) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", number))
        except OSError as error:
            sys.exit(
                f"Port {number} cannot be used ({error.strerror}). "
                f"Stop what uses it, or choose another: PORT={number + 1} script/server"
            )


def supervise(number: int) -> int:
    end = end_with_our_holder()
    for folder in (VAR, LOGS):
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    with contextlib.ExitStack() as stack:
        stack.enter_context(only_server_of_this_checkout())
        say_which_servers()
        servers = stack.enter_context(running(VAR, durable=True, say=say))
        os.environ.update(servers.addresses)
        keeps_mail = not os.environ.get("EMAIL_URL")
        os.environ.update(development_environment(stack.enter_context(development_mail())))
        if not run_to_its_end(Child("preparation", python("config.prepare"), log=None), end):
            return 0 if end.is_set() else 1
        programs = [web(number), worker(), beat()]
        for child in programs:
            say(f"Starting the {child.name}")
            child.start()
            stack.callback(child.stop)
        if not wait_for_the_web(number, programs[0], end):
            return 0 if end.is_set() else 1
        announce(number, keeps_mail=keeps_mail)
        return watch(programs, servers.children, end)


def say_which_servers() -> None:
    for variable, server in SERVERS.items():
        if os.environ.get(variable):
            say(f"Using the server that {variable} names")
        else:
            say(f"Starting an embedded {server} (data in {VAR / server.lower()})")


# --- What everything runs with ----------------------------------------------------------------


@contextlib.contextmanager
def only_server_of_this_checkout() -> Iterator[None]:
    with (VAR / "server.lock").open("a") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            raise ChildError("A server of this checkout is running already.") from None
        yield


@contextlib.contextmanager
def development_mail() -> Iterator[str]:
    """The address of a mail server that keeps everything, unless EMAIL_URL names a real one."""
    if named := os.environ.get("EMAIL_URL"):
        yield named
        return
    server = LoopbackServer(Keeper(VAR / "mail"))
    server.start()
    say(f"Starting the development mail server (mails in {VAR / 'mail'})")
    yield server.url
    server.stop()


def development_environment(email_url: str) -> dict[str, str]:
    defaults = {
        "DUE_PROCESS_VAR": str(VAR),
        "DJANGO_ALLOWED_HOSTS": "localhost,127.0.0.1,[::1]",
        "EMAIL_URL": email_url,
        # In production a notice rests a while before it leaves. Here one wants to see it.
        "NOTICE_HOLD_MINUTES": "0",
        "PYTHONUNBUFFERED": "1",
    }
    if not os.environ.get("DJANGO_SECRET_KEY"):
        defaults["DJANGO_SECRET_KEY_FILE"] = str(secret_key_file())
    given = {name: os.environ.get(name) or value for name, value in defaults.items()}
    # Whatever the shell says: without TLS in front of it, this is development.
    return {**given, "DUE_PROCESS_DEVELOPMENT": "1"}


def secret_key_file() -> Path:
    """A key of this checkout's own, made once."""
    path = VAR / "secret-key"
    if not path.exists():
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w") as file:
            file.write(secrets.token_urlsafe(64))
    return path


# --- The programs ------------------------------------------------------------------------------


def python(*words: str) -> list[str]:
    return [sys.executable, "-m", *words]


def web(number: int) -> Child:
    options = [
        *("--bind", f"127.0.0.1:{number}", "--workers", "2", "--preload"),
        *("--no-control-socket", "--access-logfile", "-", "--graceful-timeout", "10"),
    ]
    return Child("web server", python("gunicorn", "config.wsgi", *options), log=LOGS / "web.log")


def worker() -> Child:
    options = ["--concurrency", "2", "--without-mingle", "--without-gossip", "--loglevel", "INFO"]
    # SIGTERM lets running tasks finish; SIGQUIT gives them back to the queue.
    return Child(
        "task worker (Celery)",
        python("celery", "-A", "config", "worker", *options),
        log=LOGS / "worker.log",
        stop_signals=(signal.SIGTERM, signal.SIGQUIT),
    )


def beat() -> Child:
    words = python("celery", "-A", "config", "beat", "--pidfile=", "--loglevel", "INFO")
    return Child("clock (Celery beat)", words, log=LOGS / "beat.log")


def run_to_its_end(child: Child, end: Event) -> bool:
    child.start()
    while child.exit_code() is None:
        if end.wait(0.1):
            child.stop()
            return False
    return child.exit_code() == 0


def wait_for_the_web(number: int, child: Child, end: Event) -> bool:
    address = f"http://127.0.0.1:{number}/admin/login/"
    while child.exit_code() is None and not end.wait(0.1):
        with contextlib.suppress(OSError), urllib.request.urlopen(address, timeout=30) as answer:
            return bool(answer.status == 200)
    if not end.is_set():
        say(f"The web server did not start. Its last words:\n{child.last_words()}")
    return False


# --- What the person in front of it sees -------------------------------------------------------


def announce(number: int, *, keeps_mail: bool) -> None:
    address = f"http://localhost:{number}"
    lines = ["", f"Due Process is at  {address}/", ""]
    lines += [f"  {line}" for line in people()]
    if keeps_mail:
        lines += ["", f"Every mail it sends is at  {address}/development/mails/"]
    lines += [f"Logs are in {LOGS}. Ctrl-C stops everything; the data stays in {VAR}.", ""]
    sys.stdout.write("\n".join(lines) + "\n")
    sys.stdout.flush()


def people() -> list[str]:
    """The demo's users, one per role, as the demo wrote them down."""
    path = VAR / "demo-users.json"
    if not path.exists():
        return ["Sign in with an account of this database (manage.py createsuperuser makes one)."]
    users = json.loads(path.read_text())
    name = max(len(user["username"]) for user in users)
    secret = max(len(user["password"]) for user in users)
    return [
        f"{user['username']:<{name}}  {user['password']:<{secret}}  {user['role']}: {user['what']}"
        for user in users
    ]


def watch(programs: list[Child], servers: list[Child], end: Event) -> int:
    """Starts again what dies, and says so; stops everything when that does not help."""
    died: dict[str, list[float]] = {child.name: [] for child in programs}
    while not end.wait(0.5):
        for child in (*servers, *programs):
            if child.exit_code() is None:
                continue
            say(f"The {child.name} ended ({child.exit_code()}). Its last words:")
            say(child.last_words().lstrip() or "(none)")
            now = time.monotonic()
            recent = [at for at in died.get(child.name, []) if at > now - WITHIN_SECONDS]
            if child in servers or len(recent) >= RESTARTS:
                say("Stopping everything.")
                return 1
            died[child.name] = [*recent, now]
            say(f"Starting the {child.name} again")
            child.start()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
