"""R5, R7, R12: who gets the same is written to in one go; who stands apart, who is slow and who is leaving is not."""

from __future__ import annotations

from samenspel.kernel.audience import PARTICIPANTS, Audience, Role, own, whole
from samenspel.kernel.project import Touched
from samenspel.kernel.record import Record
from samenspel.room.client import Client
from samenspel.room.fanout import Apart, FanOut, fan_out
from samenspel.room.group import Group
from samenspel.room.limits import QUEUE_BYTES
from samenspel.room.pieces import Pieces
from samenspel.room.protocol import Close
from tests.flow.sim import texts
from tests.flow.slips import Slip


class Wire:
    """A line that remembers what it is given, and when it was given it."""

    behind = False
    waits = 0

    def __init__(self, log: list[str], name: str) -> None:
        self.log, self.name = log, name
        self.frames: list[bytes] = []

    def write_frame(self, wire: bytes) -> None:
        self.frames.append(wire)
        self.log.append(self.name)

    def backlog(self) -> int:
        return self.waits

    def end_soon(self) -> None:
        self.log.append(f"{self.name} ends")


class Table:
    """Three people of one group, and what reached whom."""

    def __init__(self) -> None:
        self.log: list[str] = []
        self.closed: list[int] = []
        self.wires = {name: Wire(self.log, name) for name in ("anna", "bert", "cor")}
        self.group = Group(Audience(Role.PARTICIPANT, "anna", None))
        self.clients = {name: self.seat(name, wire, self.group) for name, wire in self.wires.items()}

    def seat(self, name: str, wire: Wire, group: Group) -> Client:
        async def send(text: str) -> None:
            raise AssertionError("a line needs no queue")

        async def close(code: int) -> None:
            self.closed.append(code)

        client = Client("deelnemer", name, send, close, 0.0, line=wire)
        client.audience = Audience(Role.PARTICIPANT, name, None)
        group.add(client)
        return client

    def tell(self, *touched: Touched, moved: tuple[str, ...] = ()) -> None:
        found = FanOut(touched, Pieces(), lambda key: b"c")
        named = [self.clients[name] for name in found.named if name in self.clients]
        apart = Apart([self.clients[name] for name in moved], named)
        fan_out(found, {"all": self.group}, apart)

    def got(self, name: str) -> list[str]:
        return [text for wire in self.wires[name].frames for text in texts(wire)]


def slip(number: int, author: str = "anna", personal: bool = False) -> Touched:
    """A slip that was just put: for everybody, and whole for its author; or for the author alone."""
    body = Slip(text=f"tekst {number}")
    record = Record(id=f"slip{number}", type=Slip.TYPE, instance="i", author=author, version=1, clock=1, body=body)
    sees = own(author) if personal else whole(PARTICIPANTS) | own(author)
    return Touched(record.id, None, record, whole(), sees)


async def test_r7_a_group_is_written_to_with_the_same_bytes() -> None:
    table = Table()
    table.tell(slip(1, author="elders"))
    first = table.wires["anna"].frames[0]
    assert all(wire.frames == [first] and wire.frames[0] is first for wire in table.wires.values())


async def test_r5_who_stands_apart_gets_its_own_frame_and_not_that_of_the_group() -> None:
    table = Table()
    table.tell(slip(1, author="anna"))
    assert len(table.got("anna")) == len(table.got("bert")) == len(table.got("cor")) == 1
    assert '"author":"anna"' in table.got("anna")[0] and '"author"' not in table.got("bert")[0]


async def test_r4_what_is_for_one_person_gives_the_others_no_frame() -> None:
    table = Table()
    table.tell(slip(1, author="bert", personal=True))
    assert [len(table.got(name)) for name in ("anna", "bert", "cor")] == [0, 1, 0]


async def test_r5_who_was_told_already_gets_nothing_of_the_batch() -> None:
    table = Table()
    table.tell(slip(1, author="bert"), moved=("bert", "cor"))
    assert [len(table.got(name)) for name in ("anna", "bert", "cor")] == [1, 0, 0]


async def test_r12_who_is_being_closed_gets_nothing_of_a_batch_any_more() -> None:
    table = Table()
    table.tell(slip(1, author="elders"))
    table.clients["cor"].shut(Close.FLOOD)
    table.tell(slip(2, author="elders"))
    assert [len(table.got(name)) for name in ("anna", "bert", "cor")] == [2, 2, 1]


async def test_r12_one_who_does_not_read_is_let_go_and_the_others_notice_nothing() -> None:
    table = Table()
    table.wires["bert"].behind, table.wires["bert"].waits = True, QUEUE_BYTES + 1
    table.tell(slip(1, author="elders"))
    assert table.clients["bert"].closing == Close.SLOW
    assert [len(table.got(name)) for name in ("anna", "bert", "cor")] == [1, 0, 1]


async def test_r7_a_group_follows_who_comes_and_goes() -> None:
    table = Table()
    table.tell(slip(1, author="elders"))
    table.group.discard(table.clients["anna"])
    table.tell(slip(2, author="elders"))
    table.group.add(table.clients["anna"])
    table.tell(slip(3, author="elders"))
    assert [len(table.got(name)) for name in ("anna", "bert", "cor")] == [2, 3, 3]


async def test_r7_everything_is_made_before_anything_is_sent() -> None:
    """Who sleeps at the other side of the line wakes up once, and not for every frame."""
    table = Table()
    made: list[int] = []

    def cursor(key: str) -> bytes:
        made.append(len(table.log))
        return b"c"

    found = FanOut([slip(1, author="elders")], Pieces(), cursor)
    other = Group(Audience(Role.PARTICIPANT, "dirk", None))
    table.seat("dirk", Wire(table.log, "dirk"), other)
    fan_out(found, {"a": table.group, "b": other}, Apart((), ()))
    assert made == [0, 0] and table.log == ["anna", "bert", "cor", "dirk"]
