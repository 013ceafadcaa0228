"""What a production cost, and who paid (18 USC 2706; Regulation (EU) 2023/1543 Art 14)."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from casework.models.decisions import Fact, Production
from casework.models.documents import Document


class Invoice(Fact):
    """The costs of one production: lines of the schedule, or a waiver with its reason."""

    production = models.OneToOneField(
        Production, models.PROTECT, related_name="invoice", verbose_name=_("production")
    )
    # code, name, quantity, free, price, amount: as the schedule was on that day.
    lines = models.JSONField(_("lines"), default=list, blank=True)
    currency = models.CharField(_("currency"), max_length=3)
    total = models.DecimalField(_("total"), max_digits=12, decimal_places=2)
    waived_because = models.CharField(_("waived because"), max_length=300, blank=True)
    document = models.ForeignKey(
        Document,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("invoice"),
    )
    paid_on = models.DateField(_("paid on"), null=True, blank=True)
    paid = models.DecimalField(_("paid"), max_digits=12, decimal_places=2, null=True, blank=True)

    class Meta(Fact.Meta):
        verbose_name = _("invoice")
        verbose_name_plural = _("invoices")
        default_related_name = "invoices"
