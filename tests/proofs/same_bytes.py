"""The same frozen report gives the same bytes on another day, in another process and time zone.

Freezes one half-year, then renders it in separate processes that differ in time zone, in the seed
of Python's hashes, in locale, in the date they believe it is and in the folder they run in, and
compares SHA256SUMS. The control changes one number by one and must give other sums.
"""

import hashlib
import os
import subprocess
import sys
import tempfile
from argparse import ArgumentParser
from dataclasses import replace
from pathlib import Path

from tests.transparency.sample import sample
from transparency.figures import Figures, to_bytes

ROOT = Path(__file__).resolve().parents[2]

RENDER = """
import sys
from datetime import datetime
from pathlib import Path
import django
django.setup()
import time_machine
from transparency.figures import from_bytes
from transparency.render import render, write
day, frozen, out = sys.argv[1:]
with time_machine.travel(datetime.fromisoformat(day)):
    write(render(from_bytes(Path(frozen).read_bytes()), draft=False), Path(out))
"""

# time zone, hash seed, the day the process believes it is, locale
SURROUNDINGS = (
    ("UTC", "0", "2026-09-01T00:00:00+00:00", "C.UTF-8"),
    ("Pacific/Kiritimati", "1", "2027-02-28T23:59:59+00:00", "C"),
    ("America/Anchorage", "4294967295", "2031-12-31T12:00:00+00:00", "POSIX"),
)


def main(arguments: list[str]) -> int:
    parser = ArgumentParser(prog="same-bytes", description=__doc__)
    parser.add_argument("--processes", type=int, default=2, choices=range(2, len(SURROUNDINGS) + 1))
    options = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        chosen = SURROUNDINGS[: options.processes]
        frozen, changed = home / "frozen.json", home / "changed.json"
        frozen.write_bytes(to_bytes(sample()))
        changed.write_bytes(to_bytes(one_more(sample())))
        sums = [rendered(frozen, home / str(at), *each) for at, each in enumerate(chosen)]
        control = rendered(changed, home / "control", *SURROUNDINGS[0])
    files = len(sums[0].splitlines())
    digests = {hashlib.sha256(one).hexdigest() for one in sums}
    for zone, seed, day, _locale in chosen:
        print(f"{day[:10]}, {zone}, hash seed {seed}: {files} files")
    if control in sums:
        print("The control failed: another number gave the same sums.")
        return 1
    print(f"{len(digests)} different SHA256SUMS in {len(sums)} renderings of {files} files")
    return int(len(digests) != 1)


def one_more(figures: Figures) -> Figures:
    """The same figures, but for one number that is larger by one."""
    first, *others = figures.left_out
    return replace(figures, left_out=(replace(first, value=int(first.value or 0) + 1), *others))


def rendered(frozen: Path, out: Path, zone: str, seed: str, day: str, locale: str) -> bytes:
    """The sums of one rendering in a process of its own."""
    elsewhere = out.with_suffix(".cwd")
    elsewhere.mkdir(parents=True)
    environment = {
        **os.environ,
        "PYTHONPATH": str(ROOT),
        "TZ": zone,
        "PYTHONHASHSEED": seed,
        "LC_ALL": locale,
        "PYTHONUTF8": "1",
    }
    command = [sys.executable, "-W", "ignore", "-c", RENDER, day, str(frozen), str(out)]
    subprocess.run(command, cwd=elsewhere, env=environment, check=True)
    return (out / "SHA256SUMS").read_bytes()
