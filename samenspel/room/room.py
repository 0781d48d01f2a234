"""The room: one session, live, in memory. A cache that can be dropped and rebuilt at any moment."""

from __future__ import annotations

import asyncio
import logging
from collections import ChainMap
from collections.abc import Collection, Sequence
from contextlib import suppress
from time import perf_counter
from typing import Final

import msgspec

from samenspel.kernel.audience import Role
from samenspel.kernel.ballot import cast_in
from samenspel.kernel.command import Actor, Command
from samenspel.kernel.project import Touched, show
from samenspel.kernel.refusal import Reason, Refused
from samenspel.kernel.state import State
from samenspel.room.batch import Answer, Batch, KnownOps, Request, decide_batch, payload_hash
from samenspel.room.client import Client, together
from samenspel.room.cursor import Cursors
from samenspel.room.deps import Deps
from samenspel.room.doorway import Doorway
from samenspel.room.fanout import Apart, FanOut, fan_out
from samenspel.room.for_good import refused_for_good
from samenspel.room.foreign import changes_of
from samenspel.room.ledger import Ledger, Stones
from samenspel.room.measures import ACKNOWLEDGED, CATCH_UPS, COMMIT, REFUSED, RUNG, TICK, measures
from samenspel.room.panes import Panes
from samenspel.room.patience import Patience
from samenspel.room.people import actor_of
from samenspel.room.protocol import Ack, Close, Refusal, write
from samenspel.store.interface import Behind, Effect, Gone, Loaded, Repeated, Tombstone, Unreachable

log = logging.getLogger("samenspel.room")

REST: Final = 0.25
"""How long a busy room waits for more, as a part of what the last tick cost: more is less work, less is sooner (R7)."""
HEAVY: Final = 0.01
"""A tick that cost so many seconds, or more, is followed by all of that rest; a tick of half of it by a quarter of that
part, because few people are waiting for little work."""
LONGEST_WAIT: Final = 0.05
"""Cap in seconds on the wait between ticks (R7)."""
TRIES: Final = 30
"""How often a batch is decided again when another process was first (R8)."""


class Asked(msgspec.Struct, frozen=True):
    """Gevraagd: a command on its way. Who asks is worked out at the tick, from the records of that moment."""

    command: Command
    client: Client | None = None
    actor: Actor | None = None
    answer: asyncio.Future[None] | None = None
    again: bool = False
    """Whether it was asked before, over another line (R3)."""


