"""What a casusreconstructie keeps. Threads, lessons and agreements are vocabulary."""

from __future__ import annotations

from typing import Annotated, Literal

import msgspec

from samenspel.instruments.case_reconstruction.moment_date import When as When
from samenspel.instruments.case_reconstruction.prepared import AbsentParty as AbsentParty
from samenspel.instruments.case_reconstruction.prepared import CaseChoice as CaseChoice
from samenspel.instruments.case_reconstruction.prepared import FacilitatorCheck as FacilitatorCheck
from samenspel.instruments.case_reconstruction.prepared import MissingParty as MissingParty
from samenspel.instruments.case_reconstruction.prepared import MomentInput as MomentInput
from samenspel.instruments.case_reconstruction.prepared import MomentRequest as MomentRequest
from samenspel.instruments.case_reconstruction.prepared import ReportComment as ReportComment
from samenspel.instruments.case_reconstruction.prepared import SoundingAnswer as SoundingAnswer
from samenspel.instruments.case_reconstruction.prepared import Tension as Tension
from samenspel.kernel.record import Body
from samenspel.kernel.text import InterpretationText, MomentText, NameText, OptionalText, RecordId


class Reconstruction(Body, frozen=True, kw_only=True):
    """Instellingen van deze reconstructie, one record per instance: the scope of every moment, so it changes seldom.

    `reason` is why this case was chosen (CR-1; everybody sees it once lessons are drawn, CR-19); `experience`
    switches the line of CR-14 on.
    """

    TYPE = "reconstruction"
    MOST = 20

    reason: OptionalText = ""
    experience: bool = False


Focus = Literal["moment", "overview", "ground_rules", "themes", "threads", "lessons", "agreements", "new_information"]


class Proceedings(Body, frozen=True, kw_only=True):
    """Verloop: where the talk is now, one record per instance.

    `current` is the revealed moment on the wall; `focus` what the wall shows. `rules_agreed` in ms, 0 for not yet
    (CR-11). `asked` are keys of prompts (CR-13, control only). `information_open`: the procedure for new
    information is on the table; `information_asked`: it was asked once more in part 4 (CR-17).
    """

    TYPE = "proceedings"
    MOST = 20

    current: str | None = None
    focus: Focus = "moment"
    rules_agreed: int = 0
    asked: tuple[str, ...] = ()
    information_open: bool = False
    information_asked: bool = False


class Consent(Body, frozen=True, kw_only=True):
    """Instemming van één deelnemer met de spelregels (CR-11); `at` in ms. Dropped when the rules change."""

    TYPE = "consent"
    MOST = 1_200

    at: int


class Suggestion(Body, frozen=True, kw_only=True):
    """Voorstel van een deelnemer: a moment that is missing (CR-12) or a ground rule (CR-11).

    For its author and control only. `when` comes with a moment and never with a rule.
    """

    TYPE = "suggestion"
    MOST = 200
    EACH = 25

    kind: Literal["moment", "ground_rule"]
    text: OptionalText
    when: When | None = None
    status: Literal["open", "taken", "set_aside"] = "open"


class DefiningMoment(Body, frozen=True, kw_only=True):
    """Bepalend moment (CR-6, CR-7, CR-12): neutral, in keywords, 120 code points at most.

    Scope: the reconstruction. `place` orders all moments and is for control only; `spot` orders the revealed ones
    and is set at the reveal, so that a hidden moment takes no place (R4). `during`: came up in the meeting.
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
    was brought in before the meeting (CR-3); `confirmed`: the party said that the noted words are right. `removed`:
    its author had the words taken away; what stands there says so and nothing else.
    """

    TYPE = "interpretation"
    MOST = 1_500
    EACH = 300

    text: InterpretationText
    state: Literal["draft", "placed"] = "placed"
    noted: bool = False
    beforehand: bool = False
    confirmed: bool = False
    removed: bool = False


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
    noted: bool = False


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
    """Markering: this moment hindered or helped the collaboration, and why (CR-18). Scope: the moment.

    A participant has one per moment, with its party; control keeps one for the group (no party) and one per party.
    """

    TYPE = "mark"
    MOST = 400

    value: Literal["hindering", "helping"]
    why: OptionalText = ""
    noted: bool = False


class Observation(Body, frozen=True, kw_only=True):
    """Wat opvalt in de tijdlijn: in events, in what professionals did, in the collaboration, or the dynamic it
    leads to (CR-18)."""

    TYPE = "observation"
    MOST = 200
    EACH = 60

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
