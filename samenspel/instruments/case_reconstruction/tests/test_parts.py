"""Introduction, interactions, themes, new information, reflection, lessons (CR-11, CR-13, CR-15 to CR-19)."""

from __future__ import annotations

from samenspel.instruments.case_reconstruction.records import Consent, Mark, Observation, Peeling, Proceedings
from samenspel.instruments.case_reconstruction.tests.room import (
    ANNA,
    ARIE,
    BO,
    FACILITATOR,
    NOTE_TAKER,
    WALL,
    Case,
    when,
)
from samenspel.instruments.case_reconstruction.tests.test_words import refused
from samenspel.kernel.refusal import Reason
from samenspel.vocabulary.outcomes import Agreement, GroundRule, Lesson, LookBack, RedThread, Theme

PAIR = {"by": "wijk", "on": "politie", "action": "wij belden niet", "effect": "zij stonden voor een dichte deur"}


def test_cr11_five_ground_rules_to_start_from_and_the_groups_own() -> None:
    case = Case.start("introduction")
    assert len(case.state.bodies(GroundRule)) == 5
    (own,) = case.do(FACILITATOR, "add_ground_rule", text="Telefoons weg")
    case.do(FACILITATOR, "place_ground_rule", id=own, after=None)
    first = min(case.state.of(GroundRule), key=lambda record: record.body.place)  # type: ignore[attr-defined]
    assert first.id == own
    case.do(FACILITATOR, "change_ground_rule", case.version(own), id=own, text="Telefoons in de tas")
    assert refused(case, NOTE_TAKER, "change_ground_rule", 1, id=own, text="x") is Reason.CONFLICT
    case.do(FACILITATOR, "remove_ground_rule", id=own)
    assert refused(case, ANNA, "add_ground_rule", text="x") is Reason.NOT_YOUR_ROLE


def test_cr11_agreement_by_all_present_lapses_when_the_words_change() -> None:
    case = Case.start("introduction")
    case.do(ANNA, "give_consent")
    assert case.do(ANNA, "give_consent") == []
    case.do(FACILITATOR, "agree_rules")
    assert case.one(Proceedings).rules_agreed == case.now
    case.do(FACILITATOR, "add_ground_rule", text="nog een")
    assert (case.one(Proceedings).rules_agreed, case.state.bodies(Consent)) == (0, [])
    case.do(ANNA, "give_consent")
    case.do(ANNA, "take_back_consent")
    case.do(FACILITATOR, "agree_rules")
    case.do(FACILITATOR, "agree_rules", agreed=False)
    assert case.one(Proceedings).rules_agreed == 0


def test_cr11_a_suggested_rule_becomes_one_when_taken_over() -> None:
    case = Case.start("introduction")
    (idea,) = case.do(ANNA, "suggest_ground_rule", text="Geen jargon")
    assert idea not in case.seen(BO)
    case.do(FACILITATOR, "take_suggestion", id=idea)
    assert "Geen jargon" in [rule.text for rule in case.state.bodies(GroundRule)]
    assert refused(case, NOTE_TAKER, "take_suggestion", id=idea) is Reason.BAD_VALUE


def test_cr12_a_suggested_moment_stays_hidden_until_it_is_revealed() -> None:
    case = Case.start()
    (idea,) = case.do(ANNA, "suggest_moment", text="Huisbezoek", when=when(4))
    (aside,) = case.do(BO, "suggest_moment", text="Iets anders", when=when(4))
    assert idea in case.seen(FACILITATOR) and idea not in case.seen(ARIE)
    (made,) = case.do(FACILITATOR, "take_suggestion", id=idea)
    assert made not in case.seen(ANNA)
    case.do(FACILITATOR, "set_aside_suggestion", id=aside)
    assert case.seen(BO)[aside].body["status"] == "set_aside"
    assert refused(case, ANNA, "withdraw_suggestion", id=aside) is Reason.NOT_FOUND
    case.do(BO, "withdraw_suggestion", id=aside)
    case.do(FACILITATOR, "reveal_moment", id=made)
    assert made in case.seen(BO)


def test_cr13_prompts_are_ticked_for_control_only() -> None:
    case = Case.start()
    case.do(FACILITATOR, "tick_prompt", key="where_it_begins")
    assert case.do(NOTE_TAKER, "tick_prompt", key="where_it_begins") == []
    assert case.one(Proceedings).asked == ("where_it_begins",)
    assert "where_it_begins" not in str(case.seen(ANNA)) + str(case.seen(WALL))
    case.do(FACILITATOR, "untick_prompt", key="where_it_begins")
    assert case.one(Proceedings).asked == ()


