"""Advice on the preparation (CR-1 to CR-7): what holds, what does not, and what to do then. It never blocks.

Pure functions of what is known; the sentences stand in content/nl/voorbereiding.toml, table `advice`, so that an
organisation can say them otherwise. A page asks for findings and lets `words` say them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final, Literal

from samenspel.instruments.case_reconstruction.prepared import (
    AbsentParty,
    CaseChoice,
    FacilitatorCheck,
    SoundingAnswer,
    Tension,
)

COMPETENCES: Final = ("listening", "summarising", "flexibility", "daring_to_ask", "conflict_skills", "impartiality")
WORKABLE: Final = (10, 12)
"""People at the table (001: 10-12)."""
MOST_INVOLVED: Final = 0.75
"""'By far most' of 001, put in a figure: our choice."""
ASKED: Final = (3, 4)
"""Parties asked for moments (001: 3-4)."""
ABOUT_TEN: Final = (7, 13)
"""Moments for a first draft (001: about ten), with room around it: our choice."""

State = Literal["good", "attention", "serious", "unknown"]


@dataclass(frozen=True)
class Finding:
    """Bevinding: what was looked at (`key`), how it stands, which sentence says so (`said`), and its numbers."""

    key: str
    state: State
    said: str
    values: Mapping[str, int | str] = field(default_factory=dict)

    @property
    def good(self) -> bool:
        """Whether nothing needs to be done."""
        return self.state == "good"


@dataclass(frozen=True)
class Words:
    """Wat er staat: a title, one sentence on how it stands, and what to do about it (nothing when it is good)."""

    title: str
    text: str
    steps: tuple[str, ...] = ()


@dataclass(frozen=True)
class AtTable:
    """Aan tafel: what the indicators need of one participant (CR-3). `level` '' and `involved` None: not said yet."""

    party: str | None
    level: Literal["", "practice", "team_lead", "management"] = ""
    involved: bool | None = None


def words(finding: Finding, texts: Mapping[str, Any]) -> Words:
    """The sentences of a finding; `texts` is the file voorbereiding with an organisation's own words over it."""
    table = texts["advice"][finding.key]
    steps = () if finding.good else tuple(table.get(f"{finding.said}_steps", ()))
    filled = {name: str(value) for name, value in finding.values.items()}
    title, text = _fill(table["title"], filled), _fill(table[finding.said], filled)
    return Words(title, text, tuple(_fill(step, filled) for step in steps))


def preconditions(choice: CaseChoice | None, answers: Sequence[SoundingAnswer]) -> list[Finding]:
    """The two preconditions of 001 (CR-1): the case is closed or calm, and by far most were involved themselves."""
    calm = choice.calm if choice else ""
    case = Finding("case_calm", {"running": "serious", "": "unknown"}.get(calm, "good"), calm or "unknown")  # type: ignore[arg-type]
    said = [answer.involved for answer in answers if answer.involved]
    return [case, _involved("mostly_involved", len([one for one in said if one != "no"]), len(said))]


def willingness(answers: Sequence[SoundingAnswer]) -> list[Finding]:
    """Open to it, time for it, willing to learn together (CR-1): who is not, asks for a talk before an invitation."""
    found = []
    for name in ("open", "time", "learn"):
        given = [answer for answer in (getattr(one, name) for one in answers) if answer]
        no, unsure = given.count("no"), given.count("unsure")
        said = "unknown" if not given else "no" if no else "unsure" if unsure else "yes"
        state: State = "unknown" if not given else "attention" if no or unsure else "good"
        found.append(Finding(f"{name}_to_it", state, said, {"no": no, "unsure": unsure, "of": len(given)}))
    return found


def fit(choice: CaseChoice | None) -> Finding:
    """Whether the signals say that a casusreconstructie fits (CR-1)."""
    if choice is None:
        return Finding("fits", "unknown", "unknown")
    if choice.signals or choice.kind == "exemplary":
        return Finding("fits", "good", "exemplary" if choice.kind == "exemplary" else "yes", {"n": len(choice.signals)})
    return Finding("fits", "attention", "no")


def leading(checks: Sequence[FacilitatorCheck], *, second: bool) -> list[Finding]:
    """Who leads the talk (CR-2): competences, independence, the field, a second person, confidentiality."""
    if not checks:
        return [Finding("competences", "unknown", "unknown"), _second(second)]
    sure = {name for check in checks for name in check.competences}
    missing = len(COMPETENCES) - len(sure)
    independent = {check.independent for check in checks}
    knows = any(check.field_knowledge for check in checks)
    promised = all(check.confidentiality != "none" for check in checks)
    return [
        Finding("competences", "attention" if missing else "good", "some" if missing else "all", {"n": missing}),
        _yes_no("independence", False if False in independent else None if None in independent else True, "serious"),
        Finding("field_knowledge", "good" if knows else "attention", "yes" if knows else "no"),
        _second(second),
        Finding("confidentiality", "good" if promised else "attention", "yes" if promised else "no"),
    ]


