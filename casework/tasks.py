"""The doorbell of casework/sweeps.py. Dates of law are asked of the database, never of a queue."""

from celery import shared_task
from django.utils import timezone


@shared_task(name="casework.sweep", ignore_result=True)
def sweep() -> None:
    from casework import sweeps

    now = timezone.now()
    sweeps.release_lapsed_holds(now)
    sweeps.dispatch_staged(now)
