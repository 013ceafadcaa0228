"""One RFC 5322 message: built once, read back, and kept as the proof of what was said."""

from dataclasses import dataclass, field
from datetime import datetime
from email import message_from_bytes, policy
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import format_datetime

from django.conf import settings
from django.utils.translation import gettext as _

from casework.models import Document
from casework.models.documents import digest_of
from notifications.addresses import Unmailable, checked_address, checked_name
from notifications.wording import Mail

# ASCII only, so that every mail server on the way can carry it unchanged.
SEVEN_BIT = policy.SMTP.clone(cte_type="7bit")
# What the message may say on its envelope, and nothing else.
HEADERS = [
    "From",
    "To",
    "Reply-To",
    "Subject",
    "Date",
    "Message-ID",
    "Auto-Submitted",
    "Content-Language",
    "MIME-Version",
    "Content-Type",
]
# Large providers accept messages of 25 MB; base64 makes a file a third larger.
BIGGEST = 25 * 1024 * 1024
_ANY = "application/octet-stream"
_EXTENSION = {
    "application/pdf": "pdf",
    "image/tiff": "tif",
    "image/jpeg": "jpg",
    "image/png": "png",
}


@dataclass(frozen=True)
class Attachment:
    """A file as it goes out: under a name of ours, because others' names are others' words."""

    name: str
    content_type: str
    data: bytes


@dataclass(frozen=True)
class Envelope:
    """To whom, under which identifier, when."""

    address: str
    name: str
    message_id: str
    at: datetime
    language: str
    attachments: tuple[Attachment, ...] = field(default=())


def build(mail: Mail, envelope: Envelope) -> bytes:
    """The message's bytes. Raises Unmailable when it cannot be sent as it is."""
    message = EmailMessage(policy=SEVEN_BIT)
    message["From"] = Address(settings.PROVIDER["name"], addr_spec=settings.NOTICE_FROM)
    address = checked_address(envelope.address)
    message["To"] = Address(checked_name(envelope.name), addr_spec=address)
    message["Reply-To"] = checked_address(settings.PROVIDER["legal_email"])
    message["Subject"] = checked_name(mail.subject)
    message["Date"] = format_datetime(envelope.at)
    message["Message-ID"] = envelope.message_id
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(mail.text)
    message.add_alternative(mail.html, subtype="html")
    for attachment in envelope.attachments:
        main, _slash, sub = attachment.content_type.partition("/")
        message.add_attachment(
            attachment.data, maintype=main, subtype=sub, filename=attachment.name
        )
    # Last, because building the parts takes every Content- header away from the whole.
    message["Content-Language"] = envelope.language
    return _proven(message.as_bytes(), address)


def _proven(written: bytes, address: str) -> bytes:
    """Read the bytes back: our headers, one recipient, lines that mail can carry."""
    if len(written) > BIGGEST:
        raise Unmailable(
            _("The message with its copy is larger than mail can carry (%(size)d MB). Send it by "
              "post and record that.") % {"size": len(written) // 1024 // 1024}
        )  # fmt: skip
    read = message_from_bytes(written, policy=policy.default)
    if sorted(read.keys()) != sorted(HEADERS):
        raise Unmailable(_("The message would carry headers that nobody wrote. Nothing was sent."))
    recipients = read["To"].addresses
    if [each.addr_spec for each in recipients] != [address]:
        raise Unmailable(_("The message would go to someone else. Nothing was sent."))
    if not written.isascii() or any(len(line) > 998 for line in written.splitlines()):
        raise Unmailable(_("The message holds a line that mail cannot carry. Nothing was sent."))
    return written


def attachment_of(document: Document, name: str) -> Attachment:
    """The document's bytes, if they still are those whose hash was taken. Raises Unmailable.

    A notice never leaves "without the attachment": one that cannot be read is a person's work.
    """
    try:
        with document.file.open("rb") as stored:
            intact = digest_of(stored) == document.sha256
            data = stored.read()
    except OSError as error:
        raise Unmailable(
            _("The file of “%(name)s” cannot be read; the notice does not leave without it.")
            % {"name": document.name}
        ) from error
    if not intact:
        raise Unmailable(
            _("“%(name)s” is not the file that was filed: its SHA-256 differs. Nothing was sent.")
            % {"name": document.name}
        )
    extension = _EXTENSION.get(document.content_type, "bin")
    kind = document.content_type if document.content_type in _EXTENSION else _ANY
    return Attachment(f"{name}.{extension}", kind, data)
