"""A notice is written once, when it is approved: by the rule when it is due, or by a person.

Writing takes time (files are read and hashed, letters set), so it happens outside of any lock; then
the demand is locked, everything is asked again, and bytes that no longer fit are thrown away.
"""

from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from uuid import UUID

from django.contrib.auth.models import User
from django.core.files.base import ContentFile
from django.db import transaction
from django.utils.translation import gettext as _

from casework import audit, moves, notice_position
from casework.models import Demand, Document
from casework.states import NoticePosition
from notifications import facts, writing
from notifications.addresses import Unmailable
from notifications.clock import Clock, database_clock
from notifications.departures import departure, kick_if_due
from notifications.leave import may_leave
from notifications.message import Attachment, Envelope, attachment_of, build
from notifications.models import Notice
from notifications.words import Kind, Status


@dataclass(frozen=True)
class Written:
    """What was written, and from which version of the demand."""

    version: int
    message: bytes
    subject: str
    name: str
    address: str
    language: str
    attached: tuple[Document, ...] = ()
    letter: bytes = b""


def write(notice: Notice, at: datetime) -> Written:
    """The notice as it would be said now; stores nothing. Raises Unmailable."""
    version = Demand.objects.values_list("version", flat=True).get(pk=notice.demand_id)
    return _for_customer(notice, at, version) if notice.target_id else _letter(notice, at, version)


def approve(notice_id: UUID, *, clock: Clock = database_clock, actor: User | None = None) -> None:
    """Write the notice and make it ready, if it still may be sent. What cannot be written fails,
    on a person's desk. Overtaken by a change, it is left to the next sweep."""
    notice = Notice.objects.get(pk=notice_id)
    if notice.status != Status.PLANNED:
        return
    try:
        written = write(notice, clock())
    except Unmailable as error:
        _fail(notice, str(error), clock)
        return
    with transaction.atomic():
        demand = Demand.objects.select_for_update().get(pk=notice.demand_id)
        notice = Notice.objects.select_for_update().get(pk=notice_id)
        now = clock()
        if demand.version != written.version or notice.status != Status.PLANNED:
            return
        if may_leave(notice, now).allowed:
            _keep(notice, written, now, actor)


def _keep(notice: Notice, written: Written, now: datetime, actor: User | None) -> None:
    notice.message, notice.sha256 = written.message, sha256(written.message).hexdigest()
    notice.subject, notice.language = written.subject[:300], written.language
    notice.recipient_name, notice.recipient_address = written.name[:300], written.address
    notice.attached = [document.pk for document in written.attached]
    notice.approved_at, notice.approved_by = now, actor
    notice.leave_after = notice.leave_after or departure(now, now)
    if written.letter:
        notice.letter = _file_letter(notice, written.letter, now)
    notice.status = Status.READY if written.address else Status.TO_POST
    notice.note = "" if written.address else _("No e-mail address for letters is on file.")
    notice.save()
    said = {"notice": str(notice.pk), "kind": notice.kind, "sha256": notice.sha256}
    audit.write(notice.demand_id, "notice_approved", actor=actor, now=now, facts=said)
    kick_if_due(notice, now)


def _file_letter(notice: Notice, pdf: bytes, now: datetime) -> Document:
    """The letter goes on file through the door, like every other paper."""
    upload = ContentFile(
        pdf, name=f"{notice.demand.reference}-{writing.LETTER[Kind(notice.kind)]}.pdf"
    )
    filed: Document = moves.record(
        notice.demand_id,
        "document",
        actor=None,
        now=now,
        facts={"upload": upload, "kind": Document.Kind.OUR_LETTER},
    )
    return filed


def _fail(notice: Notice, why: str, clock: Clock) -> None:
    with transaction.atomic():
        Demand.objects.select_for_update().get(pk=notice.demand_id)
        notice = Notice.objects.select_for_update().get(pk=notice.pk)
        if notice.status != Status.PLANNED:
            return
        now = clock()
        notice.set_status(Status.FAILED, why)
        if notice.target_id:
            notice_position.settle(notice.target_id, NoticePosition.FAILED, note=why, now=now)
        said = {"notice": str(notice.pk), "kind": notice.kind}
        audit.write(notice.demand_id, "notice_failed", actor=None, now=now, facts=said)


# --- Writing -----------------------------------------------------------------------------------


def _for_customer(notice: Notice, at: datetime, version: int) -> Written:
    target = facts.target_on_record(notice.target_id) if notice.target_id else None
    if target is None or target.account.customer is None:
        raise Unmailable(_("No customer is known for the account. Link the account to one."))
    papers = facts.copies(target, at)
    if not papers:
        raise Unmailable(_("There is no copy of the demand that may be attached."))
    redacted = papers[0].kind == Document.Kind.REDACTED_COPY
    mail = writing.customer_mail(notice, target, at, redacted=redacted)
    envelope = Envelope(
        address=target.account.notice_address,
        name=target.account.customer.name,
        message_id=notice.message_id,
        at=at,
        language=writing.language_of(target),
        attachments=_numbered(papers, target.demand.reference),
    )
    message = build(mail, envelope)
    return Written(
        version,
        message,
        mail.subject,
        envelope.name,
        envelope.address,
        envelope.language,
        tuple(papers),
    )


def _numbered(papers: list[Document], reference: str) -> tuple[Attachment, ...]:
    return tuple(
        attachment_of(paper, f"{reference}-{place}") for place, paper in enumerate(papers, start=1)
    )


def _letter(letter: Notice, at: datetime, version: int) -> Written:
    agency = letter.demand.agency
    pdf = writing.letter_pdf(letter, at)
    mail = writing.agency_mail(letter)
    name, address = (agency.name, agency.letter_email) if agency else ("", "")
    if not address:
        return Written(version, pdf, mail.subject, name, "", "en", letter=pdf)
    attachment = Attachment(f"{letter.demand.reference}.pdf", "application/pdf", pdf)
    envelope = Envelope(address, name, letter.message_id, at, "en", (attachment,))
    return Written(version, build(mail, envelope), mail.subject, name, address, "en", letter=pdf)
