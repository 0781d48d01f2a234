"""The quick poll as the engine knows it (G-4.6)."""

from __future__ import annotations

from typing import Final

from samenspel.instruments.quick_poll import rules, views
from samenspel.instruments.quick_poll.records import Poll, PollBallot, PollRound, PollTally
from samenspel.kernel.audience import CONTROL_ROLES, ROOM_ROLES
from samenspel.kernel.definition import Instrument, Move, Phase
from samenspel.vocabulary.fields import OfRecord

INSTRUMENT: Final = Instrument(
    name="quick_poll",
    title="Peiling",
    phases=(
        Phase("preparation", "Voorbereiden", prepare=True),
        Phase("voting", "Stemmen"),
        Phase("result", "Uitslag"),
    ),
    records=(Poll, PollRound, PollBallot, PollTally),
    moves=(
        Move("set_question", rules.SetQuestion, CONTROL_ROLES, rules.set_question),
        Move("remove_question", OfRecord, CONTROL_ROLES, rules.remove_question),
        Move("open_round", rules.OpenRound, CONTROL_ROLES, rules.open_round),
        Move("cast", rules.Answer, ROOM_ROLES, rules.cast, casts=True),
        Move("cast_paper", rules.Answer, CONTROL_ROLES, rules.cast_paper, casts=True),
        Move("remove_paper", OfRecord, CONTROL_ROLES, rules.remove_paper),
        Move("close_round", rules.CloseRound, CONTROL_ROLES, rules.close_round),
        Move("reveal", rules.OfRound, CONTROL_ROLES, rules.reveal),
        Move("withdraw", rules.OfRound, CONTROL_ROLES, rules.withdraw),
    ),
    views={
        Poll.TYPE: views.poll,
        PollRound.TYPE: views.of_round,
        PollBallot.TYPE: views.ballot,
        PollTally.TYPE: views.tally,
    },
)
