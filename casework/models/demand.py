"""What can happen to a demand: the eight moves of the state machine, and nothing else.

Why a move is not allowed: casework/guards.py. Who may make it, and the one function that does:
casework/moves.py. This is the only module that imports django_fsm (docs/decisions/001).
"""

import uuid
from collections.abc import Callable
from datetime import datetime

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django_fsm import FSMField, TransitionNotAllowed, can_proceed, transition

from casework import guards, plausible, references
from casework.models.parties import Account, Agency, Service
from casework.states import (
    EDGES,
    OPEN_STATES,
    Category,
    Nondisclosure,
    NoticePosition,
    Outcome,
    State,
    highest,
)

__all__ = ["Demand", "Target", "TransitionNotAllowed", "can_proceed", "new_reference"]

_EDGE = {edge.move: edge for edge in EDGES}


def new_reference() -> str:
    """A random reference, `D-7K3M-Q9XT-2VBN`."""
    return references.drawn("D")


def _holds(move: str) -> Callable[["Demand"], bool]:
    """The guards of a move as a django-fsm condition: the second wall behind the door's own."""

    def holds(demand: "Demand") -> bool:
        return demand.is_being_imported or not guards.refusals(
            move, demand, demand.asked_at or timezone.now()
        )

    return holds


def _move(name: str) -> Callable[[Callable[["Demand"], None]], Callable[["Demand"], None]]:
    edge = _EDGE[name]
    made: Callable[[Callable[[Demand], None]], Callable[[Demand], None]] = transition(
        field="state",
        source=[str(state.value) for state in edge.sources],
        target=str(edge.target.value),
        conditions=[_holds(name)],
    )
    return made


class Demand(models.Model):
    """One instrument, from one issuer, of one date."""

    class Channel(models.TextChoices):
        FORM = "form", _("Entered by staff")
        MAIL = "mail", _("E-mail")
        POST = "post", _("Post")
        PORTAL = "portal", _("Portal")
        SYSTEM = "system", _("Decentralised IT system")
        REGISTER = "register", _("Imported register")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    reference = models.CharField(
        _("reference"), max_length=20, unique=True, default=new_reference, editable=False
    )
    state = FSMField(
        _("state"),
        default=State.RECEIVED,
        choices=State.choices,
        protected=True,
        editable=False,
        db_index=True,
    )
    # Raised by one at each move and recorded fact; a form carries the version it was made from.
    version = models.PositiveIntegerField(_("version"), default=1, editable=False)

    service = models.ForeignKey(Service, models.PROTECT, verbose_name=_("service"))
    process = models.CharField(_("process"), max_length=60, blank=True)
    # The version of the catalogue's entry under which the demand was reviewed.
    process_version = models.PositiveIntegerField(
        _("version of the process"), null=True, editable=False
    )
    agency = models.ForeignKey(
        Agency, models.PROTECT, null=True, blank=True, verbose_name=_("agency")
    )
    agency_reference = models.CharField(_("the agency's reference"), max_length=200, blank=True)
    officer_name = models.CharField(_("officer"), max_length=200, blank=True)
    officer_email = models.EmailField(_("officer's e-mail"), blank=True)
    court = models.CharField(_("court"), max_length=300, blank=True)
    court_country = models.CharField(
        _("country of the court"), max_length=2, blank=True, help_text=_("ISO 3166-1 alpha-2.")
    )
    # A request executed for another State keeps where it came from (MLAT, letters rogatory).
    origin_country = models.CharField(
        _("State that asked for assistance"),
        max_length=2,
        blank=True,
        help_text=_("ISO 3166-1 alpha-2; empty for a demand of the agency's own."),
    )
    legal_basis = models.CharField(_("legal basis stated"), max_length=300, blank=True)
    asked = models.TextField(
        _("what is asked"), blank=True, help_text=_("In plain words; the customer reads this.")
    )
    issued_on = models.DateField(_("issued on"), null=True, blank=True)
    received_at = models.DateTimeField(_("received"))
    due_on = models.DateField(
        _("answer due on"),
        null=True,
        blank=True,
        help_text=_("The date on the face of the paper: the return date of a subpoena."),
    )
    channel = models.CharField(_("channel"), max_length=20, choices=Channel, default=Channel.FORM)
    assigned_to = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="assigned_demands",
        verbose_name=_("assigned to"),
    )
    nondisclosure = models.CharField(
        _("nondisclosure"),
        max_length=20,
        choices=Nondisclosure,
        default=Nondisclosure.UNDETERMINED,
        editable=False,
    )
    verified_at = models.DateTimeField(_("authenticity verified"), null=True, editable=False)
    decided_at = models.DateTimeField(_("decided"), null=True, editable=False)
    # Resends and copies are linked, never dropped, and not counted (P1).
    duplicate_of = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="duplicates",
        verbose_name=_("duplicate of"),
    )
    external_reference = models.CharField(
        _("reference in the imported register"), max_length=200, unique=True, null=True, blank=True
    )
    imported_at = models.DateTimeField(_("imported"), null=True, editable=False)

    # The instant a guard is asked about; set by the door, never stored.
    asked_at: datetime | None = None
    # True only while the import replays what happened before this product was there.
    is_being_imported = False

    class Meta:
        verbose_name = _("demand")
        verbose_name_plural = _("demands")
        ordering = ["-received_at"]
        indexes = [
            models.Index(fields=["service", "received_at"], name="demand_service_received"),
            models.Index(fields=["agency_reference"], name="demand_agency_reference"),
        ]

    def __str__(self) -> str:
        return self.reference

    def clean(self) -> None:
        """What cannot be is said at its field (casework/plausible.py)."""
        super().clean()
        plausible.refuse(plausible.demand(self))

    @property
    def is_open(self) -> bool:
        return self.state in OPEN_STATES

    @property
    def outcome(self) -> Outcome:
        """How it ended: the highest outcome of its targets."""
        return highest([target.outcome for target in self.targets.all()])

    # --- The state machine (the design, section 4). Each body is empty: a move changes the state
    # and nothing else; what it records is stored by the door.

    @_move("start_review")
    def start_review(self) -> None: ...

    @_move("redirect")
    def redirect(self) -> None: ...

    @_move("challenge")
    def challenge(self) -> None: ...

    @_move("resume")
    def resume(self) -> None: ...

    @_move("disclose")
    def disclose(self) -> None: ...

    @_move("deny")
    def deny(self) -> None: ...

    @_move("withdraw")
    def withdraw(self) -> None: ...

    @_move("reopen")
    def reopen(self) -> None: ...


