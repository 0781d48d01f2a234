"""What people wrote, made fit for the header of a mail: one line, no signs that steer, no more than a line's length."""

from __future__ import annotations

import re
import unicodedata
from email.errors import HeaderParseError
from email.headerregistry import Address
from typing import Final

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

SUBJECT: Final = 150
NAME: Final = 60
_NOT_IN_A_NAME: Final = re.compile(r"[^\w .'’\-]", re.UNICODE)


def one_line(text: str, most: int = SUBJECT) -> str:
    """The text on one line: line ends, control signs and signs that turn the reading direction become a space."""
    seen = "".join(" " if unicodedata.category(sign)[0] in "CZ" else sign for sign in text)
    return " ".join(seen.split())[:most].rstrip()


def name(text: str) -> str:
    """A name as it may stand before an address: letters, digits, spaces, full stops, apostrophes and hyphens."""
    return one_line(_NOT_IN_A_NAME.sub(" ", text), NAME)


def address(text: str) -> str:
    """The address, or an empty text when it is none that a mail server can be handed."""
    found = text.strip()
    try:
        validate_email(found)
    except ValidationError:
        return ""
    return found if found.isascii() and len(found) <= 254 else _in_ascii(found)


def sender(display: str, own: str) -> str:
    """`Name <address>` for our own address, or the address alone when there is no name left."""
    spec = own.rpartition("<")[2].rstrip("> ") if "<" in own else own
    shown = name(display)
    try:
        return str(Address(display_name=shown, addr_spec=spec)) if shown else spec
    except (HeaderParseError, ValueError, IndexError):
        return spec


def _in_ascii(found: str) -> str:
    local, _, domain = found.rpartition("@")
    try:
        return f"{local.encode('ascii').decode()}@{domain.encode('idna').decode()}"
    except UnicodeError:
        return ""
