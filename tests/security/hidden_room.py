"""A live room with every instrument of the catalogue and a listener of every audience, for B4."""

from __future__ import annotations

import asyncio
import contextlib
import random
import re
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import msgspec

from samenspel.instruments import catalogue
from samenspel.kernel.audience import CONTROL_ROLES, Audience, Role, Sight, Visibility
from samenspel.kernel.change import Put
from samenspel.kernel.command import Actor, Command
from samenspel.kernel.project import show, visibility
from samenspel.kernel.record import Body, Instance, Record
from samenspel.kernel.refusal import Refused
from samenspel.kernel.situation import Situation
from samenspel.kernel.state import State
from samenspel.room.deps import Deps
from samenspel.room.packet import Packet
from samenspel.room.people import actor_of, audience_of, is_over
from samenspel.room.protocol import Do, Tell, unfolded
from samenspel.room.room import Asked, Room
from samenspel.store.fold import stamped
from samenspel.store.interface import Effect
from samenspel.store.memory import MemoryStore
from tests.flow.reaching import Reaching
from tests.flow.sim import SESSION, Ids, SimClient
from tests.security.planting import Planter, canaries_in
from tests.security.who_sees import may_see

ID = re.compile(r'"([0-9a-f]{16})"')
LAST = '{"t":"last"}'


class Listener(SimClient):
    """One audience; `heard` is every byte of the step, `known` every record it was ever allowed to know of."""

    def __init__(self, name: str, person: str, surface: str) -> None:
        super().__init__(person, surface)
        self.called = name
        self.known: set[str] = set()
        self.was: object = None

    def audience(self, state: State) -> Audience | None:
        return audience_of(state, self.surface, self.person)  # type: ignore[arg-type]


