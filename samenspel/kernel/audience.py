"""Who is looking, and who may see what (R5)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property, lru_cache
from typing import Final

import msgspec


class Role(StrEnum):
    """Rol: what somebody is in a session."""

    FACILITATOR = "facilitator"
    NOTE_TAKER = "note_taker"
    INITIATOR = "initiator"
    PARTICIPANT = "participant"
    WALL = "wall"
    WAITING = "waiting"


CONTROL_ROLES: Final = frozenset({Role.FACILITATOR, Role.NOTE_TAKER})
ROOM_ROLES: Final = frozenset({Role.INITIATOR, Role.PARTICIPANT})
ALL_ROLES: Final = CONTROL_ROLES | ROOM_ROLES

# Tags: a grant is addressed to one tag, an audience carries several.
CONTROL: Final = "control"
FACILITATOR: Final = "facilitator"
PARTICIPANTS: Final = "participants"
INITIATOR: Final = "initiator"
WALL: Final = "wall"
LOBBY: Final = "lobby"
EVERYONE: Final = (CONTROL, PARTICIPANTS, WALL)
_CROWD: Final = frozenset({PARTICIPANTS, INITIATOR, WALL, LOBBY})


def party_tag(party: str) -> str:
    """Tag of everybody of one party in the room (a party id)."""
    return f"party:{party}"


def person_tag(person: str) -> str:
    """Tag of exactly one attendee, on whatever surface and in whatever state (an attendee id)."""
    return f"person:{person}"


@dataclass(frozen=True)
class Audience:
    """Publiek: who looks. `tags` decide what is seen; `shared_key` groups those who see the same but for
    what is addressed to one person, so that a change is encoded once per group (R7)."""

    role: Role
    person: str | None = None
    party: str | None = None

    @cached_property
    def shared_tags(self) -> frozenset[str]:
        """Everything but the personal tag."""
        if self.role in CONTROL_ROLES:
            extra = {FACILITATOR} if self.role is Role.FACILITATOR else set()
            return frozenset({CONTROL} | extra)
        if self.role in ROOM_ROLES:
            tags = {PARTICIPANTS}
            if self.role is Role.INITIATOR:
                tags.add(INITIATOR)
            if self.party:
                tags.add(party_tag(self.party))
            return frozenset(tags)
        return frozenset({WALL if self.role is Role.WALL else LOBBY})

    @cached_property
    def tags(self) -> frozenset[str]:
        """All tags, the personal one included."""
        own = {person_tag(self.person)} if self.person else set()
        return self.shared_tags | own

    @cached_property
    def shared_key(self) -> str:
        """A short text, equal for audiences that share every non-personal view."""
        return ",".join(sorted(self.shared_tags))


AUTHOR_FIELD: Final = "@author"
"""Pseudo-field: the author's id travels along. Never implied by 'whole' (authorship is shown on purpose)."""
PARTY_FIELD: Final = "@party"
"""Pseudo-field: the party's id travels along; implied by 'whole'."""


class Sight(msgspec.Struct, frozen=True, gc=False):
    """Wat je ziet: `fields=None` is the whole body with the party; otherwise only the named fields (R5).

    The version counts changes, also those made while the record was hidden, so it travels only to who may have to
    name it in order to rewrite (R11): control, the party addressed as such, the person itself.
    """

    fields: frozenset[str] | None = None
    author: bool = False
    version: bool = False

    def __or__(self, other: Sight) -> Sight:
        """The union of two sights."""
        both = None if self.fields is None or other.fields is None else self.fields | other.fields
        return Sight(both, self.author or other.author, self.version or other.version)


REMEMBERED: Final = 4096
"""How many answers of views are kept, so that equal ones are one and nobody works them out again."""


@dataclass(frozen=True)
class Visibility:
    """Zichtbaarheid: per tag what is seen; a tag that is not named sees nothing (R5, closed by default)."""

    grants: tuple[tuple[str, Sight], ...] = ()

    def __or__(self, other: Visibility) -> Visibility:
        """Both grants together."""
        return _both(self, other)

    def __hash__(self) -> int:
        """Worked out once, because views say the same things over and over."""
        return self._hash

    @cached_property
    def _hash(self) -> int:
        return hash(self.grants)

    @cached_property
    def tags(self) -> frozenset[str]:
        """Every tag that sees anything."""
        return frozenset(tag for tag, _ in self.grants)

    def sight_for(self, tags: Iterable[str]) -> Sight | None:
        """The union of what these tags may see, or None for nothing at all."""
        tags = tags if isinstance(tags, frozenset) else frozenset(tags)
        found: Sight | None = None
        for tag, sight in self.grants:
            if tag in tags:
                found = sight if found is None else found | sight
        return found


NOTHING: Final = Visibility()


@lru_cache(REMEMBERED)
def _both(one: Visibility, other: Visibility) -> Visibility:
    merged = dict(one.grants)
    for tag, sight in other.grants:
        merged[tag] = merged[tag] | sight if tag in merged else sight
    return Visibility(tuple(sorted(merged.items(), key=lambda pair: pair[0])))


@lru_cache(REMEMBERED)
def whole(*tags: str, author: bool = False) -> Visibility:
    """The complete body for these tags; with `author=True` the author's id as well."""
    return Visibility(tuple((tag, Sight(None, author, tag not in _CROWD)) for tag in sorted(set(tags))))


def masked(fields: Iterable[str], *tags: str, author: bool = False) -> Visibility:
    """Only these body fields for these tags ('@party' for the party). No field at all: existence only."""
    return Visibility(tuple((tag, Sight(frozenset(fields), author)) for tag in sorted(set(tags))))


def own(author: str | None) -> Visibility:
    """The whole record, knowing it is theirs, for its author."""
    return whole(person_tag(author), author=True) if author else NOTHING
