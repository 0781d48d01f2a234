"""A real mail server on a free port that keeps what it gets, and can be told to be difficult."""

from __future__ import annotations

import asyncio
import email
import email.policy
import threading
from email.message import EmailMessage
from typing import Any

from aiosmtpd.controller import Controller

from tests.serving import free_port


class Catcher:
    """Mailvanger: `mails` in the order in which they came; `refuse` maps an address to an answer such as `550 no`;
    `hold` makes it wait before it says whether it took a mail, so that a client can be killed there."""

    def __init__(self, port: int = 0) -> None:
        self.port = port or free_port()
        self.mails: list[EmailMessage] = []
        self.readers: list[list[str]] = []
        self.refuse: dict[str, str] = {}
        self.conversations = 0
        self.hold = threading.Event()
        self.hold.set()
        self.holding = threading.Event()
        self._controller: Controller | None = None

    async def handle_EHLO(
        self, server: Any, session: Any, envelope: Any, hostname: str, responses: list[str]
    ) -> list[str]:
        self.conversations += 1
        session.host_name = hostname
        return responses

    async def handle_RCPT(self, server: Any, session: Any, envelope: Any, address: str, options: list[str]) -> str:
        if address in self.refuse:
            return self.refuse[address]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        parsed = email.message_from_bytes(envelope.content, policy=email.policy.default)
        self.mails.append(parsed)  # type: ignore[arg-type]
        self.readers.append(list(envelope.rcpt_tos))
        self.holding.set()
        while not self.hold.is_set():
            await asyncio.sleep(0.02)
        return "250 OK"

    def start(self) -> Catcher:
        self._controller = Controller(self, hostname="127.0.0.1", port=self.port, ready_timeout=30)
        self._controller.start()
        return self

    def stop(self) -> None:
        self.hold.set()
        if self._controller is not None:
            self._controller.stop()
            self._controller = None

    def __enter__(self) -> Catcher:
        return self.start()

    def __exit__(self, *_: object) -> None:
        self.stop()

    def to(self, address: str) -> list[EmailMessage]:
        return [mail for mail, readers in zip(self.mails, self.readers, strict=True) if address in readers]


def words(mail: EmailMessage, kind: str = "plain") -> str:
    """The text of a mail."""
    part = mail.get_body((kind,))
    assert part is not None
    return str(part.get_content())
