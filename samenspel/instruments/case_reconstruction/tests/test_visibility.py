"""Audience × record × state, complete by construction: a record type without rows fails (R5, R6)."""

from __future__ import annotations

import pytest

from samenspel.instruments.case_reconstruction.definition import INSTRUMENT
from samenspel.instruments.case_reconstruction.records import (
    Abbreviation,
    AbsentParty,
    CaseChoice,
    Consent,
    DefiningMoment,
    Experience,
    FacilitatorCheck,
    Interaction,
    Interpretation,
    Mark,
    MissingParty,
    MomentInput,
    MomentRequest,
    Observation,
    Peeling,
    Proceedings,
    Reconstruction,
    ReportComment,
    SoundingAnswer,
    Stance,
    Suggestion,
    Tension,
    When,
)
from samenspel.instruments.case_reconstruction.tests.room import (
    ANNA,
    ARIE,
    BO,
    FACILITATOR,
    INITIATOR,
    INSTRUMENTS,
    LOBBY,
    NOTE_TAKER,
    WALL,
    Case,
)
from samenspel.kernel.audience import Audience, Role
from samenspel.kernel.change import Put
from samenspel.kernel.project import snapshot, visibility
from samenspel.kernel.record import Body, Record
from samenspel.vocabulary.outcomes import Agreement, GroundRule, Lesson, LookBack, RedThread, Theme

COLUMNS = ("self", "same party", "other party", "initiator", "facilitator", "note_taker", "wall", "lobby", "nobody")
WHO = (ANNA, ARIE, BO, INITIATOR, FACILITATOR, NOTE_TAKER, WALL, LOBBY, None)

# W whole · A whole and knows who wrote it · M only some fields · - nothing
EVERYONE = "A W W W A A W - -"
GROUP = "W W W W W W W - -"
CONTROL = "- - - - A A - - -"
MASKED = "M M M M A A M - -"
OWN = "A - - - A A - - -"
PREPARERS = "A - - A A A - - -"
IN_CONFIDENCE = "M - - - A - - - -"
SENT = "M - - - A A - - -"
DRAFT = "A - - - - - - - -"
NOBODY = "- - - - - - - - -"

WHEN = When(kind="year", year=2025)
Row = tuple[Body, str, str]
HIDDEN, SHOWN = "hidden", "shown"

TABLE: list[Row] = [
    (Reconstruction(), "timeline", MASKED),
    (Reconstruction(), "lessons", MASKED),
    (Proceedings(), "timeline", MASKED),
    (Consent(at=1), "introduction", OWN),
    (Suggestion(kind="moment", text="x"), "timeline", OWN),
    (Suggestion(kind="moment", text="x", status="taken"), "timeline", OWN),
    (DefiningMoment(text="x", when=WHEN, place=1.0), "preparation", CONTROL),
    (DefiningMoment(text="x", when=WHEN, place=1.0), "closing", CONTROL),
    (DefiningMoment(text="x", when=WHEN, place=1.0, revealed=True, spot=1.0), "timeline", MASKED),
    (Interpretation(text="x"), HIDDEN, CONTROL),
    (Interpretation(text="x", beforehand=True), HIDDEN, CONTROL),
    (Interpretation(text="x"), SHOWN, EVERYONE),
    (Interpretation(text="x", noted=True), SHOWN, EVERYONE),
    (Interpretation(text="x", state="draft"), SHOWN, DRAFT),
    (Interpretation(text="x", state="draft"), HIDDEN, DRAFT),
    (Stance(value="not_defining"), HIDDEN, CONTROL),
    (Stance(value="not_defining"), SHOWN, EVERYONE),
    (Experience(value=3), HIDDEN, NOBODY),
    (Experience(value=3), SHOWN, NOBODY),
    (Experience(value=3), "hidden, line on", CONTROL),
    (Experience(value=3), "shown, line on", EVERYONE),
    (Interaction(by="wijk", on="politie", action="x", effect="y"), HIDDEN, CONTROL),
    (Interaction(by="wijk", on="politie", action="x", effect="y"), SHOWN, EVERYONE),
    (Mark(value="helping"), HIDDEN, CONTROL),
    (Mark(value="helping"), SHOWN, EVERYONE),
    (Peeling(happened="x"), HIDDEN, CONTROL),
    (Peeling(happened="x"), SHOWN, EVERYONE),
    (Observation(text="x", about="events"), "reflection", EVERYONE),
    (Abbreviation(word="X", meaning="y"), "timeline", GROUP),
    (CaseChoice(alias="x"), "preparation", PREPARERS),
    (CaseChoice(alias="x"), "closing", PREPARERS),
    (SoundingAnswer(open="yes"), "preparation", PREPARERS),
    (FacilitatorCheck(independent=True), "preparation", PREPARERS),
    (MissingParty(text="x"), "preparation", PREPARERS),
    (Tension(level="serious", note="x"), "preparation", IN_CONFIDENCE),
    (Tension(level="light", talk=True), "timeline", IN_CONFIDENCE),
    (Tension(level="none"), "closing", IN_CONFIDENCE),
    (MomentRequest(person="bo"), "preparation", "- - W - A A - - -"),
    (MomentInput(text="x", when=WHEN, meaning="y"), "preparation", DRAFT),
    (MomentInput(text="x", when=WHEN), "closing", DRAFT),
    (MomentInput(text="x", when=WHEN, state="sent"), "preparation", SENT),
    (MomentInput(text="x", when=WHEN, state="sent", handled="taken", moment="m1"), "timeline", SENT),
    (MomentInput(state="removed"), "preparation", SENT),
    (AbsentParty(decision="talk_first"), "preparation", PREPARERS),
    (ReportComment(target="t", text="x"), "closing", PREPARERS),
    (GroundRule(text="x", place=1.0), "introduction", GROUP),
    (Theme(text="x"), "timeline", GROUP),
    (RedThread(text="x", place=1.0), "reflection", GROUP),
    (Lesson(text="x", kind="content", place=1.0), "lessons", GROUP),
    (Agreement(what="x", place=1.0), "lessons", "A M M A A A M - -"),
    (Agreement(what="x", place=1.0, report="y", shared=True), "closing", "A W W A A A W - -"),
    (LookBack(date="2026-01-01"), "lessons", GROUP),
]
CELLS = [
    pytest.param(body, state, who, cell, id=f"{body.TYPE}-{state}-{column}-{number}")
    for number, (body, state, cells) in enumerate(TABLE)
    for column, who, cell in zip(COLUMNS, WHO, cells.split(), strict=True)
]


