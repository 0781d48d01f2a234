"""What a dilemma slider keeps."""

from __future__ import annotations

from typing import Annotated, Literal

import msgspec

from samenspel.kernel.record import Body
from samenspel.kernel.text import InterpretationText, LessonText, NameText, OptionalName, OptionalText

Spot = Annotated[int, msgspec.Meta(ge=0, le=100)]
"""Plek op de lijn: 0 is wholly the left value, 100 wholly the right one."""


class Dilemma(Body, frozen=True, kw_only=True):
    """Dilemma: two values that are both worth something and partly exclude each other (G-3.1).

    `explanation` is shown with the question; `left_text` and `right_text` say what each side yields. `open_variant`
    is one slider on the wall for a small group, moved by anybody; nobody places for themselves then.
    """

    TYPE = "dilemma"
    MOST = 60

    question: InterpretationText
    left: NameText
    right: NameText
    left_text: OptionalText = ""
    right_text: OptionalText = ""
    explanation: OptionalText = ""
    open_variant: bool = False


class SliderRound(Body, frozen=True, kw_only=True):
    """Ronde: the first placing or the one after the talk. Scope: the dilemma; it opens its placings (R6)."""

    TYPE = "slider_round"
    MOST = 120

    number: Literal[1, 2]
    state: Literal["open", "revealed"] = "open"


class Placing(Body, frozen=True, kw_only=True):
    """Plaats: where one person stands, and why; one per person and round. Scope: the round.

    The author is the person it belongs to; `noted` when the facilitator or note-taker put it down for them.
    """

    TYPE = "placing"
    MOST = 3_000

    value: Spot
    why: OptionalText = ""
    noted: bool = False


class SharedSlider(Body, frozen=True, kw_only=True):
    """De open schuif op de wand: one place for the whole group; `first` is where it stood before the talk."""

    TYPE = "shared_slider"
    MOST = 60

    value: Spot = 50
    first: Spot | None = None
    why: OptionalText = ""


class OtherValue(Body, frozen=True, kw_only=True):
    """Waarde die ook meespeelt, besides the two at the ends (G-3.1)."""

    TYPE = "other_value"
    MOST = 120
    EACH = 20

    text: NameText
    place: float


class ValueOrder(Body, frozen=True, kw_only=True):
    """Waardenhiërarchie van één persoon, heaviest first: ids of other values, or "left" and "right" (G-3.1).

    For the author only, until the author shows it to the group.
    """

    TYPE = "value_order"
    MOST = 1_500

    order: tuple[str, ...] = ()
    shown: bool = False


class SliderChoice(Body, frozen=True, kw_only=True):
    """Keuze: what the group chose for now, and what it does with the value that weighs less (G-3.1).

    Lives on after the case is destroyed, so it names the two values itself. `review` is an ISO date or empty.
    """

    TYPE = "slider_choice"
    KEY = "outcome"
    MOST = 60

    text: LessonText
    other_side: OptionalText = ""
    left: OptionalName = ""
    right: OptionalName = ""
    review: str = ""