def at_table(people: Sequence[AtTable]) -> list[Finding]:
    """Who comes (CR-3): 10-12 is workable, practice beside team lead or management, by far most involved."""
    count = len(people)
    low, high = WORKABLE
    said = "unknown" if not count else "few" if count < low else "many" if count > high else "good"
    state: State = "unknown" if not count else "good" if said == "good" else "attention"
    known = [one.involved for one in people if one.involved is not None]
    return [
        Finding("number", state, said, {"n": count}),
        _levels([one.level for one in people if one.level]),
        _involved("share_involved", known.count(True), len(known)),
    ]


def missing(named: int, *, asked: bool) -> Finding:
    """Whether somebody misses a party (CR-3); nobody says so as long as nobody was asked."""
    if named:
        return Finding("missing_party", "attention", "named", {"n": named})
    return Finding("missing_party", "good", "nobody") if asked else Finding("missing_party", "unknown", "unasked")


def tension(answers: Sequence[Tension]) -> list[Finding]:
    """What the confidential answers ask of the facilitator (CR-4). For the facilitator only."""
    levels = [answer.level for answer in answers]
    serious, light = levels.count("serious"), levels.count("light")
    said = "serious" if serious else "light" if light else "none" if levels else "unknown"
    state: State = {"serious": "serious", "light": "attention", "none": "good"}.get(said, "unknown")  # type: ignore[assignment]
    talks = len([answer for answer in answers if answer.talk])
    values = {"serious": serious, "light": light, "of": len(levels)}
    wanted = [Finding("talk_wanted", "attention", "wanted", {"n": talks})] if talks else []
    return [Finding("tension", state, said, values), *wanted]


def absent(decision: AbsentParty | None, name: str) -> Finding:
    """What to do for a party that cannot come (CR-3); `name` is what the party is called."""
    if decision is None:
        return Finding("absent", "attention", "undecided", {"name": name})
    said = "approved" if decision.decision == "talk_first" and decision.approved else decision.decision
    state: State = "good" if said in ("approved", "go_on") else "attention"
    return Finding("absent", state, said, {"name": name})


def privacy(choice: CaseChoice | None) -> list[Finding]:
    """Purpose and legal basis (CR-5)."""
    confirmed = bool(choice and choice.purpose_confirmed)
    basis = choice.legal_basis if choice else ""
    state: State = {"": "unknown", "unknown": "serious"}.get(basis, "good")  # type: ignore[assignment]
    return [
        Finding("purpose", "good" if confirmed else "attention", "confirmed" if confirmed else "not_yet"),
        Finding("legal_basis", state, {"": "not_yet", "unknown": "unknown"}.get(basis, "known")),
    ]


def asked(parties: int, *, initiator: bool) -> list[Finding]:
    """Whom to ask for moments (CR-6): 3-4 parties, and the `initiator`'s among them."""
    low, high = ASKED
    said = "few" if parties < low else "many" if parties > high else "good"
    found = [Finding("asked", "good" if said == "good" else "attention", said, {"n": parties})]
    if parties and not initiator:
        found.append(Finding("initiator_asked", "attention", "no"))
    return found


def draft(moments: int) -> Finding:
    """About ten moments for two to two and a half hours (CR-7)."""
    low, high = ABOUT_TEN
    said = "few" if moments < low else "many" if moments > high else "good"
    state: State = "unknown" if not moments else "good" if said == "good" else "attention"
    return Finding("draft", state, said if moments else "unknown", {"n": moments})


def _involved(key: str, involved: int, of: int) -> Finding:
    if not of:
        return Finding(key, "unknown", "unknown")
    enough = involved / of >= MOST_INVOLVED
    return Finding(key, "good" if enough else "serious", "yes" if enough else "no", {"n": involved, "of": of})


def _levels(levels: Iterable[str]) -> Finding:
    found = set(levels)
    if not found:
        return Finding("levels", "unknown", "unknown")
    if "practice" not in found:
        return Finding("levels", "serious", "no_practice")
    if not found & {"team_lead", "management"}:
        return Finding("levels", "attention", "only_practice")
    return Finding("levels", "good", "mix")


def _yes_no(key: str, answer: bool | None, otherwise: State) -> Finding:
    if answer is None:
        return Finding(key, "unknown", "unknown")
    return Finding(key, "good" if answer else otherwise, "yes" if answer else "no")


def _second(second: bool) -> Finding:
    return Finding("second_person", "good" if second else "attention", "yes" if second else "no")


def _fill(text: str, values: Mapping[str, str]) -> str:
    for name, value in values.items():
        text = text.replace(f"{{{name}}}", value)
    return text
