"""A simulated facilitator: lets people in and goes through the whole script over the real socket."""

from __future__ import annotations

import asyncio
import contextlib
from dataclasses import dataclass

from samenspel.demo.driver import Ended, Refusal, Seat
from samenspel.demo.mirror import Seen
from samenspel.demo.player import Say
from samenspel.demo.script import MEETING, PARTS, Script
from samenspel.demo.steps import HOST, Missing, Step, instance, resolve

TITLES = {
    "introduction": "Deel 1: introductie en spelregels.",
    "timeline": "Deel 2: de tijdlijn.",
    "reflection": "Deel 3: reflectie en rode draden.",
    "lessons": "Deel 4: lessen en vervolgstappen.",
    "closing": "Afronden.",
}
LOOKS_FOR = 6.0
"""Seconds, at human pace, that the facilitator looks for something that is not there before going on without it."""


@dataclass(eq=False)
class Host:
    """Begeleider. `expected` people are waited for before the meeting begins."""

    seat: Seat
    script: Script
    say: Say
    expected: int
    pace: float = 1.0
    skipped: int = 0

    async def run(self) -> None:
        """Hold the meeting from the welcome to the end, then close it."""
        door = asyncio.create_task(self._keep_door())
        number = 0
        try:
            with contextlib.suppress(TimeoutError):
                await self.seat.when(self._all_in, 60.0)
            for part in PARTS:
                self.say(TITLES[part])
                for step in getattr(self.script, part)():
                    if step.by == HOST:
                        await self._carry_out(step)
                    if step.move == "reveal_moment":
                        number += 1
                        self.say(f"Moment {number} van {len(self.script.shown)} ligt op tafel.")
            await self._sleep(10)
            await self._carry_out(Step(HOST, MEETING, "end_meeting", wait=0))
        finally:
            door.cancel()

    def _all_in(self) -> bool:
        return len(self._guests()) >= self.expected and all(r["body"]["status"] == "admitted" for r in self._guests())

    def _guests(self) -> list[Seen]:
        people = self.seat.mirror.of("attendee")
        return [one for one in people if one["body"]["role"] not in ("facilitator", "note_taker")]

    async def _carry_out(self, step: Step) -> None:
        await self._sleep(step.wait)
        for _ in range(10):
            try:
                args = resolve(step.args, self.seat.mirror.find)
                base = self.seat.mirror.find(step.over)[1] if step.over else None
                await self.seat.do(self.seat.mirror.find(instance(step.instrument))[0], step.move, args, base)
                return
            except Missing:
                await self._sleep(LOOKS_FOR / 10)
            except Refusal:
                break
        self.skipped += 1

    async def _keep_door(self) -> None:
        """Let in who waits, and say of people of the case what is known of them (CR-3)."""
        meeting = self.seat.mirror.phase(MEETING)[0]
        known: set[str] = set()
        while True:
            before = self.seat.mirror.cursor
            try:
                for record in self._guests():
                    if record["body"]["status"] == "waiting":
                        await self._sleep(1)
                        await self.seat.do(meeting, "admit", {"id": record["id"]})
                    elif record["id"] not in known:
                        known.add(record["id"])
                        await self._introduce(meeting, record)
                await self.seat.after(before)
            except Refusal:
                await self._sleep(1)
            except Ended:
                return

    async def _introduce(self, meeting: str, record: Seen) -> None:
        person = next((one for one in self.script.case.person if one.name == record["body"]["name"]), None)
        if person is not None:
            of_person = {"level": person.level, "function": person.function, "involved": person.involved}
            role = {"role": "initiator"} if person.key == self.script.case.heading.initiator else {}
            await self.seat.do(meeting, "change_attendee", {"id": record["id"], **of_person, **role})

    async def _sleep(self, seconds: float) -> None:
        await asyncio.sleep(seconds / self.pace)
