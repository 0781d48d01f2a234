"""CR-23: what may be asked of a look-back, and who sees it in every state."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

from samenspel.instruments.look_back.definition import INSTRUMENT
from samenspel.instruments.look_back.exports import EXPORTS
from samenspel.instruments.look_back.records import (
    GoodMoment,
    Intention,
    LookBackAnswer,
    LookBackQuestion,
    LookBackTalk,
)
from samenspel.kernel.record import Record
from samenspel.kernel.refusal import Reason, Refused
from samenspel.vocabulary.outcomes import Agreement, Lesson, LookBack
from tests.stage import PEOPLE, Stage

FOLDER = Path(__file__).parents[1]
ITEMS: list[dict[str, Any]] = tomllib.loads((FOLDER / "checklist.toml").read_text(encoding="utf-8"))["item"]
EVERYBODY = {"fay", "nia", "ina", "pat", "pim", "wall"}


def stage(phase: str = "answers") -> Stage:
    found = Stage(INSTRUMENT, phase)
    body = Agreement(what="Elke week bellen", who="Pat", place=1.0, owner="pat", report="Het lukt half")
    scope = found.state.of(LookBackTalk)[0].id
    found.put(Record(id="afs1", type="agreement", instance="it", scope=scope, author="pim", party="pol", body=body))
    return found


def question(found: Stage, number: int = 0) -> str:
    return sorted(found.state.of(LookBackQuestion), key=lambda one: one.body.place)[number].id  # type: ignore[attr-defined]


def who_sees(found: Stage, kind: type) -> set[str]:
    return {name for name in PEOPLE if found.sees(name, kind)}


def agreement(found: Stage) -> Agreement:
    body = found.state.get("afs1")
    assert body is not None and isinstance(body.body, Agreement)
    return body.body


def refused(found: Stage, reason: Reason, who: str, move: str, base: int | None = None, /, **args: Any) -> None:
    with pytest.raises(Refused) as caught:
        found.do(who, move, base, **args)
    assert caught.value.reason is reason


@pytest.mark.parametrize("item", [item for item in ITEMS if "content" in item], ids=lambda item: str(item["id"]))
def test_each_text_of_the_source_is_in_the_content(item: dict[str, Any]) -> None:
    name, _, word = item["content"].partition(":")
    assert word in (FOLDER / "content" / "nl" / f"{name}.toml").read_text(encoding="utf-8")


def test_cr_23_it_begins_with_the_two_questions_of_the_source() -> None:
    found = stage()
    texts = [one.body.text for one in found.state.of(LookBackQuestion)]  # type: ignore[attr-defined]
    assert len(texts) == 2
    assert who_sees(found, LookBackQuestion) == EVERYBODY


def test_cr_23_an_answer_is_for_its_author_who_leads_and_who_organises_until_it_is_opened() -> None:
    found = stage()
    told = found.do("pat", "save_answer", question=question(found), text="Rust")
    assert who_sees(found, LookBackAnswer) == {"pat", "fay", "nia", "ina"}
    assert told["pim"] == ([], []) and told["wall"] == ([], [])
    found.do("fay", "reveal_question", id=question(found))
    assert who_sees(found, LookBackAnswer) == EVERYBODY
    (seen,) = found.sees("pim", LookBackAnswer)
    assert (seen.author, seen.party, seen.v) == (None, "ggz", None), "by party and not by name"
    (wall,) = found.sees("wall", LookBackAnswer)
    assert wall.author is None


def test_cr_23_one_answer_each_beforehand_and_more_once_open() -> None:
    found = stage()
    first = question(found)
    found.do("pat", "save_answer", question=first, text="Rust")
    found.do("pat", "save_answer", question=first, text="Rust en ruimte")
    assert [one.body.text for one in found.state.of(LookBackAnswer)] == ["Rust en ruimte"]  # type: ignore[attr-defined]
    refused(found, Reason.WRONG_PHASE, "pat", "add_answer", question=first, text="Nog iets")
    found.do("fay", "reveal_question", id=first)
    refused(found, Reason.WRONG_PHASE, "pat", "save_answer", question=first, text="Anders")
    found.do("pim", "add_answer", question=first, text="Ook dit")
    found.do("nia", "note_answer", question=first, text="Gezegd", party="pol")
    added = [one for one in found.state.of(LookBackAnswer) if one.body.added]  # type: ignore[attr-defined]
    assert {(one.author, one.party) for one in added} == {("pim", "pol"), ("nia", "pol")}


def test_cr_23_only_own_answers_are_taken_back() -> None:
    found = stage()
    found.do("pat", "save_answer", question=question(found), text="Rust")
    name = found.state.of(LookBackAnswer)[0].id
    for who in ("pim", "fay", "ina"):
        refused(found, Reason.NOT_YOURS, who, "remove_answer", id=name)
    found.do("pat", "remove_answer", id=name)
    assert found.state.of(LookBackAnswer) == []


def test_cr_23_a_question_that_was_answered_stays_as_it_is() -> None:
    found = stage()
    found.do("pat", "save_answer", question=question(found), text="Rust")
    refused(found, Reason.BAD_VALUE, "fay", "remove_question", id=question(found))
    refused(found, Reason.BAD_VALUE, "fay", "change_question", 1, id=question(found), text="Iets anders?")
    found.do("fay", "add_question", text="Wat nog meer?")
    found.do("fay", "remove_question", id=question(found, 2))
    refused(found, Reason.NOT_YOUR_ROLE, "ina", "add_question", text="En dit?")


def test_x_2_the_owner_says_how_far_and_nobody_else_of_the_room() -> None:
    found = stage()
    refused(found, Reason.NOT_YOURS, "pim", "report_agreement", id="afs1", status="done")
    found.do("pat", "report_agreement", id="afs1", status="started", report="We bellen")
    assert (agreement(found).status, agreement(found).reported) == ("started", 1_000)
    found.do("ina", "report_agreement", id="afs1", status="done", report="Klaar")
    found.do("fay", "report_agreement", id="afs1", status="dropped")
    assert agreement(found).status == "dropped"


def test_x_2_what_the_owner_says_is_for_the_others_once_it_is_spoken_of() -> None:
    found = stage("agreements")
    found.do("pat", "report_agreement", id="afs1", status="started", report="Half gelukt")
    # pim wrote it down, pat owns it; nobody else of the room reads the line.
    found.put(Record(id="x", type="agreement", instance="it", author="fay", body=agreement(found)))
    for name in ("wall", "pim"):
        seen = {one.id: one for one in found.sees(name, Agreement)}["x"]
        assert "report" not in seen.body and "reported" not in seen.body and seen.body["status"] == "started"
    for name in ("pat", "fay", "nia", "ina"):
        assert {one.id: one for one in found.sees(name, Agreement)}["x"].body["report"] == "Half gelukt"
    found.do("fay", "show_agreement", id="x")
    assert {one.id: one for one in found.sees("wall", Agreement)}["x"].body["report"] == "Half gelukt"
    assert found.state.bodies(LookBackTalk)[0].current == "x"


def test_x_2_what_was_brought_along_is_dropped_and_never_removed() -> None:
    found = stage("forward")
    refused(found, Reason.BAD_VALUE, "fay", "remove_agreement", id="afs1")
    refused(found, Reason.NOT_YOURS, "pim", "change_agreement", 1, id="afs1", what="Niets")
    found.do("pat", "add_agreement", what="Maandag beginnen", due="2027-01-04", owner="pat")
    mine = next(one for one in found.state.of(Agreement) if one.id != "afs1")
    assert (mine.party, mine.author) == ("ggz", "pat")
    refused(found, Reason.NOT_YOURS, "pim", "remove_agreement", id=mine.id)
    refused(found, Reason.NOT_FOUND, "pat", "add_agreement", what="Iets", owner="zz")
    refused(found, Reason.BAD_VALUE, "pat", "add_agreement", what="Iets", due="2027-02-30")
    found.do("pat", "remove_agreement", id=mine.id)


def test_cr_23_what_helped_is_guarded() -> None:
    found = stage("agreements")
    refused(found, Reason.CONFLICT, "fay", "say_what_helped", 7, id="afs1", helped="Een vaste dag")
    found.do("fay", "say_what_helped", 1, id="afs1", helped="Een vaste dag")
    refused(found, Reason.NOT_YOURS, "pim", "say_what_helped", 2, id="afs1", helped="Niets")
    assert agreement(found).helped == "Een vaste dag"


def test_cr_23_then_is_shown_by_who_leads_and_a_picture_only_when_there_is_one() -> None:
    found = stage("then_and_now")
    refused(found, Reason.NOT_FOUND, "fay", "show_then", then="picture")
    refused(found, Reason.NOT_YOUR_ROLE, "pat", "show_then", then="threads")
    found.do("fay", "show_then", then="lessons")
    assert found.state.bodies(LookBackTalk)[0].then == "lessons"
    found.do("fay", "show_all")
    assert found.state.bodies(LookBackTalk)[0].then == ""


def test_cr_23_a_moment_that_went_well_is_seen_from_its_turn_on_and_leaves_a_lesson() -> None:
    found = stage("then_and_now")
    found.do("fay", "set_variant", variant="went_well")
    found.do("fay", "add_good_moment", text="Samen naar huis gebracht")
    name = found.state.of(GoodMoment)[0].id
    assert who_sees(found, GoodMoment) == {"fay", "nia"}
    refused(found, Reason.EMPTY, "fay", "keep_lesson", id=name)
    found.do("fay", "show_good_moment", id=name)
    assert who_sees(found, GoodMoment) == EVERYBODY
    found.do(
        "nia", "change_good_moment", 2, id=name, text="Samen", worked="Eén beller", elsewhere="Spreek één beller af"
    )
    found.do("fay", "keep_lesson", id=name)
    found.do("fay", "keep_lesson", id=name)
    assert [one.text for one in found.state.bodies(Lesson)] == ["Spreek één beller af"]
    found.do("fay", "remove_good_moment", id=name)
    assert found.state.bodies(LookBackTalk)[0].current is None
    assert GoodMoment.KEY == "case" and Lesson.KEY == "outcome", "the moment goes with the case, the lesson stays"


def test_cr_23_intentions_are_everybodys_and_changed_by_who_made_them() -> None:
    found = stage("forward")
    found.do("pim", "add_intention", text="Samen beginnen", kind="keep")
    name = found.state.of(Intention)[0].id
    assert who_sees(found, Intention) == EVERYBODY
    refused(found, Reason.NOT_YOURS, "pat", "change_intention", 1, id=name, text="Nee", kind="stop")
    found.do("fay", "change_intention", 1, id=name, text="Samen beginnen", kind="change")
    found.do("pim", "remove_intention", id=name)


def test_cr_23_a_next_date_or_none() -> None:
    found = stage("closing")
    refused(found, Reason.BAD_VALUE, "fay", "set_next_date", date="2027-13-01")
    refused(found, Reason.EMPTY, "fay", "set_next_date", date="")
    found.do("fay", "set_next_date", date="2027-06-01", organiser="Ina")
    found.do("fay", "set_next_date", 1, date="2027-06-02")
    found.do("fay", "clear_next_date")
    assert found.state.of(LookBack) == []


def test_cr_23_exports_hold_no_answer_of_anybody() -> None:
    found = stage("forward")
    found.do("pat", "save_answer", question=question(found), text="Geheimantwoord")
    found.do("fay", "reveal_question", id=question(found))
    found.do("fay", "add_intention", text="=1+1", kind="keep")
    made = {name: make(found.state, "it")[1].decode("utf-8-sig") for name, make in EXPORTS.items()}
    assert "Elke week bellen" in made["afspraken.csv"] and "Het lukt half" not in made["afspraken.csv"]
    assert "'=1+1" in made["voornemens.csv"]
    assert all("Geheimantwoord" not in text for text in made.values())