class HiddenRoom:
    """Random moves, fresh canaries and a search of every byte that anybody gets."""

    def __init__(self, seed: int) -> None:
        self.seed = seed
        self.chance = random.Random(seed)
        self.ids = Ids(seed)
        self.instruments = dict(catalogue.load())
        self.moves = Reaching(self.instruments, self.chance, seed)
        self.reached: set[str] = set()
        self.planter = Planter(self.instruments, self.chance)
        self.listeners: list[Listener] = []
        self.rung: list[tuple[Any, ...]] = []
        self.searched: Counter[str] = Counter()
        self.quiet = self.heard_bytes = 0
        self._number = 0
        self._held: dict[tuple[str, int, int], dict[str, tuple[set[str], set[str]]]] = {}
        self._shows: dict[tuple[str, int, int, Sight], bytes] = {}

    async def open(self) -> HiddenRoom:
        """The room with its people, all connected."""
        store = self.store = MemoryStore()
        store.begin(SESSION)
        store.commit(SESSION, 0, [Effect(None, 1, stamped(self._begin(), 1))])
        self.writer = ThreadPoolExecutor(max_workers=1)
        deps = Deps(store, self.instruments, self.writer, b"s" * 32, "test", self.ids.handed, self._ring)
        self.room = Room(SESSION, store.load(SESSION), deps)
        boss = self.boss = self._id()
        await self.must(boss, "add_attendee", id=boss, name="B", role="facilitator")
        for short in ("GGZ", "Politie", "School"):
            await self.must(boss, "add_party", name=short, short=short)
        parties = [record.id for record in self.room.state.of("party")]
        people = [("control", boss, "regie"), ("control's phone", boss, "deelnemer"), ("wall", "", "wand")]
        for name, role, party in (
            ("note-taker", "note_taker", None), ("initiator", "initiator", parties[0]),
            *((f"participant {n}", "participant", parties[n % 3]) for n in range(3)),
        ):  # fmt: skip
            person = self._id()
            await self.must(boss, "add_attendee", id=person, name=name, role=role, party=party)
            people.append((name, person, "regie" if role == "note_taker" else "deelnemer"))
        stranger = self._id()
        await self.must(stranger, "join", Role.WAITING, name="X", party=parties[0])
        people.append(("lobby", stranger, "deelnemer"))
        self.listeners = [Listener(*who) for who in people]
        for listener in self.listeners:
            await listener.connect(self.room)
        await self.listen("hello")
        return self

    async def close(self) -> None:
        for listener in self.listeners:
            await listener.drop()
        await self.room.stop()
        self.writer.shutdown()

    async def must(self, person: str, move: str, by: Role = Role.FACILITATOR, /, **args: object) -> None:
        """A command of the meeting, not over a socket."""
        command = Command(op=self._op(), instance=self.meeting, move=move, args=args)
        await self._ask(Actor(person=person, role=by), command)

    async def _ask(self, actor: Actor, command: Command) -> None:
        answer: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self.room.ask(Asked(command, actor=actor, answer=answer))
        await answer

    async def walk(self) -> None:
        """One random move, asked over the socket of somebody who is there, or by somebody who comes in."""
        state = self.room.state
        here = [listener for listener in self.listeners if listener.link and listener.closed is None]
        found = {one: audience for one in here if (audience := one.audience(state)) and audience.person}
        actors: dict[Actor, Listener] = {}
        for one, audience in found.items():
            with contextlib.suppress(Refused):
                actors[actor_of(state, audience)] = one
        newcomer = Actor(person=self._id(), role=Role.WAITING)
        step = self.moves.next(state, [*actors, newcomer])
        if step.before is not None:
            await self.must(self.boss, step.before.move, **step.before.args)
            await self.listen(step.before.move)
        command, asker = step.draw.command, actors.get(step.draw.actor)
        if asker is None:
            with contextlib.suppress(Refused):
                await self._ask(newcomer, command)
        else:
            # An argument may have any name, so the frame is made here.
            frame = Do(op=command.op, instance=command.instance, move=command.move, args=command.args,
                       base=command.base)  # fmt: skip
            asker.outbox[command.op] = frame
            asker._send(frame)
            while command.op in asker.outbox and asker.closed is None:
                await asyncio.sleep(0)
        await self.listen(step.name, *filter(None, [asker]))
        refused = asker is not None and command.op in asker.refused
        self.reached |= {step.name} if step.works and not refused else set()
        if is_over(self.room.state) and self.chance.random() < 0.2:
            await self.must(self.boss, "reopen_meeting")
            await self.listen("reopen_meeting")

    async def plant(self) -> None:
        """Fresh canaries in every field, as if another process had written them."""
        state = self.room.state
        kinds = [(kind, one) for one in state.of(Instance) for kind in self.planter.wanted(state, one)]
        made = [self._make_up(kind, one) for kind, one in self.chance.sample(kinds, min(6, len(kinds)))]
        await self._elsewhere([*made, *map(Put, self.planter.everywhere(state, self.places))])

    def _make_up(self, kind: type[Body], instance: Record) -> Put:
        """A record of this type, somewhere in this instance: also what the moves seldom reach has to be looked at."""
        near = {r.type: r.id for r in self.room.state if r.instance == instance.id and r.id != instance.id}
        scope = near[self.chance.choice(sorted(near))] if near and self.chance.random() < 0.8 else None
        author = self.chance.choice([one.person for one in self.listeners if one.person])
        body = self.planter.made_up(kind)
        return Put(Record(id=self._id(), type=kind.TYPE, instance=instance.id, scope=scope, author=author, body=body))

    async def come_back(self) -> None:
        """Some were away and come back with an old cursor; others load everything anew."""
        for listener in self.chance.sample(self.listeners, 4):
            await listener.drop()
            if self.chance.random() < 0.5:
                listener.cursor = None
        await self.walk()
        back = [listener for listener in self.listeners if listener.link is None]
        for listener in back:
            await listener.connect(self.room)
        # Whoever changed party meanwhile waits until the room has looked in the database.
        async with asyncio.timeout(20):
            while any(not one.bytes_seen and one.closed is None for one in back):
                await asyncio.sleep(0)
        await self.listen("coming back", *self.listeners)
        audiences = [listener.audience(self.room.state) for listener in self.listeners]
        if not any(audience and audience.role is Role.WAITING for audience in audiences):
            await self._newcomer()

    async def _newcomer(self) -> None:
        listener = Listener("lobby", self._id(), "deelnemer")
        with contextlib.suppress(Refused):
            await self.must(listener.name, "join", Role.WAITING, name="X")
            await self.listen("somebody joins")
            self.listeners.append(listener)
            await listener.connect(self.room)
            await self.listen("coming in", listener)

    async def whisper(self) -> None:
        """Fleeting state of every instrument with a canary in whatever it may hold."""
        frames = [(r.id, f) for r in self.room.state.of(Instance)
                  for f in self.instruments[r.body.instrument].fleeting]  # type: ignore[attr-defined]  # fmt: skip
        for instance, kind in frames:
            args = {f.encode_name: self.planter.word() for f in msgspec.inspect.type_info(kind.args).fields}  # type: ignore[attr-defined]
            for sender in self.listeners:
                if sender.link is not None:
                    self.room.doorway.tell(sender.link, Tell(instance, kind.name, args))
            await asyncio.sleep(0.06)
            await self._all_heard()
            for listener in self.listeners:
                audience = listener.audience(self.room.state)
                got = set().union(*map(canaries_in, listener.bytes_seen)) & set(args.values())
                may = audience is not None and bool(audience.tags & kind.to)
                assert may or not got, f"{listener.called} got fleeting {kind.name} (seed {self.seed})"
                listener.bytes_seen.clear()

    def places(self, state: State) -> object:
        """Who everybody is, for the planter to leave alone."""
        return [listener.audience(state) for listener in self.listeners]

    async def listen(self, what: str, *may_hear: Listener) -> None:
        """Everything heard since the last time: nothing hidden in it, and silence where nothing changed."""
        await self._all_heard()
        state = self.room.state
        held = {record.id: self._held_by(record) for record in state}
        sights = [(record, visibility(self.instruments, state, record)) for record in state]
        all_words = sum(len(words) for one in held.values() for words, _ in one.values())
        for listener in self.listeners:
            audience = listener.audience(state)
            now = self._looks(sights, audience)
            shown, ids = self._shown(state, audience, held)
            listener.known |= ids
            text = "".join(listener.bytes_seen)
            frames = [unfolded(msgspec.json.decode(each)) for each in listener.bytes_seen]
            listener.bytes_seen.clear()
            self.heard_bytes += len(text)
            for word in canaries_in(text) - shown:
                raise AssertionError(self._where(word, listener, f"after {what}, in {_kinds(frames, word)}"))
            for word in set(ID.findall(text)) - listener.known:
                if state.get(word) is not None:
                    raise AssertionError(f"the id of a {state.get(word).type} that {listener.called} may not know of "  # type: ignore[union-attr]
                                         f"is in {_kinds(frames, word)} after {what} (seed {self.seed})")  # fmt: skip
            self._envelopes(state, audience, frames, listener, what)
            control = audience is not None and audience.role in CONTROL_ROLES
            said = [frame["t"] for frame in frames if not (control and frame["t"] == "present")]
            if now == listener.was and listener not in may_hear:
                assert not said, (
                    f"{listener.called} got {said} after {what}, which changed nothing for it ({self.seed})"
                )
                self.quiet += 1
            listener.was = now
            role = audience.role.value if audience else "out"
            self.searched[role] += all_words - len(shown)
        self._held = {key: words for key, words in self._held.items() if state.get(key[0])}
        assert all(type(s) is str and s == SESSION and type(c) is int for s, c in self.rung), "content at the doorbell"

    def _envelopes(self, state: State, audience: Any, frames: list[Any], listener: Listener, what: str) -> None:
        for frame in frames:
            seen = [*frame.get("records", ()), *frame.get("put", ()), *filter(None, [frame.get("theirs")])]
            for one in seen:
                record = state.get(one["id"])
                if record is None or audience is None:
                    continue
                may = may_see(state, record, audience)
                place = f"of a {record.type} to {listener.called} in {frame['t']} after {what} (seed {self.seed})"
                assert may is not None, f"the existence {place}"
                for name in one["body"]:
                    assert may.field(name), f"the field {name} {place}"
                assert may.author or "author" not in one, f"the author {place}"
                assert may.version or "v" not in one, f"the version {place}"
                party = may.fields is None or "@party" in may.fields
                assert party or "party" not in one, f"the party {place}"

    def _shown(self, state: State, audience: Audience | None, held: dict[str, Any]) -> tuple[set[str], set[str]]:
        words: set[str] = set()
        ids: set[str] = {audience.person} if audience and audience.person else set()
        if audience is None:
            return words, ids
        for record in state:
            may = may_see(state, record, audience)
            if may is None:
                continue
            ids |= {record.id, record.instance, *filter(None, [record.scope])}
            if record.party and (may.fields is None or "@party" in may.fields):
                ids.add(record.party)
            if may.author and record.author:
                ids.add(record.author)
            for name, (found, named) in held[record.id].items():
                if may.field(name):
                    words |= found
                    ids |= named
        # A move may have taken a canary for an id: then it stands in the envelope.
        return words | canaries_in(" ".join(ids)), ids

    def _looks(self, sights: list[tuple[Record, Visibility]], audience: Audience | None) -> object:
        """What this audience would get of a fresh load, in a form that can be compared."""
        tags = audience.tags if audience else frozenset()
        seen = [(record, sight) for record, who in sights if (sight := who.sight_for(tags)) is not None]
        return audience, sorted(self._bytes(record, sight) for record, sight in seen)

    def _bytes(self, record: Record, sight: Sight) -> bytes:
        key = (record.id, record.version, record.clock, sight)
        if key not in self._shows:
            self._shows[key] = msgspec.json.encode(show(record, sight))
        return self._shows[key]

    def _held_by(self, record: Record) -> dict[str, tuple[set[str], set[str]]]:
        key = (record.id, record.version, record.clock)
        if key not in self._held:
            body = msgspec.structs.asdict(record.body)
            texts = {name: msgspec.json.encode(value).decode() for name, value in body.items()}
            self._held[key] = {name: (canaries_in(text), set(ID.findall(text))) for name, text in texts.items()}
        return self._held[key]

    def _where(self, word: str, listener: Listener, when: str) -> str:
        for (record, *_), fields in self._held.items():
            for name, (words, _ids) in fields.items():
                if word in words:
                    found = self.room.state.get(record)
                    kind = found.type if found else "removed record"
                    return f"{kind}.{name} reached {listener.called} {when} (seed {self.seed})"
        return f"a word from nowhere reached {listener.called} {when} (seed {self.seed})"

    async def _all_heard(self) -> None:
        """Until everybody has everything that was queued for them."""
        await asyncio.sleep(0)
        waiting = []
        for listener in self.listeners:
            if listener.link is not None and listener.closed is None and listener.link.closing is None:
                listener.link.push(Packet(LAST.encode()))
                waiting.append(listener)
        async with asyncio.timeout(20):
            while waiting := [one for one in waiting if LAST not in one.bytes_seen and one.closed is None]:
                await asyncio.sleep(0)
        for listener in self.listeners:
            listener.bytes_seen = [each for each in listener.bytes_seen if each != LAST]
            if listener.link is None and listener.audience(self.room.state) is not None:
                listener.was = None

    async def _elsewhere(self, puts: list[Put]) -> None:
        clock = self.room.clock + 1
        self.store.commit(SESSION, clock - 1, [Effect(None, clock, stamped(puts, clock))])
        self.room.rung(clock)
        while self.room.clock < clock:
            await asyncio.sleep(0)
        await self.listen("canaries written elsewhere")

    async def _ring(self, *what: Any) -> None:
        self.rung.append(what)

    def _begin(self) -> list[Put]:
        state, boss = State(), Actor(person="boss", role=Role.FACILITATOR)
        for name, definition in self.instruments.items():
            key = self._id()
            if name == "meeting":
                self.meeting = key
            body = Instance(instrument=name, title=definition.title, phase=definition.phases[0].name)
            state.apply([Put(Record(id=key, type=Instance.TYPE, instance=key, body=body))])
            situation = Situation(state, boss, key, self.ids.handed(), self.instruments)
            state.apply(definition.setup(situation) if definition.setup else ())
        return [Put(record) for record in state]

    def _id(self) -> str:
        return self.ids.handed().new_id()

    def _op(self) -> str:
        self._number += 1
        return f"by-{self._number:016d}"


def _kinds(frames: list[Any], word: str) -> str:
    return ", ".join(sorted({f["t"] for f in frames if word in msgspec.json.encode(f).decode()})) or "nothing"
