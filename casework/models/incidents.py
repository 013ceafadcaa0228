"""If we broke the law of the customer's land, it is written down here and it shows (P13)."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from casework.models.decisions import Fact
from casework.models.demand import Target
from casework.models.parties import Customer


class Incident(Fact):
    """Data or a fact that left against the law. Never edited; what comes of it is added."""

    class Law(models.TextChoices):
        GDPR = "gdpr", _("GDPR")
        SECRECY = "secrecy", _("A gag order")
        OTHER = "other", _("Another law")

    law = models.CharField(_("law broken"), max_length=20, choices=Law)
    provision = models.CharField(_("provision"), max_length=200, blank=True)
    occurred_on = models.DateField(_("happened on"))
    discovered_on = models.DateField(_("discovered on"))
    what = models.TextField(_("what happened"))
    target = models.ForeignKey(
        Target,
        models.PROTECT,
        null=True,
        blank=True,
        verbose_name=_("target"),
        help_text=_("Empty: every target of the demand."),
    )
    # A disclosure against the law is counted in the report; a near miss is kept and not counted.
    disclosed = models.BooleanField(_("personal data was disclosed"), default=True)

    class Meta(Fact.Meta):
        verbose_name = _("incident")
        verbose_name_plural = _("incidents")
        default_related_name = "incidents"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(discovered_on__gte=models.F("occurred_on")),
                name="incident_discovered_after_it_happened",
                violation_error_message=_("It cannot be discovered before it happened."),
            )
        ]


class IncidentStep(Fact):
    """What was done about an incident: who was told, what was mended."""

    class Kind(models.TextChoices):
        AUTHORITY_TOLD = "authority_told", _("Supervisory authority told (GDPR Art 33)")
        CUSTOMER_TOLD = "customer_told", _("Customer told (GDPR Art 33(2), 34)")
        MENDED = "mended", _("Mended")

    incident = models.ForeignKey(
        Incident, models.PROTECT, related_name="steps", verbose_name=_("incident")
    )
    kind = models.CharField(_("what was done"), max_length=20, choices=Kind)
    done_on = models.DateField(_("on"))
    note = models.TextField(_("note"), blank=True)

    class Meta(Fact.Meta):
        verbose_name = _("step after an incident")
        verbose_name_plural = _("steps after an incident")
        default_related_name = "incident_steps"


class Compensation(Fact):
    """Money paid to a customer because of an incident."""

    incident = models.ForeignKey(
        Incident, models.PROTECT, related_name="compensations", verbose_name=_("incident")
    )
    customer = models.ForeignKey(Customer, models.PROTECT, verbose_name=_("customer"))
    amount = models.DecimalField(_("amount"), max_digits=12, decimal_places=2)
    currency = models.CharField(_("currency"), max_length=3)
    paid_on = models.DateField(_("paid on"))
    note = models.TextField(_("note"), blank=True)

    class Meta(Fact.Meta):
        verbose_name = _("compensation")
        verbose_name_plural = _("compensations")
        default_related_name = "compensations"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(amount__gt=0),
                name="compensation_is_money",
                violation_error_message=_("A compensation is an amount above zero."),
            )
        ]