class Room:
    """Kamer: state, clients and the one task that decides, commits and sends (R1, R2, R7)."""

    def __init__(self, session: str, loaded: Loaded, deps: Deps) -> None:
        """Built from what the store holds."""
        self.session = session
        self.deps = deps
        self.state = State(loaded.records)
        self.panes = Panes(deps.instruments, self.state)
        self.clock = loaded.clock
        self.stones = Stones(loaded.tombstones)
        self.ledger = Ledger(loaded.ops)
        self.cast = dict(loaded.cast)
        self.cursors = Cursors(deps.secret, session)
        self.doorway = Doorway(self)
        self._asked: list[Asked] = []
        self._behind = False
        self._ends = False
        self._gone = False
        self._on_disk = 0.0
        self._wake = asyncio.Event()
        self._task = asyncio.create_task(self._run())

    @property
    def clients(self) -> set[Client]:
        """Open connections."""
        return self.doorway.clients

    def ask(self, asked: Asked) -> None:
        """Put a command in line for the next tick."""
        if self._task.done():
            self._refuse(asked, Refused(Reason.UNAVAILABLE))
            return
        self._asked.append(asked)
        self._wake.set()

    def rung(self, clock: int) -> None:
        """Another process committed up to this clock (R9)."""
        if clock > self.clock:
            self._behind = True
            self._wake.set()

    def look(self) -> None:
        """Somebody at the door may know more than we do: take over what others committed, then let them in (R8)."""
        if self._task.done():
            self.doorway.turn_back()
        self._behind = True
        self._wake.set()

    @property
    def gone(self) -> bool:
        """Whether the session turned out to be removed: nobody may come in any more."""
        return self._gone

    def remove(self) -> None:
        """The session was removed or its key destroyed: everybody out, and nothing is told any more."""
        self._gone = True
        self.doorway.shut_all(Close.REMOVED)

    async def stop(self) -> None:
        """End after what was asked has been answered: what is being committed is told, never cut off (R2)."""
        self._ends = True
        self._wake.set()
        await self._task

    async def _run(self) -> None:
        loop, rested = asyncio.get_running_loop(), 0.0
        while self._asked or not self._ends:
            await self._wake.wait()
            # R7: a quiet room never waits; a busy one waits in proportion to what the last tick kept the processor.
            # What the disk took is no work: meanwhile the next commands gathered already. It waits when there is
            # something to wait for, because to wake up for nothing costs a quiet machine as much as a change.
            if (rest := rested - loop.time()) > 0 and not self._ends:
                await asyncio.sleep(rest)
            self._wake.clear()
            begun, self._on_disk = loop.time(), 0.0
            asked, self._asked = self._asked, []
            patience = Patience(lambda: self._ends)
            try:
                if self._behind:
                    await self._catch_up(patience)
                if asked:
                    await self._tick(asked, patience)
            except Gone:
                self.remove()
                for one in asked:
                    self._refuse(one, Refused(Reason.CLOSED))
            except Unreachable:
                log.error("store.unreachable", extra={"fields": {"asked": len(asked)}})
                for one in asked:
                    self._send_back(one)
            except Exception as error:
                log.error("tick.failed", extra={"fields": {"error": type(error).__name__}})
                for one in asked:
                    self._settle(one)
            done = loop.time()
            measures.took(TICK, done - begun)
            worked = done - begun - self._on_disk
            rested = done + min(worked * REST * min(1.0, worked / HEAVY) ** 2, LONGEST_WAIT)
            if self._ends:
                self._wake.set()
        self.doorway.turn_back()

    async def _tick(self, asked: list[Asked], patience: Patience) -> None:
        for _ in range(TRIES):
            requests, turned_away = self._requests(asked)
            known = await self._known_for([*requests, *(answer.request for answer in turned_away)], patience)
            if self._behind:
                await self._catch_up(patience)
                continue
            refused = [_unless_done(answer, known) for answer in turned_away]
            handed, sights = self.deps.handed(), self.panes.sights
            batch = decide_batch(self.deps.instruments, self.state, requests, self.clock, handed, known, sights)
            batch = refused_for_good(self.deps.instruments, batch, refused, self.clock, known)
            late = patience.over
            try:
                told = await self._commit(batch, asked) if batch.effects else None
                if told is None and any(answer.refused for answer in (*refused, *batch.answers)):
                    await self._look_whether_we_know()
            except (Behind, Repeated):
                await self._catch_up(patience)
                continue
            except Unreachable:
                # It may have landed. Only the database can tell, and nobody hears anything before it did (R2, R3).
                await self._catch_up(patience, ours=True)
                if late:
                    raise TimeoutError("the store can be read, not written") from None
                await patience.wait()
                continue
            with together(one.client for one in asked) as askers:
                self._take(batch, askers, told)
                for answer in (*refused, *batch.answers):
                    self._answer(answer)
            if batch.effects:
                await self._ring()
            return
        raise TimeoutError("other processes kept being first")

    async def _commit(self, batch: Batch, asked: list[Asked]) -> FanOut:
        """Write it; what everybody will be told of it is made meanwhile, when only the disk is at work."""
        base, effects, begun, made = self.clock, batch.effects, perf_counter(), 0.0
        told, loop = self._fan_out(batch.touched, base + len(effects)), asyncio.get_running_loop()

        def prepare() -> None:
            nonlocal made
            started = perf_counter()
            askers = (one.client for one in asked if one.client is not None)
            told.prepare(self.doorway.groups, Apart((), [*askers, *self.doorway.of_persons(told.named)]))
            made = perf_counter() - started

        def nearly() -> None:
            # The loop may have ended meanwhile: then there is nobody left to tell.
            with suppress(RuntimeError):
                loop.call_soon_threadsafe(prepare)

        try:
            await self.deps.in_writer(lambda: self.deps.store.commit(self.session, base, effects, nearly))
        except BaseException:
            # What was made of records that do not exist is not kept either.
            self.panes.pieces.forget(*(item.record_id for item in batch.touched))
            raise
        took = perf_counter() - begun
        self._on_disk = took - made
        measures.took(COMMIT, took)
        return told

    async def _look_whether_we_know(self) -> None:
        """A refusal is told by who knows all there is to know: another process may have done what was asked, or what
        it needs (R3, R8). A commit finds that out by itself. Raises Behind."""
        base = self.clock
        await self.deps.in_writer(lambda: self.deps.store.commit(self.session, base, ()))

    def _fan_out(self, found: Sequence[Touched], clock: int) -> FanOut:
        return FanOut(found, self.panes.pieces, self.cursors.sealer(clock, len(self.doorway.groups)))

    def _requests(self, asked: list[Asked]) -> tuple[list[Request], list[Answer]]:
        requests: list[Request] = []
        refused: list[Answer] = []
        for one in asked:
            try:
                actor = one.actor or actor_of(self.state, self.doorway.audience_now(one.client))
                requests.append(Request(actor, one.command, one, one.again))
            except Refused as no:
                person = one.client.person if one.client is not None else None
                nobody = Actor(person=person or "", role=self.doorway.role_of(one.client))
                refused.append(Answer(Request(nobody, one.command, one, one.again), no))
        return requests, refused

    def _take(self, batch: Batch, askers: Collection[Client], told: FanOut | None) -> None:
        self.state.apply(batch.changes)
        self.clock += len(batch.effects)
        for effect in batch.effects:
            if effect.key is not None:
                self.ledger.add({(effect.key.person, effect.key.op): (effect.key.payload, effect.clock)})
            self._take_ballots(effect)
            self.stones.add(Tombstone(record, effect.clock, tags) for record, tags in effect.lost)
        self._tell(batch.touched, askers, told)
        self._follow(batch)

    def _follow(self, batch: Batch) -> None:
        for told in self.deps.after_commit:
            try:
                told(self.session, batch)
            except Exception as error:
                log.error("after_commit.failed", extra={"fields": {"error": type(error).__name__}})

    async def _known_for(self, requests: Sequence[Request], patience: Patience) -> KnownOps:
        """What is known of these ops; a room that let old ones go asks the store (R3)."""
        known = self._known()
        older = [name for name in self.ledger.unknown(_names(requests)) if name not in known]
        if not older:
            return known
        store = self.deps.store
        found = await patience.until_answered(
            lambda: self.deps.in_writer(lambda: store.carried_out(self.session, older))
        )
        # Done by another process: whoever asks gets its change first, and then hears that it is saved.
        self._behind = self._behind or any(clock > self.clock for _, clock in found.values())
        return {**found, **{name: known[name] for name in _names(requests) if name in known}}

    def _known(self) -> KnownOps:
        return ChainMap(self.ledger.ops, *self.cast.values()) if self.cast else self.ledger.ops

    def _take_ballots(self, effect: Effect) -> None:
        """R13: the ops of ballots are known for as long as their round is open."""
        ballot = cast_in(effect.changes) if effect.cast is not None else None
        if ballot is not None and effect.cast is not None:
            ops = self.cast.setdefault(ballot.scope or "", {})
            ops[(effect.cast.person, effect.cast.op)] = (effect.cast.payload, effect.clock)
        for box in effect.closed:
            self.cast.pop(box, None)

    def _tell(self, found: Sequence[Touched], askers: Collection[Client] = (), told: FanOut | None = None) -> None:
        """Whoever cannot be told what was committed has to come back for it: nobody may go on without."""
        try:
            self.panes.take(found)
            moved = self.doorway.after(found)
            told = told or self._fan_out(found, self.clock)
            apart = Apart(moved, [*askers, *self.doorway.of_persons(told.named)])
            fan_out(told, self.doorway.groups, apart)
        except Exception as error:
            self.panes = Panes(self.deps.instruments, self.state)
            log.error("telling.failed", extra={"fields": {"error": type(error).__name__}})
            self.doorway.shut_all(Close.RESTART)

    async def _ring(self) -> None:
        if self.deps.ring is None:
            return
        try:
            await self.deps.ring(self.session, self.clock)
            measures.add(RUNG)
        except Exception as error:
            # R9: a lost doorbell costs a poll interval, and never an answer.
            log.warning("ring.failed", extra={"fields": {"error": type(error).__name__}})

    def _answer(self, answer: Answer) -> None:
        asked = answer.request.tag
        if not isinstance(asked, Asked):
            raise TypeError("an answer belongs to a command that was asked")
        if answer.refused is not None:
            self._refuse(asked, answer.refused)
            return
        measures.add(ACKNOWLEDGED)
        if asked.client is not None:
            asked.client.push(write(Ack(asked.command.op)))
        if asked.answer is not None and not asked.answer.done():
            asked.answer.set_result(None)

    def _refuse(self, asked: Asked, refused: Refused) -> None:
        measures.add(REFUSED[refused.reason])
        if asked.client is not None:
            theirs = None
            record = self.state.get(refused.record_id)
            audience = asked.client.audience
            if record is not None and audience is not None:
                sight = self.panes.sights.of(self.state, record).sight_for(audience.tags)
                theirs = show(record, sight) if sight is not None else None
            frame = Refusal(op=asked.command.op, reason=refused.reason.value, text=refused.text, theirs=theirs)
            asked.client.push(write(frame))
        if asked.answer is not None and not asked.answer.done():
            asked.answer.set_exception(refused)

    def _settle(self, asked: Asked) -> None:
        """After a failure: what is in the books was done, whatever went wrong since; the rest was not."""
        person = asked.actor.person if asked.actor else asked.client.person if asked.client else None
        name = (person or "", asked.command.op)
        kept = self._known().get(name)
        if kept is None and self.ledger.unknown([name]):
            self._send_back(asked)
            return
        done = kept is not None and kept[0] == payload_hash(asked.command)
        refused = None if done else Refused(Reason.UNAVAILABLE)
        self._answer(Answer(Request(Actor(person=person or "", role=Role.WAITING), asked.command, asked), refused))

    def _send_back(self, asked: Asked) -> None:
        """Nobody knows whether it was done: whoever asked comes back and asks again, which is safe (R3)."""
        if asked.client is not None:
            asked.client.shut(Close.RESTART)
        if asked.answer is not None and not asked.answer.done():
            asked.answer.set_exception(Refused(Reason.UNAVAILABLE))

    async def _catch_up(self, patience: Patience, ours: bool = False) -> None:
        """Take over what others committed; or, with `ours`, we ourselves, without having heard that it was done."""
        self._behind = False
        measures.add(CATCH_UPS)
        clock = self.clock
        try:
            loaded = await patience.until_answered(
                lambda: self.deps.in_writer(lambda: self.deps.store.since(self.session, clock))
            )
        except BaseException:
            self._behind = True
            self.doorway.turn_back()
            raise
        changes = changes_of(self.state, loaded)
        found = self.panes.sights.over().follow(self.state, changes)
        self.clock = loaded.clock
        self.stones.add(loaded.tombstones)
        self.ledger.add(loaded.ops)
        if loaded.clock > clock:
            self.cast = dict(loaded.cast)
        self._tell(found)
        self.doorway.let_in()
        if ours and changes:
            self._follow(Batch((Effect(None, self.clock, tuple(changes)),), (), ()))


def _unless_done(answer: Answer, known: KnownOps) -> Answer:
    """Who may not ask it any more, and had it done before, hears that it was (R3)."""
    request = answer.request
    kept = known.get(request.name)
    return Answer(request) if kept is not None and kept[0] == payload_hash(request.command) else answer


def _names(requests: Sequence[Request]) -> list[tuple[str, str]]:
    return [request.name for request in requests]
