"""Aanwijzers bij de deelnemers (CR-3): what the instrument advises about who is on the list, in its own words."""

from __future__ import annotations

from dataclasses import dataclass

from samenspel.instruments.case_reconstruction import advice
from samenspel.organisation.texts import texts_of
from samenspel.trajects.contact import Contact, Person

AT_TABLE = (Contact.Role.INITIATOR, Contact.Role.PARTICIPANT)
TEXTS = ("case_reconstruction", "voorbereiding")


@dataclass(frozen=True)
class Indicator:
    """Aanwijzer: a title, how it stands (`good`, `attention`, `serious` or `unknown`), and what can be done."""

    title: str
    state: str
    text: str
    steps: tuple[str, ...]


def of(contacts: list[Contact]) -> list[Indicator]:
    """Number, mix of levels, and how many were involved; of who sits at the table only."""
    instrument, file = TEXTS
    texts = texts_of(instrument)[file]
    found = advice.at_table([_seat(row.person) for row in contacts if row.role in AT_TABLE])
    said = [(finding, advice.words(finding, texts)) for finding in found]
    return [Indicator(words.title, finding.state, words.text, words.steps) for finding, words in said]


def _seat(person: Person) -> advice.AtTable:
    level = person.level if person.level in ("practice", "team_lead", "management") else ""
    return advice.AtTable(person.party or None, level, person.involved)  # type: ignore[arg-type]
