"""Every move of the casusreconstructie: who may do it and in which part. The rules stand in the file per theme."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from samenspel.instruments.case_reconstruction import (
    asking,
    comments,
    incoming,
    interaction,
    introduction,
    lessons,
    moments,
    preparation,
    reflection,
    suggestions,
    timeline,
    words,
)
from samenspel.kernel.audience import ALL_ROLES, CONTROL_ROLES, ROOM_ROLES, Role
from samenspel.kernel.change import Change
from samenspel.kernel.definition import Args, Move, Rule
from samenspel.kernel.refusal import Reason, Refused
from samenspel.kernel.situation import Situation
from samenspel.vocabulary import agreed
from samenspel.vocabulary.fields import Nothing, OfRecord, PlaceAfter

TALK: Final = frozenset({"timeline", "reflection", "lessons"})
MEETING: Final = TALK | {"introduction"}
SHOWING: Final = TALK | {"closing"}
ANY: Final = None
BEFOREHAND: Final = frozenset({"preparation"})
REPORTING: Final = frozenset({"reflection", "lessons", "closing"})
PREPARERS: Final = CONTROL_ROLES | {Role.INITIATOR}


def _control(name: str, args: type[Args], rule: Rule, phases: frozenset[str] | None = ANY) -> Move:
    return Move(name, args, CONTROL_ROLES, rule, phases)


def _room(name: str, args: type[Args], rule: Rule, phases: frozenset[str] | None = TALK) -> Move:
    return Move(name, args, ROOM_ROLES, rule, phases)


def _all(name: str, args: type[Args], rule: Rule, phases: frozenset[str] = TALK) -> Move:
    """Control in every part (a note-taker may type in later what was on paper), the room in these parts only."""

    def in_turn(situation: Situation, given: Args) -> Iterable[Change]:
        if not situation.actor.is_control and situation.phase not in phases:
            raise Refused(Reason.WRONG_PHASE)
        return rule(situation, given)

    return Move(name, args, ALL_ROLES, in_turn)


_PREPARATION: Final = (
    _control("add_moment", moments.AddMoment, moments.add_moment),
    _control("change_moment", moments.ChangeMoment, moments.change_moment),
    _control("place_moment", PlaceAfter, moments.place_moment),
    _control("merge_moments", moments.MergeMoments, moments.merge_moments),
    _control("remove_moment", OfRecord, moments.remove_moment),
    _control("paste_moments", preparation.PasteMoments, preparation.paste_moments),
    _control("set_reason", preparation.SetReason, preparation.set_reason),
    _control("switch_experience", preparation.SwitchExperience, preparation.switch_experience),
    _control("add_abbreviation", preparation.AddAbbreviation, preparation.add_abbreviation),
    _control("change_abbreviation", preparation.ChangeAbbreviation, preparation.change_abbreviation),
    _control("remove_abbreviation", OfRecord, preparation.remove_abbreviation),
)
_ASKING: Final = (
    Move("choose_case", asking.ChooseCase, PREPARERS, asking.choose_case),
    _room("answer_sounding", asking.AnswerSounding, asking.answer_sounding, BEFOREHAND),
    _control("check_facilitator", asking.CheckFacilitator, asking.check_facilitator),
    _room("name_missing_party", asking.NameMissingParty, asking.name_missing_party, BEFOREHAND),
    Move("withdraw_missing_party", OfRecord, ALL_ROLES, asking.withdraw_missing_party),
    _room("answer_tension", asking.AnswerTension, asking.answer_tension, BEFOREHAND),
    Move("decide_absent_party", asking.DecideAbsentParty, PREPARERS, asking.decide_absent_party),
    Move("clear_absent_party", asking.AbsentPartyOf, PREPARERS, asking.clear_absent_party),
)
_INCOMING: Final = (
    _control("ask_moments", incoming.AskMoments, incoming.ask_moments),
    _control("stop_asking_moments", incoming.OfPerson, incoming.stop_asking_moments),
    _room("save_moment_input", incoming.SaveMomentInput, incoming.save_moment_input, BEFOREHAND),
    _room("send_moment_inputs", Nothing, incoming.send_moment_inputs, BEFOREHAND),
    _room("withdraw_moment_input", OfRecord, incoming.withdraw_moment_input, BEFOREHAND),
    _control("take_moment_input", incoming.TakeMomentInput, incoming.take_moment_input),
    _control("set_aside_moment_input", OfRecord, incoming.set_aside_moment_input),
    _control("reopen_moment_input", OfRecord, incoming.reopen_moment_input),
)
_COMMENTS: Final = (
    _room("comment_on_report", comments.CommentOnReport, comments.comment_on_report, REPORTING),
    _room("withdraw_comment", OfRecord, comments.withdraw_comment, REPORTING),
    Move("settle_comment", comments.SettleComment, PREPARERS, comments.settle_comment),
    Move("remove_my_words", comments.RemoveMyWords, ALL_ROLES, comments.remove_my_words),
)
_INTRODUCTION: Final = (
    _control("add_ground_rule", introduction.AddRule, introduction.add_ground_rule),
    _control("change_ground_rule", introduction.ChangeRule, introduction.change_ground_rule),
    _control("place_ground_rule", PlaceAfter, introduction.place_ground_rule),
    _control("remove_ground_rule", OfRecord, introduction.remove_ground_rule),
    _control("agree_rules", introduction.AgreeRules, introduction.agree_rules),
    _room("give_consent", Nothing, introduction.give_consent, MEETING),
    _room("take_back_consent", Nothing, introduction.take_back_consent, MEETING),
    _room("suggest_ground_rule", suggestions.SuggestRule, suggestions.suggest_ground_rule, MEETING),
    _room("suggest_moment", suggestions.SuggestMoment, suggestions.suggest_moment),
    _room("withdraw_suggestion", OfRecord, suggestions.withdraw_suggestion, MEETING),
    _control("take_suggestion", suggestions.TakeSuggestion, suggestions.take_suggestion),
    _control("set_aside_suggestion", OfRecord, suggestions.set_aside_suggestion),
)
_TIMELINE: Final = (
    _control("reveal_next", timeline.RevealNext, timeline.reveal_next, SHOWING),
    _control("reveal_moment", OfRecord, timeline.reveal_moment, SHOWING),
    _control("show_moment", OfRecord, timeline.show_moment, SHOWING),
    _control("hide_moment_again", OfRecord, timeline.hide_moment_again),
    _control("set_focus", timeline.SetFocus, timeline.set_focus),
    _control("tick_prompt", timeline.Prompt, timeline.tick_prompt),
    _control("untick_prompt", timeline.Prompt, timeline.untick_prompt),
    _control("open_information", timeline.SetInformation, timeline.open_information),
    _control("ask_information", timeline.AskedInformation, timeline.ask_information),
)
_WORDS: Final = (
    _room("save_draft", words.WriteInterpretation, words.save_draft),
    _room("write_interpretation", words.WriteInterpretation, words.write_interpretation),
    _room("confirm_interpretation", OfRecord, words.confirm_interpretation, SHOWING),
    _control("note_interpretation", words.NoteInterpretation, words.note_interpretation),
    _control("add_prepared_interpretation", words.NoteInterpretation, words.add_prepared_interpretation),
    _all("withdraw_interpretation", OfRecord, words.withdraw_interpretation, SHOWING),
    _all("set_stance", words.SetStance, words.set_stance),
    _all("clear_stance", words.OfParty, words.clear_stance),
    _all("set_experience", words.SetExperience, words.set_experience),
    _all("clear_experience", words.OfParty, words.clear_experience),
)
_INTERACTION: Final = (
    _control("add_interaction", interaction.AddInteraction, interaction.add_interaction),
    _control("change_interaction", interaction.ChangeInteraction, interaction.change_interaction),
    _control("remove_interaction", OfRecord, interaction.remove_interaction),
    _control("add_theme", interaction.AddTheme, interaction.add_theme),
    _control("rename_theme", interaction.RenameTheme, interaction.rename_theme),
    _control("tag_theme", interaction.TagTheme, interaction.tag_theme),
    _control("untag_theme", interaction.TagTheme, interaction.untag_theme),
    _control("merge_themes", interaction.MergeThemes, interaction.merge_themes),
    _control("remove_theme", OfRecord, interaction.remove_theme),
)
_REFLECTION: Final = (
    _all("add_observation", reflection.AddObservation, reflection.add_observation),
    _all("change_observation", reflection.ChangeObservation, reflection.change_observation),
    _all("remove_observation", OfRecord, reflection.remove_observation),
    _all("mark_moment", reflection.MarkMoment, reflection.mark_moment),
    _all("unmark_moment", OfRecord, reflection.unmark_moment),
    _control("set_peeling", reflection.SetPeeling, reflection.set_peeling),
    _control("remove_peeling", OfRecord, reflection.remove_peeling),
    _control("add_thread", reflection.AddThread, reflection.add_thread),
    _control("change_thread", reflection.ChangeThread, reflection.change_thread),
    _control("place_thread", PlaceAfter, reflection.place_thread),
    _control("remove_thread", OfRecord, reflection.remove_thread),
    _control("link_moment", reflection.LinkMoment, reflection.link_moment),
    _control("unlink_moment", reflection.LinkMoment, reflection.unlink_moment),
    _control("set_thread_level", reflection.SetLevel, reflection.set_thread_level),
)
_LESSONS: Final = (
    _control("add_lesson", lessons.AddLesson, lessons.add_lesson),
    _control("change_lesson", lessons.ChangeLesson, lessons.change_lesson),
    _control("place_lesson", PlaceAfter, lessons.place_lesson),
    _control("remove_lesson", OfRecord, lessons.remove_lesson),
    _all("add_agreement", lessons.AddAgreement, lessons.add_agreement),
    _all("change_agreement", lessons.ChangeAgreement, lessons.change_agreement),
    _control("place_agreement", PlaceAfter, lessons.place_agreement),
    _all("remove_agreement", OfRecord, lessons.remove_agreement),
    _all("set_agreement_status", lessons.SetStatus, lessons.set_agreement_status),
    Move("report_agreement", agreed.ReportAgreement, ALL_ROLES, agreed.report_agreement),
    Move("plan_agreement", agreed.PlanAgreement, PREPARERS, agreed.plan_agreement),
    _control("set_look_back", lessons.SetLookBack, lessons.set_look_back),
    _control("clear_look_back", Nothing, lessons.clear_look_back),
)

MOVES: Final = (
    *_ASKING, *_INCOMING, *_PREPARATION, *_INTRODUCTION, *_TIMELINE, *_WORDS, *_INTERACTION, *_REFLECTION, *_LESSONS,
    *_COMMENTS,
)  # fmt: skip
