"""Dates that the law or our policy sets, each with its working-out and its source."""

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from casework.models.decisions import Fact


class Deadline(models.Model):
    """One date of law as it was computed. Kept by casework/deadlines.py, edited by nobody."""

    class Bound(models.TextChoices):
        LATEST = "latest", _("no later than")
        EARLIEST = "earliest", _("not before")
        ENDS = "ends", _("ends")
        REVIEW = "review", _("to be looked at by")

    class Obliged(models.TextChoices):
        PROVIDER = "provider", _("Us")
        AUTHORITY = "authority", _("The authority")
        COURT = "court", _("The court")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    demand = models.ForeignKey(
        "casework.Demand", models.PROTECT, related_name="deadlines", verbose_name=_("demand")
    )
    # The clock of casework/law/ that it was computed by.
    rule = models.CharField(_("rule"), max_length=60)
    title = models.CharField(_("what"), max_length=200)
    bound = models.CharField(_("kind"), max_length=10, choices=Bound)
    obliges = models.CharField(_("whose duty"), max_length=10, choices=Obliged)
    # The gag order it belongs to; empty when it is about the demand itself.
    about = models.UUIDField(null=True, editable=False)
    at = models.DateTimeField(_("at"))
    working_out = models.TextField(_("working-out"))
    citation = models.CharField(_("source"), max_length=300, blank=True)
    certainty = models.CharField(_("certainty"), max_length=2, blank=True)
    set_at = models.DateTimeField(_("set"))
    met_at = models.DateTimeField(_("met"), null=True, blank=True)
    lifted_at = models.DateTimeField(_("no longer applies since"), null=True, blank=True)
    lifted_because = models.CharField(_("why it no longer applies"), max_length=300, blank=True)
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
        return f"{self.title} {self.at:%Y-%m-%d}"

    @property
    def is_open(self) -> bool:
        return self.met_at is None and self.lifted_at is None

    @property
    def is_duty(self) -> bool:
        """Whether something must be done by then; else it is a bound that only has to pass."""
        return self.bound in (self.Bound.LATEST, self.Bound.REVIEW)


class Milestone(Fact):
    """An event that a clock counts from and that nothing else on file dates (law.words.Trigger)."""

    trigger = models.CharField(_("event"), max_length=40)
    at = models.DateTimeField(_("at"))
    note = models.TextField(_("note"), blank=True)

    class Meta(Fact.Meta):
        verbose_name = _("event")
        verbose_name_plural = _("events")
        default_related_name = "milestones"


class Circumstance(Fact):
    """A fact that decides which clocks run (the `fact` entries of casework/law/)."""

    code = models.CharField(_("circumstance"), max_length=60)
    holds = models.BooleanField(_("it is so"), default=True)
    note = models.TextField(_("note"), blank=True)

    class Meta(Fact.Meta):
        verbose_name = _("circumstance")
        verbose_name_plural = _("circumstances")
        default_related_name = "circumstances"


class ClockPause(Fact):
    """The demand's own clock stands still (Regulation (EU) 2023/1543 Art 10(6), a stay, …)."""

    started_at = models.DateTimeField(_("from"))
    ended_at = models.DateTimeField(_("until"), null=True, blank=True)
    reason = models.CharField(_("reason"), max_length=300)

    class Meta(Fact.Meta):
        verbose_name = _("suspension of the clock")
        verbose_name_plural = _("suspensions of the clock")
        default_related_name = "clock_pauses"
