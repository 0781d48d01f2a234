"""What can be taken along from a collaboration triangle: only what was revealed (D-1 to D-4)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, cast

from samenspel.instruments.collaboration_triangle.drawing import TITLES, triangle_svg
from samenspel.instruments.collaboration_triangle.reading import read
from samenspel.instruments.collaboration_triangle.records import LEVELS, Level, LevelAnswer, Placement, TriangleRound
from samenspel.kernel.state import State
from samenspel.vocabulary.csv_file import csv_file
from samenspel.vocabulary.outcomes import GroundRule, RedThread

Export = Callable[[State, str], tuple[str, bytes]]


def revealed(state: State, instance: str) -> list[LevelAnswer]:
    """The answers of every round that was revealed."""
    open_rounds = {
        record.id
        for record in state.of(TriangleRound, instance)
        if cast(TriangleRound, record.body).state == "revealed"
    }
    found = [
        cast(LevelAnswer, record.body) for record in state.of(LevelAnswer, instance) if record.scope in open_rounds
    ]
    return sorted(
        found, key=lambda answer: (LEVELS.index(answer.level), -answer.tension, answer.attention, answer.note)
    )


def words_of(state: State, placement: Placement) -> str:
    """What lies there: the note, the thread, or the moment once it is revealed; else an empty text."""
    if placement.what == "note":
        return placement.text
    record = state.get(placement.ref)
    if record is None or not getattr(record.body, "revealed", isinstance(record.body, RedThread)):
        return ""
    return str(getattr(record.body, "text", ""))


def placed(state: State, instance: str) -> dict[Level, list[str]]:
    """Per level the words that lie on it, in the order in which they were laid down."""
    found: dict[Level, list[str]] = {level: [] for level in LEVELS}
    for body in sorted(state.bodies(Placement, instance), key=lambda body: body.place):
        words = words_of(state, body)
        if words:
            found[body.level].append(words)
    return found


def picture(state: State, instance: str) -> tuple[str, bytes]:
    """The triangle with tension, attention and what lies on the levels."""
    return "image/svg+xml", triangle_svg(read(revealed(state, instance)), placed(state, instance)).encode()


def answers(state: State, instance: str) -> tuple[str, bytes]:
    """One row per answer, without names, not in the order in which they came in."""
    rows: list[list[object]] = [
        [TITLES[answer.level], answer.tension, answer.attention, answer.note] for answer in revealed(state, instance)
    ]
    return "text/csv; charset=utf-8", csv_file(["Niveau", "Spanning (1-5)", "Aandacht (1-5)", "Toelichting"], rows)


def _judged(value: bool | None, yes: str, no: str) -> str:
    return "" if value is None else (yes if value else no)


def ground_rules(state: State, instance: str) -> tuple[str, bytes]:
    """The ground rules with how the group judges them (D-4)."""
    rows: list[list[object]] = [
        [
            rule.text,
            "ontbreekt nog" if rule.missing else "is er",
            _judged(rule.explicit, "uitgesproken", "onuitgesproken"),
            _judged(rule.formal, "formeel", "informeel"),
            _judged(rule.works, "werkt", "werkt niet"),
            _judged(rule.clear, "helder", "niet helder"),
            _judged(rule.fair, "eerlijk", "niet eerlijk"),
        ]
        for rule in sorted(state.bodies(GroundRule, instance), key=lambda rule: rule.place)
    ]
    head = ["Spelregel", "Is hij er?", "Uitgesproken", "Vastgelegd", "Werkt hij", "Helder", "Eerlijk"]
    return "text/csv; charset=utf-8", csv_file(head, rows)


EXPORTS: Final[dict[str, Export]] = {
    "samenwerkingsdriehoek.svg": picture,
    "samenwerkingsdriehoek.csv": answers,
    "spelregels.csv": ground_rules,
}