def test_every_record_type_has_rows_and_a_view() -> None:
    types = {body.TYPE for body in INSTRUMENT.records}
    assert {body.TYPE for body, _, _ in TABLE} == types == set(INSTRUMENT.views)


@pytest.mark.parametrize(("body", "state", "who", "cell"), CELLS)
def test_r5_who_sees_what(body: Body, state: str, who: object, cell: str) -> None:
    case = Case.start(state if "hidden" not in state and "shown" not in state else "timeline")
    if "line on" in state:
        case.do(FACILITATOR, "switch_experience", on=True)
    under = case.moment(shown=SHOWN in state) if HIDDEN in state or SHOWN in state else None
    record = Record(
        id="it", type=body.TYPE, instance=case.instance, scope=under, author="anna", party="wijk", body=body
    )
    case.state.apply([Put(record)])
    if who is None:
        assert visibility(INSTRUMENTS, case.state, record).sight_for(frozenset()) is None
        return
    seen = case.seen(who).get("it")  # type: ignore[arg-type]
    shown = "-" if seen is None else "M" if seen.masked else "A" if seen.author else "W"
    assert shown == cell
    if seen is not None and not seen.masked:
        assert seen.party == "wijk"


def test_r5_an_unknown_type_is_seen_by_nobody() -> None:
    class Stray(Body, frozen=True, kw_only=True):
        TYPE = "stray"

    case = Case.start()
    record = Record(id="it", type="stray", instance=case.instance, author="anna", body=Stray())
    case.state.apply([Put(record)])
    assert all("it" not in case.seen(actor) for actor in WHO if actor is not None)


def test_r5_a_failing_view_shows_nothing() -> None:
    case = Case.start()
    record = Record(id="it", type="interpretation", instance=case.instance, author="anna", body=Theme(text="x"))
    case.state.apply([Put(record)])
    assert all("it" not in case.seen(actor) for actor in WHO if actor is not None)


def test_cr12_masked_moment_tells_no_place_and_no_version() -> None:
    case = Case.start()
    made = case.moment()
    seen = case.seen(BO)[made]
    assert set(seen.body) == {"text", "when", "kind", "revealed", "spot"}
    assert (seen.v, seen.author, seen.party) == (None, None, None)


def test_cr13_asked_prompts_and_cr19_reason_are_masked() -> None:
    case = Case.start()
    bodies = [seen.body for seen in case.seen(BO).values() if seen.type in ("reconstruction", "proceedings")]
    assert all("asked" not in body and "reason" not in body and "information_asked" not in body for body in bodies)
    case.go("lessons")
    assert any("reason" in seen.body for seen in case.seen(WALL).values())


def test_r5_without_role_in_the_room_nothing_of_the_case() -> None:
    case = Case.start()
    case.moment()
    lobby = snapshot(INSTRUMENTS, case.state, Audience(Role.WAITING))
    assert lobby == []


def test_r4_how_often_a_record_was_rewritten_while_hidden_shows_in_no_number() -> None:
    case = Case.start()
    shown = case.moment()
    (mine,) = case.do(ANNA, "save_draft", moment=shown, text="eerste")
    for base, text in enumerate(("tweede", "derde"), 1):
        case.do(ANNA, "save_draft", base, moment=shown, text=text, id=mine)
    case.do(ANNA, "write_interpretation", 3, moment=shown, text="zo was het", id=mine)
    hidden = case.moment("Nog niet getoond", 6, shown=False)
    party = ANNA.party
    (brought,) = case.do(FACILITATOR, "add_prepared_interpretation", moment=hidden, party=party, text="gehoord")
    again = {"moment": hidden, "party": party, "id": brought}
    case.do(FACILITATOR, "add_prepared_interpretation", 1, text="beter gehoord", **again)
    case.do(FACILITATOR, "reveal_moment", id=hidden)
    seen = {actor.person: case.seen(actor) for actor in (ANNA, ARIE, BO, INITIATOR, FACILITATOR, WALL)}
    versions = {who: (records[mine].v, records[brought].v) for who, records in seen.items()}
    # R11: its author, control and, for what was noted for it, the party have to name the version they rewrite.
    assert versions == {
        ANNA.person: (4, 2),
        ARIE.person: (None, 2),
        BO.person: (None, None),
        INITIATOR.person: (None, 2 if INITIATOR.party == party else None),
        FACILITATOR.person: (4, 2),
        WALL.person: (None, None),
    }
