"""A clean clone starts with one command; a person signs in, makes a move, and finds its mail.

The clone is of the last commit. Nothing of this checkout is on its path: no environment, no
variable of ours, another folder, another port.
"""

import contextlib
import json
import os
import re
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from config.embedded import ROOT
from tests.support.browser import Browser, Page

PATIENCE = 600  # seconds for set-up, servers and demo on a slow machine
# What a shell of one's own would have, and what the network needs (mirrors, certificates, proxies).
KEPT = re.compile(r"HOME|LANG|TERM|USER|TMPDIR|(PIP|UV|SSL|REQUESTS)_.*|.*_proxy|.*_PROXY|PYTHON")
PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin:/opt/homebrew/bin"
DEMAND = r"/admin/casework/demand/D-[0-9A-Z-]+/"


class FellShort(Exception):
    """The sentence says at which step."""


def main(arguments: list[str]) -> int:
    folder = Path(tempfile.mkdtemp(prefix="due-process-newcomer-"))
    try:
        figures = prove(folder / "clone")
    except FellShort as error:
        print(f"newcomer: {error}")
        return 1
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    print(f"newcomer: {figures}")
    return 0


def prove(clone: Path) -> str:
    subprocess.run(["git", "clone", "-q", str(ROOT), str(clone)], check=True)
    began = time.monotonic()
    with running_server(clone) as (address, log):
        ready = time.monotonic() - began
        print(f"Up after {ready:.0f} s at {address}")
        make_a_move_and_find_its_mail(clone, Browser(address))
    check_that_nothing_is_left(clone)
    began = time.monotonic()
    with running_server(clone) as (address, log):
        again = time.monotonic() - began
        print(f"Up again after {again:.0f} s, with its data")
        if "Loading the demo" in log.read_text():
            raise FellShort("the second start loaded the demo again")
    return (
        f"first start {ready:.0f} s with set-up and demo, second {again:.1f} s, one move, its mail"
    )


# --- The server --------------------------------------------------------------------------------


@contextlib.contextmanager
def running_server(clone: Path) -> Iterator[tuple[str, Path]]:
    """script/server in the clone, until it says where it is; stopped as Ctrl-C stops it."""
    environment = {name: value for name, value in os.environ.items() if KEPT.fullmatch(name)}
    environment |= {"PATH": PATH, "PORT": str(free_port())}
    log = clone.parent / "server.log"
    with log.open("wb") as output:
        server = subprocess.Popen(
            [clone / "script" / "server"],
            cwd="/",
            env=environment,
            stdout=output,
            stderr=subprocess.STDOUT,
        )
    try:
        yield wait_for_the_address(server, log), log
    finally:
        server.send_signal(signal.SIGINT)
        if server.wait(120) != 0:
            print(log.read_text())
            raise FellShort(f"script/server ended with {server.returncode} after Ctrl-C")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_for_the_address(server: "subprocess.Popen[bytes]", log: Path) -> str:
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline and server.poll() is None:
        found = re.search(r"Due Process is at\s+(http://\S+)", log.read_text())
        if found and "Ctrl-C stops everything" in log.read_text():
            return found[1]
        time.sleep(0.1)
    print(log.read_text())
    raise FellShort("script/server did not come up; its words are above")


def check_that_nothing_is_left(clone: Path) -> None:
    """No process works in the clone any more, and no socket folder stays behind."""
    if (clone / "var" / "runtime-folder").exists():
        raise FellShort("the folder of the sockets was left behind")
    left = [line for line in command_lines() if str(clone) in line]
    if left:
        raise FellShort(f"after Ctrl-C these were left: {left}")


def command_lines() -> list[str]:
    """Of every process. A slim Linux has no `ps`, a Mac no /proc."""
    if Path("/proc/self").exists():
        lines = []
        for file in Path("/proc").glob("[0-9]*/cmdline"):
            with contextlib.suppress(OSError):
                lines.append(file.read_bytes().replace(b"\0", b" ").decode(errors="replace"))
        return lines
    ran = subprocess.run(["ps", "-axo", "args"], capture_output=True, text=True, check=True)
    return ran.stdout.splitlines()


# --- The person --------------------------------------------------------------------------------


def make_a_move_and_find_its_mail(clone: Path, browser: Browser) -> None:
    sign_in(clone, browser, role="reviewer")
    before = set(mails(browser))
    reference = start_a_review(browser)
    mail = wait_for_a_new_mail(browser, before, reference)
    subject = re.search(r"<h1>(.*?)</h1>", mail.html)
    print(f"The mail: {subject[1] if subject else mail.url}")


def sign_in(clone: Path, browser: Browser, *, role: str) -> None:
    people = json.loads((clone / "var" / "demo-users.json").read_text())
    person = next(one for one in people if one["role"].lower().startswith(role))
    page = browser.open("/admin/login/?next=/admin/")
    form = page.form(having="password")
    page = browser.submit(page, form, username=person["username"], password=person["password"])
    if page.status != 200 or "/login/" in page.url:
        raise FellShort(f"{person['username']} cannot sign in: {page.words}")
    print(f"Signed in as {person['username']} ({person['role']})")


def start_a_review(browser: Browser) -> str:
    """The first received demand on which the move is offered."""
    queue = browser.open("/admin/casework/demand/?state=received")
    for link in queue.links(DEMAND):
        page = browser.open(link)
        for offer in page.links(DEMAND + "move/start_review/"):
            form_page = browser.open(offer)
            after = browser.submit(form_page, form_page.form(having="version"))
            if after.status == 200 and not after.links(DEMAND + "move/start_review/"):
                reference = str(re.findall(r"D-[0-9A-Z-]+", link)[0])
                print(f"Started the review of {reference}")
                return reference
    raise FellShort("no received demand offers its review")


def mails(browser: Browser) -> list[str]:
    return browser.open("/development/mails/").links(r"/development/mails/[0-9A-Za-z-]+/")


def wait_for_a_new_mail(browser: Browser, before: set[str], reference: str) -> Page:
    """One that names the demand we moved, among those that were not there."""
    deadline = time.monotonic() + 120
    while time.monotonic() < deadline:
        for link in mails(browser):
            if link not in before:
                mail = browser.open(link)
                if reference in mail.html:
                    return mail
        time.sleep(0.5)
    raise FellShort(f"no mail about {reference} came within two minutes of the move")
