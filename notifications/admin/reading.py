"""A notice's bytes as a person reads them: exactly what was said, or would be said now."""

from dataclasses import dataclass
from datetime import datetime
from email import message_from_bytes, policy
from email.message import EmailMessage

from notifications.addresses import Unmailable
from notifications.approval import write
from notifications.models import Notice


@dataclass(frozen=True)
class Part:
    name: str
    size: int


@dataclass(frozen=True)
class Said:
    """`preview`: not written yet; the words may still change with the record."""

    preview: bool
    headers: list[tuple[str, str]]
    text: str
    html: str
    parts: list[Part]
    size: int
    letter: bytes = b""


def read(notice: Notice, now: datetime) -> Said:
    """Raises Unmailable with the reason why it cannot be written."""
    if notice.sha256:
        stored = bytes(notice.message or b"")
        letter = stored if stored.startswith(b"%PDF") else b""
        return _said(stored, preview=False, letter=letter)
    written = write(notice, now)
    return _said(written.message, preview=True, letter=written.letter)


def why_unwritten(notice: Notice, now: datetime) -> tuple[Said | None, str]:
    """What is said, or the reason why nothing can be said yet."""
    try:
        return read(notice, now), ""
    except Unmailable as error:
        return None, str(error)


def _said(message: bytes, *, preview: bool, letter: bytes) -> Said:
    if message.startswith(b"%PDF"):  # a letter on paper: there is no mail around it
        return Said(preview, [], "", "", [], len(message), letter)
    read_back = message_from_bytes(message, policy=policy.default)
    assert isinstance(read_back, EmailMessage)  # noqa: S101  (policy.default makes these)
    return Said(
        preview,
        [(name, str(value)) for name, value in read_back.items()],
        _body(read_back, "plain"),
        _body(read_back, "html"),
        [_part(each) for each in read_back.iter_attachments()],
        len(message),
        letter,
    )


def _body(message: EmailMessage, kind: str) -> str:
    part = message.get_body(preferencelist=(kind,))
    return str(part.get_content()).replace("\r\n", "\n") if part else ""


def _part(each: EmailMessage) -> Part:
    content = each.get_payload(decode=True)
    return Part(each.get_filename() or "", len(content) if isinstance(content, bytes) else 0)
