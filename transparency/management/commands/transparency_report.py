"""`manage.py transparency_report`: the files of a period's report, in a folder.

The approved or published edition is what counts, and its files come out of its frozen figures
alone; where there is none yet, a draft is frozen, and the command says so.
"""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from casework.models import Service
from casework.moves import Refused
from transparency import publishing, renderings
from transparency.models import Report, Status
from transparency.opendata import SUMS
from transparency.periods import Period, parse
from transparency.render import Rendered, render, write

# The edition people mean: what is public, else what is about to be.
_STANDING = (Status.PUBLISHED, Status.APPROVED)


class Command(BaseCommand):
    help = "Write report.pdf, figures.json, csv/, datapackage.json and SHA256SUMS of a report."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--service", required=True, help="short name or name of the service")
        parser.add_argument("--period", required=True, help="2025-H1, 2025-Q3, 2025, or A..B")
        parser.add_argument("--out", required=True, type=Path, help="a new or empty folder")
        parser.add_argument("--fresh", action="store_true", help="freeze an open draft anew")

    def handle(self, *args: Any, **options: Any) -> None:
        period = _period(options["period"])
        service = _service(options["service"])
        report = _standing(service, period) or self._draft(service, period, options)
        rendered = render(report.figures, draft=report.status == Status.DRAFT)
        try:
            write(rendered, options["out"])
        except FileExistsError as error:
            raise CommandError(str(error)) from error
        self._tell(report, rendered)
        self.stdout.write(f"{options['out']}: {len(rendered.files)} files.")

    def _draft(self, service: Service, period: Period, options: dict[str, Any]) -> Report:
        now = timezone.now()
        open_one = Report.objects.filter(
            service=service, start=period.start, end=period.end, status=Status.DRAFT
        ).first()
        try:
            if open_one is None:
                report = publishing.draft(service, period, actor=None, now=now)
            elif options["fresh"]:
                report = publishing.freeze_again(open_one.pk, actor=None, now=now)
            else:
                self.stdout.write(_("Using the open draft; --fresh computes it anew."))
                return open_one
        except Refused as refusal:
            raise CommandError(str(refusal)) from refusal
        self.stdout.write(
            _("No approved report for %(period)s: a draft was frozen now.")
            % {"period": period.label}
        )
        return report

    def _tell(self, report: Report, rendered: Rendered) -> None:
        """What was written, and whether it is what was published."""
        self.stdout.write(f"{report}: {report.get_status_display()}, SHA-256 {report.sha256}")
        if report.figures.unexplained:
            names = "; ".join(d.sentence for d in report.figures.unexplained)
            self.stdout.write(self.style.WARNING(_("Not explained: %(what)s") % {"what": names}))
        kept = renderings.final_of(report)
        if kept is None:
            return
        sums = kept.files.get(path=SUMS)
        with sums.file.open("rb") as stored:
            same = stored.read() == rendered.files[SUMS]
        if same:
            self.stdout.write(_("The same bytes as the files that were approved."))
            return
        others = {
            name: version
            for name, version in rendered.libraries.items()
            if kept.libraries.get(name) != version
        }
        self.stdout.write(
            self.style.WARNING(
                _("Not the same bytes as the approved files. Other versions here: %(versions)s.")
                % {"versions": ", ".join(f"{n} {v}" for n, v in others.items()) or _("none")}
            )
        )


def _standing(service: Service, period: Period) -> Report | None:
    editions = Report.objects.filter(service=service, start=period.start, end=period.end)
    found = {report.status: report for report in editions.filter(status__in=_STANDING)}
    return found.get(Status.PUBLISHED) or found.get(Status.APPROVED)


def _period(text: str) -> Period:
    try:
        return parse(text)
    except ValueError as error:
        raise CommandError(str(error)) from error


def _service(text: str) -> Service:
    try:
        return Service.objects.get(Q(slug=text) | Q(name=text))
    except Service.DoesNotExist as error:
        known = ", ".join(Service.objects.values_list("slug", flat=True)) or _("none yet")
        raise CommandError(
            _("There is no service “%(text)s”. Known: %(known)s.") % {"text": text, "known": known}
        ) from error
