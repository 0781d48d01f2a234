"""The timeline: revealing, hiding, order, and what may point at it (CR-7, CR-12, CR-20, R4, R6)."""

from __future__ import annotations

import pytest

from samenspel.instruments.case_reconstruction.lookups import NO_DATE
from samenspel.instruments.case_reconstruction.records import DefiningMoment, Interpretation, Proceedings
from samenspel.instruments.case_reconstruction.tests.room import (
    ANNA,
    BO,
    FACILITATOR,
    NOTE_TAKER,
    WALL,
    Case,
    when,
)
from samenspel.kernel.refusal import Reason, Refused


def ordered(case: Case) -> list[str]:
    """Moments by place."""
    records = sorted(case.state.of(DefiningMoment), key=lambda r: (r.body.place, r.id))  # type: ignore[attr-defined]
    return [record.id for record in records]


def on_wall(case: Case) -> list[str]:
    """Shown moments as the room orders them: by spot."""
    seen = [s for s in case.seen(WALL).values() if s.type == "defining_moment"]
    return [s.id for s in sorted(seen, key=lambda s: s.body["spot"])]


def test_cr12_unrevealed_moment_never_reaches_participants() -> None:
    case = Case.start()
    hidden = case.moment("geheim", shown=False)
    case.do(FACILITATOR, "add_prepared_interpretation", moment=hidden, party="wijk", text="ook geheim")
    for actor in (ANNA, BO, WALL):
        assert "geheim" not in str(case.seen(actor))
        assert hidden not in str(case.seen(actor))


def test_cr12_prepared_interpretations_come_up_with_their_moment() -> None:
    case = Case.start()
    hidden = case.moment(shown=False)
    (words,) = case.do(FACILITATOR, "add_prepared_interpretation", moment=hidden, party="weg", text="vooraf verteld")
    case.do(FACILITATOR, "reveal_moment", id=hidden)
    seen = case.seen(BO)[words]
    assert (seen.body["text"], seen.body["beforehand"], seen.party) == ("vooraf verteld", True, "weg")


def test_cr12_reveal_next_goes_in_order_and_once() -> None:
    case = Case.start()
    second, first = case.moment(month=6, shown=False), case.moment(month=2, shown=False)
    case.do(FACILITATOR, "reveal_next", seen=None)
    assert case.one(Proceedings).current == first
    with pytest.raises(Refused) as refused:
        case.do(NOTE_TAKER, "reveal_next", seen=None)
    assert refused.value.reason is Reason.CONFLICT
    case.do(NOTE_TAKER, "reveal_next", seen=first)
    assert case.one(Proceedings).current == second
    with pytest.raises(Refused) as refused:
        case.do(NOTE_TAKER, "reveal_next", seen=second)
    assert refused.value.reason is Reason.NOT_FOUND


def test_cr12_revealing_twice_changes_nothing_and_brings_it_back() -> None:
    case = Case.start()
    one, two = case.moment(month=1), case.moment(month=2)
    version = case.version(one)
    case.do(FACILITATOR, "reveal_moment", id=one)
    assert (case.one(Proceedings).current, case.version(one)) == (one, version)
    case.do(FACILITATOR, "show_moment", id=two)
    assert case.one(Proceedings).current == two


def test_cr12_only_a_shown_moment_comes_on_the_wall() -> None:
    case = Case.start()
    hidden = case.moment(shown=False)
    with pytest.raises(Refused):
        case.do(FACILITATOR, "show_moment", id=hidden)


def test_cr12_nothing_is_revealed_before_part_2() -> None:
    case = Case.start("introduction")
    hidden = case.moment(shown=False)
    with pytest.raises(Refused) as refused:
        case.do(FACILITATOR, "reveal_moment", id=hidden)
    assert refused.value.reason is Reason.WRONG_PHASE


def test_r6_hiding_again_leaves_no_trace() -> None:
    case = Case.start()
    slip, other = case.moment("per ongeluk"), case.moment("ander")
    case.do(FACILITATOR, "add_theme", text="signalen", moments=[slip, other])
    case.do(FACILITATOR, "add_thread", text="draad", moments=[slip])
    pair = {"by": "wijk", "on": "politie", "action": "a", "effect": "b"}
    case.do(FACILITATOR, "add_interaction", moment=other, effect_moment=slip, **pair)
    case.do(FACILITATOR, "show_moment", id=slip)
    case.do(FACILITATOR, "hide_moment_again", id=slip)
    for actor in (ANNA, WALL):
        assert slip not in str(case.seen(actor))
    assert case.one(Proceedings).current is None


def test_cr12_inserted_moments_take_the_spot_of_their_place() -> None:
    case = Case.start()
    shown = [case.moment(month=m) for m in (2, 8)]
    (between,) = case.do(FACILITATOR, "add_moment", text="ertussen", when=when(12), after=shown[0])
    assert case.body(between).during
    case.do(FACILITATOR, "reveal_moment", id=between)
    (first,) = case.do(FACILITATOR, "add_moment", text="vooraan", when=when(12), first=True)
    case.do(FACILITATOR, "reveal_moment", id=first)
    assert on_wall(case) == ordered(case) == [first, shown[0], between, shown[1]]


