"""Phase 1, preparation: paste what came in, the reason, the glossary (CR-1, CR-6, CR-7)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Annotated, Final, NoReturn

import msgspec

from samenspel.instruments.case_reconstruction import lookups, moments, order
from samenspel.instruments.case_reconstruction.records import (
    Abbreviation,
    DefiningMoment,
    Interpretation,
    When,
)
from samenspel.instruments.case_reconstruction.when_reader import read
from samenspel.kernel.change import Change
from samenspel.kernel.definition import Args
from samenspel.kernel.record import Record
from samenspel.kernel.refusal import Reason, Refused
from samenspel.kernel.situation import Situation
from samenspel.kernel.text import (
    INTERPRETATION_LENGTH,
    MOMENT_LENGTH,
    NameText,
    OptionalText,
    RecordId,
)
from samenspel.vocabulary.fields import OfRecord
from samenspel.vocabulary.people import Party

Pasted = Annotated[str, msgspec.Meta(max_length=4_000)]
KINDS: Final[dict[str, moments.Kind]] = {
    "": "content", "content": "content", "inhoud": "content", "inhoudelijk": "content",
    "collaboration": "collaboration", "samenwerking": "collaboration",
}  # fmt: skip


class Row(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Rij as it stood in the spreadsheet: words, read by the rule so that a refusal can name the row."""

    when: Pasted = ""
    text: Pasted = ""
    kind: Pasted = ""
    party: Pasted = ""
    interpretation: Pasted = ""


class PasteMoments(Args, frozen=True, kw_only=True):
    """Rows from a spreadsheet. A row without moment adds its interpretation to the moment of the row above."""

    rows: Annotated[list[Row], msgspec.Meta(min_length=1, max_length=300)]


class SetReason(Args, frozen=True, kw_only=True):
    """Why this case was chosen (CR-1)."""

    reason: OptionalText


class SwitchExperience(Args, frozen=True, kw_only=True):
    """The line of CR-14 on or off."""

    on: bool


class AddAbbreviation(Args, frozen=True, kw_only=True):
    """A word of the trade with its meaning."""

    word: NameText
    meaning: OptionalText = ""


class ChangeAbbreviation(Args, frozen=True, kw_only=True):
    """The same, rewritten."""

    id: RecordId
    word: NameText
    meaning: OptionalText = ""


def paste_moments(situation: Situation, args: PasteMoments) -> Iterable[Change]:
    """All rows or none (CR-6): every moment hidden and where its date belongs, interpretations as brought in before."""
    scope = lookups.reconstruction(situation)[0].id
    ordered: list[Record] = order.by_place(situation.all(DefiningMoment))
    known = {record.id for record in ordered}
    words: list[Change] = []
    above: str | None = None
    for number, row in enumerate(args.rows, 1):
        if row.text:
            body = _moment(number, row, during=situation.phase != "preparation")
            put = situation.create(body, scope=scope)
            ordered.insert(moments.index_by_date(ordered, body.when), put.record)
            above = put.record.id
        if above is None or not (row.text or row.interpretation):
            _no(number, "Hier ontbreekt het moment.", Reason.EMPTY)
        if row.interpretation:
            words.append(
                situation.create(
                    Interpretation(text=_within(number, row.interpretation, INTERPRETATION_LENGTH), beforehand=True),
                    scope=above,
                    party=_party(situation, number, row.party),
                )
            )
    return [*_number(situation, ordered, known), *words]


def set_reason(situation: Situation, args: SetReason) -> Iterable[Change]:
    """Write down why this case was chosen; it bounds the reach of the lessons (CR-1, CR-19). Guarded."""
    record, _ = lookups.reconstruction(situation)
    situation.guard(record)
    return [situation.change(record, reason=args.reason)]


def switch_experience(situation: Situation, args: SwitchExperience) -> Iterable[Change]:
    """Show or hide how each party experienced the collaboration (CR-14); what was placed is kept."""
    record, body = lookups.reconstruction(situation)
    return [] if body.experience == args.on else [situation.change(record, experience=args.on)]


def add_abbreviation(situation: Situation, args: AddAbbreviation) -> Iterable[Change]:
    """Explain a word for everybody at the table (CR-7)."""
    return [situation.create(Abbreviation(word=args.word, meaning=args.meaning))]


def change_abbreviation(situation: Situation, args: ChangeAbbreviation) -> Iterable[Change]:
    """Rewrite an explanation; guarded (R11)."""
    record, _ = situation.find(Abbreviation, args.id)
    situation.guard(record)
    return [situation.change(record, word=args.word, meaning=args.meaning)]


def remove_abbreviation(situation: Situation, args: OfRecord) -> Iterable[Change]:
    """Take an explanation away."""
    return situation.remove(situation.find(Abbreviation, args.id)[0])


def _number(situation: Situation, ordered: list[Record], known: set[str]) -> list[Change]:
    """New moments get the whole number of their turn; those that were here move only when they must."""
    changes: list[Change] = []
    for place, record in enumerate(ordered, 1):
        if record.id not in known:
            body = msgspec.structs.replace(record.body, place=float(place))
            changes.append(situation.create(body, scope=record.scope, record_id=record.id))
        elif record.body.place != place:  # type: ignore[attr-defined]
            changes.append(situation.change(record, place=float(place)))
    return changes


def _moment(number: int, row: Row, *, during: bool) -> DefiningMoment:
    kind = KINDS.get(row.kind.lower())
    if kind is None:
        _no(number, "Vul bij soort in: inhoud of samenwerking.")
    text = _within(number, row.text, MOMENT_LENGTH)
    return DefiningMoment(text=text, when=_when(number, row.when), kind=kind, place=0.0, during=during)


def _when(number: int, words: str) -> When:
    found = read(words)
    if found is None:
        _no(number, "De datum kunnen we niet lezen. Schrijf bijvoorbeeld 12-3-2025, maart 2025 of rond kerst 2024.")
    return found


def _within(number: int, text: str, most: int) -> str:
    if len(text) > most:
        _no(number, f"De tekst is {len(text)} tekens lang; er passen er {most}.", Reason.TOO_LONG)
    return text


def _party(situation: Situation, number: int, words: str) -> str:
    asked = words.casefold()
    for record in situation.state.of(Party):
        body = record.body
        if isinstance(body, Party) and asked in (record.id, body.name.casefold(), body.short.casefold()):
            return record.id
    _no(number, "Deze partij staat niet op de lijst. Voeg die eerst toe, of schrijf de naam precies zo.")


def _no(number: int, why: str, reason: Reason = Reason.BAD_VALUE) -> NoReturn:
    raise Refused(reason, f"Rij {number}: {why} Er is niets toegevoegd.")
