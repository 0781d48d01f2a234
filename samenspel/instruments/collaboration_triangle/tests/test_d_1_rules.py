"""D-1, D-3 and D-4: what may be asked, and what it changes."""

import msgspec
import pytest

from samenspel.instruments.collaboration_triangle.records import Answered, LevelAnswer, Placement, Triangle
from samenspel.instruments.collaboration_triangle.tests.test_d_1_visibility import ANSWER, stage
from samenspel.kernel.record import Instance, Record
from samenspel.kernel.refusal import Reason, Refused
from samenspel.kernel.upgrade import Types
from samenspel.vocabulary.outcomes import Agreement, GroundRule, RedThread
from tests.stage import Stage


def refused(found: Stage, who: str, move: str, base: int | None = None, /, **args: object) -> Reason:
    with pytest.raises(Refused) as caught:
        found.do(who, move, base, **args)
    return caught.value.reason


def test_d_1_one_answer_per_person_and_level() -> None:
    found = stage()
    found.do("pat", "answer", **ANSWER)
    found.do("pat", "answer", **{**ANSWER, "tension": 5})
    found.do("pat", "answer", **{**ANSWER, "level": "goal_and_content"})
    assert len(found.state.of(LevelAnswer)) == 2
    assert found.state.bodies(Answered) == [Answered(levels=2)]


@pytest.mark.parametrize(
    "wrong", [{"tension": 0}, {"tension": 6}, {"attention": 2.5}, {"level": "elders"}, {"name": "x"}]
)
def test_d_1_answers_outside_the_scale_are_refused(wrong: dict[str, object]) -> None:
    assert refused(stage(), "pat", "answer", **{**ANSWER, **wrong}) is Reason.MALFORMED


def test_d_1_after_the_reveal_no_answer_changes() -> None:
    found = stage()
    assert refused(found, "fay", "reveal") is Reason.BAD_VALUE
    found.do("pat", "answer", **ANSWER)
    found.do("fay", "reveal")
    assert refused(found, "pat", "answer", **ANSWER) is Reason.WRONG_PHASE


def test_d_1_the_note_taker_answers_for_who_has_no_phone() -> None:
    found = stage()
    found.do("nia", "answer_for", person="pim", **ANSWER)
    assert found.state.of(LevelAnswer)[0].author == "pim"
    assert found.state.bodies(Answered) == [Answered(levels=1, noted=True)]
    found.do("pim", "answer", **ANSWER)
    assert refused(found, "nia", "answer_for", person="pim", **ANSWER) is Reason.NOT_YOURS


def test_d_1_help_questions_are_ticked_and_put_on_the_wall() -> None:
    found = stage("talk")
    found.do("fay", "look_at", level="relations")
    found.do("fay", "ask", question="relations:2")
    found.do("fay", "ask", question="relations:0")
    found.do("fay", "ask", question="relations:2", asked=False)
    assert found.state.bodies(Triangle) == [Triangle(level="relations", asked=("relations:0",))]
    assert refused(found, "pat", "look_at", level="relations") is Reason.NOT_YOUR_ROLE
    assert refused(found, "fay", "ask", question="elders:1") is Reason.MALFORMED


def elsewhere(found: Stage, text: str = "Elkaar te laat bellen") -> str:
    """A red thread of the casusreconstructie in the same session."""
    body = Instance(instrument="case_reconstruction", title="C", phase="reflection")
    found.put(Record(id="c", type="instance", instance="c", body=body))
    found.put(Record(id="t1", type="red_thread", instance="c", body=RedThread(text=text, place=1.0)))
    return "t1"


def test_d_3_a_thread_of_the_reconstruction_is_laid_on_a_level_and_stays_its_own() -> None:
    found = stage("talk")
    thread = elsewhere(found)
    found.do("fay", "place_reference", what="thread", ref=thread, level="relations")
    found.do("fay", "place_reference", what="thread", ref=thread, level="goal_and_content")
    (placement,) = found.state.bodies(Placement)
    assert (placement.ref, placement.level) == (thread, "goal_and_content")
    assert found.state.get(thread).version == 1  # type: ignore[union-attr]
    found.do("fay", "remove_placement", id=found.state.of(Placement)[0].id)
    assert found.state.get(thread) is not None


@pytest.mark.parametrize("ref", ["nergens", "pat", "it", "m"])
def test_d_1_only_threads_and_moments_are_laid_down(ref: str) -> None:
    assert (
        refused(stage("talk"), "fay", "place_reference", what="thread", ref=ref, level="relations") is Reason.NOT_FOUND
    )


