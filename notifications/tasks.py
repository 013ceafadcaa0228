"""Doorbells. A task takes one opaque id, re-reads the row and does one thing; or it is a sweep."""

import logging
from uuid import UUID

from celery import shared_task
from kombu.exceptions import OperationalError

log = logging.getLogger(__name__)


def ring(notice_id: UUID) -> None:
    """Ask a worker to look at a notice now. Without a broker the next sweep finds it."""
    try:
        deliver.apply_async((str(notice_id),), retry=False)
    except OperationalError:
        log.warning("The broker does not answer; the sweep will find what is due.")


@shared_task(name="notifications.deliver", ignore_result=True)
def deliver(notice_id: str) -> None:
    from notifications import work

    work.do(UUID(notice_id))


@shared_task(name="notifications.sweep", ignore_result=True)
def sweep() -> None:
    from notifications import sweeping

    sweeping.sweep()


@shared_task(name="notifications.sweep_deadlines", ignore_result=True)
def sweep_deadlines() -> None:
    from notifications import alarms

    alarms.overdue_deadlines()
