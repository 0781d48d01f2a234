"""The dilemma slider as the engine knows it (G-3.1, G-4.1)."""

from __future__ import annotations

from typing import Final

from samenspel.instruments.dilemma_slider import rules, views
from samenspel.instruments.dilemma_slider.records import (
    Dilemma,
    OtherValue,
    Placing,
    SharedSlider,
    SliderChoice,
    SliderRound,
    ValueOrder,
)
from samenspel.kernel.audience import ALL_ROLES, CONTROL_ROLES, EVERYONE
from samenspel.kernel.definition import Fleeting, Instrument, Move, Phase
from samenspel.vocabulary.fields import Nothing, OfRecord

TALKING: Final = frozenset({"talk", "second", "closing"})
PLACING: Final = frozenset({"placing", "talk", "second"})
LIVE: Final = TALKING | PLACING

INSTRUMENT: Final = Instrument(
    name="dilemma_slider",
    title="Dilemmaschuif",
    phases=(
        Phase("preparation", "Voorbereiden", prepare=True),
        Phase("placing", "Eerste plaats"),
        Phase("talk", "Gesprek"),
        Phase("second", "Tweede plaats"),
        Phase("closing", "Keuze en afronden"),
    ),
    records=(Dilemma, SliderRound, Placing, SharedSlider, OtherValue, ValueOrder, SliderChoice),
    moves=(
        Move("set_dilemma", rules.SetDilemma, CONTROL_ROLES, rules.set_dilemma),
        Move("begin", Nothing, CONTROL_ROLES, rules.begin, frozenset({"preparation", "placing"})),
        Move("place", rules.Place, ALL_ROLES, rules.place, PLACING),
        Move("place_for", rules.PlaceFor, CONTROL_ROLES, rules.place_for, LIVE),
        Move("explain", rules.Explain, ALL_ROLES, rules.explain, LIVE),
        Move("move_shared", rules.Move, ALL_ROLES, rules.move_shared, PLACING),
        Move("reveal", Nothing, CONTROL_ROLES, rules.reveal, LIVE),
        Move("begin_talk", Nothing, CONTROL_ROLES, rules.begin_talk, PLACING),
        Move("open_second", Nothing, CONTROL_ROLES, rules.open_second, LIVE),
        Move("close", Nothing, CONTROL_ROLES, rules.close, LIVE),
        Move("add_value", rules.ValueText, ALL_ROLES, rules.add_value, LIVE),
        Move("remove_value", OfRecord, ALL_ROLES, rules.remove_value, LIVE),
        Move("set_order", rules.SetOrder, ALL_ROLES, rules.set_order, LIVE),
        Move("record_choice", rules.RecordChoice, CONTROL_ROLES, rules.record_choice, TALKING),
    ),
    views={
        Dilemma.TYPE: views.after_preparation,
        SliderRound.TYPE: views.after_preparation,
        Placing.TYPE: views.placing,
        SharedSlider.TYPE: views.after_preparation,
        OtherValue.TYPE: views.shared,
        ValueOrder.TYPE: views.value_order,
        SliderChoice.TYPE: views.shared,
    },
    # The one slider of the group is seen moving; where it comes to rest is a move, and kept (R7).
    fleeting=(Fleeting("moving", rules.Moving, ALL_ROLES, frozenset(EVERYONE)),),
)
