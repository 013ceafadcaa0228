"""How demands belong together: a row each, never an edit of the other demand."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from casework.models.decisions import Fact


class Relation(Fact):
    """This demand stands to another one as `kind` says."""

    class Kind(models.TextChoices):
        DUPLICATE = "duplicate", _("is a copy or a resend of")
        FURTHER_LETTER = "further_letter", _("is a further letter about the same instrument as")
        FOLLOWS_PRESERVATION = "follows_preservation", _("asks for the data kept by")
        FOLLOWS_EMERGENCY = "follows_emergency", _("is the process that follows the emergency")
        EXECUTES_REQUEST = "executes_request", _("executes the request of another State")
        SAME_LETTER = "same_letter", _("came in one letter with")

    kind = models.CharField(_("kind"), max_length=30, choices=Kind)
    other = models.ForeignKey(
        "casework.Demand",
        models.PROTECT,
        related_name="related_from",
        verbose_name=_("other demand"),
    )
    note = models.TextField(_("note"), blank=True)

    class Meta(Fact.Meta):
        verbose_name = _("related demand")
        verbose_name_plural = _("related demands")
        default_related_name = "relations"
        constraints = [
            models.UniqueConstraint(
                fields=["demand", "other", "kind"],
                name="related_once",
                violation_error_message=_("These two are related so already."),
            ),
            models.CheckConstraint(
                condition=~models.Q(demand=models.F("other")),
                name="related_to_another",
                violation_error_message=_("A demand is not related to itself."),
            ),
        ]


# One instrument that came twice is counted once (design of the figures: one instrument, one date).
NOT_COUNTED = (Relation.Kind.DUPLICATE, Relation.Kind.FURTHER_LETTER)
