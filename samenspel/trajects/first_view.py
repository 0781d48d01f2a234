"""Which parts of the phone its first view needs, so that the page can name them ahead (B16)."""

from samenspel.instruments.meeting.records import Block
from samenspel.invitations import room_door
from samenspel.kernel.record import Instance
from samenspel.kernel.state import State
from samenspel.room.people import known_as
from samenspel.vocabulary.people import Meeting

LOBBY = "web/src/participant/Lobby.svelte"
REMOTE = "web/src/participant/Remote.svelte"


def parts(session: str, person: str) -> list[str]:
    """Sources of the front end for this attendee at this moment; only a hint, the room decides what is seen.

    It tells no more than the first snapshot does (R5): who waits is not told what the others work on.
    """
    room = room_door.live(session)
    try:
        return _parts(room, person) if room is not None else []
    except RuntimeError:
        # A page is made beside the loop in which the room lives: it changed while we looked. Then there is no hint.
        return []


def _parts(room: State, person: str) -> list[str]:
    found = known_as(room, person)
    if found is None:
        return []
    if found[1].status == "waiting":
        return [LOBBY]
    running = _running(room) if found[1].status == "admitted" else None
    if running is None:
        return []
    folder = f"samenspel/instruments/{running.instrument}/web"
    remote = [REMOTE] if found[1].remote else []
    return [*remote, f"{folder}/Participant.svelte", f"{folder}/participant/{running.phase.title()}.svelte"]


def _running(room: State) -> Instance | None:
    meeting = next((body for body in room.bodies(Meeting) if not body.ended), None)
    block = room.get(meeting.block) if meeting else None
    found = room.instance(block.body.runs) if block and isinstance(block.body, Block) and block.body.runs else None
    return found[1] if found else None
