"""Random moves that mostly make sense, for the model test: arguments follow from the declared types."""

from __future__ import annotations

from random import Random
from typing import Any

import msgspec

from samenspel.instruments.case_reconstruction.definition import INSTRUMENT
from samenspel.instruments.case_reconstruction.preparation import Row
from samenspel.instruments.case_reconstruction.records import When
from samenspel.instruments.case_reconstruction.tests.room import ACTORS, FACILITATOR, Case
from samenspel.kernel.command import Actor
from samenspel.kernel.definition import Move

OF_FIELD = {
    "moment": "defining_moment", "moments": "defining_moment", "effect_moment": "defining_moment",
    "party": "party", "by": "party", "on": "party", "thread": "red_thread", "theme": "theme", "lesson": "lesson",
    "target": "agreement",
}  # fmt: skip
OF_MOVE = {
    "ground_rule": "ground_rule", "interpretation": "interpretation", "draft": "interpretation",
    "interaction": "interaction", "theme": "theme", "thread": "red_thread", "lesson": "lesson",
    "agreement": "agreement", "observation": "observation", "peeling": "peeling", "abbreviation": "abbreviation",
    "suggestion": "suggestion", "unmark": "mark", "missing_party": "missing_party",
    "moment_input": "moment_input", "comment": "report_comment", "my_words": "interpretation",
    "moment": "defining_moment",
}  # fmt: skip
MAKING = [move for move in INSTRUMENT.moves if move.name.startswith(("add_", "write_", "reveal_", "set_", "note_"))]
DATES = ("2024", "3-2025", "rond kerst 2024", "ooit", "najaar 2023")
WHENS: tuple[dict[str, Any], ...] = (
    {"kind": "year", "year": 2024}, {"kind": "month", "year": 2025, "month": 3},
    {"kind": "exact", "year": 2025, "month": 2, "day": 30}, {"kind": "about", "year": 2024, "label": "rond kerst"},
)  # fmt: skip


def random_move(case: Case, rng: Random, number: int) -> tuple[Actor, str, int | None, dict[str, Any]]:
    """Who does which move with what."""
    move = rng.choice(MAKING if rng.random() < 0.4 else INSTRUMENT.moves)
    actor = rng.choice(ACTORS)
    if actor.role not in move.roles and rng.random() < 0.8:
        actor = FACILITATOR
    args = {}
    for field in msgspec.structs.fields(move.args):
        if field.required or rng.random() < 0.6:
            args[field.encode_name] = _value(case, rng, move, field.name, msgspec.inspect.type_info(field.type), number)
    record = case.state.get(args.get("id"))
    base = record.version if record is not None and rng.random() < 0.8 else rng.choice((None, 1, 2))
    return actor, move.name, base, args


def _value(case: Case, rng: Random, move: Move, name: str, kind: Any, number: int) -> Any:
    info = msgspec.inspect
    if isinstance(kind, info.Metadata):
        kind = kind.type
    if isinstance(kind, info.UnionType):
        if rng.random() < 0.3:
            return None
        return _value(case, rng, move, name, next(t for t in kind.types if not isinstance(t, info.NoneType)), number)
    if isinstance(kind, info.LiteralType):
        return rng.choice(kind.values)
    if isinstance(kind, info.BoolType):
        return rng.random() < 0.6
    if isinstance(kind, info.IntType):
        return rng.randint(1, 5)
    if isinstance(kind, info.StructType) and kind.cls is When:
        return rng.choice(WHENS)
    if isinstance(kind, info.StructType) and kind.cls is Row:
        return _row(rng, number)
    if isinstance(kind, info.ListType):
        return [_value(case, rng, move, name, kind.item_type, number) for _ in range(rng.randint(1, 3))]
    assert isinstance(kind, info.StrType), kind
    return _text(case, rng, move, name, number)


def _text(case: Case, rng: Random, move: Move, name: str, number: int) -> str:
    if name in ("date", "due"):
        return rng.choice(("2026-05-01", "2026-13-01"))
    if name == "seen":
        return str(case.seen(FACILITATOR) and _current(case))
    if name == "person":
        return rng.choice(("anna", "bo"))
    wanted = OF_FIELD.get(name)
    if name in ("id", "after", "keep", "drop"):
        wanted = next((kind for part, kind in OF_MOVE.items() if part in move.name), None)
    if wanted is None:
        return f"canary{number:05d}{name}"
    found = [record.id for record in case.state.of(wanted)]
    return rng.choice(found) if found and rng.random() < 0.95 else "nergens"


def _current(case: Case) -> str:
    return str(case.state.of("proceedings")[0].body.current)  # type: ignore[attr-defined]


def _row(rng: Random, number: int) -> dict[str, str]:
    row = {"when": rng.choice(DATES), "text": f"canary{number:05d}row{rng.randint(0, 999)}"}
    if rng.random() < 0.5:
        row |= {"party": rng.choice(("wijk", "politie", "wie")), "interpretation": f"canary{number:05d}said"}
    return row
