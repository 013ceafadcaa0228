"""The embedded servers, for real: restarts, hard kills, leftovers, and no trace afterwards."""

import contextlib
import os
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import psycopg
import pytest
import redis

from config import embedded, postgres
from config.children import ChildError, launch
from config.embedded import ROOT, running


@pytest.fixture
def home(tmp_path, monkeypatch):
    monkeypatch.delenv("DATABASE_URL")
    monkeypatch.delenv("REDIS_URL")
    return tmp_path


@pytest.fixture
def said():
    return []


def sql(servers, statement):
    """Run as the product's own role, over the address it is given."""
    with psycopg.connect(servers.addresses["DATABASE_URL"], autocommit=True) as connection:
        cursor = connection.execute(statement)
        return cursor.fetchall() if cursor.description else None


def broker(servers):
    return redis.Redis.from_url(servers.addresses["REDIS_URL"])


def gone(path, *, patience=30):
    deadline = time.monotonic() + patience
    while path.exists() and time.monotonic() < deadline:
        time.sleep(0.05)
    return not path.exists()


def runtime_folder(servers):
    return Path(servers.addresses["REDIS_URL"].removeprefix("unix://")).parent


def test_data_is_kept_from_one_start_to_the_next_and_nothing_else_stays(home, said):
    with running(home, durable=True, say=said.append) as servers:
        sql(servers, "create table kept (word text)")
        with broker(servers) as client:
            client.set("kept", "word")
    assert not runtime_folder(servers).exists()
    assert all(child.exit_code() is not None for child in servers.children)
    with running(home, durable=True, say=said.append) as servers:
        assert sql(servers, "select count(*) from kept") == [(0,)]
        with broker(servers) as client:
            assert client.get("kept") == b"word"


def test_after_a_hard_kill_the_next_start_has_everything_that_was_committed(home, said):
    with running(home, durable=True, say=said.append) as servers:
        sql(servers, "create table kept as select 1 as one")
        for child in servers.children:
            assert child.process is not None
            child.process.kill()
            child.process.wait()
    with running(home, durable=True, say=said.append) as servers:
        assert sql(servers, "select one from kept") == [(1,)]


def test_servers_that_a_killed_run_left_behind_are_stopped_first(home, said):
    with contextlib.ExitStack() as stack:
        left = stack.enter_context(running(home, durable=True, say=said.append))
        with running(home, durable=True, say=said.append) as servers:
            assert sql(servers, "select 1") == [(1,)]
            for child in left.children:
                assert child.process is not None
                child.process.wait(10)
    assert [sentence.split(" that ")[0] for sentence in said] == [
        "Stopping a postgres",
        "Stopping a valkey-server",
    ]


def test_a_pid_file_whose_number_belongs_to_another_program_by_now_stops_nothing(home, said):
    with running(home, durable=True, say=said.append) as servers:
        pid_file = home / "postgres" / "postmaster.pid"
        as_it_was = pid_file.read_text()
        child = servers.children[0].process
        assert child is not None
        child.kill()
        child.wait()
    innocent = launch(
        ["/bin/sleep", "300"],
        env=os.environ,
        cwd=None,
        identity=postgres.unprivileged(),
        output=subprocess.DEVNULL,
    )
    try:
        pid_file.write_text("\n".join([str(innocent.pid), *as_it_was.split("\n")[1:]]))
        with running(home, durable=True, say=said.append) as servers:
            assert sql(servers, "select 1") == [(1,)]
        assert innocent.poll() is None
        assert said == []
    finally:
        innocent.kill()
        innocent.wait()


def test_data_of_another_version_is_refused_with_a_way_out(home, said):
    (home / "postgres").mkdir()
    (home / "postgres" / "PG_VERSION").write_text("12\n")
    with (
        pytest.raises(ChildError, match=r"made by PostgreSQL 12.*Move the folder away"),
        running(home, durable=True, say=said.append),
    ):
        pass


def test_a_folder_that_a_kill_left_half_made_is_made_anew(home, said):
    (home / "postgres.unfinished").mkdir()
    (home / "postgres.unfinished" / "PG_VERSION").write_text("18\n")
    with running(home, durable=False, say=said.append) as servers:
        assert sql(servers, "select 1") == [(1,)]


def test_nothing_listens_on_the_network_and_the_owner_is_no_superuser(home, said):
    with running(home, durable=False, say=said.append) as servers:
        assert sql(servers, "show listen_addresses") == [("",)]
        assert sql(servers, "select rolsuper from pg_roles where rolname = current_user") == [
            (False,)
        ]
        with broker(servers) as client:
            assert client.config_get("port") == {"port": "0"}
            assert client.config_get("maxmemory-policy") == {"maxmemory-policy": "noeviction"}


def test_servers_that_the_environment_names_are_used_and_none_is_started(home, said, monkeypatch):
    monkeypatch.setenv("DATABASE_URL", "postgres://somewhere")
    monkeypatch.setenv("REDIS_URL", "redis://somewhere")
    with running(home, durable=True, say=said.append) as servers:
        assert (servers.children, servers.addresses) == ([], {})
    assert list(home.iterdir()) == []


def test_a_socket_path_stays_short_however_deep_the_checkout_is(monkeypatch):
    monkeypatch.setattr(tempfile, "gettempdir", lambda: "/" + "deep/" * 30)
    folder = embedded.short_temporary_folder()
    assert len(f"{folder}/due-process-12345678/postgres-sockets/.s.PGSQL.5432.lock") < 100


HOLDER = """
import sys, time
from config.embedded import borrowed
with borrowed() as addresses:
    print(addresses["REDIS_URL"], flush=True)
    time.sleep(600)
"""


def test_borrowed_servers_end_with_a_borrower_that_is_killed(home):
    borrower = subprocess.Popen([sys.executable, "-c", HOLDER], cwd=ROOT, stdout=subprocess.PIPE)
    assert borrower.stdout is not None
    socket = Path(borrower.stdout.readline().decode().strip().split("?")[0].removeprefix("unix://"))
    assert socket.exists()
    borrower.send_signal(signal.SIGKILL)
    borrower.wait()
    borrower.stdout.close()
    assert gone(socket.parent)
