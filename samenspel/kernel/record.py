"""Records: the only thing that is stored and synchronised."""

from __future__ import annotations

from typing import ClassVar, Literal

import msgspec

KeyName = Literal["case", "outcome", "ballot"]


class Body(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, gc=False):
    """Inhoud: the typed content of a record, encrypted at rest.

    A subclass declares what it is called (`TYPE`), under which key of the traject it is kept (`KEY`, see
    docs/room.md "Records at rest"; `ballot` is a key of one round, R13), its schema version (`SCHEMA`, raised when
    fields change; kernel/upgrade.py) and how many of them one session (`MOST`) and one participant (`EACH`) may hold
    (R12).
    """

    TYPE: ClassVar[str] = ""
    KEY: ClassVar[KeyName] = "case"
    SCHEMA: ClassVar[int] = 1
    MOST: ClassVar[int] = 2_000
    EACH: ClassVar[int] = 2_000


class Record(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """Gegeven: one thing that somebody brought in, with its envelope.

    `scope` is the id of the record that opens or hides this one (R6); without it the instance is the scope.
    `author` is an attendee id, `party` a party id. `version` counts changes of this record from 1 (R11),
    `clock` is the session's clock at its last change (R4) and never leaves the server.
    """

    id: str
    type: str
    instance: str
    body: Body
    scope: str | None = None
    author: str | None = None
    party: str | None = None
    version: int = 1
    clock: int = 0


class Instance(Body, frozen=True, kw_only=True):
    """Instrument in een bijeenkomst: one use of an instrument; its phase opens and closes moves and scopes."""

    TYPE: ClassVar[str] = "instance"
    KEY: ClassVar[KeyName] = "outcome"
    MOST: ClassVar[int] = 60

    instrument: str
    title: str
    phase: str
