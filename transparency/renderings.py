"""The renderer's outbox: order the files of a report, make them, rescue what got stuck.

An order is a committed row before anything is made, and whoever makes it claims it first. Nothing
is rendered inside a transaction.
"""

import logging
from datetime import datetime, timedelta
from uuid import UUID

from django.core.files.base import ContentFile
from django.db import transaction
from django.db.models import F, Q
from django.utils.translation import gettext as _
from kombu.exceptions import OperationalError

from transparency.models import Rendering, Report, ReportFile, Status
from transparency.opendata import digest
from transparency.render import Rendered, render

log = logging.getLogger(__name__)

# Longer than the task may run: what was claimed before that has died.
STALE = timedelta(minutes=15)
ATTEMPTS = 3

_State = Rendering.Status


def order(report: Report, *, final: bool, now: datetime) -> Rendering:
    """Ask for a report's files, in the transaction that gave it its figures or its approval."""
    waiting = report.renderings.filter(status=_State.WAITING)
    waiting.update(status=_State.DROPPED, done_at=now)
    rendering = Rendering.objects.create(
        report=report, final=final, sha256=report.sha256, asked_at=now
    )
    transaction.on_commit(lambda: _ring(rendering.pk), robust=True)
    return rendering


def final_of(report: Report) -> Rendering | None:
    """The finished files of the figures as they are now."""
    done = report.renderings.filter(final=True, sha256=report.sha256, status=_State.DONE)
    return done.order_by("-done_at").first()


def newest(report: Report) -> Rendering | None:
    return report.renderings.order_by("-asked_at", "-final").first()


def make(rendering_id: UUID, now: datetime) -> None:
    """Claim one order, make its files, keep them. A second worker finds nothing to claim."""
    claimed = Rendering.objects.filter(_due(now), pk=rendering_id).update(
        status=_State.RUNNING, claimed_at=now, attempts=F("attempts") + 1
    )
    if not claimed:
        return
    rendering = Rendering.objects.select_related("report__service").get(pk=rendering_id)
    if not _still_wanted(rendering):
        _end(rendering, _State.DROPPED, now)
        return
    from casework.pdf import NotListed, NotRendered

    try:
        rendered = render(rendering.report.figures, draft=not rendering.final)
    except (NotListed, NotRendered, OSError) as problem:
        # OSError: a library of the system is missing; WeasyPrint says so when it is loaded.
        _end(rendering, _State.FAILED, now, problem=str(problem))
        return
    _keep(rendering, rendered, now)


def rescue(now: datetime) -> list[UUID]:
    """What waits or has died; after three attempts it is a person's turn."""
    tired = Rendering.objects.filter(_due(now), attempts__gte=ATTEMPTS)
    problem = _("Three attempts ended without a result: the renderer died each time.")
    tired.update(status=_State.FAILED, done_at=now, problem=problem)
    return list(Rendering.objects.filter(_due(now)).values_list("pk", flat=True))


def again(rendering: Rendering, now: datetime) -> Rendering:
    """A person asks for failed files once more."""
    with transaction.atomic():
        return order(rendering.report, final=rendering.final, now=now)


def _due(now: datetime) -> Q:
    stuck = Q(status=_State.RUNNING, claimed_at__lt=now - STALE)
    return Q(status=_State.WAITING) | stuck


def _still_wanted(rendering: Rendering) -> bool:
    """Figures may have been frozen anew, or an approval taken back, since it was ordered."""
    report = rendering.report
    fits = report.status != Status.DRAFT if rendering.final else report.status == Status.DRAFT
    return fits and report.sha256 == rendering.sha256


def _keep(rendering: Rendering, rendered: Rendered, now: datetime) -> None:
    with transaction.atomic():
        mine = Rendering.objects.select_for_update().get(pk=rendering.pk)
        if (mine.status, mine.attempts) != (_State.RUNNING, rendering.attempts):
            return  # it took so long that another worker was given it
        for path, content in sorted(rendered.files.items()):
            ReportFile(
                rendering=mine,
                path=path,
                size=len(content),
                sha256=digest(content),
                final=mine.final,
                file=ContentFile(content, name=path),
            ).save(force_insert=True)
        mine.libraries = rendered.libraries
        mine.save(update_fields=["libraries"])
        _end(mine, _State.DONE, now)
    if not mine.final:
        _forget_older_previews(mine)


def _end(rendering: Rendering, status: str, now: datetime, problem: str = "") -> None:
    rendering.status, rendering.done_at, rendering.problem = status, now, problem[:2000]
    rendering.save(update_fields=["status", "done_at", "problem"])


def _forget_older_previews(rendering: Rendering) -> None:
    """Previews are no evidence; the newest is enough."""
    older = ReportFile.objects.filter(rendering__report=rendering.report_id, final=False).exclude(
        rendering=rendering
    )
    for file in older:
        file.file.delete(save=False)
    older.delete()


def _ring(rendering_id: UUID) -> None:
    """Tell a worker. Without a broker the next sweep finds the order."""
    from transparency.tasks import render_report

    try:
        render_report.apply_async((str(rendering_id),), retry=False)
    except OperationalError:
        log.warning("The broker does not answer; the sweep will find the order.")
