"""Dates that the law or our policy sets, each with its working-out."""

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _


class Deadline(models.Model):
    """One instant something must (or may not yet) have happened by; explainable years later."""

    class Kind(models.TextChoices):
        RESPONSE = "response", _("Answer to the agency due")
        NOTICE = "notice", _("Notice to the customer due")
        NOT_BEFORE = "not_before", _("No disclosure before")
        WAITING_PERIOD = "waiting_period", _("Customer may object until")
        GAG_REVIEW = "gag_review", _("Review of the gag order")
        OBJECTION = "objection", _("Our objection or motion due")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    demand = models.ForeignKey(
        "casework.Demand", models.PROTECT, related_name="deadlines", verbose_name=_("demand")
    )
    kind = models.CharField(_("kind"), max_length=20, choices=Kind)
    at = models.DateTimeField(_("at"))
    working_out = models.TextField(_("working-out"))
    citation = models.CharField(_("source"), max_length=300, blank=True)
    met_at = models.DateTimeField(_("met"), null=True, blank=True)
    lifted_at = models.DateTimeField(
        _("lifted"), null=True, blank=True, help_text=_("No longer applies since then.")
    )
    lifted_because = models.CharField(_("lifted because"), max_length=300, blank=True)
    alarmed_at = models.DateTimeField(_("alarm raised"), null=True, blank=True)

    class Meta:
        verbose_name = _("deadline")
        verbose_name_plural = _("deadlines")
        ordering = ["at"]
        indexes = [
            models.Index(
                fields=["at"],
                name="deadline_open_at",
                condition=models.Q(met_at__isnull=True, lifted_at__isnull=True),
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.at:%Y-%m-%d}"

    @property
    def is_open(self) -> bool:
        return self.met_at is None and self.lifted_at is None
