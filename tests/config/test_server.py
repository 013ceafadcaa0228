"""script/server's own judgement: ports, people, and programs that die."""

import json
import socket
import stat
import threading

import pytest

from config import server
from config.children import Child, ChildError


@pytest.fixture
def var(tmp_path, monkeypatch):
    monkeypatch.setattr(server, "VAR", tmp_path)
    return tmp_path


def test_a_taken_port_is_told_with_another_to_try():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        number = taken.getsockname()[1]
        with pytest.raises(SystemExit, match=rf"Port {number} .* PORT={number + 1} script/server"):
            server.refuse_a_taken_port(number)


@pytest.mark.parametrize("word", ["eighty", "0", "70000", "-1"])
def test_a_port_that_is_none_is_told(monkeypatch, word):
    monkeypatch.setenv("PORT", word)
    with pytest.raises(SystemExit, match="is not a port"):
        server.port()


def test_the_demo_people_are_shown_with_role_and_password(var):
    people = [
        {"role": "counsel", "username": "ada", "password": "pass-1", "what": "decides"},
        {"role": "approver", "username": "grace", "password": "pass-2", "what": "second person"},
    ]
    (var / "demo-users.json").write_text(json.dumps(people))
    assert server.people() == [
        "ada    pass-1  counsel: decides",
        "grace  pass-2  approver: second person",
    ]


def test_the_secret_key_is_made_once_and_for_its_owner_only(var):
    first = server.secret_key_file().read_text()
    assert len(first) > 80
    assert server.secret_key_file().read_text() == first
    assert stat.S_IMODE((var / "secret-key").stat().st_mode) == 0o600


def test_a_second_server_of_one_checkout_is_refused(var):
    with (
        server.only_server_of_this_checkout(),
        pytest.raises(ChildError, match="running already"),
        server.only_server_of_this_checkout(),
    ):
        pass


def dying(tmp_path):
    child = Child(
        "dying program", ["/bin/sh", "-c", "echo my last words; exit 3"], log=tmp_path / "log"
    )
    child.start()
    assert child.process is not None
    child.process.wait()
    return child


def test_a_program_that_dies_is_started_again_but_not_for_ever(tmp_path, capsys):
    assert server.watch([dying(tmp_path)], [], threading.Event()) == 1
    said = capsys.readouterr().out
    assert said.count("Starting the dying program again") == server.RESTARTS
    assert "The dying program ended (3). Its last words:\n==> my last words" in said
    assert "Stopping everything." in said


def test_a_database_that_dies_stops_everything_at_once(tmp_path, capsys):
    assert server.watch([], [dying(tmp_path)], threading.Event()) == 1
    assert "again" not in capsys.readouterr().out
