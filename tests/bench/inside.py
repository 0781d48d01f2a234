"""Rooms to measure in, made through the engine of the server itself: by way of the pages it would take minutes.

`python -m tests.bench.inside make '[{"people": 12, "notes": 0, "kind": "board"}]'` prints one JSON list of rooms;
`… stored '[["<session>", "<instance>"]]'` prints for each the texts in the database. Settings: from the environment.
"""

from __future__ import annotations

import json
import secrets
import sys
from typing import Any

import django

BOARD, SLIDER = "board", "slider"
RING = 8
"""Deelnemers take turns over at most so many parties."""
HANDS = 30
"""How many people wrote the notes that are there already."""


def main() -> None:
    """What the command line asks."""
    django.setup()
    what, *rest = sys.argv[1:]
    asked = json.loads(rest[0])
    print(json.dumps([make(**one) for one in asked] if what == "make" else [stored(*one) for one in asked]))


def make(people: int, notes: int = 0, kind: str = BOARD) -> dict[str, Any]:
    """A session with everybody admitted: its id, the instance, the fixed arguments of a change, and cookies."""
    from django.db import transaction

    from samenspel.demo import session as demo
    from samenspel.demo.steps import HOST, Step, block, instance, party
    from samenspel.demo.table import Table
    from samenspel.invitations import tickets
    from samenspel.trajects import engine
    from samenspel.trajects.models import Session

    session = Session.objects.get(pk=demo.make().session)
    known = {f"p{turn}": secrets.token_hex(8) for turn in range(people)}
    table = Table(session.pk, {HOST: session.host, **known})
    parties = [record.body.short for record in engine.state_of(session.pk).of("party")][:RING]  # type: ignore[attr-defined]

    def step(by: str, instrument: str, move: str, /, **args: Any) -> Step:
        return Step(by, instrument, move, args)

    steps = [
        step(HOST, "meeting", "add_attendee", id=person, name=f"Gast {key[1:]}", role="participant",
             party=party(parties[turn % len(parties)]))
        for turn, (key, person) in enumerate(known.items())
    ]  # fmt: skip
    instrument, move, fixed = "case_reconstruction", "write_interpretation", {}
    if kind == BOARD:
        table.play([*steps, step(HOST, "meeting", "start_block", id=block("timeline")),
                    step(HOST, instrument, "reveal_next", seen=None)])  # fmt: skip
        fixed = {"moment": next(iter(engine.state_of(session.pk).of("proceedings"))).body.current}  # type: ignore[attr-defined]
        written = [
            step(f"p{turn % min(people, HANDS)}", instrument, move, text=words(turn), **fixed) for turn in range(notes)
        ]
        table.play(written)
        where, sliders = table.find(instance(instrument))[0], []
    else:
        move, fixed = "move_shared", {"value": 50}
        table.play(steps)
        where, sliders = "", _sliders(session.pk, session.host, people)
    with transaction.atomic():
        cookies = [_cookie(session, tickets.PARTICIPANT, person) for person in known.values()]
    return {
        "session": session.pk,
        "control": _cookie(session, tickets.CONTROL, session.host),
        "cookies": cookies,
        "instance": where,
        "sliders": sliders,
        "move": move,
        "field": "text" if kind == BOARD else "why",
        "fixed": fixed,
    }


def _sliders(session: str, host: str, people: int) -> list[str]:
    """A slider for everybody, of the kind that is seen moving: their instances."""
    from samenspel.kernel.audience import Role
    from samenspel.kernel.command import Actor
    from samenspel.trajects import engine

    boss = Actor(person=host, role=Role.FACILITATOR)

    def instances(instrument: str) -> dict[str, str]:
        found = [record for record in engine.state_of(session).of("instance") if record.body.instrument == instrument]  # type: ignore[attr-defined]
        return {record.body.title: record.id for record in found}  # type: ignore[attr-defined]

    (meeting,) = instances("meeting").values()
    titles = [f"Schuif {turn}" for turn in range(people)]
    for title in titles:
        engine.run(session, boss, engine.command(meeting, "add_instance", instrument="dilemma_slider", title=title))
    made = instances("dilemma_slider")
    for title in titles:
        dilemma = {"question": "Waar staan we?", "left": "Snel", "right": "Zorgvuldig", "open_variant": True}
        engine.run(session, boss, engine.command(made[title], "set_dilemma", **dilemma))
        engine.run(session, boss, engine.command(made[title], "begin"))
    return [made[title] for title in titles]


def words(number: int) -> str:
    """A note of which the generator knows the number by its mark."""
    return f"Zo zagen wij het toen m~{number:06d}~ met elkaar."


def stored(session: str, instance: str) -> list[str]:
    """Every text of an instance, or of the whole session, as the database holds it now."""
    from samenspel.trajects import engine

    bodies = [record.body for record in engine.store().load(session).records if instance in ("", record.instance)]
    return [getattr(body, field) for body in bodies for field in ("text", "why") if getattr(body, field, "")]


def _cookie(session: Any, surface: str, person: str) -> str:
    from samenspel.invitations import tickets

    return f"{tickets.cookie_name(session.pk, surface)}={tickets.issue(session, surface, person)}"


if __name__ == "__main__":
    main()
