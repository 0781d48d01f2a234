"""A simulated participant: reacts to what it sees, at a human pace, with the words of its own party."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any

from samenspel.demo.case import LEVELS, CaseMoment, CasePerson
from samenspel.demo.driver import Ended, Refusal, Seat
from samenspel.demo.mirror import Seen
from samenspel.demo.script import MEETING, RECONSTRUCTION, SLIDER, TRIANGLE, Script
from samenspel.demo.steps import Missing, resolve

Say = Callable[[str], None]
REVISES = 0.25
SPEAKS_UP = 0.6


@dataclass(frozen=True)
class Manner:
    """Manier van meedoen. `pace` 1 is human, 2 twice as fast; `shaky` loses its connection now and then."""

    script: Script
    dice: random.Random
    say: Say
    pace: float = 1.0
    shaky: bool = False


@dataclass(eq=False)
class Player:
    """Speler. `speaks` for its party where a party has one thing per moment."""

    seat: Seat
    person: CasePerson
    speaks: bool
    manner: Manner
    done: int = 0
    _started: set[tuple[object, ...]] = field(default_factory=set)
    _busy: set[asyncio.Task[None]] = field(default_factory=set)

    async def run(self) -> None:
        """Take part until the meeting is over. Raises Ended when sent away."""
        if self.manner.shaky:
            self._intend(("connection",), 0, 0, self._lose_now_and_then)
        try:
            while not self._over():
                before = self.seat.mirror.cursor
                self._look()
                await self.seat.after(before)
        finally:
            for task in self._busy:
                task.cancel()

    def _over(self) -> bool:
        meeting = self.seat.mirror.one("meeting")
        return bool(meeting and meeting["body"].get("ended"))

    def _look(self) -> None:
        if self.seat.mirror.you.get("status") != "admitted":
            return
        phase = self.seat.mirror.phase(RECONSTRUCTION)[1]
        if phase == "introduction":
            self._introduce()
        elif phase == "timeline":
            self._follow()
        elif phase == "reflection":
            self._reflect()
        elif phase == "lessons":
            self._agree()
        self._answer_triangle()
        self._place_slider()

    def _introduce(self) -> None:
        for rule in self.manner.script.case.ground_rule:
            if rule.person == self.person.key:
                self._intend((rule.key,), 4, 20, self._ask(RECONSTRUCTION, "suggest_ground_rule", text=rule.text))
        rules = len(self.seat.mirror.of("ground_rule", self.seat.mirror.phase(RECONSTRUCTION)[0]))
        if not self.seat.mirror.of("consent"):
            self._intend(("consent", rules), 6, 25, self._ask(RECONSTRUCTION, "give_consent"))

    def _follow(self) -> None:
        proceedings = self.seat.mirror.one("proceedings")
        current = self.seat.mirror.records.get((proceedings or {"body": {}})["body"].get("current") or "")
        if current is None:
            return
        known = self._case_moment(current)
        here = current["id"]
        if known is None:
            self._speak_up(here)
        else:
            for said in known.live:
                if said.person == self.person.key and not said.noted:
                    self._intend((said.key,), 6, 40, self._words(here, said.text))
        if self.speaks:
            self._stand(here, known)
            self._confirm(here)
        number = len(self.seat.mirror.of("defining_moment"))
        for parked in self.manner.script.case.parking:
            if parked.person == self.person.key and number >= 4:
                self._intend((parked.key,), 20, 40, self._ask(MEETING, "park", text=parked.text))

    def _speak_up(self, here: str) -> None:
        voice = self.manner.script.case.voice_of(self.person.party)
        if self.manner.dice.random() < SPEAKS_UP:
            text = self.manner.dice.choice(voice.texts)
            self._intend(("voice", here), 8, 45, self._words(here, text))
        else:
            self._started.add(("voice", here))

    def _stand(self, here: str, known: CaseMoment | None) -> None:
        choices = known.stances if known else {}
        usual = self.manner.dice.choice(["also_defining", "not_defining"])
        value = choices.get(self.person.party, usual)
        self._intend(("stance", here), 4, 25, self._ask(RECONSTRUCTION, "set_stance", moment=here, value=value))
        settings = self.seat.mirror.one("reconstruction")
        felt = (known.experience if known else {}).get(self.person.party)
        if settings and settings["body"].get("experience") and felt:
            step = self._ask(RECONSTRUCTION, "set_experience", moment=here, value=felt)
            self._intend(("experience", here), 8, 30, step)

    def _confirm(self, here: str) -> None:
        party = self.seat.mirror.you.get("party")
        for record in self.seat.mirror.of("interpretation"):
            body = record["body"]
            ours = record.get("scope") == here and record.get("party") == party
            if ours and body.get("noted") and not body.get("confirmed"):
                step = self._ask(RECONSTRUCTION, "confirm_interpretation", id=record["id"])
                self._intend(("confirm", record["id"]), 5, 15, step)

    def _reflect(self) -> None:
        case = self.manner.script.case
        if not self.speaks:
            return
        seen = {"text": case.voice_of(self.person.party).stands_out, "about": "collaboration"}
        self._intend(("stands out",), 10, 60, self._ask(RECONSTRUCTION, "add_observation", **seen))
        for mark in case.mark:
            moment = self._shown(case.moment_of(mark.moment).text)
            if mark.party == self.person.party and moment:
                placed = {"moment": moment["id"], "value": mark.value, "why": mark.why}
                self._intend((mark.key,), 15, 70, self._ask(RECONSTRUCTION, "mark_moment", **placed))

    def _agree(self) -> None:
        for agreement in self.manner.script.case.agreement:
            if agreement.person == self.person.key:
                self._intend((agreement.key,), 40, 80, self._agree_on(self.manner.script.agreed(agreement)))

    def _agree_on(self, args: dict[str, Any]) -> Callable[[], Awaitable[None]]:
        async def agree() -> None:
            try:
                found = resolve(args, self.seat.mirror.find)
            except Missing:
                # The lesson it follows from was never written down here: the agreement stands by itself.
                found = {name: value for name, value in args.items() if name != "lesson"}
            await self._do(RECONSTRUCTION, "add_agreement", **found)

        return agree

    def _answer_triangle(self) -> None:
        round_of = self.seat.mirror.one("triangle_round")
        phase = self.seat.mirror.phase(TRIANGLE)[1]
        if phase != "answering" or round_of is None or round_of["body"]["state"] != "open":
            return
        for answer in self.manner.script.case.triangle_answer:
            if answer.person != self.person.key:
                continue
            for level in LEVELS:
                given = getattr(answer, level)
                said = {"level": level, "tension": given.tension, "attention": given.attention}
                note = {"note": answer.note} if answer.note_on == level else {}
                self._intend((round_of["id"], level), 5, 35, self._ask(TRIANGLE, "answer", **said, **note))

    def _place_slider(self) -> None:
        phase = self.seat.mirror.phase(SLIDER)[1]
        rounds = self.seat.mirror.of("slider_round")
        for one in self.manner.script.case.dilemma.placing:
            if one.person != self.person.key:
                continue
            for record in rounds:
                first = record["body"]["number"] == 1
                if record["body"]["state"] != "open" or phase != ("placing" if first else "second"):
                    continue
                placed = {
                    "value": one.before if first else one.after,
                    "why": one.why_before if first else one.why_after,
                }
                self._intend((record["id"],), 5, 25, self._ask(SLIDER, "place", **placed))
            if phase == "talk":
                self._intend(("value",), 5, 20, self._ask(SLIDER, "add_value", text=one.values[0]))

    def _words(self, moment: str, text: str) -> Callable[[], Awaitable[None]]:
        return lambda: self._write(moment, text)

    async def _write(self, moment: str, text: str) -> None:
        dice = self.manner.dice
        await self.seat.tell(self.seat.mirror.phase(RECONSTRUCTION)[0], "writing", {"moment": moment})
        await self._pause(3, 9)
        begin, dot, rest = text.partition(". ")
        if not rest or dice.random() > REVISES:
            await self._do(RECONSTRUCTION, "write_interpretation", moment=moment, text=text)
            return
        first = begin + dot.strip()
        await self._do(RECONSTRUCTION, "write_interpretation", moment=moment, text=first)
        await self._pause(8, 25)
        mine = next((r for r in self.seat.mirror.of("interpretation") if r["body"].get("text") == first), None)
        if mine is not None:
            again = {"moment": moment, "text": text, "id": mine["id"]}
            await self._do(RECONSTRUCTION, "write_interpretation", mine.get("v"), **again)

    async def _lose_now_and_then(self) -> None:
        while True:
            await self._pause(120, 480)
            self.manner.say(f"{self.person.name} is de verbinding even kwijt.")
            await self.seat.lose(self.manner.dice.uniform(3, 12) / self.manner.pace)
            await self.seat.when(lambda: self.seat.connected, None)
            self.manner.say(f"{self.person.name} is terug.")

    def _intend(
        self, name: tuple[object, ...], soonest: float, latest: float, what: Callable[[], Awaitable[None]]
    ) -> None:
        """Do something once, after a human while; a refusal is a no, and nobody insists."""
        if name in self._started:
            return
        self._started.add(name)

        async def later() -> None:
            await self._pause(soonest, latest)
            try:
                await what()
            except (Refusal, Ended):
                return

        task = asyncio.create_task(later())
        self._busy.add(task)
        task.add_done_callback(self._busy.discard)

    def _ask(self, instrument: str, move: str, **args: Any) -> Callable[[], Awaitable[None]]:
        return lambda: self._do(instrument, move, **args)

    async def _do(self, instrument: str, move: str, base: int | None = None, /, **args: Any) -> None:
        await self.seat.do(self.seat.mirror.phase(instrument)[0], move, args, base)
        self.done += 1

    async def _pause(self, soonest: float, latest: float) -> None:
        await asyncio.sleep(self.manner.dice.uniform(soonest, latest) / self.manner.pace)

    def _shown(self, text: str) -> Seen | None:
        return next((r for r in self.seat.mirror.of("defining_moment") if r["body"].get("text") == text), None)

    def _case_moment(self, record: Seen) -> CaseMoment | None:
        text = record["body"].get("text")
        return next((one for one in self.manner.script.case.moment if one.text == text), None)
