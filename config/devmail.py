"""The development mail server: on loopback, accepts every mail and keeps it as a file.

What it kept is shown by config/devmail_pages.py. No mail leaves the machine through it.
"""

import asyncio
import logging
import secrets
import threading
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from aiosmtpd.smtp import SMTP, Envelope, Session

# aiosmtpd logs each line of each conversation.
logging.getLogger("mail.log").setLevel(logging.WARNING)
BIGGEST = 50 * 1024 * 1024  # bytes, what large providers accept


class Keeper:
    """Writes each mail to a file whose name sorts by arrival; answers 250 once it is on disk."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        arrived = datetime.now(UTC)
        name = f"{arrived:%Y%m%dT%H%M%S%f}-{secrets.token_hex(4)}.eml"
        unfinished = self.folder / f".{name}"
        with unfinished.open("wb") as file:
            file.write(envelope_headers(envelope, arrived))
            file.write(envelope.original_content or b"")
        unfinished.rename(self.folder / name)
        return f"250 OK, kept as {name}"


def envelope_headers(envelope: Envelope, arrived: datetime) -> bytes:
    """Who it was really for, which the mail's own headers need not say."""
    recipients = ", ".join(envelope.rcpt_tos)
    lines = [
        f"X-Envelope-From: <{envelope.mail_from}>",
        f"X-Envelope-To: {recipients}",
        f"X-Arrived: {arrived.isoformat()}",
    ]
    return "".join(f"{line}\r\n" for line in lines).encode("utf-8", "replace")


class LoopbackServer:
    """An aiosmtpd server on a free port of 127.0.0.1, in a thread with a loop of its own."""

    def __init__(self, handler: object, **options: Any) -> None:
        self.handler = handler
        self.options = {"data_size_limit": BIGGEST, "enable_SMTPUTF8": True, **options}
        self.port = 0
        self.loop = asyncio.new_event_loop()
        self._ready = threading.Event()
        self._thread = threading.Thread(target=self._serve, daemon=True)

    @property
    def url(self) -> str:
        """As EMAIL_URL wants it."""
        return f"smtp://127.0.0.1:{self.port}/?tls=none"

    def start(self, port: int = 0) -> None:
        self.port = port
        self._thread.start()
        if not self._ready.wait(10) or not self.port:
            raise OSError(f"the mail server could not listen on 127.0.0.1:{port}")

    def stop(self) -> None:
        self.loop.call_soon_threadsafe(self.loop.stop)
        self._thread.join(10)

    def _session(self) -> SMTP:
        return SMTP(self.handler, hostname="localhost", loop=self.loop, **self.options)

    def _serve(self) -> None:
        asyncio.set_event_loop(self.loop)
        start = self.loop.create_server(self._session, "127.0.0.1", self.port)
        try:
            server = self.loop.run_until_complete(start)
            self.port = server.sockets[0].getsockname()[1]
        except OSError:
            self.port = 0
        self._ready.set()
        if self.port:
            self.loop.run_forever()
            self._close(server)
        self.loop.close()

    def _close(self, server: asyncio.Server) -> None:
        server.close()
        for task in asyncio.all_tasks(self.loop):
            task.cancel()
        self.loop.run_until_complete(asyncio.sleep(0))
        self.loop.run_until_complete(self.loop.shutdown_asyncgens())
