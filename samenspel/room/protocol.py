"""The frames on the wire, as docs/room.md describes them."""

from __future__ import annotations

from typing import Annotated, Any, Final

import msgspec

from samenspel.kernel.project import Seen
from samenspel.kernel.refusal import Reason, Refused
from samenspel.room.packet import Packet

FRAME_BYTES: Final = 65_536
DEEPEST: Final = 16
"""How deep arguments may be nested: what can be read must also be safe to walk through, at any place (B7)."""
SUBPROTOCOL: Final = "samenspel.1"

OpId = Annotated[str, msgspec.Meta(pattern=r"^[A-Za-z0-9_-]{16,40}\Z")]
Name = Annotated[str, msgspec.Meta(min_length=1, max_length=60)]


class Hello(msgspec.Struct, frozen=True, tag_field="t", tag="hello"):
    """First frame of a client; `cursor` is the last one it got, or null. `alike`: it can unfold records that come in
    groups; a page of an earlier release, still open after an update, cannot. `packed`: a page that opens on a thin
    line, and can unpack its first snapshot (B16)."""

    cursor: Annotated[str, msgspec.Meta(max_length=200)] | None = None
    alike: bool = False
    packed: bool = False


class Do(msgspec.Struct, frozen=True, tag_field="t", tag="do"):
    """A command (R1). `base` is the version it overwrites (R11). `again`: it went out before, over a line that
    may still deliver it (R3)."""

    op: OpId
    instance: Name = msgspec.field(name="in")
    move: Name
    args: dict[str, Any] = {}
    base: Annotated[int, msgspec.Meta(ge=0)] | None = None
    again: bool = False


class Tell(msgspec.Struct, frozen=True, tag_field="t", tag="fleeting"):
    """Fleeting state, passed on and never stored (R7)."""

    instance: Name = msgspec.field(name="in")
    name: Name
    args: dict[str, Any] = {}


class Ping(msgspec.Struct, frozen=True, tag_field="t", tag="ping"):
    """Still here?"""


ClientFrame = Hello | Do | Tell | Ping


class You(msgspec.Struct, frozen=True, kw_only=True):
    """Who the server takes this connection for."""

    role: str
    person: str | None = None
    party: str | None = None
    status: str = "admitted"


Alike = list[list[dict[str, Any]]]
"""Groups of records that are alike: the first of each says what all that follow have in common, usual values of the
body included; what follows says the rest."""


class Snapshot(msgspec.Struct, frozen=True, kw_only=True, tag_field="t", tag="snapshot"):
    """Everything this audience may see. `now` in ms since 1970 UTC; `build` is the release."""

    cursor: str
    now: int
    build: str
    you: You
    records: list[Seen]
    alike: Alike | msgspec.UnsetType = msgspec.UNSET


class Changes(msgspec.Struct, frozen=True, kw_only=True, tag_field="t", tag="changes"):
    """Records to add or replace, and ids to drop."""

    cursor: str
    put: list[Seen] = []
    gone: list[str] = []
    alike: Alike | msgspec.UnsetType = msgspec.UNSET


class EncodedSnapshot(msgspec.Struct, frozen=True, kw_only=True, tag_field="t", tag="snapshot"):
    """A `Snapshot` of records that were encoded already: `alike` is a whole JSON array."""

    cursor: str
    now: int
    build: str
    you: You
    records: list[msgspec.Raw] = []
    alike: msgspec.Raw | msgspec.UnsetType = msgspec.UNSET


class EncodedChanges(msgspec.Struct, frozen=True, kw_only=True, tag_field="t", tag="changes"):
    """`Changes` of records that were encoded already."""

    cursor: str
    put: list[msgspec.Raw] = []
    gone: list[str] = []
    alike: msgspec.Raw | msgspec.UnsetType = msgspec.UNSET


class Packed(msgspec.Struct, frozen=True, tag_field="t", tag="packed"):
    """Another frame, deflated and in base64 (`packed` in room/packet.py)."""

    data: str


class Ack(msgspec.Struct, frozen=True, tag_field="t", tag="ack"):
    """Committed (R2)."""

    op: str


class Refusal(msgspec.Struct, frozen=True, kw_only=True, tag_field="t", tag="refused"):
    """Nothing changed, and why. `theirs` is the present record at a conflict (R11)."""

    op: str | None
    reason: str
    text: str
    theirs: Seen | None = None


class Told(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, tag_field="t", tag="fleeting"):
    """Somebody's fleeting state; `sender` for control only."""

    instance: str = msgspec.field(name="in")
    name: str
    args: dict[str, Any]
    sender: str | None = msgspec.field(name="from", default=None)
    party: str | None = None


class Present(msgspec.Struct, frozen=True, tag_field="t", tag="present"):
    """Attendees with an open connection, for control (R14)."""

    people: list[str]


class Pong(msgspec.Struct, frozen=True, tag_field="t", tag="pong"):
    """The server's clock in ms since 1970 UTC."""

    now: int


ServerFrame = Snapshot | Changes | Packed | Ack | Refusal | Told | Present | Pong
Encoded = EncodedSnapshot | EncodedChanges

_decoder = msgspec.json.Decoder(ClientFrame)
_encoder = msgspec.json.Encoder()


def read(data: str | bytes) -> ClientFrame:
    """A client's frame; refuses MALFORMED."""
    try:
        frame: ClientFrame = _decoder.decode(data)
    except (msgspec.MsgspecError, UnicodeError, RecursionError):
        raise Refused(Reason.MALFORMED) from None
    if isinstance(frame, Do | Tell) and _too_deep(frame.args, DEEPEST):
        raise Refused(Reason.MALFORMED)
    return frame


def _too_deep(value: object, left: int) -> bool:
    if not isinstance(value, dict | list):
        return False
    inside = value.values() if isinstance(value, dict) else value
    return left == 0 or any(_too_deep(one, left - 1) for one in inside)


def write(frame: ServerFrame | Encoded) -> Packet:
    """A frame as bytes, to be shared by everybody who gets it (R7)."""
    return Packet(_encoder.encode(frame))


def unfolded(frame: dict[str, Any]) -> dict[str, Any]:
    """A frame of the server as it was read, with what came in `alike` as whole records in their list."""
    groups = frame.get("alike")
    if groups is None:
        return frame
    whole = [{**like, **one, "body": {**like["body"], **one["body"]}} for like, *others in groups for one in others]
    where = "records" if frame["t"] == "snapshot" else "put"
    return {**{name: value for name, value in frame.items() if name != "alike"}, where: [*frame[where], *whole]}


class Close:
    """Close codes; what a client does with them stands in docs/room.md."""

    MALFORMED: Final = 4400
    NO_TICKET: Final = 4401
    FORBIDDEN: Final = 4403
    NO_SESSION: Final = 4404
    SLOW: Final = 4408
    REMOVED: Final = 4410
    FLOOD: Final = 4429
    RESTART: Final = 1001
