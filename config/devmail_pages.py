"""The mails that development has sent, as pages: a list, one mail, its HTML part, its attachments.

Routed only when settings.DEVELOPMENT (config/urls.py). The HTML part is a stranger's document: it
is shown in a frame that has no script, no form, no origin and no network.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

from csp.constants import NONE, SELF
from csp.decorators import csp, csp_update
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_safe

SHOWN = 500  # the newest so many are listed

IN_ITS_FRAME = {
    "default-src": [NONE],
    # Mails carry their styles inside. Without script, origin or network a style can do nothing.
    "style-src": ["'unsafe-inline'"],
    "img-src": ["data:"],
    "form-action": [NONE],
    "frame-ancestors": [SELF],
    "base-uri": [NONE],
    "sandbox": True,
}


@dataclass(frozen=True)
class Mail:
    """One file that the development mail server kept (config/devmail.py)."""

    name: str
    message: EmailMessage

    @property
    def arrived(self) -> datetime | None:
        stamp = self.message["X-Arrived"]
        return datetime.fromisoformat(str(stamp)) if stamp else None

    @property
    def recipients(self) -> str:
        return str(self.message["X-Envelope-To"] or self.message["To"] or "")

    @property
    def sender(self) -> str:
        return str(self.message["From"] or "")

    @property
    def subject(self) -> str:
        return str(self.message["Subject"] or _("(no subject)"))

    @property
    def text(self) -> str:
        return self._body("plain")

    @property
    def html(self) -> str:
        return self._body("html")

    @property
    def attachments(self) -> list["Attachment"]:
        parts = enumerate(self.message.iter_attachments())
        return [Attachment(number, part) for number, part in parts]

    def _body(self, kind: str) -> str:
        part = self.message.get_body(preferencelist=(kind,))
        return str(part.get_content()).replace("\r\n", "\n") if part else ""


@dataclass(frozen=True)
class Attachment:
    number: int
    part: EmailMessage

    @property
    def name(self) -> str:
        return self.part.get_filename() or f"part-{self.number}"

    @property
    def kind(self) -> str:
        return self.part.get_content_type()

    @property
    def content(self) -> bytes:
        if self.kind == "message/rfc822":
            return bytes(self.part.get_content())
        return bytes(self.part.get_payload(decode=True) or b"")


def folder() -> Path:
    return Path(settings.VAR_DIR) / "mail"


def kept() -> Iterator[Mail]:
    """Newest first: a file's name is its arrival."""
    for file in sorted(folder().glob("*.eml"), reverse=True)[:SHOWN]:
        yield read(file)


def read(file: Path) -> Mail:
    message = message_from_bytes(file.read_bytes(), policy=policy.default)
    assert isinstance(message, EmailMessage)  # noqa: S101  (policy.default makes these)
    return Mail(file.stem, message)


def mail_called(name: str) -> Mail:
    file = folder() / f"{name}.eml"  # `name` is a slug: no dot, no slash
    if not file.is_file():
        raise Http404(_("This mail is not here. It may have been removed from var/mail."))
    return read(file)


@require_safe
def mails(request: HttpRequest) -> HttpResponse:
    return render(request, "development/mails.html", {"mails": list(kept()), "folder": folder()})


@require_safe
@csp_update({"frame-src": [SELF]})  # type: ignore[arg-type]
def one_mail(request: HttpRequest, name: str) -> HttpResponse:
    mail = mail_called(name)
    facts = [
        (_("From"), mail.sender),
        (_("To"), mail.recipients),
        (_("Arrived"), f"{mail.arrived:%-d %b %Y, %H:%M:%S} UTC" if mail.arrived else ""),
        (_("Message-ID"), str(mail.message["Message-ID"] or "")),
    ]
    context = {"mail": mail, "facts": facts, "headers": list(mail.message.items())}
    return render(request, "development/mail.html", context)


@require_safe
@xframe_options_sameorigin
@csp(IN_ITS_FRAME)  # type: ignore[arg-type]
def html_part(request: HttpRequest, name: str) -> HttpResponse:
    return HttpResponse(mail_called(name).html, content_type="text/html; charset=utf-8")


@require_safe
def attachment(request: HttpRequest, name: str, number: int) -> HttpResponse:
    found = mail_called(name).attachments
    if number >= len(found):
        raise Http404(_("This mail has no such attachment."))
    return as_download(found[number].content, found[number].name)


@require_safe
def whole_mail(request: HttpRequest, name: str) -> HttpResponse:
    mail = mail_called(name)
    return as_download((folder() / f"{mail.name}.eml").read_bytes(), f"{mail.name}.eml")


def as_download(content: bytes, name: str) -> HttpResponse:
    disposition = content_disposition_header(as_attachment=True, filename=name)
    headers = {"Content-Disposition": disposition or "attachment"}
    return HttpResponse(content, content_type="application/octet-stream", headers=headers)


urlpatterns = [
    path("", mails, name="mails"),
    path("<slug:name>/", one_mail, name="mail"),
    path("<slug:name>/html/", html_part, name="mail-html"),
    path("<slug:name>/attachments/<int:number>/", attachment, name="mail-attachment"),
    path("<slug:name>/eml/", whole_mail, name="mail-eml"),
]
