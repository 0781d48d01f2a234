"""A live room on a store in memory, with a facilitator and people who were let in."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from samenspel.kernel.audience import Role
from samenspel.kernel.command import Actor, Command
from samenspel.room.deps import Deps
from samenspel.room.room import Asked, Room
from samenspel.store.memory import MemoryStore
from tests.flow.sim import SESSION, Ids, SimClient, begin, deps

BOSS = Actor(person="boss", role=Role.FACILITATOR)


class House:
    """A room with people in it."""

    def __init__(self, seed: int = 1) -> None:
        self.ids = Ids(seed)
        self.store = MemoryStore()
        self.meeting, self.slips = begin(self.store, self.ids)
        self.deps: Deps = deps(self.store, self.ids)
        self.room: Room | None = None
        self.people: dict[str, SimClient] = {}
        self._count = 0

    async def open(self) -> Room:
        self.room = Room(SESSION, self.store.load(SESSION), self.deps)
        return self.room

    async def by(
        self, actor: Actor, move: str, within: str | None = None, base: int | None = None, **args: object
    ) -> None:
        """One command, answered or refused."""
        import asyncio

        self._count += 1
        answer: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        command = Command(
            op=f"by-{self._count:016d}", instance=within or self.meeting, move=move, args=dict(args), base=base
        )
        assert self.room is not None
        self.room.ask(Asked(command, actor=actor, answer=answer))
        await answer

    async def person(self, name: str, party: str | None = None, *, role: str = "participant") -> SimClient:
        """Somebody admitted and connected."""
        await self.by(BOSS, "add_attendee", name=name, party=party, role=role, id=name)
        surface = "regie" if role in ("facilitator", "note_taker") else "deelnemer"
        client = self.people[name] = SimClient(name, surface)
        assert self.room is not None
        await client.connect(self.room)
        return client

    async def wall(self) -> SimClient:
        client = self.people["wall"] = SimClient("wall", "wand")
        assert self.room is not None
        await client.connect(self.room)
        return client

    async def party(self, name: str) -> str:
        await self.by(BOSS, "add_party", name=name, short=name[:12])
        assert self.room is not None
        return next(r.id for r in self.room.state.of("party") if r.body.name == name)

    async def close(self) -> None:
        for client in self.people.values():
            await client.drop()
        if self.room is not None:
            await self.room.stop()
        self.deps.writer.shutdown(wait=True)


@pytest_asyncio.fixture
async def house() -> AsyncIterator[House]:
    """An open house with a facilitator called boss."""
    found = House()
    await found.open()
    await found.person("boss", role="facilitator")
    yield found
    await found.close()


@pytest.fixture(autouse=True)
def no_database(monkeypatch: pytest.MonkeyPatch) -> None:
    """These rooms live in memory; a connection left open by another test is not theirs to look at."""

    async def nothing() -> None:
        pass

    monkeypatch.setattr("channels.consumer.aclose_old_connections", nothing)
