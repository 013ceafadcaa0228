"""manage.py demo: a provider's year, invented from end to end, so that the product can be tried."""

import tempfile
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.auth.models import User
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from casework.management.progress import Progress
from config.demo import parties, people


class Command(BaseCommand):
    help = (
        "Fills an empty development database with about eighty invented demands of two half-years, "
        "their papers, and one member of staff per role. A second run adds nothing."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEVELOPMENT:
            raise CommandError(
                _(
                    "The demo makes accounts whose password everybody knows. It runs only with "
                    "DUE_PROCESS_DEVELOPMENT=1, and never on a database in use."
                )
            )
        if User.objects.filter(username__in=people.usernames()).exists():
            people.write_down()
            self.stdout.write(_("The demo is there already."))
            return
        with transaction.atomic():
            played = self._play()
        people.write_down()
        self.stdout.write(_("%(count)d demands.") % {"count": played})

    def _play(self) -> int:
        # WeasyPrint takes seconds to import: only when it is needed.
        from config.demo.stage import Stage, past
        from config.demo.stories import STORIES

        now = timezone.now()
        staff, cast = people.hire(), parties.introduce()
        parties.refuse_a_sender(now)
        stage = Stage(staff, cast, now)
        with tempfile.TemporaryDirectory() as folder:
            checked = past(Path(folder), now)
        with Progress(len(checked.new) + len(STORIES), self.stderr) as progress:
            for _demand in (*stage.replay(checked), *stage.play()):
                progress.step()
        return len(checked.new) + len(STORIES)
