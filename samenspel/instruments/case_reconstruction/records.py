"""What a casusreconstructie keeps. Threads, lessons and agreements are vocabulary."""

from __future__ import annotations

from typing import Annotated, Literal

import msgspec

from samenspel.kernel.record import Body
from samenspel.kernel.text import InterpretationText, MomentText, NameText, OptionalName, OptionalText, RecordId


class When(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Wanneer, zoals mensen het zeggen (CR-6): an exact day, a month, a season, a year or 'rond …'.

    `label` is the words for 'about' ("rond kerst"); `month` 1..12; `season` counts winter as the one that begins
    in December of `year`.
    """

    kind: Literal["exact", "month", "season", "year", "about"]
    year: Annotated[int, msgspec.Meta(ge=1950, le=2100)]
    month: Annotated[int, msgspec.Meta(ge=1, le=12)] | None = None
    day: Annotated[int, msgspec.Meta(ge=1, le=31)] | None = None
    season: Literal["spring", "summer", "autumn", "winter"] | None = None
    label: OptionalName = ""


class Reconstruction(Body, frozen=True, kw_only=True):
    """Instellingen van deze reconstructie: one record per instance.

    `current` is the moment on the wall; `experience` switches the line of CR-14 on; `matrix` shows the whole
    timeline on the wall; `focus` what the wall shows besides (ground rules, a thread …). `rules_agreed` in ms.
    """

    TYPE = "reconstruction"
    MOST = 20

    reason: OptionalText = ""
    current: str | None = None
    experience: bool = False
    focus: Literal["moment", "overview", "ground_rules", "threads", "lessons", "agreements", "new_information"] = (
        "moment"
    )
    rules_agreed: int = 0
    asked: tuple[str, ...] = ()
    information_asked: bool = False
    information_open: bool = False


class DefiningMoment(Body, frozen=True, kw_only=True):
    """Bepalend moment (CR-6, CR-7, CR-12): neutral, in keywords, 120 code points at most.

    `place` orders all moments and is for control only; `spot` orders the revealed ones and is set at the reveal,
    so that a hidden moment takes no place (R4). `mark` says whether it hindered or helped (CR-18).
    """

    TYPE = "defining_moment"
    MOST = 60

    text: MomentText
    when: When
    kind: Literal["content", "collaboration"] = "content"
    place: float
    revealed: bool = False
    spot: float | None = None
    during: bool = False


class Interpretation(Body, frozen=True, kw_only=True):
    """Duiding: one party's reading of a moment, in its own words, 280 code points at most (CR-12).

    Scope: the moment. Drafts are for the author only; `noted` was written down by the note-taker; `beforehand`
    was brought in before the meeting (CR-3).
    """

    TYPE = "interpretation"
    MOST = 1_500

    text: InterpretationText
    state: Literal["draft", "placed"] = "placed"
    noted: bool = False
    beforehand: bool = False


class Stance(Body, frozen=True, kw_only=True):
    """Houding van een partij tegenover een moment (CR-12); one per party and moment. Scope: the moment."""

    TYPE = "stance"
    MOST = 1_500

    value: Literal["also_defining", "not_defining", "not_yet_involved"]
    noted: bool = False


class Experience(Body, frozen=True, kw_only=True):
    """Beleving van de samenwerking, 1 (zwaar) to 5 (goed), per party and moment (CR-14). Scope: the moment."""

    TYPE = "experience"
    MOST = 1_500

    value: Annotated[int, msgspec.Meta(ge=1, le=5)]


class Interaction(Body, frozen=True, kw_only=True):
    """Wisselwerking: what one party did, its effect on another, and the assumption behind it (CR-15).

    `by` acted, `on` felt it. Scope: the moment of the action; `effect_moment` where the effect showed, if elsewhere.
    """

    TYPE = "interaction"
    MOST = 200

    by: RecordId
    on: RecordId
    action: InterpretationText
    effect: InterpretationText
    understood: OptionalText = ""
    assumption: OptionalText = ""
    effect_moment: str | None = None


class Mark(Body, frozen=True, kw_only=True):
    """Markering: this moment hindered or helped the collaboration, and why (CR-18). Scope: the moment."""

    TYPE = "mark"
    MOST = 400

    value: Literal["hindering", "helping"]
    why: OptionalText = ""


class Observation(Body, frozen=True, kw_only=True):
    """Wat opvalt in de tijdlijn: in events, in what professionals did, in the collaboration, or the dynamic it
    leads to (CR-18)."""

    TYPE = "observation"
    MOST = 200

    text: InterpretationText
    about: Literal["events", "actions", "collaboration", "dynamic"]


class Peeling(Body, frozen=True, kw_only=True):
    """Afpellen van een moment (CR-18): what exactly happened, what effect, which step could be different.

    Scope: the moment.
    """

    TYPE = "peeling"
    MOST = 60

    happened: OptionalText = ""
    effect: OptionalText = ""
    step: OptionalText = ""


class Abbreviation(Body, frozen=True, kw_only=True):
    """Afkorting of vakwoord met uitleg, for everybody at the table (CR-7)."""

    TYPE = "abbreviation"
    MOST = 80

    word: NameText
    meaning: OptionalText
