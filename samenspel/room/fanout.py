"""Fan-out: what a batch means for each audience, encoded once per audience (R4, R7)."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence

from samenspel.kernel.audience import Audience
from samenspel.kernel.project import Delta, Touched, delta
from samenspel.room.client import Client
from samenspel.room.protocol import Changes, write

_PERSON = "person:"


def fan_out(touched: Sequence[Touched], clients: Iterable[Client], cursor_for: Callable[[str], str]) -> None:
    """Send every client what changed for it, and nothing when nothing did (R4).

    Clients of one audience share the same text; only who is addressed in person gets a text of its own.
    """
    groups: dict[str, list[tuple[Client, Audience]]] = {}
    for client in clients:
        if client.audience is not None:
            groups.setdefault(client.audience.shared_key, []).append((client, client.audience))
    personal = persons_in(touched)
    for shared_key, members in groups.items():
        common = delta(touched, members[0][1].shared_tags)
        cursor = cursor_for(shared_key)
        text = _text(common, cursor)
        for client, audience in members:
            if audience.person in personal:
                own = _text(delta(touched, audience.tags), cursor)
                if own is not None:
                    client.push(own)
            elif text is not None:
                client.push(text)


def persons_in(touched: Iterable[Touched]) -> Collection[str]:
    """Attendee ids that are addressed in person by any of these."""
    return {tag[len(_PERSON) :] for item in touched for tag in item.tags if tag.startswith(_PERSON)}


def _text(found: Delta, cursor: str) -> str | None:
    return write(Changes(cursor=cursor, put=found.put, gone=found.gone)) if found else None
