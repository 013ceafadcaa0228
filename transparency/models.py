"""A report on its way from draft to print. Its numbers are one frozen text with a hash (P10).

What may happen to it, and who may: publishing.py. That a published report never changes is a wall
of the database: walls.py.
"""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from casework.models import Service
from transparency import figures
from transparency.periods import Period


class Status(models.TextChoices):
    DRAFT = "draft", _("Draft")
    APPROVED = "approved", _("Approved")
    PUBLISHED = "published", _("Published")
    SUPERSEDED = "superseded", _("Superseded")
    WITHDRAWN = "withdrawn", _("Withdrawn")


# From, to: the wall and the door are both made from this table.
EDGES = (
    (Status.DRAFT, Status.APPROVED),
    (Status.APPROVED, Status.DRAFT),
    (Status.APPROVED, Status.PUBLISHED),
    (Status.PUBLISHED, Status.SUPERSEDED),
    (Status.PUBLISHED, Status.WITHDRAWN),
)
OPEN = (Status.DRAFT, Status.APPROVED)
EVER_PUBLISHED = (Status.PUBLISHED, Status.SUPERSEDED, Status.WITHDRAWN)


class Report(models.Model):
    """One edition of one service's report for one period."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    service = models.ForeignKey(Service, models.PROTECT, verbose_name=_("service"))
    start = models.DateField(_("first day"))
    end = models.DateField(_("last day"))
    version = models.PositiveIntegerField(_("version"), default=1)
    language = models.CharField(
        _("language"), max_length=10, choices=settings.LANGUAGES, default="en"
    )
    status = models.CharField(_("status"), max_length=20, choices=Status, default=Status.DRAFT)

    # The figures as they were computed, byte for byte, and their SHA-256.
    frozen = models.TextField(_("frozen figures"))
    sha256 = models.CharField("SHA-256", max_length=64)
    frozen_at = models.DateTimeField(_("figures frozen"))
    # For each difference the references of the demands behind it. Never printed.
    behind = models.JSONField(_("demands behind differences"), default=dict, blank=True)
    bands = models.CharField(_("form of the bands"), max_length=2)

    supersedes = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, verbose_name=_("corrects")
    )
    correction_note = models.TextField(_("what was wrong"), blank=True)

    drafted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("drafted by"),
        help_text=_("Empty: frozen by a command. Then nobody can approve it before a person has."),
    )
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("approved by"),
    )
    approved_at = models.DateTimeField(_("approved"), null=True, blank=True)
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("published by"),
    )
    published_at = models.DateTimeField(_("published"), null=True, blank=True)
    # Of a published report only these three and its status ever change.
    ended_at = models.DateTimeField(_("superseded or withdrawn"), null=True, blank=True)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("ended by"),
    )
    end_note = models.TextField(_("why it was withdrawn"), blank=True)

    class Meta:
        verbose_name = _("report")
        verbose_name_plural = _("reports")
        ordering = ["-end", "service", "-version"]
        constraints = [
            models.UniqueConstraint(
                fields=["service", "start", "end", "version"], name="report_version_once"
            ),
            models.UniqueConstraint(
                fields=["service", "start", "end"],
                condition=models.Q(status__in=[status.value for status in OPEN]),
                name="report_one_open_edition",
            ),
            models.UniqueConstraint(
                fields=["service", "start", "end"],
                condition=models.Q(status=Status.PUBLISHED),
                name="report_one_published_edition",
            ),
            models.CheckConstraint(
                name="report_approved_by_a_second_person",
                condition=models.Q(status=Status.DRAFT, approved_by__isnull=True)
                | (
                    ~models.Q(status=Status.DRAFT)
                    & models.Q(drafted_by__isnull=False, approved_by__isnull=False)
                    & ~models.Q(approved_by=models.F("drafted_by"))
                ),
                violation_error_message=_("A report is approved by a second person."),
            ),
            models.CheckConstraint(
                name="report_ends_after_it_starts",
                condition=models.Q(end__gte=models.F("start")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.service.name} {self.period.label} v{self.version}"

    @property
    def period(self) -> Period:
        return Period(self.start, self.end)

    @cached_property
    def figures(self) -> figures.Figures:
        """The frozen object, read back and checked to be in its canonical form."""
        return figures.from_bytes(self.frozen.encode())

    @property
    def is_open(self) -> bool:
        return self.status in OPEN

    @property
    def was_published(self) -> bool:
        return self.status in EVER_PUBLISHED


class Rendering(models.Model):
    """An order to make a report's files, and what came of it: the outbox of the renderer."""

    class Status(models.TextChoices):
        WAITING = "waiting", _("Waiting")
        RUNNING = "running", _("Being made")
        DONE = "done", _("Done")
        FAILED = "failed", _("Failed")
        DROPPED = "dropped", _("Not needed any more")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    report = models.ForeignKey(
        Report, models.PROTECT, related_name="renderings", verbose_name=_("report")
    )
    # The files that are published; otherwise a preview, which says on every page that it is one.
    final = models.BooleanField(_("final"), default=False)
    sha256 = models.CharField(_("SHA-256 of the figures"), max_length=64)
    status = models.CharField(
        _("status"), max_length=20, choices=Status, default=Status.WAITING, db_index=True
    )
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    asked_at = models.DateTimeField(_("asked for"))
    claimed_at = models.DateTimeField(_("begun"), null=True)
    done_at = models.DateTimeField(_("done"), null=True)
    problem = models.TextField(_("problem"), blank=True)
    # Versions of what made the PDF: the same ones make the same bytes again.
    libraries = models.JSONField(_("libraries"), default=dict)

    class Meta:
        verbose_name = _("rendering")
        verbose_name_plural = _("renderings")
        ordering = ["-asked_at"]

    def __str__(self) -> str:
        return f"{self.report} {self.get_status_display()}"


def file_name(file: ReportFile, _name: str) -> str:
    return f"reports/{file.rendering_id.hex}/{file.pk.hex}"


class ReportFile(models.Model):
    """One file of a rendering. Those of a final one are never changed or removed."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    rendering = models.ForeignKey(
        Rendering, models.PROTECT, related_name="files", verbose_name=_("rendering")
    )
    path = models.CharField(_("path"), max_length=200)
    size = models.PositiveBigIntegerField(_("size in bytes"))
    sha256 = models.CharField("SHA-256", max_length=64)
    final = models.BooleanField(_("final"))
    file = models.FileField(_("file"), upload_to=file_name, max_length=200)

    class Meta:
        verbose_name = _("file of a report")
        verbose_name_plural = _("files of reports")
        ordering = ["path"]
        constraints = [
            models.UniqueConstraint(fields=["rendering", "path"], name="report_file_once")
        ]

    def __str__(self) -> str:
        return self.path
