"""Who asks, whom it is about, and for which product line."""

import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from casework import plausible, references
from casework.states import Segment


class Service(models.Model):
    """The provider's product line. Reports are made per service."""

    slug = models.SlugField(_("short name"), unique=True)
    name = models.CharField(_("name"), max_length=200)

    class Meta:
        verbose_name = _("service")
        verbose_name_plural = _("services")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class Agency(models.Model):
    """A government body, court or civil party that issues demands."""

    class Level(models.TextChoices):
        FEDERAL = "federal", _("Federal or national")
        STATE = "state", _("State or regional")
        LOCAL = "local", _("Local")
        SUPRANATIONAL = "supranational", _("Supranational")
        PRIVATE = "private", _("Private party")
        UNKNOWN = "unknown", _("Unknown")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    reference = models.CharField(
        _("reference"), max_length=20, unique=True, default=references.for_agency, editable=False
    )
    name = models.CharField(_("name"), max_length=300)
    country = models.CharField(
        _("country"),
        max_length=2,
        blank=True,
        help_text=_("ISO 3166-1 alpha-2; empty when it is not known."),
    )
    subdivision = models.CharField(_("state or region"), max_length=6, blank=True)
    level = models.CharField(_("level"), max_length=20, choices=Level, default=Level.UNKNOWN)
    domain = models.CharField(_("e-mail domain"), max_length=253, blank=True)
    switchboard = models.CharField(
        _("switchboard"),
        max_length=60,
        blank=True,
        help_text=_("Taken from an independent source, never from the demand itself."),
    )
    switchboard_source = models.CharField(_("source of the number"), max_length=300, blank=True)
    letter_address = models.TextField(_("postal address"), blank=True)
    letter_email = models.EmailField(_("e-mail for letters"), blank=True)
    time_zone = models.CharField(_("time zone"), max_length=60, default="UTC")

    class Meta:
        verbose_name = _("agency")
        verbose_name_plural = _("agencies")
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(fields=["name", "country"], name="agency_once_per_country")
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.country})" if self.country else self.name

    def clean(self) -> None:
        super().clean()
        plausible.refuse(plausible.agency(self))


class Customer(models.Model):
    """Who has the contract with us, and whom we tell."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    reference = models.CharField(
        _("reference"), max_length=20, unique=True, default=references.for_customer, editable=False
    )
    name = models.CharField(_("name"), max_length=300)
    segment = models.CharField(_("segment"), max_length=20, choices=Segment)
    country = models.CharField(_("country"), max_length=2, blank=True)
    language = models.CharField(
        _("language of notices"), max_length=10, choices=settings.LANGUAGES, default="en"
    )
    notice_email = models.EmailField(
        _("e-mail for notices"),
        blank=True,
        help_text=_("For an organisation its administrator, never the user a demand names."),
    )
    redirect_name = models.CharField(
        _("contact for redirected demands"), max_length=200, blank=True
    )
    redirect_email = models.EmailField(_("e-mail for redirected demands"), blank=True)

    class Meta:
        verbose_name = _("customer")
        verbose_name_plural = _("customers")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name

    @property
    def asked_first(self) -> bool:
        """Whether the customer is asked before us (P4) and every demand challenged (P5)."""
        return self.segment in (Segment.ENTERPRISE, Segment.PUBLIC_SECTOR)

    @property
    def has_redirect_contact(self) -> bool:
        return bool(self.redirect_name and self.redirect_email)


class Account(models.Model):
    """An identifier that a demand names."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    reference = models.CharField(
        _("reference"), max_length=20, unique=True, default=references.for_account, editable=False
    )
    service = models.ForeignKey(Service, models.PROTECT, verbose_name=_("service"))
    identifier = models.CharField(_("identifier"), max_length=320)
    customer = models.ForeignKey(
        Customer,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="accounts",
        verbose_name=_("customer"),
        help_text=_("Empty while no customer of ours is known for the identifier."),
    )
    notice_email = models.EmailField(
        _("e-mail for notices"), blank=True, help_text=_("Empty: the customer's address is used.")
    )

    class Meta:
        verbose_name = _("account")
        verbose_name_plural = _("accounts")
        ordering = ["identifier"]
        constraints = [
            models.UniqueConstraint(fields=["service", "identifier"], name="account_once_a_service")
        ]

    def __str__(self) -> str:
        return self.identifier

    @property
    def notice_address(self) -> str:
        """Whom a notice goes to: the administrator of an organisation, else the account itself."""
        if self.customer is None:
            return ""
        if self.customer.asked_first:
            return self.customer.notice_email
        return self.notice_email or self.customer.notice_email
