"""One dialogue with the mail server, and what its answer means. Knows nothing of notices.

Which step failed decides everything: before the final dot is sent, nothing was delivered for
certain; after it, silence means that the message may have been delivered.
"""

import contextlib
import re
import smtplib
import socket
import ssl
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from types import TracebackType
from typing import Self

from django.conf import settings

from notifications.words import Ending

# Seconds that a whole dialogue may take, each command at most EMAIL_TIMEOUT: while it runs the
# demand's row is locked, and whoever records a gag order waits. A server that drips its answers
# is hung up on.
PATIENCE = 30
# What a connection may end in at any point.
BROKEN = (OSError, smtplib.SMTPException, EOFError)
# RFC 5321 4.5.2: a line that begins with a dot gets another.
_LINE_WITH_A_DOT = re.compile(rb"(?m)^\.")


@dataclass(frozen=True)
class Answer:
    """How it ended, in the server's own words where it said any."""

    ending: Ending
    words: str


class Line:
    """An open connection to the mail server, greeted and signed in; `send` may be called once."""

    def __init__(self) -> None:
        self._smtp: smtplib.SMTP | None = None

    def open(self) -> Answer | None:
        """Connect, before any lock is taken. An answer means that it failed: nothing was said
        about the message, whose retry costs nothing, so that even a 5xx here is for later."""
        try:
            self._smtp = self._connected()
        except BROKEN as error:
            return Answer(Ending.TEMPORARY, f"{type(error).__name__}: {error}")
        return None

    def send(self, sender: str, recipient: str, message: bytes) -> Answer:
        """Hand the message over. Never raises for what the network or the server does."""
        if self._smtp is None or self._smtp.sock is None:
            return Answer(Ending.TEMPORARY, "not connected")
        with _hanging_up_after(PATIENCE, self._smtp.sock):
            try:
                refusal = _introduced(self._smtp, sender, recipient)
                if refusal is None:
                    _pour(self._smtp, message)
            except BROKEN as error:
                return Answer(Ending.TEMPORARY, f"{type(error).__name__}: {error}")
            return refusal or _finished(self._smtp)

    def close(self) -> None:
        """Say goodbye where that is still possible. The message's fate is known by now."""
        if self._smtp is None:
            return
        try:
            self._smtp.quit()
        except BROKEN:
            self._smtp.close()
        self._smtp = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def _connected(self) -> smtplib.SMTP:
        kind = smtplib.SMTP_SSL if settings.EMAIL_USE_SSL else smtplib.SMTP
        smtp = kind(settings.EMAIL_HOST, settings.EMAIL_PORT, timeout=settings.EMAIL_TIMEOUT)
        self._smtp = smtp
        if settings.EMAIL_USE_TLS:
            smtp.starttls(context=ssl.create_default_context())
        smtp.ehlo_or_helo_if_needed()
        if settings.EMAIL_HOST_USER:
            smtp.login(settings.EMAIL_HOST_USER, settings.EMAIL_HOST_PASSWORD)
        return smtp


# --- The steps -----------------------------------------------------------------------------------


def _introduced(smtp: smtplib.SMTP, sender: str, recipient: str) -> Answer | None:
    for command in (f"MAIL FROM:<{sender}>", f"RCPT TO:<{recipient}>", "DATA"):
        code, words = _said(smtp, command)
        if not (200 <= code < 300 or (command == "DATA" and code == 354)):
            return _meaning(code, words)
    return None


def _pour(smtp: smtplib.SMTP, message: bytes) -> None:
    """The message without the final dot: until that dot the server can have accepted nothing."""
    lines = message if message.endswith(b"\r\n") else message + b"\r\n"
    smtp.send(_LINE_WITH_A_DOT.sub(b"..", lines))


def _finished(smtp: smtplib.SMTP) -> Answer:
    try:
        code, words = _said(smtp, ".")
    except BROKEN as error:
        return Answer(Ending.UNCERTAIN, f"{type(error).__name__}: {error}")
    return _meaning(code, words)


def _said(smtp: smtplib.SMTP, command: str) -> tuple[int, str]:
    code, words = smtp.docmd(command)
    if code == -1:
        raise smtplib.SMTPServerDisconnected("the answer was no answer")
    return code, words.decode("utf-8", "replace")


@contextlib.contextmanager
def _hanging_up_after(seconds: float, line: socket.socket) -> Iterator[None]:
    def hang_up() -> None:
        with contextlib.suppress(OSError):
            line.shutdown(socket.SHUT_RDWR)

    timer = threading.Timer(seconds, hang_up)
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()


def _meaning(code: int, words: str) -> Answer:
    """RFC 5321 4.2.1: the first digit decides."""
    said = f"{code} {words}"
    if 200 <= code < 300:
        return Answer(Ending.ACCEPTED, said)
    if 400 <= code < 500:
        return Answer(Ending.TEMPORARY, said)
    return Answer(Ending.PERMANENT, said)
