"""A real SMTP server for tests: it remembers what it accepted and when, and can misbehave.

mail_server.received                      every mail it answered 250, in order
mail_server.refuse_recipients("550 5.1.1 No such user")
mail_server.refuse_content("451 4.3.0 Try again later", times=3)
mail_server.stall_after_data(accept=True) takes the mail and never answers
mail_server.hang_up_after_data(accept=False)
mail_server.before_answering = function   called after DATA, before 250; may block
"""

import asyncio
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from email import message_from_bytes, policy
from email.message import EmailMessage

from aiosmtpd.smtp import SMTP, Envelope, Session

from config.devmail import LoopbackServer


@dataclass(frozen=True)
class Received:
    """One mail, as it came, with the moment of its acceptance: the server's answer leaves right
    after it. Seconds of the monotonic clock, which all processes of the machine share and no test
    freezes."""

    sender: str
    recipients: tuple[str, ...]
    content: bytes
    accepted_at: float

    @property
    def message(self) -> EmailMessage:
        parsed = message_from_bytes(self.content, policy=policy.default)
        assert isinstance(parsed, EmailMessage)
        return parsed

    @property
    def message_id(self) -> str:
        return str(self.message["Message-ID"])


@dataclass
class Fault:
    """What goes wrong instead of the answer 250."""

    answer: str = ""
    accept: bool = False
    stall: bool = False
    hang_up: bool = False
    times: int = 1


class MailServer(LoopbackServer):
    def __init__(self) -> None:
        super().__init__(handler=self)
        self.reset()

    def reset(self) -> None:
        self.received: list[Received] = []
        self.attempts = 0
        self.before_answering: Callable[[Envelope], None] | None = None
        self._recipient_faults: deque[Fault] = deque()
        self._content_faults: deque[Fault] = deque()

    # --- What tests ask for ---

    def refuse_recipients(self, answer: str, *, times: int = 1) -> None:
        self._recipient_faults.append(Fault(answer=answer, times=times))

    def refuse_content(self, answer: str, *, times: int = 1) -> None:
        self._content_faults.append(Fault(answer=answer, times=times))

    def stall_after_data(self, *, accept: bool, times: int = 1) -> None:
        self._content_faults.append(Fault(stall=True, accept=accept, times=times))

    def hang_up_after_data(self, *, accept: bool, times: int = 1) -> None:
        self._content_faults.append(Fault(hang_up=True, accept=accept, times=times))

    # --- What aiosmtpd calls ---

    async def handle_RCPT(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        fault = _next(self._recipient_faults)
        if fault:
            return fault.answer
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        self.attempts += 1
        if self.before_answering:
            # In a thread: the hook may block, and other connections go on meanwhile.
            await asyncio.to_thread(self.before_answering, envelope)
        fault = _next(self._content_faults)
        if fault is None or fault.accept:
            self._accept(envelope)
        if fault is None:
            return "250 OK"
        if fault.stall:
            await asyncio.Event().wait()
        if fault.hang_up and server.transport is not None:
            server.transport.close()
        return fault.answer or "421 4.3.2 Closing"

    def _accept(self, envelope: Envelope) -> None:
        content = envelope.original_content or b""
        self.received.append(
            Received(envelope.mail_from or "", tuple(envelope.rcpt_tos), content, time.monotonic())
        )


def _next(faults: deque[Fault]) -> Fault | None:
    if not faults:
        return None
    faults[0].times -= 1
    return faults.popleft() if faults[0].times == 0 else faults[0]
