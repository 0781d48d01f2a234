"""What a quick poll keeps."""

from __future__ import annotations

from typing import Annotated, Literal

import msgspec

from samenspel.kernel.ballot import BallotBox
from samenspel.kernel.record import Body
from samenspel.kernel.text import InterpretationText, NameText, OptionalName, OptionalText

MOST_OPTIONS = 8
Kind = Literal["choice", "scale", "ranking", "open"]
"""Soort vraag: one or several of a list, a number, an order, or a few words of one's own."""
Options = Annotated[tuple[NameText, ...], msgspec.Meta(max_length=MOST_OPTIONS)]
Option = Annotated[int, msgspec.Meta(ge=0, le=MOST_OPTIONS - 1)]
"""Keuze: the place of an option in the question, from 0. The words stand still once the first round is opened."""
Number = Annotated[int, msgspec.Meta(ge=0, le=10)]
AnswerText = Annotated[str, msgspec.Meta(max_length=280)]


class Poll(Body, frozen=True, kw_only=True):
    """Vraag (G-4.6). `options` for a choice and a ranking, of which a choice takes `choose` at most; `low`, `high`
    and their words for a scale. `number` counts the questions of this poll; `opened` once a round was opened."""

    TYPE = "poll"
    MOST = 240

    kind: Kind
    question: InterpretationText
    explanation: OptionalText = ""
    options: Options = ()
    choose: Annotated[int, msgspec.Meta(ge=1, le=MOST_OPTIONS)] = 1
    low: Literal[0, 1] = 1
    high: Literal[5, 10] = 5
    low_text: OptionalName = ""
    high_text: OptionalName = ""
    number: int = 1
    opened: bool = False


class PollRound(BallotBox, frozen=True, kw_only=True):
    """Stemronde: opens and closes the box of one question. Scope: the question; it opens its result (R6, R13).

    `cast` is how many ballots are in, of which `paper` were put down for people without a phone; `lost` how many
    became unreadable because their key is gone. `turn` counts the rounds of this poll, `number` those of the question.
    """

    TYPE = "poll_round"
    MOST = 480

    turn: int
    number: int
    state: Literal["open", "closed", "revealed"] = "open"
    cast: int = 0
    paper: int = 0
    lost: int = 0

    @property
    def takes_ballots(self) -> bool:
        """Ballots come in while the round is open."""
        return self.state == "open"


class PollBallot(Body, frozen=True, kw_only=True):
    """Stem (R13): for its author only, until the round closes and it is destroyed. Scope: the round.

    `picks` are chosen options, or the whole order of a ranking; `value` is a place on the scale. `paper`: typed in by
    Regie for somebody without a phone, of whom nothing is kept.
    """

    TYPE = "poll_ballot"
    KEY = "ballot"
    MOST = 3_000

    picks: tuple[Option, ...] = ()
    value: Number | None = None
    text: AnswerText = ""
    paper: bool = False


class PollTally(Body, frozen=True, kw_only=True):
    """Uitslag: what remains of a round: numbers, and open answers in an order that means nothing. Scope: the round.

    `counts` per option or per number of the scale, from low to high. For a ranking `points` (as many as there are
    options below it on each ballot, plus one) and `firsts`; `places` are sums of places, from which the mean follows.
    """

    TYPE = "poll_tally"
    MOST = 480

    ballots: int
    paper: int = 0
    lost: int = 0
    counts: tuple[int, ...] = ()
    points: tuple[int, ...] = ()
    places: tuple[int, ...] = ()
    firsts: tuple[int, ...] = ()
    texts: tuple[str, ...] = ()
