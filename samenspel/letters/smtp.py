"""Django's way to a mail server, with one thing added: whether the letter itself was handed over when it went wrong."""

from __future__ import annotations

import smtplib
from typing import Any

from django.core.mail.backends.smtp import EmailBackend


class _Noting:
    """Notes that the text of a letter is on its way: from there on, silence of the server says nothing."""

    handing_over = False

    def data(self, msg: Any) -> Any:
        self.handing_over = True
        answer = super().data(msg)  # type: ignore[misc]
        self.handing_over = False
        return answer

    def mail(self, *arguments: Any, **named: Any) -> Any:
        self.handing_over = False
        return super().mail(*arguments, **named)  # type: ignore[misc]


class _Plain(_Noting, smtplib.SMTP):
    pass


class _Secure(_Noting, smtplib.SMTP_SSL):
    pass


class Backend(EmailBackend):
    """Verbinding met de mailserver."""

    @property
    def connection_class(self) -> type[smtplib.SMTP]:
        """The class of the conversation."""
        return _Secure if self.use_ssl else _Plain

    @property
    def may_have_arrived(self) -> bool:
        """Whether the last letter had been handed over, so that it may have arrived although nobody said so."""
        return bool(getattr(self.connection, "handing_over", False))
