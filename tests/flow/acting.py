"""People who act as people do, over a line that fails, and keep their books (B1)."""

from __future__ import annotations

import asyncio
import random
import secrets
from collections import Counter
from dataclasses import dataclass, field
from typing import Any, Final

from samenspel.demo.driver import Refusal, Seat, _Asked, _encoder
from tests.flow.ledger import Books, Own, Witness

PASSING: Final = ("too_fast", "unavailable")
TRIES: Final = 8
MOST_OWN: Final = 90


class Abandoned(Exception):
    """The client went away and never asks again."""


@dataclass(eq=False)
class HardySeat(Seat):
    """A seat that knows the op of everything it asked, and asks again after a refusal that passes, as the page does."""

    witness: Witness | None = None
    books: Books = field(default_factory=Books)
    chance: random.Random = field(default_factory=random.Random)
    again: int = 0
    _tries: Counter[str] = field(default_factory=Counter)
    _sent_on: dict[str, int] = field(default_factory=dict)

    async def ask(self, op: str, instance: str, move: str, args: dict[str, Any], base: int | None = None) -> None:
        """Like `do`, under an op id that the caller knows."""
        frame = {"t": "do", "op": op, "in": instance, "move": move, "args": args, "base": base}
        asked = self._asked[op] = _Asked(_encoder.encode(frame), asyncio.get_running_loop().create_future())
        if self._known:
            self._sent_on[op] = self.reconnects
            await self._send(asked.out())
        try:
            await asked.answer
        finally:
            self._tries.pop(op, None)
            self._sent_on.pop(op, None)

    @property
    def waiting(self) -> list[str]:
        """What was asked and not answered."""
        return list(self._asked)

    def abandon(self, share: float) -> None:
        """Of what was not answered yet, this share is never asked again."""
        for op in [op for op in self._asked if self.chance.random() < share]:
            asked = self._asked.pop(op)
            if not asked.answer.done():
                asked.answer.set_exception(Abandoned())

    async def _take(self, frame: Any) -> None:
        op = frame.get("op")
        if frame["t"] == "ack":
            if self.witness is not None and op in self._asked and not self.witness.saw(op):
                self.books.wrong.append(f"acknowledged before the commit (R2): {op}")
            if op in self.books.refused:
                self.books.wrong.append(f"refused, and acknowledged later: {op}")
        elif frame["t"] == "refused" and op in self._asked and self._passes(op, frame["reason"]):
            return
        await super()._take(frame)

    def _passes(self, op: str, reason: str) -> bool:
        """Whether to ask again. What went out once, over one line, may be given up at once: nothing was changed."""
        self._tries[op] += 1
        once = self._sent_on.get(op) == self.reconnects and self._tries[op] == 1
        if reason not in PASSING or self._tries[op] > TRIES or (once and self.chance.random() < 0.3):
            return False
        self.again += 1
        wait = min(8.0, 0.5 * 2 ** (self._tries[op] - 1)) * (0.5 + self.chance.random() / 2)
        asyncio.get_running_loop().call_later(wait, lambda: asyncio.ensure_future(self._once_more(op)))
        return True

    async def _once_more(self, op: str) -> None:
        asked = self._asked.get(op)
        if asked is not None and self._known:
            await self._send(asked.out())


