"""Phase 1 before the meeting: choice, sounding, who leads, who is missing, tension, absent parties (CR-1 to CR-5)."""

from __future__ import annotations

from typing import Any

import pytest

from samenspel.instruments.case_reconstruction import texts
from samenspel.instruments.case_reconstruction.records import (
    AbsentParty,
    CaseChoice,
    FacilitatorCheck,
    MissingParty,
    Reconstruction,
    SoundingAnswer,
    Tension,
)
from samenspel.instruments.case_reconstruction.tests.room import (
    ANNA,
    ARIE,
    BO,
    FACILITATOR,
    INITIATOR,
    NOTE_TAKER,
    WALL,
    Case,
)
from samenspel.kernel.command import Actor
from samenspel.kernel.refusal import Reason, Refused


def refused(case: Case, actor: Actor, move: str, base: int | None = None, **args: Any) -> Reason:
    with pytest.raises(Refused) as found:
        case.do(actor, move, base, **args)
    return found.value.reason


@pytest.fixture
def case() -> Case:
    return Case.start("preparation")


def kinds(case: Case, actor: Actor) -> set[str]:
    return {seen.type for seen in case.seen(actor).values()}


def test_cr1_the_initiator_and_the_facilitator_choose_the_case_together(case: Case) -> None:
    (made,) = case.do(INITIATOR, "choose_case", alias="Wilgenlaan", signals=["role_expectations", "role_expectations"])
    assert case.seen(INITIATOR)[made].v == 1
    assert case.body(made).signals == ("role_expectations",)
    case.do(FACILITATOR, "choose_case", 1, alias="Wilgenlaan", calm="closed", purpose_confirmed=True)
    assert refused(case, INITIATOR, "choose_case", 1, alias="Anders") is Reason.CONFLICT
    assert refused(case, BO, "choose_case", alias="Anders") is Reason.NOT_YOUR_ROLE
    assert case.one(CaseChoice).calm == "closed"
    assert "case_choice" not in kinds(case, BO) | kinds(case, WALL)


def test_cr1_why_the_case_was_chosen_is_the_reason_seen_with_the_lessons(case: Case) -> None:
    case.do(INITIATOR, "choose_case", alias="K.", kind="exemplary", theme="schulden")
    assert case.one(Reconstruction).reason == texts.reason("exemplary", "schulden")
    assert "schulden" in case.one(Reconstruction).reason
    case.do(INITIATOR, "choose_case", 1, alias="K.", reason="Het liep stroef rond de overdracht.")
    assert case.one(Reconstruction).reason == "Het liep stroef rond de overdracht."


def test_cr1_one_sounding_answer_per_person_that_can_be_given_in_parts(case: Case) -> None:
    (made,) = case.do(ANNA, "answer_sounding", open="yes")
    assert case.do(ANNA, "answer_sounding", open="yes", time="unsure", learn="yes", involved="partly") == []
    assert case.do(ANNA, "answer_sounding", open="yes", time="unsure", learn="yes", involved="partly") == []
    case.do(BO, "answer_sounding", open="no", remark="Liever niet")
    assert (case.body(made).time, len(case.state.bodies(SoundingAnswer))) == ("unsure", 2)
    assert (case.seen(INITIATOR)[made].author, case.seen(INITIATOR)[made].party) == ("anna", "wijk")
    assert made not in case.seen(BO) and made not in case.seen(ARIE)
    assert refused(case, FACILITATOR, "answer_sounding", open="yes") is Reason.NOT_YOUR_ROLE
    case.go("timeline")
    assert refused(case, ANNA, "answer_sounding", open="no") is Reason.WRONG_PHASE


def test_cr2_the_self_check_keeps_when_confidentiality_was_promised(case: Case) -> None:
    (made,) = case.do(FACILITATOR, "check_facilitator", competences=["listening"], independent=True)
    assert case.one(FacilitatorCheck).confirmed_at == 0
    case.do(FACILITATOR, "check_facilitator", independent=True, confidentiality="confirmed")
    first = case.one(FacilitatorCheck).confirmed_at
    case.now += 60_000
    case.do(FACILITATOR, "check_facilitator", field_knowledge=True, confidentiality="confirmed")
    assert case.one(FacilitatorCheck).confirmed_at == first == 1_000_000
    case.do(FACILITATOR, "check_facilitator", confidentiality="paper")
    assert case.one(FacilitatorCheck).confirmed_at == 1_060_000
    case.do(NOTE_TAKER, "check_facilitator", independent=False)
    assert len(case.state.bodies(FacilitatorCheck)) == 2
    assert made in case.seen(INITIATOR) and made not in case.seen(BO)


def test_cr3_a_missing_party_is_named_by_anybody_and_dealt_with_by_control(case: Case) -> None:
    (mine,) = case.do(BO, "name_missing_party", text="De huisarts")
    (other,) = case.do(ANNA, "name_missing_party", text="De leerplicht")
    assert refused(case, ANNA, "withdraw_missing_party", id=mine) is Reason.NOT_FOUND
    assert mine not in case.seen(ANNA) and mine in case.seen(INITIATOR)
    case.do(BO, "withdraw_missing_party", id=mine)
    case.do(NOTE_TAKER, "withdraw_missing_party", id=other)
    assert case.state.bodies(MissingParty) == []


@pytest.mark.parametrize("level", ["none", "light", "serious"])
def test_cr4_tension_is_for_the_facilitator_and_its_author_only(case: Case, level: str) -> None:
    (made,) = case.do(ANNA, "answer_tension", level=level, talk=True, note="Liever niet hardop")
    assert case.do(ANNA, "answer_tension", level="none") == []
    case.do(ANNA, "answer_tension", level=level)
    assert len(case.state.bodies(Tension)) == 1
    for phase in ("preparation", "timeline", "closing"):
        case.go(phase)
        assert made in case.seen(FACILITATOR)
        # Whoever passed a personal link on could open it: who said it reads that it was said, and not what.
        assert made in case.seen(ANNA) and "hardop" not in repr(case.seen(ANNA))
        for other in (NOTE_TAKER, INITIATOR, ARIE, BO, WALL):
            assert made not in case.seen(other), (phase, other)
            assert "tension" not in kinds(case, other)


def test_cr3_what_is_done_for_an_absent_party_is_decided_with_the_initiator(case: Case) -> None:
    (made,) = case.do(INITIATOR, "decide_absent_party", party="weg", decision="talk_first")
    assert refused(case, FACILITATOR, "decide_absent_party", party="weg", decision="go_on") is Reason.CONFLICT
    case.do(FACILITATOR, "decide_absent_party", 1, party="weg", decision="talk_first", approved=True)
    assert (case.body(made).approved, case.state.get(made).party) == (True, "weg")  # type: ignore[union-attr]
    assert refused(case, FACILITATOR, "decide_absent_party", party="wie", decision="go_on") is Reason.NOT_FOUND
    assert made not in case.seen(BO)
    case.do(FACILITATOR, "clear_absent_party", party="weg")
    assert (case.do(FACILITATOR, "clear_absent_party", party="weg"), case.state.bodies(AbsentParty)) == ([], [])
