"""Settings, start-up and wiring. Imports the apps; no app imports it."""

import warnings

# django-fsm 3.0.1 warns on every import that it is no longer developed. We know, and why we keep
# it is in docs/decisions/001-django-fsm.md; exactly that warning is silenced and no other.
warnings.filterwarnings(
    "ignore", message="The 'django-fsm' package has been integrated", category=UserWarning
)

from config.celery import app as celery_app  # noqa: E402

__all__ = ["celery_app"]
