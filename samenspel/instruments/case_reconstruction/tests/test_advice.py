"""Advice on the preparation: what holds, when not, and that there is a sentence for all of it (CR-1 to CR-7)."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from itertools import product
from pathlib import Path
from typing import Any, Literal, get_args, get_origin, get_type_hints

import pytest

from samenspel.instruments.case_reconstruction import advice
from samenspel.instruments.case_reconstruction.advice import AtTable, Finding, words
from samenspel.instruments.case_reconstruction.prepared import (
    AbsentParty,
    CaseChoice,
    Competence,
    FacilitatorCheck,
    Signal,
    SoundingAnswer,
    Tension,
)

CONTENT = Path(__file__).parents[1] / "content" / "nl"
TEXTS: dict[str, Any] = tomllib.loads((CONTENT / "voorbereiding.toml").read_text(encoding="utf-8"))
GUIDE: dict[str, Any] = tomllib.loads((CONTENT / "guide.toml").read_text(encoding="utf-8"))
ASKS: dict[str, Any] = tomllib.loads((CONTENT / "peilen.toml").read_text(encoding="utf-8"))


def stands(found: Finding) -> tuple[str, str]:
    return found.state, found.said


def answers(*involved: str) -> list[SoundingAnswer]:
    return [SoundingAnswer(involved=one) for one in involved]  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("calm", "expected"),
    [("closed", "good"), ("calm", "good"), ("running", "serious"), ("", "unknown")],
)
def test_cr1_a_case_that_still_runs_is_not_looked_back_on(calm: str, expected: str) -> None:
    case, _ = advice.preconditions(CaseChoice(alias="K.", calm=calm), [])  # type: ignore[arg-type]
    assert case.state == expected
    assert bool(words(case, TEXTS).steps) == (expected != "good")


@pytest.mark.parametrize(
    ("given", "expected"),
    [((), "unknown"), (("",), "unknown"), (("yes", "yes", "partly", "no"), "good"), (("yes", "no"), "serious"),
     (("no",), "serious")],
)  # fmt: skip
def test_cr1_by_far_most_have_to_have_been_there(given: tuple[str, ...], expected: str) -> None:
    assert advice.preconditions(None, answers(*given))[1].state == expected


def test_cr1_who_says_no_or_doubts_asks_for_a_talk_and_not_for_pressure() -> None:
    given = [SoundingAnswer(open="no", time="unsure"), SoundingAnswer(open="yes", time="yes")]
    willing, time, learn = advice.willingness(given)
    assert [stands(one) for one in (willing, time, learn)] == [
        ("attention", "no"), ("attention", "unsure"), ("unknown", "unknown"),
    ]  # fmt: skip
    said = words(willing, TEXTS)
    assert said.text == "Zegt nee: 1 van de 2." and "Dring niet aan" in " ".join(said.steps)


def test_cr1_the_method_fits_a_signal_or_an_example() -> None:
    assert stands(advice.fit(None)) == ("unknown", "unknown")
    assert stands(advice.fit(CaseChoice(alias="K."))) == ("attention", "no")
    assert stands(advice.fit(CaseChoice(alias="K.", kind="exemplary"))) == ("good", "exemplary")
    signals = ("visions_apart", "no_better_result")
    assert advice.fit(CaseChoice(alias="K.", signals=signals)).values == {"n": 2}  # type: ignore[arg-type]


def test_cr2_who_was_in_the_case_does_not_lead_the_talk() -> None:
    check = FacilitatorCheck(competences=get_args(Competence), independent=False, field_knowledge=True)
    found = {one.key: stands(one) for one in advice.leading([check], second=False)}
    assert found["competences"] == ("good", "all")
    assert found["independence"] == ("serious", "no")
    assert found["second_person"] == ("attention", "no")
    assert found["confidentiality"] == ("attention", "no")


def test_cr2_two_people_fill_each_other_in() -> None:
    one = FacilitatorCheck(competences=("listening", "summarising", "flexibility"), independent=True)
    two = FacilitatorCheck(competences=("daring_to_ask", "conflict_skills", "impartiality"), independent=True)
    found = {each.key: each for each in advice.leading([one, two], second=True)}
    assert found["competences"].good and found["independence"].good
    assert advice.leading([one], second=True)[0].values == {"n": 3}


@pytest.mark.parametrize(
    ("count", "said"), [(0, "unknown"), (9, "few"), (10, "good"), (12, "good"), (13, "many")]
)  # fmt: skip
def test_cr3_ten_to_twelve_people_is_workable(count: int, said: str) -> None:
    assert advice.at_table([AtTable(None)] * count)[0].said == said


@pytest.mark.parametrize(
    ("levels", "state"),
    [((), "unknown"), (("practice",), "attention"), (("management",), "serious"), (("practice", "team_lead"), "good"),
     (("practice", "management"), "good")],
)  # fmt: skip
def test_cr3_practice_beside_team_lead_or_management(levels: tuple[str, ...], state: str) -> None:
    assert advice.at_table([AtTable(None, level) for level in levels])[1].state == state  # type: ignore[arg-type]


def test_cr3_the_share_of_people_who_were_there_leaves_out_what_is_not_known() -> None:
    people = [AtTable("a", involved=True)] * 3 + [AtTable("b", involved=False), AtTable("c")]
    share = advice.at_table(people)[2]
    assert (share.state, dict(share.values)) == ("good", {"n": 3, "of": 4})


def test_cr4_light_tension_asks_for_ground_rules_care_and_a_talk() -> None:
    found = advice.tension([Tension(level="light", talk=True), Tension(level="none")])
    assert [stands(one) for one in found] == [("attention", "light"), ("attention", "wanted")]
    steps = words(found[0], TEXTS).steps
    assert "spelregels" in steps[0] and "Let" in steps[1] and "gesprek vooraf" in steps[2]


def test_cr4_serious_tension_goes_to_a_regional_adviser_first() -> None:
    (found,) = advice.tension([Tension(level="light"), Tension(level="serious")])
    assert stands(found) == ("serious", "serious")
    assert "regioadviseur van het Platform Sociaal Domein" in words(found, TEXTS).steps[0]


@pytest.mark.parametrize(
    ("decision", "expected"),
    [(None, ("attention", "undecided")), (AbsentParty(decision="hold_over"), ("attention", "hold_over")),
     (AbsentParty(decision="talk_first"), ("attention", "talk_first")),
     (AbsentParty(decision="talk_first", approved=True), ("good", "approved")),
     (AbsentParty(decision="go_on", approved=True), ("good", "go_on"))],
)  # fmt: skip
def test_cr3_hold_over_talk_first_or_go_on(decision: AbsentParty | None, expected: tuple[str, str]) -> None:
    found = advice.absent(decision, "de huisarts")
    assert stands(found) == expected
    assert "de huisarts" in words(found, TEXTS).text


def test_cr5_an_unknown_legal_basis_comes_first() -> None:
    found = advice.privacy(CaseChoice(alias="K.", legal_basis="unknown"))
    assert [stands(one) for one in found] == [("attention", "not_yet"), ("serious", "unknown")]
    fine = CaseChoice(alias="K.", purpose_confirmed=True, legal_basis="agreement")
    assert all(one.good for one in advice.privacy(fine))


@pytest.mark.parametrize(("parties", "said"), [(0, "few"), (2, "few"), (3, "good"), (4, "good"), (5, "many")])
def test_cr6_three_or_four_parties_are_asked(parties: int, said: str) -> None:
    assert advice.asked(parties, initiator=True)[0].said == said
    assert [one.key for one in advice.asked(parties, initiator=False)][1:] == (["initiator_asked"] if parties else [])


@pytest.mark.parametrize(("moments", "said"), [(0, "unknown"), (6, "few"), (10, "good"), (14, "many")])
def test_cr7_about_ten_moments(moments: int, said: str) -> None:
    assert advice.draft(moments).said == said


def every_finding() -> Iterator[Finding]:
    """Each finding that the rules can give."""
    choices = [None] + [
        CaseChoice(
            alias="K.", calm=calm, legal_basis=basis, kind=kind, signals=signals,  # type: ignore[arg-type]
            purpose_confirmed=bool(signals),
        )
        for calm, basis, kind, signals in product(
            ("", "closed", "calm", "running"), ("", "agreement", "law", "other", "unknown"), ("rough", "exemplary"),
            ((), ("visions_apart",)),
        )
    ]  # fmt: skip
    for choice in choices:
        yield from (*advice.preconditions(choice, []), advice.fit(choice), *advice.privacy(choice))
    for one in ("", "yes", "no", "unsure"):
        yield from advice.willingness([SoundingAnswer(open=one, time=one, learn=one)])  # type: ignore[arg-type]
    for involved in ("yes", "no"):
        yield advice.preconditions(None, answers(involved))[1]
    yield from advice.leading([], second=True)
    for yes, promised in product((None, True, False), ("none", "paper")):
        check = FacilitatorCheck(
            competences=get_args(Competence) if yes else (), independent=yes, field_knowledge=yes,
            confidentiality=promised,  # type: ignore[arg-type]
        )  # fmt: skip
        yield from advice.leading([check], second=bool(yes))
    for count, level, there in product((0, 3, 11, 20), ("", "practice", "team_lead"), (None, True, False)):
        yield from advice.at_table([AtTable("a", level, there)] * count)  # type: ignore[arg-type]
    yield from advice.at_table([AtTable("a", "practice"), AtTable("a", "management")])
    yield from (advice.missing(named, asked=asked) for named, asked in ((0, False), (0, True), (2, True)))
    yield from advice.tension([])
    for level in ("none", "light", "serious"):
        yield from advice.tension([Tension(level=level, talk=True)])  # type: ignore[arg-type]
    yield advice.absent(None, "X")
    for decision, approved in product(("hold_over", "talk_first", "go_on"), (True, False)):
        yield advice.absent(AbsentParty(decision=decision, approved=approved), "X")  # type: ignore[arg-type]
    for number, initiator in product((0, 2, 3, 5), (True, False)):
        yield from advice.asked(number, initiator=initiator)
    for number in (0, 3, 10, 30):
        yield advice.draft(number)


def test_every_finding_has_words_and_says_what_to_do_unless_it_is_good() -> None:
    found = list(every_finding())
    for one in found:
        said = words(one, TEXTS)
        assert said.title and said.text and "{" not in said.text + "".join(said.steps), one
        assert one.good or said.steps, f"{one.key}.{one.said} says nothing to do"
    said_of = {(one.key, one.said) for one in found}
    written = {
        (key, name)
        for key, table in TEXTS["advice"].items()
        for name in table
        if name != "title" and not name.endswith("_steps")
    }
    assert written == said_of, "a sentence that no finding says, or a finding without a sentence"


def test_the_guide_names_what_can_be_ticked() -> None:
    assert [one["key"] for one in GUIDE["competence"]] == list(get_args(Competence)) == list(advice.COMPETENCES)
    assert [one["key"] for one in GUIDE["signal"]] == list(get_args(Signal))


def test_cr1_every_question_offers_just_what_its_answer_can_hold() -> None:
    fields = {field: get_args(kind) for field, kind in _literals(SoundingAnswer).items()}
    for question in ASKS["question"]:
        options = set(question.get("option", {}))
        assert options == set(fields.get(question["key"], ())) - {""}
    assert set(ASKS["tension"]["option"]) == set(get_args(_literals(Tension)["level"]))
    for name in ("kind", "calm", "legal_basis"):
        assert set(TEXTS["choice"][f"{name}_option"]) == set(get_args(_literals(CaseChoice)[name])) - {""}
    assert set(TEXTS["absent"]["decision_option"]) == set(get_args(_literals(AbsentParty)["decision"]))
    promised = get_args(_literals(FacilitatorCheck)["confidentiality"])
    assert set(TEXTS["facilitator"]["confidentiality_option"]) == set(promised)


def _literals(kind: type) -> dict[str, Any]:
    return {name: hint for name, hint in get_type_hints(kind).items() if get_origin(hint) is Literal}