def test_cr15_action_effect_assumption() -> None:
    case = Case.start()
    one, two, hidden = case.moment(month=1), case.moment(month=2), case.moment(shown=False)
    (link,) = case.do(
        FACILITATOR, "add_interaction", moment=one, effect_moment=two, assumption="zij weten het al", **PAIR
    )
    assert case.seen(WALL)[link].body["assumption"] == "zij weten het al"
    assert refused(case, FACILITATOR, "add_interaction", moment=one, effect_moment=hidden, **PAIR) is Reason.NOT_FOUND
    same = {**PAIR, "on": "wijk"}
    assert refused(case, FACILITATOR, "add_interaction", moment=one, **same) is Reason.BAD_VALUE
    case.do(NOTE_TAKER, "change_interaction", 1, id=link, moment=two, understood="als onwil", **PAIR)
    record = case.state.get(link)
    assert record is not None and record.scope == two
    case.do(FACILITATOR, "remove_interaction", id=link)


def test_cr16_themes_are_tagged_renamed_and_merged() -> None:
    case = Case.start()
    one, two, hidden = case.moment(month=1), case.moment(month=2), case.moment(shown=False)
    (keep,) = case.do(NOTE_TAKER, "add_theme", text="Wachten op elkaar", moments=[one])
    (drop,) = case.do(NOTE_TAKER, "add_theme", text="Wachten")
    case.do(NOTE_TAKER, "tag_theme", theme=drop, moment=two)
    assert case.do(NOTE_TAKER, "tag_theme", theme=drop, moment=two) == []
    assert refused(case, NOTE_TAKER, "tag_theme", theme=drop, moment=hidden) is Reason.NOT_FOUND
    case.do(NOTE_TAKER, "merge_themes", keep=keep, drop=drop)
    assert [theme.moments for theme in case.state.bodies(Theme)] == [(one, two)]
    case.do(NOTE_TAKER, "untag_theme", theme=keep, moment=one)
    case.do(NOTE_TAKER, "rename_theme", 3, id=keep, text="Op elkaar wachten")
    case.do(NOTE_TAKER, "remove_theme", id=keep)


def test_cr17_new_information_keeps_the_agreement_and_never_the_content() -> None:
    case = Case.start()
    case.do(FACILITATOR, "open_information", open=True)
    assert case.one(Proceedings).information_open
    how = {"what": "Wijkteam belt morgen met de school", "kind": "new_information", "who": "wijkteam"}
    assert refused(case, ANNA, "add_agreement", **how) is Reason.NOT_YOUR_ROLE
    (made,) = case.do(NOTE_TAKER, "add_agreement", **how)
    assert case.body(made).kind == "new_information"
    case.do(FACILITATOR, "open_information", open=False)
    case.go("lessons")
    case.do(FACILITATOR, "ask_information", asked=True)
    assert case.one(Proceedings).information_asked


def test_cr18_what_stands_out_and_what_hindered_or_helped() -> None:
    case = Case.start("reflection")
    moment = case.moment()
    (seen,) = case.do(ANNA, "add_observation", text="wij wachtten", about="actions")
    assert case.seen(BO)[seen].party == "wijk"
    assert refused(case, BO, "change_observation", 1, id=seen, text="x", about="events") is Reason.NOT_YOURS
    case.do(ANNA, "change_observation", 1, id=seen, text="wij wachtten lang", about="collaboration")
    case.do(ANNA, "mark_moment", moment=moment, value="hindering", why="niemand belde")
    case.do(ARIE, "mark_moment", moment=moment, value="helping")
    case.do(FACILITATOR, "mark_moment", moment=moment, value="hindering")
    case.do(NOTE_TAKER, "mark_moment", moment=moment, value="helping", party="politie")
    case.do(ANNA, "mark_moment", 1, moment=moment, value="helping", why="later wel")
    assert sorted((m.value, m.noted) for m in case.state.bodies(Mark)) == [
        ("helping", False), ("helping", False), ("helping", True), ("hindering", True),
    ]  # fmt: skip
    mark = next(record for record in case.state.of(Mark) if record.author == "anna")
    assert refused(case, BO, "unmark_moment", id=mark.id) is Reason.NOT_YOURS
    case.do(ANNA, "unmark_moment", id=mark.id)
    case.do(ANNA, "remove_observation", id=seen)
    assert case.state.bodies(Observation) == []


def test_cr18_a_moment_is_peeled_once_and_guarded() -> None:
    case = Case.start("reflection")
    moment = case.moment()
    (peeled,) = case.do(FACILITATOR, "set_peeling", moment=moment, happened="er werd niet gebeld")
    assert refused(case, NOTE_TAKER, "set_peeling", moment=moment, step="x") is Reason.CONFLICT
    case.do(NOTE_TAKER, "set_peeling", 1, moment=moment, happened="er werd niet gebeld", step="eerst bellen")
    assert case.state.bodies(Peeling)[0].step == "eerst bellen"
    case.do(FACILITATOR, "remove_peeling", id=peeled)


