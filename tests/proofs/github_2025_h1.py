"""GitHub's published figures of 2025, first half, come out of our report once their cases are in.

The register is made from the published sums (tests/data/github_2025_h1.py, with its source),
imported by the command that a provider uses, and counted by the report. Each published figure is
compared with the cell of the report in which it belongs. What the published figures leave open
must be reported as unknown, in the number that is missing, and not hidden: that is compared too.
"""

import tempfile
from collections.abc import Iterator
from contextlib import redirect_stdout
from dataclasses import dataclass
from io import StringIO
from pathlib import Path

from django.core.management import call_command
from django.utils import timezone

from casework.models import Service
from tests.data import github_2025_h1 as github
from tests.support.database import scratch_database
from transparency import periods
from transparency.compute import compute
from transparency.figures import Cell, Figures

# Where each published kind stands in our report.
BUCKETS = {
    "criminal or government agency subpoena": "subpoena",
    "criminal court order": "court_order",
    "cross-border request": "cross_border",
    "criminal search warrant": "warrant",
    "civil subpoena": "civil",
}
NOTICES = {"notification": "before", "gag order": "barred", "exigent circumstances": "waived"}


@dataclass(frozen=True)
class Comparison:
    what: str
    published: int
    ours: Cell

    @property
    def equal(self) -> bool:
        return self.published == self.ours


def main(arguments: list[str]) -> int:
    with scratch_database():
        figures = reported()
    published = list(compared(figures))
    left_open = list(differences(figures))
    show("Published figure", published)
    show("Left open by what was published, and reported as a difference", left_open)
    print(f"Source: {github.SOURCE}")
    unbalanced = [check.sentence for check in figures.checks if check.left != check.right]
    for sentence in unbalanced:
        print(f"The report does not reconcile: {sentence}")
    equal = sum(each.equal for each in published)
    reported_ones = "; ".join(f"{each.what}: {each.ours}" for each in left_open if each.ours)
    print(
        f"{equal} of {len(published)} published figures equal; "
        f"reported differences: {reported_ones}"
    )
    return int(not all(each.equal for each in (*published, *left_open)) or bool(unbalanced))


def reported() -> Figures:
    """Generate, import, count."""
    with tempfile.TemporaryDirectory() as folder:
        register = Path(folder) / "github-2025-h1.csv"
        github.write(register)
        said = StringIO()
        with redirect_stdout(said):
            call_command("import_register", str(register), stdout=said, stderr=said)
    print(said.getvalue().strip().splitlines()[-1])
    service = Service.objects.get(slug=github.SERVICE)
    return compute(service, periods.parse("2025-H1"), now=timezone.now()).figures


def compared(figures: Figures) -> Iterator[Comparison]:
    by_process, by_country = figures.table("T2"), figures.table("T1")
    for kind, _process, received, disclosed in github.REQUESTS:
        row = BUCKETS[kind]
        yield Comparison(f"{kind}, received", received, by_process.cell(row, "demands"))
        answered = [by_process.cell(row, outcome) for outcome in ("content", "non_content")]
        yield Comparison(f"{kind}, disclosed", disclosed, sum(map(int, answered)))  # type: ignore[arg-type]
    for country, asked in github.CROSS_BORDER_BY_COUNTRY.items():
        yield Comparison(f"cross-border, {country}", asked, by_country.cell(country, "demands"))
    affected = figures.headline("accounts_disclosed")
    yield Comparison("accounts affected", github.ACCOUNTS_AFFECTED, affected)
    for kind, told in github.NOTICES.items():
        ours = figures.table("T3.notice").cell(NOTICES[kind], "disclosed")
        yield Comparison(f"disclosures, {kind}", told, ours)


def differences(figures: Figures) -> Iterator[Comparison]:
    """What is not in the published sums, by subtraction from them."""
    received = sum(received for _kind, _process, received, _disclosed in github.REQUESTS)
    disclosed = sum(disclosed for _kind, _process, _received, disclosed in github.REQUESTS)
    named = sum(github.CROSS_BORDER_BY_COUNTRY.values())
    ours = {difference.key: difference.count for difference in figures.differences}
    yield Comparison("requests without a country", received - named, ours.pop("no-country", 0))
    silent = received - disclosed
    yield Comparison("undisclosed, notice unknown", silent, ours.pop("no-notice", 0))
    unknown = figures.table("T1").cell("unknown", "demands")
    yield Comparison("requests in the row Unknown", received - named, unknown)
    yield Comparison("other differences", 0, sum(ours.values()))


def show(title: str, lines: list[Comparison]) -> None:
    width = max(len(title), *(len(each.what) for each in lines))
    print(f"\n{title:<{width}}  published  ours")
    for each in lines:
        verdict = "" if each.equal else "  DIFFERENT"
        print(f"{each.what:<{width}}  {each.published:>9}  {each.ours!s:>4}{verdict}")
    print()
