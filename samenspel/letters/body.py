"""Inhoud van een brief: sealed under the `outcome` key while somebody may still send it, and nowhere after that."""

from __future__ import annotations

import msgspec

from samenspel.letters.models import Letter

TABLE, COLUMN = "letter", "body"
TO_WHO_LEFT = ("invitation_cancel", "deletion")
"""What also goes to somebody who takes part no longer: that a meeting is off for them, and the proof of destruction."""


class Attachment(msgspec.Struct, frozen=True):
    """Bijlage: a file name, its type with parameters, and its bytes."""

    name: str
    mime: str
    data: bytes


class Body(msgspec.Struct, frozen=True, kw_only=True):
    """Wat er in een brief staat. `text` is the one source of plain text and html (`letters.compose`); `link`: the
    reader gets a personal link, made anew at the moment of sending. `name` and `email` are kept for who takes part no
    longer by then, and only in letters that are about just that (`TO_WHO_LEFT`)."""

    subject: str
    text: str
    link: bool = True
    button: str = ""
    attachments: tuple[Attachment, ...] = ()
    name: str = ""
    email: str = ""


class Wiped(Exception):
    """The letter was sent or withdrawn; what it said is nowhere any more."""


def seal(letter: Letter, body: Body) -> None:
    """Put the body in the letter; does not save. Raises KeyGone."""
    from samenspel.trajects.engine import cipher

    data = msgspec.json.encode(body)
    letter.sealed = cipher().seal(letter.traject_id, "outcome", TABLE, letter.pk, COLUMN, 1, data)


def read(letter: Letter) -> Body:
    """What the letter says. Raises Wiped, or KeyGone when the traject's key is destroyed."""
    from samenspel.trajects.engine import cipher

    sealed = bytes(letter.sealed)
    if not sealed:
        raise Wiped(letter.pk)
    data = cipher().open(letter.traject_id, "outcome", TABLE, letter.pk, COLUMN, 1, sealed)
    return msgspec.json.decode(data, type=Body)
