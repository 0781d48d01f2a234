"""A room full of simulated people on one session, over HTTP and the real socket."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from samenspel.demo.case import Case, CasePerson, load
from samenspel.demo.doors import Browser
from samenspel.demo.driver import Ended, Seat
from samenspel.demo.host import Host
from samenspel.demo.player import Manner, Player, Say
from samenspel.demo.script import Script

ARRIVE = (0.5, 4.0)
SHAKY = 4
"""One in so many loses its connection now and then."""


@dataclass(frozen=True)
class Evening:
    """Wat er gespeeld wordt: by which code, with how many, how fast, with which dice, by whom facilitated,
    and how many moments get their turn then."""

    base: str
    code: str
    participants: int
    pace: float
    seed: int | None
    say: Say
    control_link: str | None = None
    moments: int = 12


async def play(evening: Evening) -> int:
    """Play until the meeting is over; returns how many things people did. Raises NotIn when the door stays closed."""
    case = load()
    script = Script(case, date.today(), moments=evening.moments)
    dice = random.Random(evening.seed)  # noqa: S311 - a performance, not a secret
    cast = people(case, evening.participants)
    async with asyncio.TaskGroup() as everybody:
        if evening.control_link:
            everybody.create_task(_facilitate(evening, script, len(cast)))
        playing = [
            everybody.create_task(_take_part(evening, script, cast, turn, random.Random(dice.random())))  # noqa: S311
            for turn in range(len(cast))
        ]
    return sum(task.result() for task in playing)


def people(case: Case, wanted: int) -> list[CasePerson]:
    """Who plays: the people of the case but the one kept free for the visitor, then guests of each party in turn."""
    cast = [person for person in case.person if person.key != case.visitor][:wanted]
    for number in range(len(cast), wanted):
        party = case.party[number % len(case.party)].key
        cast.append(
            CasePerson(
                key=f"guest{number + 1}",
                name=f"Gast {number + 1}",
                party=party,
                level="practice",
                function="",
                involved=False,
            )
        )
    return cast


async def _take_part(
    evening: Evening, script: Script, cast: Sequence[CasePerson], turn: int, dice: random.Random
) -> int:
    person = cast[turn]
    party = script.case.party_of(person.party)
    await asyncio.sleep(sum(dice.uniform(*ARRIVE) for _ in range(turn + 1)) / evening.pace)
    browser = Browser(evening.base)
    place = await asyncio.to_thread(browser.join, evening.code, person.name, party.name, turn=turn)
    seat = await Seat(place).open()
    speaks = next(one for one in cast if one.party == person.party) is person
    manner = Manner(script, dice, evening.say, evening.pace, shaky=turn % SHAKY == 1)
    player = Player(seat, person, speaks, manner)
    try:
        if seat.mirror.you["status"] == "waiting":
            evening.say(f"{person.name} ({party.short}) wacht bij de deur.")
        await seat.when(lambda: seat.mirror.you["status"] == "admitted", None)
        evening.say(f"{person.name} ({party.short}) is binnen.")
        await player.run()
    except Ended:
        evening.say(f"{person.name} ({party.short}) is weg.")
    finally:
        await seat.close()
    return player.done


async def _facilitate(evening: Evening, script: Script, expected: int) -> None:
    place = await asyncio.to_thread(Browser(evening.base).enter, evening.control_link or "")
    seat = await Seat(place).open()
    host = Host(seat, script, evening.say, expected, evening.pace)
    try:
        await host.run()
        evening.say("De bijeenkomst is afgesloten.")
    except Ended:
        evening.say("Regie is weg.")
    finally:
        await seat.close()
