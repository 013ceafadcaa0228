"""Holds: data kept as it was for an agency, and what became of them.

Until when a hold runs follows from the law's clocks and the renewals: casework/preservation.py.
"""

from django.db import models
from django.utils.translation import gettext_lazy as _

from casework.models.decisions import Fact
from casework.models.demand import Target
from casework.models.documents import Document


class Preservation(Fact):
    """The data of one target, set aside. Nothing is disclosed on it."""

    class Release(models.TextChoices):
        LAPSED = "lapsed", _("The time of the law is over and no process followed")
        AGENCY = "agency", _("The agency lets it go")
        SUPERSEDED = "superseded", _("The demand that followed keeps or has the data")
        INVALID = "invalid", _("It should not have been kept")

    target = models.ForeignKey(
        Target, models.PROTECT, related_name="preservations", verbose_name=_("target")
    )
    kept_since = models.DateTimeField(_("kept since"))
    place = models.CharField(
        _("where the copy lies"),
        max_length=200,
        blank=True,
        help_text=_("The name of the snapshot in its system, nothing of its content."),
    )
    released_at = models.DateTimeField(_("released"), null=True, blank=True)
    release_reason = models.CharField(_("why"), max_length=20, choices=Release, blank=True)
    deleted_on = models.DateField(_("copy deleted on"), null=True, blank=True)
    deleted_by = models.CharField(_("deleted by"), max_length=200, blank=True)
    certificate = models.ForeignKey(
        Document,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("certificate of deletion"),
    )

    class Meta(Fact.Meta):
        verbose_name = _("hold")
        verbose_name_plural = _("holds")
        default_related_name = "preservations"
        constraints = [
            models.UniqueConstraint(
                fields=["target"],
                condition=models.Q(released_at__isnull=True),
                name="one_hold_a_target",
                violation_error_message=_("The data of this account is kept already."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.target} {self.kept_since:%Y-%m-%d}"


class PreservationRenewal(Fact):
    """A further request to keep the data. One more than the law knows is shown, not counted."""

    received_at = models.DateTimeField(_("received"))
    document = models.ForeignKey(
        Document, models.PROTECT, null=True, blank=True, verbose_name=_("document")
    )
    # What the clock said when it was recorded; the flag is a sentence for a lawyer.
    counted = models.BooleanField(_("counted"), editable=False)
    flag = models.TextField(_("why it is not counted"), blank=True, editable=False)

    class Meta(Fact.Meta):
        verbose_name = _("renewal of a preservation")
        verbose_name_plural = _("renewals of a preservation")
        default_related_name = "preservation_renewals"
        ordering = ["received_at"]