class Target(models.Model):
    """One account within one demand: what is asked, how it ended, where its notice stands."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    demand = models.ForeignKey(
        Demand, models.PROTECT, related_name="targets", verbose_name=_("demand")
    )
    account = models.ForeignKey(
        Account, models.PROTECT, related_name="targets", verbose_name=_("account")
    )
    categories_asked = ArrayField(
        models.CharField(max_length=30, choices=Category),
        verbose_name=_("categories asked"),
        default=list,
    )
    period_from = models.DateField(_("data from"), null=True, blank=True)
    period_to = models.DateField(_("data to"), null=True, blank=True)
    categories_in_scope = ArrayField(
        models.CharField(max_length=30, choices=Category),
        verbose_name=_("categories after narrowing"),
        null=True,
        blank=True,
        help_text=_("Empty while nothing was narrowed: then what was asked is in scope."),
    )
    outcome = models.CharField(
        _("outcome"), max_length=20, choices=Outcome, default=Outcome.PENDING, editable=False
    )
    categories_disclosed = ArrayField(
        models.CharField(max_length=30, choices=Category),
        verbose_name=_("categories disclosed"),
        default=list,
        editable=False,
    )
    # Written by casework/notice_position.py alone; guards and reports read the notice here.
    notice_position = models.CharField(
        _("notice"),
        max_length=20,
        choices=NoticePosition,
        default=NoticePosition.HELD,
        editable=False,
    )
    notice_note = models.CharField(_("why"), max_length=500, blank=True, editable=False)
    notice_due_at = models.DateTimeField(_("notice due"), null=True, editable=False)
    notified_at = models.DateTimeField(_("customer told"), null=True, editable=False)

    class Meta:
        verbose_name = _("target")
        verbose_name_plural = _("targets")
        ordering = ["account__identifier"]
        constraints = [
            models.UniqueConstraint(fields=["demand", "account"], name="target_once_a_demand")
        ]

    def __str__(self) -> str:
        return str(self.account)

    def clean(self) -> None:
        super().clean()
        plausible.refuse(plausible.target(self))

    @property
    def scope(self) -> list[str]:
        """The categories still in question: after narrowing, or as asked."""
        if self.categories_in_scope is None:
            return self.categories_asked
        return self.categories_in_scope
