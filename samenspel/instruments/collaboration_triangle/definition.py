"""The collaboration triangle as the engine knows it (D-1 to D-4)."""

from __future__ import annotations

from typing import Final

from samenspel.instruments.collaboration_triangle import ground_rules, rules, views
from samenspel.instruments.collaboration_triangle.records import (
    Answered,
    LevelAnswer,
    Placement,
    Triangle,
    TriangleRound,
)
from samenspel.kernel.audience import ALL_ROLES, CONTROL_ROLES
from samenspel.kernel.definition import Instrument, Move, Phase
from samenspel.vocabulary import agreed
from samenspel.vocabulary.fields import Nothing, OfRecord, PlaceAfter
from samenspel.vocabulary.outcomes import Agreement, GroundRule, RedThread

ANSWERING: Final = frozenset({"answering", "talk"})
TALKING: Final = frozenset({"talk", "rules", "closing"})

INSTRUMENT: Final = Instrument(
    name="collaboration_triangle",
    title="Samenwerkingsdriehoek",
    phases=(
        Phase("preparation", "Voorbereiden", prepare=True),
        Phase("answering", "Ieder voor zich"),
        Phase("talk", "Gesprek over de niveaus"),
        Phase("rules", "Spelregels"),
        Phase("closing", "Afronden"),
    ),
    records=(Triangle, TriangleRound, LevelAnswer, Answered, Placement, RedThread, GroundRule, Agreement),
    moves=(
        Move("begin", Nothing, CONTROL_ROLES, rules.begin),
        Move("answer", rules.Answer, ALL_ROLES, rules.answer, ANSWERING),
        Move("answer_for", rules.AnswerFor, CONTROL_ROLES, rules.answer_for, ANSWERING),
        Move("reveal", Nothing, CONTROL_ROLES, rules.reveal),
        Move("look_at", rules.LookAt, CONTROL_ROLES, rules.look_at),
        Move("ask", rules.Ask, CONTROL_ROLES, rules.ask),
        Move("to_talk", Nothing, CONTROL_ROLES, rules.to_talk),
        Move("to_rules", Nothing, CONTROL_ROLES, rules.to_rules),
        Move("close", Nothing, CONTROL_ROLES, rules.close),
        Move("place_note", rules.PlaceNote, ALL_ROLES, rules.place_note, TALKING),
        Move("place_reference", rules.PlaceReference, CONTROL_ROLES, rules.place_reference),
        Move("add_thread", rules.PlaceNote, CONTROL_ROLES, rules.add_thread, TALKING),
        Move("move_placement", rules.MovePlacement, ALL_ROLES, rules.move_placement),
        Move("change_note", rules.ChangeText, ALL_ROLES, rules.change_note),
        Move("remove_placement", OfRecord, ALL_ROLES, rules.remove_placement),
        Move("add_rule", ground_rules.AddRule, ALL_ROLES, ground_rules.add_rule, TALKING),
        Move("change_rule", rules.ChangeText, ALL_ROLES, ground_rules.change_rule),
        Move("judge_rule", ground_rules.JudgeRule, CONTROL_ROLES, ground_rules.judge_rule),
        Move("place_rule", PlaceAfter, CONTROL_ROLES, ground_rules.place_rule),
        Move("remove_rule", OfRecord, ALL_ROLES, ground_rules.remove_rule),
        Move("agree_on", ground_rules.AgreeOn, CONTROL_ROLES, ground_rules.agree_on, TALKING),
        Move("change_agreement", ground_rules.ChangeAgreement, CONTROL_ROLES, ground_rules.change_agreement),
        Move("remove_agreement", OfRecord, CONTROL_ROLES, ground_rules.remove_agreement),
        Move("report_agreement", agreed.ReportAgreement, ALL_ROLES, agreed.report_agreement),
        Move("plan_agreement", agreed.PlanAgreement, agreed.ORGANISERS, agreed.plan_agreement),
    ),
    views={
        Triangle.TYPE: views.shared,
        TriangleRound.TYPE: views.shared,
        LevelAnswer.TYPE: views.level_answer,
        Answered.TYPE: views.answered,
        Placement.TYPE: views.written,
        RedThread.TYPE: views.shared,
        GroundRule.TYPE: views.written,
        Agreement.TYPE: agreed.view,
    },
    setup=rules.setup,
)
