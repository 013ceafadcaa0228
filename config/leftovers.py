"""A server that a killed run left behind, found by its pid file and stopped before a new one."""

import contextlib
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

from config.children import ChildError, Say


def stop_leftover(pid_file: Path, data: Path, *, program: str, say: Say) -> None:
    """Two servers on one data folder would destroy it, so the old one goes first. A pid file whose
    number now belongs to some other program is left for the server to judge as stale."""
    pid = recorded_pid(pid_file)
    if pid is None or not is_running_in(pid, data, program):
        return
    say(f"Stopping a {program} that an earlier run left behind (process {pid})")
    for sign in (signal.SIGINT, signal.SIGQUIT, signal.SIGKILL):
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, sign)
        if _ends(pid, data, program, patience=15):
            return
    raise ChildError(f"Process {pid} ({program}) uses {data} and cannot be stopped.")


def recorded_pid(pid_file: Path) -> int | None:
    try:
        return int(pid_file.read_text().split("\n", 1)[0])
    except (OSError, ValueError):
        return None


def is_running_in(pid: int, data: Path, program: str) -> bool:
    """Is this process that program, working in that folder? Numbers are given out again."""
    if sys.platform == "linux":
        process = Path("/proc") / str(pid)
        try:
            return (process / "comm").read_text().strip() == program and os.path.samefile(
                process / "cwd", data
            )
        except OSError:
            return False
    asked = subprocess.run(  # noqa: S603
        ["/bin/ps", "-o", "command=", "-p", str(pid)],
        capture_output=True,
        text=True,
        check=False,
    )
    return program in asked.stdout and str(data) in asked.stdout


def _ends(pid: int, data: Path, program: str, *, patience: float) -> bool:
    deadline = time.monotonic() + patience
    while time.monotonic() < deadline:
        if not is_running_in(pid, data, program):
            return True
        time.sleep(0.05)
    return False
