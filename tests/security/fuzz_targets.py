"""What strangers' bytes reach first, each as a function of bytes that may refuse and do nothing else (B7).

`make fuzz` lets atheris look for bytes that break one; `tests/security/test_b7_corpus.py` replays what it found. A new
move of any instrument is covered by `moves` without anyone remembering.
"""

from __future__ import annotations

import contextlib
import itertools
import random
import tempfile
import tomllib
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import msgspec
from msgspec import inspect

from samenspel.instruments import catalogue
from samenspel.instruments.case_reconstruction import when_reader
from samenspel.invitations import codes, pass_cookie, tickets
from samenspel.kernel.command import Command
from samenspel.kernel.decide import decide
from samenspel.kernel.definition import Move
from samenspel.kernel.record import Instance
from samenspel.kernel.refusal import Refused
from samenspel.kernel.situation import Handed
from samenspel.kernel.text import clean
from samenspel.room.batch import payload_hash
from samenspel.room.cursor import Cursors
from samenspel.room.origin import origin_allowed
from samenspel.room.protocol import Do, read
from samenspel.run_sheets.templates import Template
from samenspel.vocabulary.csv_file import csv_file
from tests.flow.test_b2_model import Model

ODD: tuple[Any, ...] = (None, True, -1, 2**63, 1e308, "", "\ud800", "\u202ex", [], {}, [[]], {"a": 1}, "x" * 700)


