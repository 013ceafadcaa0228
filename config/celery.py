"""The Celery application. Tasks take one opaque id; dates of law live in columns, not in an ETA."""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

app = Celery("due_process")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
