"""What a casusreconstructie keeps of its preparation and of the round of comments (CR-1 to CR-6, CR-21).

All of it is under the key of the case: it goes when the case goes (CR-22).
"""

from __future__ import annotations

from typing import Literal

from samenspel.instruments.case_reconstruction.moment_date import When
from samenspel.kernel.record import Body
from samenspel.kernel.text import InterpretationText, LessonText, NameText, OptionalName, OptionalText

Signal = Literal["no_better_result", "not_understanding", "visions_apart", "role_expectations"]
Competence = Literal["listening", "summarising", "flexibility", "daring_to_ask", "conflict_skills", "impartiality"]
Answer = Literal["", "yes", "no", "unsure"]
"""'' is not answered yet: an answer can be given in parts."""


class CaseChoice(Body, frozen=True, kw_only=True):
    """Keuze van de casus (CR-1, CR-5), one per instance; for control and the initiator.

    `alias` is what the case is called: never a name. `kind`: it went stroef, or it is exemplary, then for `theme`.
    `calm`: closed, in a new calm phase, or still running ('' is not said yet). `purpose_confirmed`: learning about
    the collaboration, not gathering new information. `legal_basis` with `basis_note` where it is written down.
    """

    TYPE = "case_choice"
    MOST = 20

    alias: NameText
    kind: Literal["rough", "exemplary"] = "rough"
    theme: OptionalName = ""
    reason: OptionalText = ""
    signals: tuple[Signal, ...] = ()
    calm: Literal["", "closed", "calm", "running"] = ""
    purpose_confirmed: bool = False
    legal_basis: Literal["", "agreement", "law", "other", "unknown"] = ""
    basis_note: OptionalText = ""


class SoundingAnswer(Body, frozen=True, kw_only=True):
    """Antwoord op de peiling (CR-1), one per person: open to it, time for it, willing to learn together, and
    whether this person was involved in the case. For its author, control and the initiator."""

    TYPE = "sounding_answer"
    MOST = 600
    EACH = 1

    open: Answer = ""
    time: Answer = ""
    learn: Answer = ""
    involved: Literal["", "yes", "partly", "no"] = ""
    remark: OptionalText = ""


class FacilitatorCheck(Body, frozen=True, kw_only=True):
    """Zelftoets van de gespreksbegeleider (CR-2), one per person: competences this person is sure of, independence,
    knowledge of the field, and the declaration of confidentiality. `confirmed_at` in ms, 0 for not."""

    TYPE = "facilitator_check"
    MOST = 20

    competences: tuple[Competence, ...] = ()
    independent: bool | None = None
    field_knowledge: bool | None = None
    confidentiality: Literal["none", "paper", "confirmed"] = "none"
    confirmed_at: int = 0


class MissingParty(Body, frozen=True, kw_only=True):
    """Ontbrekende partij, as somebody sees it (CR-3). For its author, control and the initiator."""

    TYPE = "missing_party"
    MOST = 200
    EACH = 5

    text: InterpretationText


class Tension(Body, frozen=True, kw_only=True):
    """Spanning in de samenwerking, said in confidence (CR-4), one per person.

    For the facilitator; not for the note-taker, the initiator or anybody else. Its author sees that it was said.
    """

    TYPE = "tension"
    MOST = 600
    EACH = 1

    level: Literal["none", "light", "serious"]
    talk: bool = False
    note: OptionalText = ""


class MomentRequest(Body, frozen=True, kw_only=True):
    """Uitvraag van momenten aan één persoon (CR-6). `person` is an attendee id, `due` an ISO date or empty,
    `answered` in ms, 0 for not yet. For control and that person; the party is in the envelope."""

    TYPE = "moment_request"
    MOST = 60

    person: str
    due: str = ""
    answered: int = 0


class MomentInput(Body, frozen=True, kw_only=True):
    """Ingebracht moment (CR-6): when, what happened, of what kind, and how its party experienced it.

    A draft is for its author only; what was sent is for its author and control, and for no other party.
    `handled` says what was done with it; `moment` where it went, for control only. `removed`: taken back by its
    author after control had read it, without any words left.
    """

    TYPE = "moment_input"
    MOST = 600
    EACH = 40

    text: OptionalText = ""
    when: When | None = None
    kind: Literal["content", "collaboration"] = "content"
    meaning: OptionalText = ""
    state: Literal["draft", "sent", "removed"] = "draft"
    handled: Literal["", "taken", "set_aside"] = ""
    moment: str | None = None


class AbsentParty(Body, frozen=True, kw_only=True):
    """Afwezige partij: what is done when it cannot come (CR-3), one per party; for control and the initiator.

    `approved`: the party agrees with what was written down of its talk, which comes in as 'vooraf ingebracht'.
    """

    TYPE = "absent_party"
    MOST = 24

    decision: Literal["hold_over", "talk_first", "go_on"]
    note: OptionalText = ""
    approved: bool = False


class ReportComment(Body, frozen=True, kw_only=True):
    """Reactie op het verslag (CR-21): on a thread, a lesson or an agreement (`target`), never on what happened.

    For its author, control and the initiator.
    """

    TYPE = "report_comment"
    MOST = 400
    EACH = 60

    target: str
    text: LessonText
    state: Literal["open", "taken", "set_aside"] = "open"
