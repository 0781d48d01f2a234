"""How the meeting on the fictional case goes, step by step (CR-11 to CR-19, D-1 to D-4, G-3.1)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final

from samenspel.demo import before
from samenspel.demo.case import LEVELS, Case, CaseAgreement, CaseMoment
from samenspel.demo.past import weekday
from samenspel.demo.steps import HOST, Of, Step, block, instance, moment, party

RECONSTRUCTION: Final = "case_reconstruction"
TRIANGLE: Final = "collaboration_triangle"
SLIDER: Final = "dilemma_slider"
MEETING: Final = "meeting"
PARTS: Final = ("introduction", "timeline", "reflection", "lessons", "closing")
TRIANGLE_BLOCK: Final = "Samenwerkingsdriehoek"
SLIDER_BLOCK: Final = "Dilemmaschuif, als er tijd over is"
PROMPTS: Final = (
    "where_it_begins",
    "what_it_meant",
    "next_moment",
    "collaboration_then",
    "what_went_through_you",
    "collaboration_changed",
)


@dataclass(frozen=True)
class Script:
    """Verloop of one meeting. `moments` of the case are shown; `today` is the day it is held."""

    case: Case
    today: date
    moments: int = 12
    experience: bool = True

    @property
    def shown(self) -> Sequence[CaseMoment]:
        """The moments that get their turn."""
        return self.case.moment[: self.moments]

    def until(self, part: str) -> Iterator[Step]:
        """Everything after the preparation, up to and including a part; what that part opened stays open."""
        for name in PARTS[: PARTS.index(part) + 1]:
            yield from getattr(self, name)()

    def preparation(self) -> Iterator[Step]:
        """What the facilitator did before people come: parties, moments, first interpretations, extra blocks."""
        for one in self.case.party:
            yield _host(MEETING, "add_party", name=one.name, short=one.short, colour=one.colour)
        yield from self.draft()

    def draft(self) -> Iterator[Step]:
        """The same for a room that knows its parties already."""
        case = self.case
        yield _host(
            MEETING,
            "add_block",
            title=TRIANGLE_BLOCK,
            minutes=15,
            instrument=TRIANGLE,
            phase="answering",
            after=block("reflection"),
            lead="gespreksbegeleider",
        )
        yield _host(MEETING, "add_block", title=SLIDER_BLOCK, minutes=15, instrument=SLIDER, phase="placing")
        yield before.choice(case)
        yield from before.timeline(case)
        dilemma = case.dilemma
        words = {name: getattr(dilemma, name) for name in ("question", "left", "left_text", "right", "right_text")}
        yield _host(SLIDER, "set_dilemma", **words)

    def introduction(self) -> Iterator[Step]:
        """Part 1: welcome and ground rules (CR-11)."""
        yield _host(MEETING, "start_block", id=block("introduction"), wait=20)
        yield _host(RECONSTRUCTION, "set_focus", focus="ground_rules")
        for rule in self.case.ground_rule:
            yield Step(rule.person, RECONSTRUCTION, "suggest_ground_rule", {"text": rule.text})
        for rule in self.case.ground_rule:
            suggested = Of("suggestion", "text", rule.text)
            yield _host(RECONSTRUCTION, "take_suggestion", id=suggested, wait=8)
        for person in self.case.person:
            yield Step(person.key, RECONSTRUCTION, "give_consent")
        yield _host(RECONSTRUCTION, "agree_rules", wait=20)

    def timeline(self) -> Iterator[Step]:
        """Part 2: the moments one by one (CR-12 to CR-17)."""
        if self.experience:
            yield _host(RECONSTRUCTION, "switch_experience", on=True)
        yield _host(MEETING, "start_block", id=block("timeline"), wait=5)
        for number, shown in enumerate(self.shown):
            yield _host(RECONSTRUCTION, "reveal_moment", id=moment(shown.text), wait=35)
            if number < len(PROMPTS):
                yield _host(RECONSTRUCTION, "tick_prompt", key=PROMPTS[number])
            yield from self._words(shown)
            yield from self._between_parties(shown, number)

    def reflection(self) -> Iterator[Step]:
        """Part 3: what stands out, marks, red threads (CR-18), and the triangle (D-1 to D-4)."""
        case, known = self.case, {one.key for one in self.shown}
        yield _host(MEETING, "start_block", id=Of("block", "title", "Pauze"), wait=20)
        yield _host(MEETING, "start_block", id=block("reflection"), wait=20)
        yield _host(RECONSTRUCTION, "set_focus", focus="overview")
        for seen in case.observation:
            yield _host(RECONSTRUCTION, "add_observation", text=seen.text, about=seen.about, wait=8)
        for voice in case.voice:
            said = {"text": voice.stands_out, "about": "collaboration"}
            yield Step(case.speaker_of(voice.party), RECONSTRUCTION, "add_observation", said)
        for mark in case.mark:
            if mark.moment in known:
                placed = {"moment": self._moment(mark.moment), "value": mark.value, "why": mark.why}
                yield Step(case.speaker_of(mark.party), RECONSTRUCTION, "mark_moment", placed)
        for one in case.interaction:
            if one.moment in known and one.by in ("ggz", "politie"):
                step = case.voice_of(one.by).first_step
                peeled = {"happened": one.action, "effect": one.effect, "step": step}
                yield _host(RECONSTRUCTION, "set_peeling", moment=self._moment(one.moment), **peeled, wait=6)
        yield _host(RECONSTRUCTION, "set_focus", focus="threads")
        for thread in case.red_thread:
            yield _host(
                RECONSTRUCTION,
                "add_thread",
                text=thread.text,
                level=thread.level,
                moments=self._moments(thread.moments),
                wait=12,
            )
        yield from self._triangle()

    def lessons(self) -> Iterator[Step]:
        """Part 4: lessons, agreements and the look-back (CR-19)."""
        case = self.case
        yield _host(MEETING, "start_block", id=block("lessons"), wait=20)
        yield _host(RECONSTRUCTION, "ask_information", asked=True)
        yield _host(RECONSTRUCTION, "set_focus", focus="lessons")
        for lesson in case.lesson:
            thread = next(one.text for one in case.red_thread if one.key == lesson.thread)
            written = {"text": lesson.text, "kind": lesson.kind, "thread": Of("red_thread", "text", thread)}
            yield _host(RECONSTRUCTION, "add_lesson", **written, wait=10)
        yield _host(RECONSTRUCTION, "set_focus", focus="agreements")
        for agreement in case.agreement:
            yield Step(agreement.person, RECONSTRUCTION, "add_agreement", self.agreed(agreement))
        yield _host(RECONSTRUCTION, "add_agreement", **self.agreed(case.follow_up), wait=10)
        organiser = case.person_of(case.look_back.organiser).name
        back = {"date": self._day(case.look_back.due_in_days), "organiser": organiser, "note": case.look_back.note}
        yield _host(RECONSTRUCTION, "set_look_back", **back, wait=10)

    def closing(self) -> Iterator[Step]:
        """The end: the dilemma slider, and then back to what was agreed."""
        yield from self._slider()
        yield _host(MEETING, "start_block", id=block("lessons"), wait=5)
        yield _host(MEETING, "set_phase", instance=instance(RECONSTRUCTION), phase="closing", wait=10)

    def agreed(self, agreement: CaseAgreement) -> dict[str, Any]:
        """The arguments of add_agreement."""
        lesson = next((one.text for one in self.case.lesson if one.key == agreement.lesson), None)
        return {
            "what": agreement.what,
            "who": agreement.who or self.case.person_of(agreement.person).name,
            "due": self._day(agreement.due_in_days),
            "help_from": agreement.help_from,
            "kind": agreement.kind,
            **({"lesson": Of("lesson", "text", lesson)} if lesson else {}),
        }

    def _words(self, shown: CaseMoment) -> Iterator[Step]:
        here = moment(shown.text)
        for said in shown.live:
            if said.noted:
                noted = {"moment": here, "party": self._party(said.party), "text": said.text}
                yield _host(RECONSTRUCTION, "note_interpretation", **noted, wait=8)
                confirmed = {"id": Of("interpretation", "text", said.text)}
                yield Step(self.case.speaker_of(said.party), RECONSTRUCTION, "confirm_interpretation", confirmed)
            else:
                yield Step(said.person, RECONSTRUCTION, "write_interpretation", {"moment": here, "text": said.text})
        for key, value in shown.stances.items():
            speaker = self.case.speaker_of(key)
            yield Step(speaker, RECONSTRUCTION, "set_stance", {"moment": here, "value": value})
            if self.experience and key in shown.experience:
                felt = {"moment": here, "value": shown.experience[key]}
                yield Step(speaker, RECONSTRUCTION, "set_experience", felt)

    def _between_parties(self, shown: CaseMoment, number: int) -> Iterator[Step]:
        case = self.case
        for one in case.interaction:
            if one.moment == shown.key:
                yield _host(
                    RECONSTRUCTION,
                    "add_interaction",
                    moment=moment(shown.text),
                    by=self._party(one.by),
                    on=self._party(one.on),
                    **{name: getattr(one, name) for name in ("action", "effect", "understood", "assumption")},
                    wait=10,
                )
        for theme in case.theme:
            if shown.key in theme.moments:
                here = moment(shown.text)
                if theme.moments[0] == shown.key:
                    yield _host(RECONSTRUCTION, "add_theme", text=theme.text, moments=[here])
                else:
                    yield _host(RECONSTRUCTION, "tag_theme", theme=Of("theme", "text", theme.text), moment=here)
        for news in case.new_information:
            if news.moment == shown.key:
                yield _host(RECONSTRUCTION, "open_information", open=True, wait=10)
                yield _host(RECONSTRUCTION, "add_agreement", what=news.agreement, kind="new_information", wait=20)
                yield _host(RECONSTRUCTION, "open_information", open=False)
        if number in (3, 7) and number // 4 < len(case.parking):
            parked = case.parking[number // 4]
            yield Step(parked.person, MEETING, "park", {"text": parked.text})

    def _triangle(self) -> Iterator[Step]:
        case = self.case
        yield _host(MEETING, "start_block", id=block("answering"), wait=15)
        for answer in case.triangle_answer:
            for level in LEVELS:
                given = getattr(answer, level)
                note = answer.note if answer.note_on == level else ""
                said = {"level": level, "tension": given.tension, "attention": given.attention, "note": note}
                yield Step(answer.person, TRIANGLE, "answer", said)
        yield _host(TRIANGLE, "reveal", wait=45)
        for thread in case.red_thread:
            laid = {"what": "thread", "ref": Of("red_thread", "text", thread.text), "level": thread.level}
            yield _host(TRIANGLE, "place_reference", **laid, wait=6)
        yield _host(TRIANGLE, "look_at", level="goal_and_content", wait=8)
        yield _host(TRIANGLE, "ask", question="goal_and_content:0")
        yield _host(TRIANGLE, "look_at", level="", wait=15)
        yield _host(TRIANGLE, "to_rules", wait=10)
        for rule in case.triangle_rule:
            yield _host(TRIANGLE, "add_rule", text=rule.text, missing=rule.missing, wait=6)
            here = Of("ground_rule", "text", rule.text)
            for name in ("explicit", "formal", "works", "clear", "fair"):
                value = getattr(rule, name)
                if value is not None and not rule.missing:
                    yield _host(TRIANGLE, "judge_rule", id=here, attribute=name, value=value, wait=1)
            if rule.missing:
                yield _host(TRIANGLE, "agree_on", rule=here, what=rule.text, who="Alle partijen aan deze tafel")
        yield _host(TRIANGLE, "close", wait=10)

    def _slider(self) -> Iterator[Step]:
        dilemma = self.case.dilemma
        yield _host(MEETING, "start_block", id=block("placing"), wait=10)
        for one in dilemma.placing:
            yield Step(one.person, SLIDER, "place", {"value": one.before, "why": one.why_before})
        yield _host(SLIDER, "reveal", wait=30)
        for one in dilemma.placing:
            yield Step(one.person, SLIDER, "add_value", {"text": one.values[0]})
        yield _host(SLIDER, "open_second", wait=15)
        for one in dilemma.placing:
            yield Step(one.person, SLIDER, "place", {"value": one.after, "why": one.why_after})
        yield _host(SLIDER, "reveal", wait=30)
        yield _host(SLIDER, "record_choice", text=dilemma.choice, other_side=dilemma.other_side, wait=10)
        yield _host(SLIDER, "close", wait=5)

    def _party(self, key: str) -> Of:
        return party(self.case.party_of(key).short)

    def _moment(self, key: str) -> Of:
        return moment(self.case.moment_of(key).text)

    def _moments(self, keys: Sequence[str]) -> list[Of]:
        known = {one.key for one in self.shown}
        return [self._moment(key) for key in keys if key in known]

    def _day(self, days: int) -> str:
        return weekday(self.today + timedelta(days=days)).isoformat()


def _host(instrument: str, move: str, over: Of | None = None, /, *, wait: float = 2.0, **args: Any) -> Step:
    return Step(HOST, instrument, move, args, over, wait)
