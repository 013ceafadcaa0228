"""What a European certificate says, section by section, and our answer where it cannot be executed.

Regulation (EU) 2023/1543, Annexes I to III. What follows from it: casework/certificates.py.
"""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from casework.models.decisions import Fact
from casework.models.documents import Document
from casework.states import Authority


class EvidenceCertificate(Fact):
    """The certificate as it was read (Annex I or II). A new reading is a new row."""

    issued_by = models.CharField(_("issued by (I)"), max_length=30, choices=Authority)
    validated_by = models.CharField(
        _("validated by (J)"), max_length=30, choices=Authority, blank=True
    )
    validated_at = models.DateTimeField(_("validated at"), null=True, blank=True)
    offence = models.CharField(_("offence and provision (G)"), max_length=300)
    offence_threshold_met = models.BooleanField(
        _("three years, a listed offence, or a sentence of four months (Art 5(4))"), default=False
    )
    tied_to_the_issuing_state = models.BooleanField(
        _("offence and person both tied to the issuing State (Art 8(2))"), default=False
    )
    enforcing_authority = models.CharField(
        _("enforcing authority notified (K)"), max_length=200, blank=True
    )
    emergency_reasons = models.TextField(
        _("emergency, with its reasons (C)"),
        blank=True,
        help_text=_("Empty: no emergency is claimed."),
    )
    controller_cannot_be_addressed = models.BooleanField(
        _("confirmed: the controller cannot be identified or addressed (Art 5(6))"), default=False
    )
    controller_not_to_be_told = models.BooleanField(
        _("asked: the controller is not to be informed (Art 5(7))"), default=False
    )
    controller_not_to_be_told_because = models.TextField(_("justification"), blank=True)
    privilege_holders = models.BooleanField(
        _("infrastructure for holders of professional privilege (Art 5(9))"), default=False
    )
    privilege_conditions_met = models.BooleanField(
        _("the three conditions of Art 5(9) are met"), default=False
    )
    deliver_to = models.CharField(_("transfer to (L)"), max_length=300, blank=True)

    class Meta(Fact.Meta):
        verbose_name = _("certificate as read")
        verbose_name_plural = _("certificates as read")
        default_related_name = "evidence_certificates"


class Nonexecution(Fact):
    """Annex III: why the certificate cannot be executed, or what has to be made clear first."""

    # Grounds of casework/law/: of clarification, denial or challenge.
    reasons = ArrayField(models.CharField(max_length=60), verbose_name=_("reasons (D)"))
    explanation = models.TextField(_("explanation (D, F)"))
    third_country_law = models.TextField(_("law of the third country (E)"), blank=True)
    sent_at = models.DateTimeField(_("sent"))
    document = models.ForeignKey(
        Document, models.PROTECT, related_name="+", verbose_name=_("Annex III as filled")
    )
    answered_at = models.DateTimeField(_("answered"), null=True, blank=True)
    cured = models.BooleanField(_("the certificate can be executed now"), null=True, blank=True)
    answer_document = models.ForeignKey(
        Document,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("the authority's answer"),
    )

    class Meta(Fact.Meta):
        verbose_name = _("Annex III")
        verbose_name_plural = _("Annex III")
        default_related_name = "nonexecutions"
