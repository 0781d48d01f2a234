"""B4, many random states: nothing hidden is in any byte that another audience gets over its socket (R4, R5, R6).

Every field of every record of every instrument holds a canary, planted by its type; what may be seen is said in
`who_sees.py`, apart from the views. STATES and SEED in the environment choose how long and from where.
"""

from __future__ import annotations

from collections import Counter

import msgspec
from msgspec import inspect

from samenspel.instruments import catalogue
from samenspel.kernel.record import Instance
from tests.figures import figures, seed, size
from tests.flow.reaching import may_be_missed, name_of
from tests.security.hidden_room import HiddenRoom
from tests.security.planting import LINKS
from tests.security.who_sees import RULES

STATES = size("STATES", 200, 10_000)
ROUNDS, MOVES = 20, size("MOVES", 2, 4)


def all_types() -> dict[str, type]:
    """Every record type of every instrument."""
    return {Instance.TYPE: Instance} | {b.TYPE: b for i in catalogue.load().values() for b in i.records}


def test_b4_it_is_said_of_every_record_type_who_may_see_it() -> None:
    missing = sorted(set(all_types()) - set(RULES))
    assert not missing, f"say in tests/who_sees.py of the instrument who may see {missing}, before it is in a view"


async def test_b4_nothing_hidden_is_in_any_byte_of_any_socket() -> None:
    first = here = seed()
    states: Counter[str] = Counter()
    searched: Counter[str] = Counter()
    planted: set[tuple[str, str]] = set()
    reached: set[str] = set()
    quiet = heard = steps = 0
    print(f"seed {first}")
    while min((states[name] for name in catalogue.load()), default=0) < STATES:
        room = await HiddenRoom(here).open()
        for turn in range(min(ROUNDS, STATES)):
            for _ in range(MOVES):
                await room.walk()
                steps += 1
            await room.plant()
            states.update({record.body.instrument for record in room.room.state.of(Instance)})  # type: ignore[attr-defined]
            if turn % 5 == 4:
                await room.come_back()
        await room.whisper()
        await room.close()
        searched.update(room.searched)
        planted |= room.planter.planted
        reached |= room.reached
        quiet, heard, here = quiet + room.quiet, heard + room.heard_bytes, here + 1
    figures("B4 sockets", seed=first, states=dict(states), fields=len(planted), hidden=dict(searched), bytes=heard,
            quiet=quiet, steps=steps, moves=len(reached))  # fmt: skip
    assert all(searched[role] for role in ("facilitator", "note_taker", "initiator", "participant", "wall", "waiting"))
    assert quiet > STATES, "somebody for whom nothing changes hears nothing; that has to have been seen"
    never = sorted({name_of((i.name, move)) for i in catalogue.load().values() for move in i.moves} - reached)
    assert len(never) <= may_be_missed(steps), f"a move that never worked: nothing was searched after {never}"
    unseen = sorted(fields_to_plant() - planted)
    assert len(unseen) <= 0.1 * len(fields_to_plant()), f"no canary ever in {unseen}"


def fields_to_plant() -> set[tuple[str, str]]:
    """Every (type, field) that can hold a canary."""
    return {
        (name, field.name)
        for name, kind in all_types().items()
        for field in inspect.type_info(kind).fields  # type: ignore[attr-defined]
        if not isinstance(field.type, LINKS) and not _links_only(field.type)
    }


def _links_only(kind: object) -> bool:
    if isinstance(kind, inspect.VarTupleType):
        return isinstance(kind.item_type, LINKS)
    return isinstance(kind, inspect.UnionType) and all(isinstance(one, LINKS) for one in kind.types)


def test_b4_a_canary_survives_the_way_to_bytes() -> None:
    assert msgspec.json.encode({"a": float(77 * 10**13 + 5)}) == b'{"a":770000000000005.0}'
