"""The look-back as the engine knows it (CR-23, 001 "Vervolgstappen")."""

from __future__ import annotations

from typing import Final

from samenspel.instruments.look_back import forward, rules, views
from samenspel.instruments.look_back.records import (
    GoodMoment,
    Intention,
    LookBackAnswer,
    LookBackQuestion,
    LookBackTalk,
)
from samenspel.kernel.audience import ALL_ROLES, CONTROL_ROLES
from samenspel.kernel.definition import Args, Instrument, Move, Phase, Rule
from samenspel.vocabulary import agreed
from samenspel.vocabulary.fields import Nothing, OfRecord
from samenspel.vocabulary.outcomes import UPGRADES, Agreement, Lesson, LookBack, RedThread


def _control(name: str, args: type[Args], rule: Rule) -> Move:
    return Move(name, args, CONTROL_ROLES, rule)


def _all(name: str, args: type[Args], rule: Rule) -> Move:
    return Move(name, args, ALL_ROLES, rule)


INSTRUMENT: Final = Instrument(
    name="look_back",
    title="Terugblik",
    phases=(
        Phase("answers", "Vooraf antwoorden", prepare=True),
        Phase("agreements", "Onze afspraken"),
        Phase("then_and_now", "Toen en nu"),
        Phase("forward", "Hoe we verdergaan"),
        Phase("closing", "Afronden"),
    ),
    records=(
        LookBackTalk,
        LookBackQuestion,
        LookBackAnswer,
        GoodMoment,
        Intention,
        RedThread,
        Lesson,
        Agreement,
        LookBack,
    ),
    moves=(
        _control("set_variant", rules.SetVariant, rules.set_variant),
        _control("add_question", rules.AddQuestion, rules.add_question),
        _control("change_question", rules.ChangeQuestion, rules.change_question),
        _control("remove_question", OfRecord, rules.remove_question),
        _all("save_answer", rules.OfQuestion, rules.save_answer),
        _all("add_answer", rules.OfQuestion, rules.add_answer),
        _control("note_answer", rules.NoteAnswer, rules.note_answer),
        _all("remove_answer", OfRecord, rules.remove_answer),
        _control("reveal_question", OfRecord, rules.reveal_question),
        _control("show_agreement", OfRecord, rules.show_agreement),
        _control("show_all", Nothing, rules.show_all),
        _control("show_then", rules.ShowThen, rules.show_then),
        _all("report_agreement", agreed.ReportAgreement, agreed.report_agreement),
        Move("plan_agreement", agreed.PlanAgreement, agreed.ORGANISERS, agreed.plan_agreement),
        _all("say_what_helped", forward.SayWhatHelped, forward.say_what_helped),
        _all("add_agreement", forward.AddAgreement, forward.add_agreement),
        _all("change_agreement", forward.ChangeAgreement, forward.change_agreement),
        _all("remove_agreement", OfRecord, forward.remove_agreement),
        _all("add_intention", forward.AddIntention, forward.add_intention),
        _all("change_intention", forward.ChangeIntention, forward.change_intention),
        _all("remove_intention", OfRecord, forward.remove_intention),
        _control("add_good_moment", forward.AddGoodMoment, forward.add_good_moment),
        _control("change_good_moment", forward.ChangeGoodMoment, forward.change_good_moment),
        _control("remove_good_moment", OfRecord, forward.remove_good_moment),
        _control("show_good_moment", OfRecord, rules.show_good_moment),
        _control("keep_lesson", OfRecord, forward.keep_lesson),
        _control("set_next_date", rules.SetNextDate, rules.set_next_date),
        _control("clear_next_date", Nothing, rules.clear_next_date),
    ),
    views={
        LookBackTalk.TYPE: views.of_the_group,
        LookBackQuestion.TYPE: views.of_the_group,
        LookBackAnswer.TYPE: views.answer,
        GoodMoment.TYPE: views.good_moment,
        Intention.TYPE: views.written,
        RedThread.TYPE: views.of_the_group,
        Lesson.TYPE: views.of_the_group,
        Agreement.TYPE: agreed.view,
        LookBack.TYPE: views.of_the_group,
    },
    setup=rules.setup,
    upgrades=UPGRADES,
)
