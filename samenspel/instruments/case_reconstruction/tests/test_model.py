"""Random moves in random order: nothing but refusals, no canary leaks, spots follow places, deltas equal snapshots."""

from __future__ import annotations

from random import Random
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from samenspel.instruments.case_reconstruction.definition import INSTRUMENT
from samenspel.instruments.case_reconstruction.records import DefiningMoment, Interpretation, Proceedings, Suggestion
from samenspel.instruments.case_reconstruction.tests.moves import random_move
from samenspel.instruments.case_reconstruction.tests.room import ANNA, BO, FACILITATOR, INSTRUMENTS, LOBBY, WALL, Case
from samenspel.kernel.command import Actor, Command
from samenspel.kernel.decide import decide
from samenspel.kernel.project import delta, touched
from samenspel.kernel.refusal import Refused

WATCHERS = (FACILITATOR, ANNA, BO, WALL, LOBBY)
PHASES = [phase.name for phase in INSTRUMENT.phases]
Screens = dict[str, dict[str, Any]]


@settings(max_examples=40, deadline=None)
@given(seed=st.integers(0, 2**32 - 1))
def test_any_moves_in_any_order(seed: int) -> None:
    rng = Random(seed)
    case = Case.start()
    for month in (2, 4, 6):
        case.moment(f"canaryseed{month}", month, shown=month == 2)
    screens: Screens = {actor.person or "wall": case.seen(actor) for actor in WATCHERS}
    for number in range(80):
        if rng.random() < 0.05:
            case.go(rng.choice(PHASES))
            screens = {actor.person or "wall": case.seen(actor) for actor in WATCHERS}
        else:
            one_move(case, rng, number, screens)
        for actor in WATCHERS:
            assert screens[actor.person or "wall"] == case.seen(actor)
            if actor is not FACILITATOR:
                assert_nothing_hidden(case, actor)
        assert_in_order(case)


def one_move(case: Case, rng: Random, number: int, screens: Screens) -> None:
    """Decide, and let every screen follow by what changed."""
    actor, move, base, args = random_move(case, rng, number)
    command = Command(op="x" * 16, instance=case.instance, move=move, args=args, base=base)
    try:
        changes = decide(INSTRUMENTS, case.state, actor, command, case.handed)
    except Refused:
        return
    layer = case.state.layer()
    layer.apply(changes)
    moved = touched(INSTRUMENTS, case.state, layer, changes)
    for watcher in WATCHERS:
        news = delta(moved, watcher.audience.tags)
        screen = screens[watcher.person or "wall"]
        screen.update({seen.id: seen for seen in news.put})
        for gone in news.gone:
            screen.pop(gone)
    case.state.apply(changes)


def assert_nothing_hidden(case: Case, actor: Actor) -> None:
    """No id and no word of a hidden moment, of what hangs under it, or of a draft of somebody else."""
    own = {record.id for record in case.state if actor.person and record.author == actor.person}
    seen = str([s for s in case.seen(actor).values() if s.id not in own])
    suggested = {s.text for s in case.state.bodies(Suggestion)}
    for record in case.state.of(DefiningMoment):
        body = record.body
        if not isinstance(body, DefiningMoment) or body.revealed:
            continue
        assert f"'{record.id}'" not in seen
        assert body.text in suggested or body.text not in seen
        for below in case.state.inside(record.id):
            if below.id not in own:
                assert f"'{below.id}'" not in seen
                assert below.id not in case.seen(actor)
    for record in case.state.of(Interpretation):
        if record.body.state == "draft" and record.id not in own:  # type: ignore[attr-defined]
            assert f"'{record.id}'" not in seen


def assert_in_order(case: Case) -> None:
    """Spots of shown moments order as their places; the wall points at a shown moment or at none."""
    shown = [b for b in case.state.bodies(DefiningMoment) if b.revealed]
    by_place = sorted(shown, key=lambda body: body.place)
    assert [b.spot for b in by_place] == sorted(b.spot for b in shown if b.spot is not None)
    assert len({b.spot for b in shown}) == len(shown)
    places = [b.place for b in case.state.bodies(DefiningMoment)]
    assert len(set(places)) == len(places)
    current = case.state.get(case.one(Proceedings).current)
    assert current is None or current.body.revealed  # type: ignore[attr-defined]