def _moment(found: Stage, *, revealed: bool) -> None:
    fields = {"text": "Gesprek op school", "when": {"kind": "year", "year": 2024}, "place": 1.0, "revealed": revealed}
    body = msgspec.convert(fields, Types(found.instruments).bodies["defining_moment"])
    found.put(Record(id="mo", type="defining_moment", instance="c", body=body))


def test_d_1_a_moment_that_was_shown_is_laid_down() -> None:
    found = stage("talk")
    elsewhere(found)
    _moment(found, revealed=True)
    found.do("fay", "place_reference", what="moment", ref="mo", level="relations")
    (placed,) = found.sees("wall", Placement)
    assert (placed.body["what"], placed.body["ref"]) == ("moment", "mo")


def test_r5_a_moment_that_is_not_revealed_cannot_be_laid_down() -> None:
    found = stage("talk")
    elsewhere(found)
    _moment(found, revealed=False)
    assert refused(found, "fay", "place_reference", what="moment", ref="mo", level="relations") is Reason.NOT_FOUND


def test_d_3_alone_a_thread_is_made_here_and_keeps_its_level() -> None:
    found = stage("talk")
    found.do("fay", "add_thread", level="relations", text="Te laat bellen")
    found.do("fay", "move_placement", id=found.state.of(Placement)[0].id, level="field_and_rules")
    assert found.state.bodies(RedThread) == [RedThread(text="Te laat bellen", place=1.0, level="field_and_rules")]


def test_d_1_notes_are_ones_own() -> None:
    found = stage("talk")
    found.do("pat", "place_note", level="relations", text="Elkaar kennen")
    note = found.state.of(Placement)[0].id
    assert refused(found, "pim", "change_note", 1, id=note, text="Anders") is Reason.NOT_YOURS
    assert refused(found, "pim", "remove_placement", id=note) is Reason.NOT_YOURS
    assert refused(found, "pat", "change_note", None, id=note, text="Anders") is Reason.CONFLICT
    found.do("pat", "change_note", 1, id=note, text="Anders")
    found.do("fay", "move_placement", id=note, level="goal_and_content")
    assert found.state.bodies(Placement)[0].text == "Anders"


def test_d_4_a_rule_is_judged_on_every_attribute_and_back() -> None:
    found = stage("rules")
    found.do("pat", "add_rule", text="We bellen nooit na vijven")
    rule = found.state.of(GroundRule)[0].id
    for attribute, value in [("explicit", False), ("formal", False), ("works", True), ("clear", True), ("fair", False)]:
        found.do("fay", "judge_rule", id=rule, attribute=attribute, value=value)
    found.do("fay", "judge_rule", id=rule, attribute="works", value=None)
    body = found.state.bodies(GroundRule)[0]
    assert (body.explicit, body.formal, body.works, body.clear, body.fair) == (False, False, None, True, False)
    assert refused(found, "fay", "judge_rule", id=rule, attribute="text", value=True) is Reason.BAD_VALUE
    assert refused(found, "fay", "agree_on", rule=rule, what="Iets") is Reason.BAD_VALUE


def test_d_4_a_missing_rule_becomes_an_agreement() -> None:
    found = stage("rules")
    found.do("fay", "add_rule", text="Terugbellen binnen een dag", missing=True)
    rule = found.state.of(GroundRule)[0].id
    found.do("fay", "agree_on", rule=rule, what="We bellen binnen een dag terug", who="alle partijen", due="2026-12-01")
    (record,) = found.state.of(Agreement)
    assert record.body == Agreement(
        what="We bellen binnen een dag terug", who="alle partijen", due="2026-12-01", place=1.0, rule=rule
    )
    assert refused(found, "nia", "change_agreement", None, id=record.id, what="Anders") is Reason.CONFLICT
    found.do("nia", "change_agreement", 1, id=record.id, what="Anders", help_from="de teamleiders")
    assert found.state.bodies(Agreement)[0].help_from == "de teamleiders"
    for move, about in (("agree_on", {"rule": rule}), ("change_agreement", {"id": record.id})):
        assert refused(found, "nia", move, 2, **about, what="Ooit", due="2026-02-31") is Reason.BAD_VALUE, "no such day"
    found.do("fay", "remove_agreement", id=record.id)
    assert found.state.bodies(Agreement) == []
