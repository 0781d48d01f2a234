"""Wachtwoordregels: not leaked before, and more than words that anybody here would guess (ASVS 6.2).

There is no rule about kinds of characters and none about renewing: length and being unknown are what counts.
"""

import hashlib
import re
from functools import cache
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import ValidationError

LEAKED: Final = Path(__file__).with_name("leaked_passwords.bin")
"""Of every password of twelve characters or more in the public list of the million most used leaked ones
(Mark Burnett's ten million passwords, 2015), in lower case: the first five bytes of its SHA-256, sorted."""
SIZE: Final = 5
OWN_WORDS: Final = (
    "samenspel", "wachtwoord", "password", "welkom", "inloggen", "geheim", "begeleider", "beheerder", "deelnemer",
    "bijeenkomst", "casus", "gemeente", "wijkteam", "regie", "overleg", "januari", "februari", "maart", "april",
    "juni", "juli", "augustus", "september", "oktober", "november", "december", "lente", "zomer", "herfst", "winter",
)  # fmt: skip
ENOUGH: Final = 8


class NotLeaked:
    """Validator: refuses what is on the list of leaked passwords."""

    def validate(self, password: str, user: object = None) -> None:
        """Raises ValidationError."""
        if _is_leaked(password):
            raise ValidationError(
                "Dit wachtwoord staat in een lijst met gelekte wachtwoorden. Kies een ander, bijvoorbeeld vier "
                "gewone woorden achter elkaar.",
                code="leaked",
            )

    def get_help_text(self) -> str:
        """For whoever chooses one."""
        return "Kies een wachtwoord dat niet in een lijst met gelekte wachtwoorden staat."


class MoreThanOwnWords:
    """Validator: without the words that belong to this place, enough must be left."""

    def validate(self, password: str, user: object = None) -> None:
        """Raises ValidationError."""
        left = password.lower()
        for word in sorted((*own_words(), *_names(user)), key=len, reverse=True):
            left = left.replace(word, "")
        left = "".join(left.split())
        if left != "".join(password.lower().split()) and (len(left) < ENOUGH or not any(c.isalpha() for c in left)):
            raise ValidationError(
                "Dit wachtwoord bestaat vooral uit woorden die hier voor de hand liggen. Kies er iets bij wat een "
                "ander niet raadt.",
                code="own_words",
            )

    def get_help_text(self) -> str:
        """For whoever chooses one."""
        return "Gebruik niet alleen woorden die hier voor de hand liggen, zoals de naam van dit programma."


def own_words() -> tuple[str, ...]:
    """The documented list, with the parts of this installation's address."""
    host = urlsplit(settings.SAMENSPEL_PUBLIC_URL).hostname or ""
    named = [part for part in host.lower().split(".") if len(part) > 3]
    return (*OWN_WORDS, *named)


def _names(user: object) -> list[str]:
    texts = [str(getattr(user, field, "") or "") for field in ("username", "first_name", "last_name", "email")]
    return [part for text in texts for part in re.findall(r"\w{4,}", text.lower())]


def _is_leaked(password: str) -> bool:
    wanted = hashlib.sha256(password.lower().strip().encode()).digest()[:SIZE]
    known = _leaked()
    low, high = 0, len(known) // SIZE
    while low < high:
        middle = (low + high) // 2
        if known[middle * SIZE : middle * SIZE + SIZE] < wanted:
            low = middle + 1
        else:
            high = middle
    return known[low * SIZE : low * SIZE + SIZE] == wanted


@cache
def _leaked() -> bytes:
    return LEAKED.read_bytes()