def test_cr12_place_moment_moves_the_spot_too_and_floats_do_not_run_out() -> None:
    case = Case.start()
    ids = [case.moment(month=m) for m in (1, 2, 3, 4)]
    for turn in range(200):
        moving, after = ids[1 + turn % 2], ids[0]
        case.do(FACILITATOR, "place_moment", id=moving, after=after)
        assert ordered(case)[:2] == [after, moving]
        assert on_wall(case) == ordered(case)


def test_cr7_change_is_guarded() -> None:
    case = Case.start()
    made = case.moment(shown=False)
    rewritten = {"id": made, "when": when(1), "kind": "collaboration"}
    case.do(FACILITATOR, "change_moment", base=1, text="eerste", **rewritten)
    with pytest.raises(Refused) as refused:
        case.do(NOTE_TAKER, "change_moment", base=1, text="tweede", **rewritten)
    assert (refused.value.reason, refused.value.record_id) == (Reason.CONFLICT, made)


def test_cr6_a_date_that_does_not_exist_is_refused() -> None:
    case = Case.start()
    wrong = {"kind": "exact", "year": 2025, "month": 2, "day": 30}
    with pytest.raises(Refused) as refused:
        case.do(FACILITATOR, "add_moment", text="x", when=wrong)
    assert refused.value.reason is Reason.BAD_VALUE


def test_cr6_a_date_may_come_in_words() -> None:
    case = Case.start()
    (made,) = case.do(FACILITATOR, "add_moment", text="x", when="rond kerst 2024")
    assert (case.body(made).when.kind, case.body(made).when.label) == ("about", "rond kerst")
    with pytest.raises(Refused) as refused:
        case.do(FACILITATOR, "add_moment", text="x", when="ooit")
    assert refused.value.text == NO_DATE


def test_cr7_merging_keeps_every_interpretation() -> None:
    case = Case.start()
    keep, drop = case.moment("gesprek"), case.moment("het gesprek")
    for moment in (keep, drop):
        case.do(ANNA, "write_interpretation", moment=moment, text=f"bij {moment}")
        case.do(ANNA, "set_stance", moment=moment, value="also_defining")
    case.do(FACILITATOR, "add_theme", text="thema", moments=[drop])
    case.do(FACILITATOR, "merge_moments", keep=keep, drop=drop)
    assert case.state.get(drop) is None
    assert {i.text for i in case.state.bodies(Interpretation)} == {f"bij {keep}", f"bij {drop}"}
    assert len(case.state.of("stance")) == 1
    assert case.state.of("theme")[0].body.moments == (keep,)  # type: ignore[attr-defined]


def test_cr7_removing_takes_what_hangs_under_it_and_all_pointers() -> None:
    case = Case.start()
    gone = case.moment()
    case.do(ANNA, "write_interpretation", moment=gone, text="weg ermee")
    case.do(FACILITATOR, "add_theme", text="thema", moments=[gone])
    case.do(FACILITATOR, "remove_moment", id=gone)
    assert gone not in str(list(case.state))


def test_cr6_pasted_rows_come_in_by_date_with_their_words() -> None:
    case = Case.start("preparation")
    old = case.moment("al aanwezig", 3, shown=False)
    rows = [
        {"when": "12-5-2025", "text": "Melding", "kind": "Inhoud", "party": "Wijk", "interpretation": "wij schrokken"},
        {"when": "", "text": "", "party": "weg", "interpretation": "wij wisten van niets"},
        {"when": "rond kerst 2024", "text": "Overleg", "kind": "samenwerking"},
    ]
    case.do(FACILITATOR, "paste_moments", rows=rows)
    texts = [case.body(moment).text for moment in ordered(case)]
    assert texts == ["Overleg", "al aanwezig", "Melding"]
    assert ordered(case)[1] == old
    words = case.state.of(Interpretation)
    assert [(w.party, w.body.beforehand) for w in words] == [("wijk", True), ("weg", True)]  # type: ignore[attr-defined]
    assert len({w.scope for w in words}) == 1


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ({"when": "ooit", "text": "x"}, Reason.BAD_VALUE),
        ({"when": "2025", "text": "x" * 121}, Reason.TOO_LONG),
        ({"when": "2025", "text": "x", "kind": "anders"}, Reason.BAD_VALUE),
        ({"when": "2025", "text": "x", "party": "onbekend", "interpretation": "y"}, Reason.BAD_VALUE),
        ({"when": "2025", "text": "", "interpretation": ""}, Reason.EMPTY),
        ({"when": "2025", "text": "x", "party": "wijk", "interpretation": "y" * 281}, Reason.TOO_LONG),
    ],
)
def test_cr6_a_row_that_is_wrong_is_named_and_nothing_comes_in(row: dict[str, str], reason: Reason) -> None:
    case = Case.start("preparation")
    with pytest.raises(Refused) as refused:
        case.do(FACILITATOR, "paste_moments", rows=[{"when": "2024", "text": "goed"}, row])
    assert refused.value.reason is reason
    assert refused.value.text.startswith("Rij 2: ")
    assert case.state.of(DefiningMoment) == []


def test_r12_no_more_than_sixty_moments() -> None:
    case = Case.start("preparation")
    case.do(FACILITATOR, "paste_moments", rows=[{"when": "2024", "text": str(n)} for n in range(60)])
    with pytest.raises(Refused) as refused:
        case.moment(shown=False)
    assert refused.value.reason is Reason.FULL
