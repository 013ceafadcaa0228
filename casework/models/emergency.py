"""What an emergency leaves behind: the legal process that is to follow it."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from casework.models.decisions import Fact


class FollowUp(Fact):
    """Legal process was asked for after data went out on an officer's word. It is chased."""

    asked_on = models.DateField(_("asked on"))
    asked_of = models.CharField(_("asked of"), max_length=200)
    closed_on = models.DateField(_("settled on"), null=True, blank=True)
    closed_how = models.TextField(
        _("how it was settled"),
        blank=True,
        help_text=_("The process that came, or why none will come."),
    )

    class Meta(Fact.Meta):
        verbose_name = _("process asked for after an emergency")
        verbose_name_plural = _("process asked for after an emergency")
        default_related_name = "follow_ups"
