"""What is owed to a customer or an agency, and every attempt to send it.

A row is inserted by the planner, in the transaction of what made it owed; whatever leaves the
machine starts from it. `status` is written by planner.py, approval.py and delivery.py alone.
"""

import secrets
import uuid
from typing import Any

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from casework import references
from notifications.words import CLOSED, Audience, Ending, Kind, Status


def new_message_id() -> str:
    """Random, in the domain notices come from: it says nothing about the case."""
    return f"<{secrets.token_hex(16)}@{settings.NOTICE_FROM.rpartition('@')[2]}>"


def new_reference() -> str:
    """What its page is called: primary keys stay in the database."""
    return references.drawn("N")


class NoticeManager(models.Manager["Notice"]):
    """Without the message's bytes, which are megabytes and read in two places only."""

    def get_queryset(self) -> "models.QuerySet[Notice]":
        return super().get_queryset().defer("message")


class Notice(models.Model):
    """One message owed: to the customer of one target, or a letter to the agency."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    reference = models.CharField(
        _("reference"), max_length=20, unique=True, default=new_reference, editable=False
    )
    demand = models.ForeignKey(
        "casework.Demand", models.PROTECT, related_name="notices", verbose_name=_("demand")
    )
    target = models.ForeignKey(
        "casework.Target",
        models.PROTECT,
        null=True,
        related_name="notices",
        verbose_name=_("target"),
    )
    kind = models.CharField(_("kind"), max_length=30, choices=Kind)
    audience = models.CharField(_("to"), max_length=10, choices=Audience)
    # The fact a letter answers (`redirection:…`): each fact has its one letter.
    occasion = models.CharField(max_length=80, blank=True, editable=False)
    status = models.CharField(_("status"), max_length=10, choices=Status)
    note = models.CharField(_("why"), max_length=500, blank=True)

    planned_at = models.DateTimeField(_("planned"))
    due_at = models.DateTimeField(_("due"), null=True)
    # Due plus the hold window: nobody can recall a mail.
    leave_after = models.DateTimeField(_("leaves"), null=True)
    next_attempt_at = models.DateTimeField(_("next attempt"), null=True)
    sent_at = models.DateTimeField(_("sent"), null=True)
    alarmed_at = models.DateTimeField(_("a person was told"), null=True)

    # A person's word, where one is needed or given.
    held_because = models.CharField(_("held because"), max_length=300, blank=True)
    released_at = models.DateTimeField(_("released by a person"), null=True)
    approved_at = models.DateTimeField(_("approved"), null=True)
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("approved by"),
        help_text=_("Empty: approved by the rule, when it became due."),
    )

    # What was said, to whom: written once, when it is approved.
    recipient_name = models.CharField(_("recipient"), max_length=300, blank=True)
    recipient_address = models.CharField(_("address"), max_length=320, blank=True)
    language = models.CharField(_("language"), max_length=10, default="en")
    subject = models.CharField(_("subject"), max_length=300, blank=True)
    message = models.BinaryField(_("message"), null=True, editable=False)
    sha256 = models.CharField("SHA-256", max_length=64, blank=True)
    message_id = models.CharField("Message-ID", max_length=200, default=new_message_id)
    # The copies of the demand that are attached.
    attached = ArrayField(models.UUIDField(), default=list, verbose_name=_("attached"))
    letter = models.ForeignKey(
        "casework.Document",
        models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("letter"),
    )

    objects = NoticeManager()

    class Meta:
        verbose_name = _("notice")
        verbose_name_plural = _("notices")
        ordering = ["-planned_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["target", "kind"],
                condition=models.Q(target__isnull=False) & ~models.Q(status__in=CLOSED),
                name="notice_one_live_of_a_kind",
            ),
            models.UniqueConstraint(
                fields=["target"],
                condition=models.Q(target__isnull=False)
                & ~models.Q(status__in=[*CLOSED, Status.SENT]),
                name="notice_one_open_for_a_target",
            ),
            models.UniqueConstraint(
                fields=["demand", "kind", "occasion"],
                condition=models.Q(target__isnull=True),
                name="notice_one_letter_for_a_fact",
            ),
            models.UniqueConstraint(fields=["message_id"], name="notice_message_id_once"),
            models.CheckConstraint(
                name="notice_customers_have_a_target",
                condition=models.Q(audience=Audience.CUSTOMER, target__isnull=False)
                | models.Q(audience=Audience.AGENCY, target__isnull=True),
            ),
            models.CheckConstraint(
                name="notice_leaves_only_with_its_bytes",
                condition=~models.Q(
                    status__in=[
                        Status.READY,
                        Status.TO_POST,
                        Status.SENDING,
                        Status.SENT,
                        Status.UNCERTAIN,
                    ]
                )
                | ~models.Q(sha256=""),
            ),
            models.CheckConstraint(
                name="notice_sent_says_when",
                condition=~models.Q(status=Status.SENT) | models.Q(sent_at__isnull=False),
            ),
        ]
        indexes = [
            models.Index(
                fields=["leave_after"],
                name="notice_to_leave",
                condition=models.Q(status__in=[Status.PLANNED, Status.READY, Status.SENDING]),
            ),
            models.Index(fields=["status"], name="notice_status"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} · {self.demand.reference}"

    @property
    def is_customers(self) -> bool:
        return self.audience == Audience.CUSTOMER

    def unwrite(self) -> None:
        """Forget what was written but never said, so that it is written anew."""
        self.message, self.sha256, self.subject, self.attached = None, "", "", []
        self.recipient_name = self.recipient_address = ""
        self.approved_at = self.approved_by = self.next_attempt_at = None

    def set_status(self, status: Status, note: str = "", **values: Any) -> None:
        """Give the row its status and these fields, in memory and in the database."""
        self.status, self.note = status, note[:500]
        for name, value in values.items():
            setattr(self, name, value)
        self.save(update_fields=["status", "note", *values])


class Attempt(models.Model):
    """One try to send. It is committed before the socket opens: a crash leaves a visible trace."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    notice = models.ForeignKey(
        Notice, models.PROTECT, related_name="attempts", verbose_name=_("notice")
    )
    number = models.PositiveIntegerField(_("number"))
    recipient_address = models.CharField(_("address"), max_length=320)
    started_at = models.DateTimeField(_("started"))
    ended_at = models.DateTimeField(_("ended"), null=True)
    ending = models.CharField(_("how it ended"), max_length=10, choices=Ending, blank=True)
    answer = models.CharField(_("the mail server's answer"), max_length=500, blank=True)

    class Meta:
        verbose_name = _("attempt")
        verbose_name_plural = _("attempts")
        ordering = ["notice", "number"]
        constraints = [
            models.UniqueConstraint(fields=["notice", "number"], name="attempt_numbered_once"),
            models.CheckConstraint(
                name="attempt_ended_says_how",
                condition=models.Q(ended_at__isnull=True, ending="")
                | models.Q(ended_at__isnull=False) & ~models.Q(ending=""),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number}: {self.get_ending_display()}"

    def end(self, ending: Ending, answer: str, at: Any) -> None:
        self.ending, self.answer, self.ended_at = ending, answer[:500], at
        self.save(update_fields=["ending", "answer", "ended_at"])