def test_cr18_red_threads_hang_on_moments_and_on_the_triangle() -> None:
    case = Case.start("reflection")
    moment, hidden = case.moment(), case.moment(shown=False)
    (one,) = case.do(FACILITATOR, "add_thread", text="signalen komen niet samen")
    (two,) = case.do(FACILITATOR, "add_thread", text="op elkaars stoel", level="field_and_rules")
    case.do(FACILITATOR, "place_thread", id=two, after=None)
    case.do(FACILITATOR, "link_moment", thread=one, moment=moment)
    assert refused(case, FACILITATOR, "link_moment", thread=one, moment=hidden) is Reason.NOT_FOUND
    case.do(FACILITATOR, "set_thread_level", id=one, level="relations")
    case.do(FACILITATOR, "change_thread", case.version(one), id=one, text="signalen bleven los")
    assert refused(case, NOTE_TAKER, "change_thread", 1, id=one, text="x") is Reason.CONFLICT
    (lesson,) = case.do(FACILITATOR, "add_lesson", text="bel elkaar", kind="collaboration", thread=one)
    case.do(FACILITATOR, "unlink_moment", thread=one, moment=moment)
    case.do(FACILITATOR, "remove_thread", id=one)
    assert case.body(lesson).thread is None
    for number in range(11):
        case.do(FACILITATOR, "add_thread", text=f"draad {number}")
    assert refused(case, FACILITATOR, "add_thread", text="dertiende") is Reason.FULL
    assert len(case.state.bodies(RedThread)) == 12


def test_cr19_lessons_and_agreements_formulated_by_the_parties_themselves() -> None:
    case = Case.start("lessons")
    (lesson,) = case.do(FACILITATOR, "add_lesson", text="eerst samen kijken", kind="collaboration")
    step = {"what": "Wij bellen binnen een dag terug", "who": "wijkteam", "due": "2026-01-15", "lesson": lesson}
    (mine,) = case.do(ANNA, "add_agreement", **step)
    assert (case.seen(WALL)[mine].party, case.seen(BO)[mine].author) == ("wijk", None)
    assert refused(case, BO, "set_agreement_status", id=mine, status="done") is Reason.NOT_YOURS
    assert refused(case, ANNA, "change_agreement", 0, id=mine, **step) is Reason.CONFLICT
    assert refused(case, ANNA, "add_agreement", **{**step, "due": "volgende week"[:10]}) is Reason.BAD_VALUE
    case.do(ANNA, "change_agreement", 1, id=mine, **{**step, "help_from": "teamleider"})
    case.do(FACILITATOR, "set_agreement_status", id=mine, status="started")
    (follow,) = case.do(FACILITATOR, "add_agreement", what="Casus weer aanmelden", kind="case")
    case.do(FACILITATOR, "place_agreement", id=follow, after=None)
    case.do(FACILITATOR, "change_lesson", 1, id=lesson, text="eerst samen een kwartier kijken", kind="collaboration")
    case.do(FACILITATOR, "place_lesson", id=lesson, after=None)
    case.do(FACILITATOR, "remove_lesson", id=lesson)
    assert (case.body(mine).lesson, case.state.bodies(Lesson)) == (None, [])
    case.do(ANNA, "remove_agreement", id=mine)
    assert len(case.state.bodies(Agreement)) == 1


def test_cr19_the_date_of_the_look_back() -> None:
    case = Case.start("lessons")
    assert refused(case, FACILITATOR, "set_look_back", date="2026-02-31") is Reason.BAD_VALUE
    case.do(FACILITATOR, "set_look_back", date="2026-03-31", organiser="initiatiefnemer")
    assert refused(case, NOTE_TAKER, "set_look_back", date="2026-04-01") is Reason.CONFLICT
    case.do(NOTE_TAKER, "set_look_back", 1, date="2026-04-01")
    assert case.one(LookBack).date == "2026-04-01"
    case.do(FACILITATOR, "clear_look_back")
    assert case.do(FACILITATOR, "clear_look_back") == []


def test_cr19_the_reason_is_guarded_and_cr7_glossary() -> None:
    case = Case.start("preparation")
    case.do(FACILITATOR, "set_reason", 1, reason="Liep stroef")
    assert refused(case, NOTE_TAKER, "set_reason", 1, reason="Voorbeeld") is Reason.CONFLICT
    (word,) = case.do(FACILITATOR, "add_abbreviation", word="OTS", meaning="ondertoezichtstelling")
    case.do(FACILITATOR, "change_abbreviation", 1, id=word, word="OTS", meaning="onder toezicht stellen")
    assert word in case.seen(BO)
    case.do(FACILITATOR, "remove_abbreviation", id=word)


def test_cr12_what_the_wall_shows_is_chosen_by_control() -> None:
    case = Case.start()
    case.do(NOTE_TAKER, "set_focus", focus="themes")
    assert case.one(Proceedings).focus == "themes"
    assert refused(case, ANNA, "set_focus", focus="moment") is Reason.NOT_YOUR_ROLE
    assert refused(case, FACILITATOR, "set_focus", focus="alles") is Reason.MALFORMED
