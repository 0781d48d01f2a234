"""De casusreconstructie (sources 000 and 001): declared whole. The rules stand in rules.py, the views in views.py."""

from __future__ import annotations

from typing import Final

from samenspel.instruments.case_reconstruction import introduction
from samenspel.instruments.case_reconstruction.records import (
    Abbreviation,
    AbsentParty,
    CaseChoice,
    Consent,
    DefiningMoment,
    Experience,
    FacilitatorCheck,
    Interaction,
    Interpretation,
    Mark,
    MissingParty,
    MomentInput,
    MomentRequest,
    Observation,
    Peeling,
    Proceedings,
    Reconstruction,
    ReportComment,
    SoundingAnswer,
    Stance,
    Suggestion,
    Tension,
)
from samenspel.instruments.case_reconstruction.rules import MOVES
from samenspel.instruments.case_reconstruction.views import VIEWS
from samenspel.kernel.audience import CONTROL, ROOM_ROLES
from samenspel.kernel.definition import Args, Fleeting, Instrument, Phase
from samenspel.kernel.text import RecordId
from samenspel.vocabulary.outcomes import UPGRADES, Agreement, GroundRule, Lesson, LookBack, RedThread, Theme

PHASES: Final = (
    Phase("preparation", "Voorbereiding", prepare=True),
    Phase("introduction", "Introductie en spelregels"),
    Phase("timeline", "Reconstrueren van de tijdlijn"),
    Phase("reflection", "Reflectie en rode draden"),
    Phase("lessons", "Lessen en vervolgstappen"),
    Phase("closing", "Afronding"),
)

RECORDS: Final = (
    Reconstruction, Proceedings, Consent, Suggestion, DefiningMoment, Interpretation, Stance, Experience,
    Interaction, Mark, Observation, Peeling, Abbreviation,
    CaseChoice, SoundingAnswer, FacilitatorCheck, MissingParty, Tension, MomentRequest, MomentInput, AbsentParty,
    ReportComment,
    GroundRule, Theme, RedThread, Lesson, Agreement, LookBack,
)  # fmt: skip


class Writing(Args, frozen=True, kw_only=True):
    """Somebody writes under this moment."""

    moment: RecordId


INSTRUMENT: Final = Instrument(
    name="case_reconstruction",
    title="Casusreconstructie",
    phases=PHASES,
    records=RECORDS,
    moves=MOVES,
    views=VIEWS,
    setup=introduction.setup,
    # To control only: to the room it would tell who writes under what.
    fleeting=(Fleeting("writing", Writing, ROOM_ROLES, frozenset({CONTROL})),),
    upgrades=UPGRADES,
)