@dataclass
class Person:
    """One client: writes, rewrites, withdraws and takes a stance, by chance. Control writes on behalf of parties."""

    seat: HardySeat
    chance: random.Random
    notes: bool = False
    busy: set[str] = field(default_factory=set)

    @property
    def books(self) -> Books:
        """What it was told."""
        return self.seat.books

    @property
    def _instance(self) -> str:
        return self.seat.mirror.phase("case_reconstruction")[0]

    @property
    def _move(self) -> str:
        return "note_interpretation" if self.notes else "write_interpretation"

    def _party(self) -> dict[str, str]:
        return {"party": self.chance.choice(self.seat.mirror.of("party"))["id"]} if self.notes else {}

    def _moment(self) -> str:
        return str(self.chance.choice(self.seat.mirror.of("defining_moment"))["id"])

    async def one(self) -> None:
        """One thing that somebody in the room would do."""
        own = self.books.own
        free = [key for key in own if key not in self.busy and not own[key].maybe]
        luck = self.chance.random()
        unsure = self._unsure()
        if unsure and luck < 0.12:
            await self._clear_up(self.chance.choice(unsure))
        elif len(free) > MOST_OWN or (free and luck < 0.08):
            await self._withdraw(self.chance.choice(free))
        elif free and luck < 0.40:
            await self._rewrite(self.chance.choice(free))
        elif luck < 0.55:
            value = self.chance.choice(["also_defining", "not_defining", "not_yet_involved"])
            await self._ask("set_stance", {"moment": self._moment(), "value": value, **self._party()})
        else:
            await self._create()

    async def _create(self) -> None:
        text = f"eigen woorden {secrets.token_hex(6)}"
        outcome = await self._ask(self._move, {"moment": self._moment(), "text": text, **self._party()})
        if outcome == "acked":
            found = [r["id"] for r in self.seat.mirror.of("interpretation") if r["body"]["text"] == text]
            if len(found) != 1:
                self.books.wrong.append(f"acknowledged, and in the own mirror {len(found)} times: {text}")
                self.books.maybe_texts.add(text)
                return
            self.books.own[found[0]] = Own(text)
        elif outcome == "abandoned":
            self.books.maybe_texts.add(text)

    async def _rewrite(self, key: str) -> None:
        own, text = self.books.own[key], f"andere woorden {secrets.token_hex(6)}"
        self.busy.add(key)
        seen = self.seat.mirror.records.get(key)
        if seen is None:
            self.books.wrong.append(f"own words are not in the own mirror: {key}")
            return
        args = {"moment": seen["scope"], "id": key, "text": text, **({"party": seen["party"]} if self.notes else {})}
        outcome = await self._ask(self._move, args, own.version)
        if outcome == "acked":
            own.text, own.version = text, own.version + 1
        elif outcome == "abandoned":
            own.maybe = text
        self.busy.discard(key)

    async def _withdraw(self, key: str) -> None:
        self.busy.add(key)
        outcome = await self._ask("withdraw_interpretation", {"id": key})
        if outcome == "acked":
            del self.books.own[key]
            self.books.removed.add(key)
        elif outcome == "abandoned":
            self.books.own[key].maybe = "withdrawn"
        self.busy.discard(key)

    def _unsure(self) -> list[str]:
        """What was abandoned and is there perhaps: without this a long trial fills the room with it."""
        known = {key for key, own in self.books.own.items() if own.maybe}
        there = self.seat.mirror.of("interpretation") if self.books.maybe_texts else []
        known |= {record["id"] for record in there if record["body"].get("text") in self.books.maybe_texts}
        return sorted(known - self.busy)

    async def _clear_up(self, key: str) -> None:
        self.busy.add(key)
        own = self.books.own.get(key)
        gone = own is None or own.maybe == "withdrawn" or key in self.books.perhaps
        outcome = await self._ask("withdraw_interpretation", {"id": key})
        if outcome == "refused" and not gone:
            self.books.wrong.append(f"own words that nobody took away cannot be taken away: {key}")
        elif outcome != "abandoned":
            self.books.own.pop(key, None)
            self.books.removed.add(key)
        else:
            self.books.perhaps.add(key)
        self.busy.discard(key)

    async def _ask(self, move: str, args: dict[str, Any], base: int | None = None) -> str:
        op = secrets.token_urlsafe(16)
        try:
            await self.seat.ask(op, self._instance, move, args, base)
        except Refusal as refusal:
            self.books.refused[op] = refusal.reason
            return "refused"
        except Abandoned:
            self.books.abandoned.add(op)
            return "abandoned"
        self.books.acked.add(op)
        return "acked"
