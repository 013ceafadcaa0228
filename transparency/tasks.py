"""What the worker does for reports. A message is a doorbell; the order is a row."""

from uuid import UUID

from celery import shared_task
from django.utils import timezone

from transparency import renderings


@shared_task(name="transparency.render", time_limit=600, soft_time_limit=570)
def render_report(rendering_id: str) -> None:
    renderings.make(UUID(rendering_id), timezone.now())


@shared_task(name="transparency.sweep")
def sweep() -> None:
    """Finds orders whose message was lost or whose worker died."""
    for rendering_id in renderings.rescue(timezone.now()):
        render_report.delay(str(rendering_id))
