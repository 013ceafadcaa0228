"""The seven worked cases, day by day with frozen time, through the pages people use.

Each case is one file of tests/cases/; every date, every refused attempt and every cell of the
report that the case lands in is asserted there. They run in a process of their own, because what
tests stand on has to be in place before the settings are read.
"""

import os
import subprocess
import sys
import tempfile
from pathlib import Path
from xml.etree import ElementTree

FOLDER = "tests/cases"
SETTINGS = "DJANGO_SETTINGS_MODULE"
CASES = ("c01", "c02", "c03", "c05", "c08", "c10", "c11")


def main(arguments: list[str]) -> int:
    with tempfile.TemporaryDirectory() as folder:
        results = Path(folder) / "results.xml"
        subprocess.run(
            [sys.executable, "-m", "pytest", FOLDER, "-q", f"--junitxml={results}", *arguments],
            check=False,
            # Named, it would have the settings read before tests/conftest.py has said where.
            env={name: value for name, value in os.environ.items() if name != SETTINGS},
        )
        held = [case for case in CASES if case in cases_that_held(results)]
    missing = [case.upper() for case in CASES if case not in held]
    if missing:
        print(f"Not as the case says: {', '.join(missing)}.")
    print(f"{len(held)} of {len(CASES)} cases as their dates, refusals and cells say", flush=True)
    return 0 if len(held) == len(CASES) else 1


def cases_that_held(results: Path) -> set[str]:
    """A case with one test that failed, or that was skipped, does not hold."""
    if not results.exists():
        return set()
    held: dict[str, bool] = {}
    for test in ElementTree.parse(results).iter("testcase"):  # noqa: S314  (made by pytest above)
        case = test.get("classname", "").rpartition(".")[2].removeprefix("test_")
        held[case] = held.get(case, True) and not len(test)
    return {case for case, fine in held.items() if fine}
