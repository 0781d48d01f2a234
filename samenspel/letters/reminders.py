"""Herinneringen: each app says in `reminders.py` what is due (`due(now) -> list[Reminder]`); here they become letters.

The key makes it one letter: an app may name the same reminder in every round, for as long as it holds.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from importlib import import_module
from importlib.util import find_spec

from django.apps import apps

from samenspel.keys.cipher import KeyGone
from samenspel.letters import post
from samenspel.trajects.contact import Contact

log = logging.getLogger("samenspel.letters")
Due = Callable[[datetime], Iterable["Reminder"]]
KIND = "reminder"


@dataclass(frozen=True)
class Reminder:
    """Herinnering aan één betrokkene. `key` holds ids and a day only, and is the same every time it is named; `text`
    as in `letters.compose`."""

    contact: Contact
    key: str
    subject: str
    text: str
    kind: str = KIND
    button: str = ""
    link: bool = True
    attachments: tuple[tuple[str, str, bytes], ...] = ()


def lay_ready(now: datetime) -> int:
    """Ask every app and put the letters; gives how many reminders were named. An app that fails holds up no other."""
    count = 0
    for name, due in _apps():
        try:
            for reminder in due(now):
                _put(reminder)
                count += 1
        except Exception as error:
            log.error("reminders.failed", exc_info=error, extra={"fields": {"app": name}})
    return count


def _put(reminder: Reminder) -> None:
    if reminder.contact.removed:
        return
    try:
        post.put(
            reminder.contact,
            reminder.kind,
            reminder.key,
            subject=reminder.subject,
            text=reminder.text,
            attachments=reminder.attachments,
            link=reminder.link,
            button=reminder.button,
        )
    except KeyGone:
        # The traject was destroyed between the question and the answer: there is nobody to remind.
        return


def _apps() -> list[tuple[str, Due]]:
    own = [config.name for config in apps.get_app_configs() if config.name.startswith("samenspel.")]
    names = [name for name in own if name != "samenspel.letters" and find_spec(f"{name}.reminders") is not None]
    return [(name, import_module(f"{name}.reminders").due) for name in names]
