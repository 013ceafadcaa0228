"""The Celery application. Tasks take one opaque id; dates of law live in columns, not in an ETA."""

import os
from typing import Any

from celery import Celery
from celery.signals import beat_init, worker_init

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

app = Celery("due_process")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()


@worker_init.connect
@beat_init.connect
def refuse_unsafe_start(**_: Any) -> None:
    from django.core.exceptions import ImproperlyConfigured

    from config import checks  # not before the settings are read

    try:
        checks.refuse_unsafe_start()
    except ImproperlyConfigured as refusal:
        # Celery only logs an exception of a signal's receiver and goes on. Not from this one.
        raise SystemExit(str(refusal)) from refusal
