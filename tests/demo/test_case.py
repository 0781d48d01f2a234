"""The fictional case holds together and fits the rules it will meet."""

import datetime

from samenspel.demo.case import LEVELS, load
from samenspel.demo.play import people
from samenspel.demo.script import PARTS, Script
from samenspel.demo.steps import HOST
from samenspel.instruments import catalogue
from samenspel.kernel.text import INTERPRETATION_LENGTH, MOMENT_LENGTH


def test_the_case_is_as_rich_as_promised() -> None:
    case = load()
    assert len(case.party) >= 7
    assert len(case.person) >= 12
    assert len(case.moment) == 12
    assert 3 <= len(case.red_thread) <= 4
    assert all(len({said.party for said in (*m.prepared, *m.live)}) >= 4 for m in case.moment)


def test_everything_points_at_something() -> None:
    case = load()
    parties, persons = {p.key for p in case.party}, {p.key for p in case.person}
    moments = {m.key for m in case.moment}
    assert {p.party for p in case.person} == parties == {v.party for v in case.voice}
    assert {s.party for m in case.moment for s in (*m.prepared, *m.live)} <= parties
    assert {s.person for m in case.moment for s in m.live} <= persons
    assert all(set(m.stances) == parties and set(m.experience) <= parties for m in case.moment)
    linked = (*case.theme, *case.red_thread)
    assert {key for one in linked for key in one.moments} | {m.moment for m in case.mark} <= moments
    assert {lesson.thread for lesson in case.lesson} <= {t.key for t in case.red_thread}
    assert {a.lesson for a in case.agreement} <= {one.key for one in case.lesson}
    assert case.visitor in persons and case.heading.initiator in persons
    assert case.visitor not in {one.person for m in case.moment for one in m.live}


def test_a_person_writes_for_its_own_party() -> None:
    case = load()
    for said in (said for moment in case.moment for said in moment.live):
        assert case.person_of(said.person).party == said.party, said.key


def test_texts_fit() -> None:
    case = load()
    assert all(len(m.text) <= MOMENT_LENGTH for m in case.moment)
    assert all(len(s.text) <= INTERPRETATION_LENGTH for m in case.moment for s in (*m.prepared, *m.live))
    assert all(len(p.short) <= 14 for p in case.party)
    assert all(answer.note_on in LEVELS for answer in case.triangle_answer)


def test_every_step_is_a_move_that_exists() -> None:
    """By name and by argument names; whether it is allowed at that time is seen by carrying it out."""
    script = Script(load(), datetime.date(2026, 11, 22))
    instruments = catalogue.load()
    steps = [*script.preparation(), *script.until(PARTS[-1])]
    assert len(steps) > 300
    assert {step.by for step in steps} == {HOST, *(person.key for person in load().person)}
    for step in steps:
        move = instruments[step.instrument].move(step.move)
        assert move is not None, step.move
        assert set(step.args) <= set(move.args.__struct_fields__), step.move


def test_the_visitor_stays_free_and_guests_fill_up() -> None:
    case = load()
    cast = people(case, 20)
    assert len({person.key for person in cast}) == 20
    assert case.visitor not in {person.key for person in cast}
    assert {person.party for person in cast} == {party.key for party in case.party}
