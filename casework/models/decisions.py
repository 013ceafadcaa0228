"""What was verified, checked, decided, and by whom. Rows are added; an answer is filled in once."""

import uuid

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from casework import plausible
from casework.models.demand import Demand, Target
from casework.models.documents import Document
from casework.models.parties import Customer
from casework.states import Category


class Fact(models.Model):
    """Something recorded about a demand: when, and by whom."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    demand = models.ForeignKey(Demand, models.PROTECT, verbose_name=_("demand"))
    recorded_at = models.DateTimeField(_("recorded"))
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("recorded by"),
    )

    class Meta:
        abstract = True
        ordering = ["recorded_at"]

    def __str__(self) -> str:
        return f"{self._meta.verbose_name} {self.recorded_at:%Y-%m-%d}"


class Verification(Fact):
    """How we made sure that the demand is genuine. A real mailbox alone is never evidence (P3)."""

    class Method(models.TextChoices):
        CALL_BACK = "call_back", _("Call-back through the agency's switchboard")
        SERVED = "served", _("Served in person or by a registered agent")
        SYSTEM = "system", _("Authenticated channel of the authorities")
        COURT = "court", _("Confirmed with the court")
        MAILBOX = "mailbox", _("Only the mailbox was checked: never sufficient")

    method = models.CharField(_("method"), max_length=20, choices=Method)
    spoke_to = models.CharField(_("spoke to"), max_length=200, blank=True)
    number_source = models.CharField(_("where the number came from"), max_length=300, blank=True)
    number_dialled = models.CharField(_("number dialled"), max_length=60, blank=True)
    called_at = models.DateTimeField(_("called at"), null=True, blank=True)
    officer = models.ForeignKey(
        "casework.Officer",
        models.PROTECT,
        null=True,
        blank=True,
        verbose_name=_("officer of the registry"),
    )
    # For emergencies: who above the officer stands for the request.
    supervisor_name = models.CharField(_("supervisor who confirmed"), max_length=200, blank=True)
    supervisor_title = models.CharField(_("supervisor's title"), max_length=200, blank=True)
    # The risk flags (casework/risk.py) that stood when it was verified.
    flags = ArrayField(models.CharField(max_length=40), default=list, blank=True, editable=False)
    genuine = models.BooleanField(_("genuine"), default=True)
    note = models.TextField(_("note"), blank=True)

    class Meta(Fact.Meta):
        verbose_name = _("verification")
        verbose_name_plural = _("verifications")
        default_related_name = "verifications"

    @property
    def is_evidence(self) -> bool:
        """A genuine mailbox may be a stolen one: it says nothing for a demand (the FBI cases)."""
        return not self.genuine or self.method != self.Method.MAILBOX


class ReviewItem(Fact):
    """One answer to one point of the checklist. A new answer is a new row; the newest counts."""

    class Result(models.TextChoices):
        PASSED = "passed", _("Passed")
        FAILED = "failed", _("Failed")
        NOT_APPLICABLE = "not_applicable", _("Not applicable")

    code = models.CharField(_("point"), max_length=60)
    result = models.CharField(_("result"), max_length=20, choices=Result)
    note = models.TextField(_("note"), blank=True)

    class Meta(Fact.Meta):
        verbose_name = _("checklist answer")
        verbose_name_plural = _("checklist answers")
        default_related_name = "review_items"


class Redirection(Fact):
    """We sent the agency to the customer first (P4)."""

    class Answer(models.TextChoices):
        AGENCY_WITHDRAWS = "agency_withdraws", _("The agency withdraws its demand to us")
        AGENCY_INSISTS = "agency_insists", _("The agency insists on us")
        CUSTOMER_PROVIDES = "customer_provides", _("The customer provides the data itself")

    ground = models.CharField(_("ground"), max_length=60)
    contact_name = models.CharField(_("contact named"), max_length=200)
    contact_email = models.EmailField(_("contact's e-mail"))
    message = models.TextField(_("words to the agency"), blank=True)
    answer = models.CharField(_("answer"), max_length=30, choices=Answer, blank=True)
    answered_on = models.DateField(_("answered on"), null=True, blank=True)
    answer_document = models.ForeignKey(
        Document, models.PROTECT, null=True, blank=True, verbose_name=_("document")
    )

    class Meta(Fact.Meta):
        verbose_name = _("redirection")
        verbose_name_plural = _("redirections")
        default_related_name = "redirections"


class Challenge(Fact):
    """A step on the ladder of resistance: from a request to narrow up to an appeal (P5)."""

    class Rung(models.TextChoices):
        WITHDRAW_REQUEST = "withdraw_request", _("Request to withdraw or redirect")
        NARROWING = "narrowing", _("Request to narrow")
        OBJECTION = "objection", _("Written objection")
        MOTION = "motion", _("Motion to a court")
        APPEAL = "appeal", _("Appeal")

    class Result(models.TextChoices):
        WITHDRAWN = "withdrawn", _("The agency withdrew")
        NARROWED = "narrowed", _("Narrowed")
        GRANTED = "granted", _("Granted")
        DENIED = "denied", _("Not granted")

    rung = models.CharField(_("kind"), max_length=20, choices=Rung)
    ground = models.CharField(_("ground"), max_length=60)
    forum = models.CharField(_("addressed to"), max_length=300)
    docket = models.CharField(_("docket number"), max_length=200, blank=True)
    filed_on = models.DateField(_("sent or filed on"))
    decided_by = models.CharField(_("who decided to challenge"), max_length=200)
    argument = models.TextField(_("argument"), blank=True)
    result = models.CharField(_("result"), max_length=20, choices=Result, blank=True)
    result_on = models.DateField(_("result on"), null=True, blank=True)
    result_note = models.TextField(_("what was decided"), blank=True)
    result_document = models.ForeignKey(
        Document, models.PROTECT, null=True, blank=True, verbose_name=_("document")
    )

    class Meta(Fact.Meta):
        verbose_name = _("challenge")
        verbose_name_plural = _("challenges")
        default_related_name = "challenges"


class Denial(Fact):
    """We do not answer, and why."""

    ground = models.CharField(_("ground"), max_length=60)
    fraudulent = models.BooleanField(_("the demand is fraudulent"), default=False)
    explanation = models.TextField(_("explanation"))

    class Meta(Fact.Meta):
        verbose_name = _("denial")
        verbose_name_plural = _("denials")
        default_related_name = "denials"


class Withdrawal(Fact):
    """The agency took its demand back: its words and the document that holds them."""

    words = models.TextField(_("the agency's words"))
    withdrawn_on = models.DateField(_("withdrawn on"))
    document = models.ForeignKey(Document, models.PROTECT, verbose_name=_("document"))

    class Meta(Fact.Meta):
        verbose_name = _("withdrawal")
        verbose_name_plural = _("withdrawals")
        default_related_name = "withdrawals"


class Reopening(Fact):
    """What came back. It is the same demand, not a new one."""

    what = models.TextField(_("what came back"))
    document = models.ForeignKey(
        Document, models.PROTECT, null=True, blank=True, verbose_name=_("document")
    )

    class Meta(Fact.Meta):
        verbose_name = _("reopening")
        verbose_name_plural = _("reopenings")
        default_related_name = "reopenings"


class Objection(Fact):
    """The customer objects. Nothing is disclosed while it is open."""

    customer = models.ForeignKey(Customer, models.PROTECT, verbose_name=_("customer"))
    received_on = models.DateField(_("received on"))
    words = models.TextField(_("the customer's words"))
    document = models.ForeignKey(
        Document, models.PROTECT, null=True, blank=True, verbose_name=_("document")
    )
    resolved_on = models.DateField(_("resolved on"), null=True, blank=True)
    resolution = models.TextField(_("how it was resolved"), blank=True)

    class Meta(Fact.Meta):
        verbose_name = _("customer's objection")
        verbose_name_plural = _("customers' objections")
        default_related_name = "objections"


class Direction(Fact):
    """The customer directs us to disclose (P2)."""

    customer = models.ForeignKey(Customer, models.PROTECT, verbose_name=_("customer"))
    given_on = models.DateField(_("given on"))
    categories = ArrayField(
        models.CharField(max_length=30, choices=Category), verbose_name=_("categories directed")
    )
    document = models.ForeignKey(Document, models.PROTECT, verbose_name=_("document"))

    class Meta(Fact.Meta):
        verbose_name = _("customer's direction")
        verbose_name_plural = _("customers' directions")
        default_related_name = "directions"


class Waiver(Fact):
    """A signed reason why a duty of ours does not apply. The only way round a promise."""

    class Duty(models.TextChoices):
        NOTICE = "notice", _("Telling the customer (P6)")
        WAITING_PERIOD = "waiting_period", _("The customer's waiting period (P6)")
        REDIRECT_FIRST = "redirect_first", _("Sending the agency to the customer first (P4)")
        CHALLENGE_FIRST = "challenge_first", _("Challenging before disclosure (P5)")
        MINIMUM = "minimum", _("Giving no content in an emergency (18 USC 2702(b)(8))")

    duty = models.CharField(_("duty"), max_length=20, choices=Duty)
    target = models.ForeignKey(
        Target,
        models.PROTECT,
        null=True,
        blank=True,
        verbose_name=_("target"),
        help_text=_("Empty: for every target of the demand."),
    )
    reason = models.TextField(_("reason"))

    class Meta(Fact.Meta):
        verbose_name = _("signed reason")
        verbose_name_plural = _("signed reasons")
        default_related_name = "waivers"


class Production(Fact):
    """The package of data for the agency, as one person decided and another approved (P9).

    `recorded_by` prepared it. That nobody approves their own is a constraint of the database.
    """

    note = models.TextField(_("note"), blank=True)
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("approved by"),
    )
    approved_at = models.DateTimeField(_("approved"), null=True, blank=True)
    # The archive made at approval: what was approved is what leaves, to the byte.
    package = models.ForeignKey(
        Document,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("package"),
    )
    # Decided to leave at the instant the law allows it, without a further hand (C11, policy TP-1).
    staged_at = models.DateTimeField(_("staged for dispatch"), null=True, blank=True)
    staged_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("staged by"),
    )
    released_at = models.DateTimeField(_("released"), null=True, blank=True)
    delivered_at = models.DateTimeField(_("delivered"), null=True, blank=True)
    delivered_by = models.CharField(_("how it was delivered"), max_length=200, blank=True)
    receipt = models.ForeignKey(
        Document,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("receipt"),
    )
    manifest = models.JSONField(_("manifest"), default=list, blank=True, editable=False)

    class Meta(Fact.Meta):
        verbose_name = _("production")
        verbose_name_plural = _("productions")
        default_related_name = "productions"
        constraints = [
            models.CheckConstraint(
                name="production_approved_by_a_second_person",
                condition=models.Q(approved_by__isnull=True)
                | (
                    models.Q(approved_at__isnull=False)
                    & models.Q(recorded_by__isnull=False)
                    & ~models.Q(approved_by=models.F("recorded_by"))
                ),
                violation_error_message=_(
                    "Nobody approves a production that they prepared themselves."
                ),
            )
        ]


class ProductionItem(models.Model):
    """One file for one target in one category; without a file and category: nothing was found."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    production = models.ForeignKey(
        Production, models.PROTECT, related_name="items", verbose_name=_("production")
    )
    target = models.ForeignKey(
        Target, models.PROTECT, related_name="production_items", verbose_name=_("target")
    )
    category = models.CharField(_("category"), max_length=30, choices=Category, blank=True)
    document = models.ForeignKey(
        Document, models.PROTECT, null=True, blank=True, verbose_name=_("document")
    )

    period_from = models.DateField(_("data from"), null=True, blank=True)
    period_to = models.DateField(_("data to"), null=True, blank=True)
    source = models.CharField(_("source system"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("item of a production")
        verbose_name_plural = _("items of a production")
        constraints = [
            models.CheckConstraint(
                name="production_item_is_a_file_or_nothing_found",
                condition=models.Q(category="", document__isnull=True)
                | (~models.Q(category="") & models.Q(document__isnull=False)),
            )
        ]

    def clean(self) -> None:
        super().clean()
        plausible.refuse(plausible.period(self))

    def __str__(self) -> str:
        return f"{self.target} {self.category}".strip()

    @property
    def nothing_found(self) -> bool:
        return not self.category
