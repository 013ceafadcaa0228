"""Gag orders as they were recorded. Nothing here is ever overwritten: the database refuses it.

What they mean for a notice is answered in one place only: casework/gag.py.
"""

import uuid

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from casework import plausible
from casework.models.documents import Document


class Standing(models.TextChoices):
    """Whether it binds us. A plea for secrecy in a cover letter is recorded, and bars nothing."""

    BINDING = "binding", _("Binding")
    ASSERTED = "asserted", _("Asserted, not binding")
    APPLIED_FOR = "applied_for", _("Applied for, not ordered")
    INVALID = "invalid", _("Invalid on its face: counsel decides")


class Fact(models.TextChoices):
    """What the order forbids to tell."""

    EXISTENCE = "existence", _("That the demand exists")
    CONTENT = "content", _("What it asks")
    AGENCY = "agency", _("Who asks")


class Audience(models.TextChoices):
    """Whom the order forbids to tell."""

    EVERYONE = "everyone", _("Everyone")
    SUBJECT = "subject", _("The subject only")
    ALL_BUT_NAMED = "all_but_named", _("Everyone but the persons named")


class EndKind(models.TextChoices):
    FIXED = "fixed", _("On a date")
    INDEFINITE = "indefinite", _("Until further order")
    STATUTORY = "statutory", _("As long as the statute says")


def all_facts() -> list[str]:
    return [Fact.EXISTENCE.value, Fact.CONTENT.value, Fact.AGENCY.value]


class NondisclosureOrder(models.Model):
    """An order that forbids, or is said to forbid, telling of a demand (e.g. 18 USC 2705(b))."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    demand = models.ForeignKey(
        "casework.Demand",
        models.PROTECT,
        related_name="nondisclosure_orders",
        verbose_name=_("demand"),
    )
    standing = models.CharField(
        _("standing"), max_length=20, choices=Standing, default=Standing.BINDING
    )
    authority = models.CharField(
        _("authority"), max_length=60, help_text=_("The statute it rests on.")
    )
    issuing_body = models.CharField(_("court or authority"), max_length=300, blank=True)
    docket = models.CharField(_("docket number"), max_length=200, blank=True)
    covers_whole_demand = models.BooleanField(_("whole demand"), default=True)
    targets = models.ManyToManyField(
        "casework.Target",
        through="NondisclosureOrderTarget",
        related_name="nondisclosure_orders",
        verbose_name=_("listed targets"),
        blank=True,
    )
    facts = ArrayField(
        models.CharField(max_length=20, choices=Fact),
        verbose_name=_("what may not be told"),
        default=all_facts,
    )
    audience = models.CharField(
        _("who may not be told"), max_length=20, choices=Audience, default=Audience.EVERYONE
    )
    named_persons = models.TextField(_("persons who may be told"), blank=True)
    issued_on = models.DateField(_("issued on"), null=True, blank=True)
    served_on = models.DateField(_("served on"), null=True, blank=True)
    starts_on = models.DateField(_("in force from"))
    end_kind = models.CharField(_("ends"), max_length=20, choices=EndKind)
    ends_on = models.DateField(
        _("in force through"), null=True, blank=True, help_text=_("The last day, included.")
    )
    time_zone = models.CharField(_("time zone of the court"), max_length=60, default="UTC")
    document = models.ForeignKey(
        Document, models.PROTECT, null=True, blank=True, verbose_name=_("document")
    )
    extends = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="extensions",
        verbose_name=_("extends"),
    )
    note = models.TextField(_("note"), blank=True)
    recorded_at = models.DateTimeField(_("recorded"))
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        verbose_name=_("recorded by"),
    )

    class Meta:
        verbose_name = _("gag order")
        verbose_name_plural = _("gag orders")
        ordering = ["recorded_at"]
        constraints = [
            models.CheckConstraint(
                name="gag_dated_exactly_when_it_ends_on_a_date",
                condition=models.Q(end_kind="fixed", ends_on__isnull=False)
                | (~models.Q(end_kind="fixed") & models.Q(ends_on__isnull=True)),
                violation_error_message=_(
                    "An order that ends on a date needs that date; one that does not has none."
                ),
            ),
            models.CheckConstraint(
                name="gag_ends_after_it_starts",
                condition=models.Q(ends_on__isnull=True)
                | models.Q(ends_on__gte=models.F("starts_on")),
                violation_error_message=_("The order cannot end before it starts."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.authority} {self.docket}".strip()

    def clean(self) -> None:
        super().clean()
        plausible.refuse(plausible.order(self))


class NondisclosureOrderTarget(models.Model):
    """A target that an order lists, where it does not cover the whole demand."""

    order = models.ForeignKey(NondisclosureOrder, models.PROTECT)
    target = models.ForeignKey("casework.Target", models.PROTECT)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["order", "target"], name="gag_lists_a_target_once")
        ]

    def __str__(self) -> str:
        return str(self.target_id)


class NondisclosureOrderLift(models.Model):
    """The end of an order before its date: a row beside it, never an edit."""

    class Kind(models.TextChoices):
        LIFTED = "lifted", _("Lifted by the issuer")
        VACATED = "vacated", _("Vacated by a court")
        ERROR = "error", _("Recorded in error")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    order = models.OneToOneField(
        NondisclosureOrder, models.PROTECT, related_name="lift", verbose_name=_("gag order")
    )
    kind = models.CharField(_("kind"), max_length=20, choices=Kind)
    effective_at = models.DateTimeField(_("effective"))
    document = models.ForeignKey(
        Document, models.PROTECT, null=True, blank=True, verbose_name=_("document")
    )
    note = models.TextField(_("note"), blank=True)
    recorded_at = models.DateTimeField(_("recorded"))
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        verbose_name=_("recorded by"),
    )

    class Meta:
        verbose_name = _("end of a gag order")
        verbose_name_plural = _("ends of gag orders")

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.effective_at:%Y-%m-%d}"
