"""The doorbell of casework/sweeps.py. Dates of law are asked of the database, never of a queue."""

from celery import shared_task
from django.utils import timezone


@shared_task(name="casework.sweep", ignore_result=True)
def sweep() -> None:
    from casework import sweeps

    sweeps.release_lapsed_holds(timezone.now())