class Choices:
    """Choices read from bytes, so that a fuzzer steers them; when the bytes are used up the first choice is taken."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._at = 0

    def below(self, number: int) -> int:
        """A number from 0 to just below this one."""
        size = 1 if number <= 256 else 2
        part = self._data[self._at : self._at + size]
        self._at += size
        return int.from_bytes(part, "big") % number if part else 0

    def text(self) -> str:
        """Some text, at most 40 bytes."""
        size = self.below(40)
        part = self._data[self._at : self._at + size]
        self._at += size
        return part.decode("utf-8", "surrogateescape")


@cache
def model() -> Model:
    """A session with every instrument, somewhere halfway."""
    made = Model(7)
    for _ in range(150):
        made.step()
    return made


@cache
def all_moves() -> list[tuple[str, Move]]:
    """Every move of every instrument, in a fixed order."""
    return [(name, move) for name, found in sorted(catalogue.load().items()) for move in found.moves]


def frames(data: bytes) -> None:
    """A frame of a stranger is a frame or is refused; what is a frame can be told apart from any other (R3)."""
    with contextlib.suppress(Refused):
        frame = read(data)
        if isinstance(frame, Do):
            payload_hash(Command(op=frame.op, instance=frame.instance, move=frame.move, args=frame.args))


def moves(data: bytes) -> None:
    """Any move of any instrument with any arguments by anybody: changes or a refusal."""
    pick, room = Choices(data), model()
    name, move = all_moves()[pick.below(len(all_moves()))]
    actor = room.actors[pick.below(len(room.actors))]
    homes = [record for record in room.state.of(Instance) if record.body.instrument == name]  # type: ignore[attr-defined]
    home = homes[pick.below(len(homes))] if homes else next(iter(room.state))
    info = inspect.type_info(move.args)
    args = {f.encode_name: _value(pick, f.type) for f in info.fields if f.required or pick.below(2)}  # type: ignore[attr-defined]
    if pick.below(8) == 1:
        args[pick.text()] = _odd(pick)
    command = Command(op="f" * 16, instance=home.id, move=move.name, args=args, base=pick.below(4) or None)
    ids = itertools.count()
    handed = Handed(1_795_000_000_000, lambda: f"new{next(ids):013d}", lambda: 0.5)
    with contextlib.suppress(Refused):
        decide(room.instruments, room.state, actor, command, handed)


def cursors(data: bytes) -> None:
    """A cursor that is not ours opens nothing."""
    assert Cursors(b"s" * 32, "a" * 16).open(data.decode("utf-8", "surrogateescape"), "control") is None


def cookies(data: bytes) -> None:
    """A cookie header that is not ours lets nobody in."""
    cookie = data.replace(b"{}", tickets.cookie_name("a" * 16, "regie").encode())
    token = tickets.token_from({"headers": [(b"cookie", cookie)]}, "a" * 16, "regie")
    assert len(token) <= len(cookie) and not tickets.hashed(token).isspace()
    request: Any = type("Request", (), {"COOKIES": {pass_cookie.name(): data.decode("latin-1")}})()
    assert pass_cookie.read(request) is None


def origins(data: bytes) -> None:
    """Host and Origin headers of a stranger: the answer is yes only when both say the same of us."""
    host, _, origin = data.partition(b"\n")
    allowed = origin_allowed({"scheme": "ws", "headers": [(b"host", host), (b"origin", origin)]})
    assert not allowed or origin == b"http://" + host.lower().removesuffix(b":80")


def content(data: bytes) -> None:
    """A content file of an organisation: read, or refused as TOML is refused."""
    try:
        text = data.decode("utf-8")
        tomllib.loads(text)
    except (UnicodeDecodeError, tomllib.TOMLDecodeError, RecursionError):
        return
    with tempfile.TemporaryDirectory() as folder:
        own = Path(folder) / "meeting"
        own.mkdir()
        (own / "texts.toml").write_text(text, "utf-8")
        catalogue.texts("meeting", overrides=Path(folder))
    with contextlib.suppress(msgspec.MsgspecError):
        msgspec.toml.decode(data, type=Template)


def words(data: bytes) -> None:
    """Text as people type and paste it: cleaned alike twice over, and harmless in a table."""
    text = data.decode("utf-8", "surrogateescape")
    once = clean(text)
    assert clean(once) == once
    when_reader.read(text)
    assert len(codes.normal(text)) <= 12
    csv_file([once], [[once, None, 5]])


TARGETS: dict[str, Callable[[bytes], None]] = {
    one.__name__: one for one in (frames, moves, cursors, cookies, origins, content, words)
}


def random_bytes(chance: random.Random, seeds: list[bytes]) -> bytes:
    """Bytes of no plan, or one of the seeds with something wrong in it."""
    if not seeds or chance.random() < 0.3:
        return chance.randbytes(chance.randint(0, 120))
    data = bytearray(chance.choice(seeds))
    for _ in range(chance.randint(1, 4)):
        place = chance.randrange(len(data) + 1)
        what = chance.randrange(3)
        if what == 0:
            data[place:place] = chance.randbytes(chance.randint(1, 3))
        elif what == 1:
            del data[place : place + chance.randint(1, 6)]
        else:
            data[place : place + 1] = chance.choice([b'"', b"\\u0000", b"{", b"9" * 30, b"\xff", b"]", b";", b"="])
    return bytes(data)


def _value(pick: Choices, kind: Any) -> Any:
    what = pick.below(10)
    if what == 1:
        return _odd(pick)
    if isinstance(kind, inspect.UnionType):
        return _value(pick, kind.types[pick.below(len(kind.types))])
    if isinstance(kind, inspect.LiteralType):
        return list(kind.values)[pick.below(len(kind.values))]
    if isinstance(kind, inspect.BoolType):
        return bool(pick.below(2))
    if isinstance(kind, inspect.IntType):
        return (kind.ge or 0) + pick.below(400) - 1
    if isinstance(kind, inspect.FloatType):
        return float(pick.below(1000)) - 3
    if isinstance(kind, inspect.NoneType):
        return None
    if isinstance(kind, (inspect.StructType, inspect.DataclassType)):
        return {f.encode_name: _value(pick, f.type) for f in kind.fields if f.required or pick.below(2)}
    if isinstance(kind, (inspect.ListType, inspect.VarTupleType, inspect.SetType)):
        return [_value(pick, kind.item_type) for _ in range(pick.below(5))]
    if isinstance(kind, inspect.DictType):
        return {pick.text(): _odd(pick) for _ in range(pick.below(3))}
    records = list(model().state)
    return records[pick.below(len(records))].id if pick.below(2) else pick.text()


def _odd(pick: Choices) -> Any:
    return ODD[pick.below(len(ODD))]
