"""What counsel found before anything is decided: who was served, whose law stands in the way.

And the notes of counsel, which belong to no file that leaves the legal team.
"""

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext as _said
from django.utils.translation import gettext_lazy as _

from casework.models.decisions import Fact


class EntityCheck(Fact):
    """Which of our legal entities was served, and whether it is the one that holds the data."""

    entity = models.CharField(_("entity served"), max_length=200)
    right = models.BooleanField(_("it is the right one"), default=True)
    should_be = models.CharField(_("the entity that holds the data"), max_length=200, blank=True)
    note = models.TextField(_("note"), blank=True)

    class Meta(Fact.Meta):
        verbose_name = _("legal entity served")
        verbose_name_plural = _("legal entities served")
        default_related_name = "entity_checks"

    def clean(self) -> None:
        super().clean()
        if not self.right and not self.should_be:
            raise ValidationError({"should_be": _said("Say which entity holds the data.")})


class LawConflict(Fact):
    """Whether answering would break another law (GDPR Art 48, 18 USC 2703(h), Data Act Art 32…)."""

    class Result(models.TextChoices):
        NONE = "none", _("No conflict")
        PERMITTED = "permitted", _("A conflict, but a ground permits answering")
        CONFLICT = "conflict", _("A conflict")

    # A ground of casework/law/ that names the rule: gdpr_48, comity, data_act_32, …
    rule = models.CharField(_("rule"), max_length=60)
    analysis = models.TextField(_("analysis"))
    result = models.CharField(_("result"), max_length=20, choices=Result)
    blocks = models.BooleanField(_("nothing may be disclosed for now"), default=False)

    class Meta(Fact.Meta):
        verbose_name = _("conflict of law")
        verbose_name_plural = _("conflicts of law")
        default_related_name = "law_conflicts"

    def clean(self) -> None:
        super().clean()
        if self.blocks and self.result != self.Result.CONFLICT:
            raise ValidationError({"blocks": _said("Only a conflict stands in the way.")})


class PrivilegedNote(Fact):
    """Counsel's own words. Never part of the file: no page, export or package shows them with it.

    Read through casework/privileged.py alone.
    """

    text = models.TextField(_("note"))

    class Meta(Fact.Meta):
        verbose_name = _("privileged note")
        verbose_name_plural = _("privileged notes")
        default_related_name = "privileged_notes"
