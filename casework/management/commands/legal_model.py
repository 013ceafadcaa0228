"""Write docs/legal-model.md from the law files, or check that it is what they say."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import translation

from casework.law.page import page

PLACE = Path("docs/legal-model.md")


class Command(BaseCommand):
    help = "Writes docs/legal-model.md from the law files; --check only compares."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--check", action="store_true")
        parser.add_argument(
            "--out", type=Path, help="another place, for a provider with law files of its own"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        path: Path = options["out"] or settings.BASE_DIR / PLACE
        with translation.override("en"):
            text = page()
        if not options["check"]:
            path.write_text(text, encoding="utf-8")
            self.stdout.write(f"wrote {path.name}")
        elif not path.exists() or path.read_text(encoding="utf-8") != text:
            raise CommandError(f"{path.name} is stale: run manage.py legal_model and commit it.")
