"""What happened, provably: append-only, one hash chain per subject (P12).

The database refuses UPDATE, DELETE and TRUNCATE of this table (migration 0002).
"""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class AuditEntry(models.Model):
    """One thing that happened, written in the same transaction as the change itself."""

    chain = models.UUIDField(_("subject"), help_text=_("The demand, report or other subject."))
    sequence = models.PositiveIntegerField(_("number"))
    at = models.DateTimeField(_("at"))
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, verbose_name=_("who")
    )
    # Kept beside the key, because a user's name may change and the record may not.
    actor_name = models.CharField(_("name at that time"), max_length=150)
    event = models.CharField(_("event"), max_length=60)
    demand_version = models.PositiveIntegerField(_("version of the demand"), null=True)
    facts = models.JSONField(_("facts"), default=dict)
    previous_hash = models.CharField(max_length=64)
    hash = models.CharField(max_length=64)

    class Meta:
        verbose_name = _("audit entry")
        verbose_name_plural = _("audit entries")
        ordering = ["chain", "sequence"]
        constraints = [
            models.UniqueConstraint(fields=["chain", "sequence"], name="audit_one_at_each_place")
        ]
        indexes = [models.Index(fields=["at"], name="audit_at")]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.event}"
