"""Check the audit record: every chain, every entry, and that it ends where the demands do."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from casework import audit
from casework.models import AuditEntry


class Command(BaseCommand):
    help = "Verifies the hash chains of the audit record and names the first bad entry of each."

    def handle(self, *args: Any, **options: Any) -> None:
        flaws = list(audit.verify())
        for flaw in flaws:
            self.stderr.write(f"{flaw.chain} entry {flaw.sequence}: {flaw.what}")
        counted = AuditEntry.objects.count()
        if flaws:
            raise CommandError(f"The record of {counted} entries has {len(flaws)} flaws.")
        self.stdout.write(f"{counted} entries hold together.")
