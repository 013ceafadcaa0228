"""manage.py import_register FILE: bring the past along (docs/register-format.md)."""

from argparse import ArgumentParser
from collections import Counter
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from casework.management.progress import Progress
from casework.register.check import Checked, check
from casework.register.entries import Entry
from casework.register.reading import Unreadable
from casework.register.replay import Replay

PRINTED = 50  # faults and remarks, each


class Command(BaseCommand):
    help = (
        "Imports a register of historic and open demands, a CSV or JSON Lines file with one row a "
        "target (docs/register-format.md). All of it or nothing; a second run adds nothing."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument(
            "--dry-run", action="store_true", help="say what would happen, and change nothing"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        checked = self._checked(options["file"])
        self._print("Remark", checked.remarks)
        if checked.faults:
            self._refuse(checked)
        self._say_what_is_new(checked.new)
        if not options["dry_run"]:
            self._import(checked)
        done = _("would be imported") if options["dry_run"] else _("imported")
        self.stdout.write(
            _("%(new)d demands %(done)s; already there: %(there)d.")
            % {"new": len(checked.new), "done": done, "there": checked.already_there}
        )

    def _checked(self, path: Path) -> Checked:
        try:
            return check(path, timezone.now())
        except OSError as error:
            raise CommandError(
                _("%(file)s cannot be read: %(why)s.") % {"file": path, "why": error.strerror}
            ) from error
        except Unreadable as error:
            raise CommandError(str(error)) from error

    def _refuse(self, checked: Checked) -> None:
        self._print(_("Fault"), checked.faults)
        raise CommandError(
            _("%(faults)d faults in %(demands)d demands. Nothing was imported.")
            % {"faults": len(checked.faults), "demands": len(checked.entries)}
            + self._unread(checked.entries)
        )

    def _unread(self, entries: list[Entry]) -> str:
        unread = sum(not entry.readable for entry in entries)
        if not unread:
            return ""
        return " " + _(
            "%(count)d of them have cells that cannot be understood; what they say as a whole is "
            "checked once these are mended."
        ) % {"count": unread}

    def _print(self, kind: str, lines: list[Any]) -> None:
        for line in lines[:PRINTED]:
            self.stderr.write(f"{kind}: {line}")
        if len(lines) > PRINTED:
            self.stderr.write(_("… and %(more)d more.") % {"more": len(lines) - PRINTED})

    def _say_what_is_new(self, entries: list[Entry]) -> None:
        states = Counter(entry.state for entry in entries)
        for state, count in sorted(states.items()):
            self.stdout.write(f"{count:7d} {state.label}")
        nowhere = sum("country" not in entry.said for entry in entries)
        if nowhere:
            self.stdout.write(
                _("%(count)d have no country: reports show them as unknown.") % {"count": nowhere}
            )

    def _import(self, checked: Checked) -> None:
        with transaction.atomic(), Progress(len(checked.new), self.stderr) as progress:
            replay = Replay(checked.source, checked.new, timezone.now())
            for entry in checked.new:
                replay.take(entry)
                progress.step()
