"""Papers, kept byte for byte with their SHA-256 (P1)."""

from __future__ import annotations

import hashlib
import uuid

from django.conf import settings
from django.core.files import File
from django.db import models
from django.utils.translation import gettext_lazy as _


def storage_name(document: Document, filename: str) -> str:
    """Named by the random key alone: a folder listing says nothing about a case."""
    return f"{document.pk.hex[:2]}/{document.pk.hex}"


class Document(models.Model):
    """One file, as it came or as we made it. Never changed, never replaced."""

    class Kind(models.TextChoices):
        DEMAND = "demand", _("The demand")
        REDACTED_COPY = "redacted_copy", _("Redacted copy of the demand for customers")
        NONDISCLOSURE_ORDER = "nondisclosure_order", _("Gag order")
        AGENCY_LETTER = "agency_letter", _("Letter from the agency")
        CUSTOMER_LETTER = "customer_letter", _("Letter from the customer")
        RULING = "ruling", _("Ruling")
        OUR_LETTER = "our_letter", _("Letter of ours")
        PRODUCTION = "production", _("Data for production")
        PACKAGE = "package", _("Package for the agency")
        RECEIPT = "receipt", _("Receipt of the agency")
        OTHER = "other", _("Other")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    demand = models.ForeignKey(
        "casework.Demand", models.PROTECT, related_name="documents", verbose_name=_("demand")
    )
    kind = models.CharField(_("kind"), max_length=30, choices=Kind)
    name = models.CharField(_("file name"), max_length=255)
    content_type = models.CharField(_("type"), max_length=100)
    size = models.PositiveBigIntegerField(_("size in bytes"))
    sha256 = models.CharField("SHA-256", max_length=64)
    file = models.FileField(_("file"), upload_to=storage_name, max_length=200)
    added_at = models.DateTimeField(_("added"))
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, verbose_name=_("added by")
    )

    class Meta:
        verbose_name = _("document")
        verbose_name_plural = _("documents")
        ordering = ["added_at", "name"]

    def __str__(self) -> str:
        return self.name

    def is_intact(self) -> bool:
        """Whether the stored bytes still are those whose hash was taken at receipt."""
        digest = hashlib.sha256()
        with self.file.open("rb") as stored:
            for chunk in stored.chunks():
                digest.update(chunk)
        return digest.hexdigest() == self.sha256


def digest_of(upload: File[bytes]) -> str:
    """The SHA-256 of an upload, in hexadecimal; leaves it rewound."""
    digest = hashlib.sha256()
    upload.seek(0)
    for chunk in upload.chunks():
        digest.update(chunk)
    upload.seek(0)
    return digest.hexdigest()
