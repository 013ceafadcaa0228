"""The registry that authenticity is checked against: officers of agencies, and whom we refuse.

It proves nothing by itself: a real mailbox may be a stolen one, so that an officer's address is
where we answer to, and the call through the switchboard is what counts (casework/authenticity.py).
"""

import uuid

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext as _said
from django.utils.translation import gettext_lazy as _

from casework import lookalike
from casework.models.parties import Agency


class Officer(models.Model):
    """A person who writes for an agency, as we know them from an independent source."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    agency = models.ForeignKey(
        Agency, models.PROTECT, related_name="officers", verbose_name=_("agency")
    )
    name = models.CharField(_("name"), max_length=200)
    title = models.CharField(_("title"), max_length=200, blank=True)
    email = models.EmailField(_("e-mail"), unique=True)
    phone = models.CharField(
        _("extension"),
        max_length=60,
        blank=True,
        help_text=_("Behind the switchboard. Direct numbers are not called."),
    )
    source = models.CharField(
        _("how we know of them"), max_length=300, help_text=_("Never the demand itself.")
    )
    left_on = models.DateField(_("no longer there since"), null=True, blank=True)

    class Meta:
        verbose_name = _("officer")
        verbose_name_plural = _("officers")
        ordering = ["name"]

    def __str__(self) -> str:
        return f"{self.name}, {self.title}" if self.title else self.name

    def clean(self) -> None:
        """The domain is the agency's exactly: a subdomain or a look-alike is another one."""
        super().clean()
        if not self.agency_id or not self.email:
            return
        if not self.agency.domain:
            raise ValidationError(
                {"agency": _said("No e-mail domain of this agency is on file. Add it first.")}
            )
        domain = self.email.rpartition("@")[2]
        if not lookalike.same(domain, self.agency.domain):
            raise ValidationError(
                {
                    "email": _said(
                        "%(domain)s is not the agency's domain %(own)s. Enter an address of "
                        "the agency, or register the body that owns this one."
                    )
                    % {"domain": domain, "own": self.agency.domain}
                }
            )


class DenyListEntry(models.Model):
    """A sender whom nothing is disclosed to, whatever else was verified."""

    class Kind(models.TextChoices):
        ADDRESS = "address", _("E-mail address")
        DOMAIN = "domain", _("E-mail domain")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(_("kind"), max_length=10, choices=Kind)
    value = models.CharField(_("address or domain"), max_length=320)
    reason = models.CharField(_("reason"), max_length=300)
    added_at = models.DateTimeField(_("added"))
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, verbose_name=_("added by")
    )
    removed_at = models.DateTimeField(_("removed"), null=True, blank=True)

    class Meta:
        verbose_name = _("refused sender")
        verbose_name_plural = _("refused senders")
        ordering = ["-added_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "value"],
                condition=models.Q(removed_at__isnull=True),
                name="sender_refused_once",
                violation_error_message=_("This sender is refused already."),
            )
        ]

    def __str__(self) -> str:
        return self.value

    def clean(self) -> None:
        """Kept as the exact domain in lower case, so that it is found again."""
        super().clean()
        try:
            self.value = written(self.kind, self.value)
        except lookalike.BadDomain as error:
            raise ValidationError(
                {"value": _said("This is no e-mail domain: %(why)s.") % {"why": error}}
            ) from error


def written(kind: str, value: str) -> str:
    """An address or a domain in the one form it is compared in."""
    if kind == DenyListEntry.Kind.DOMAIN:
        return lookalike.a_labels(value.strip().removeprefix("@"))
    mailbox = value.strip().rpartition("@")[0]
    return f"{mailbox.lower()}@{lookalike.domain_of(value.strip())}"
