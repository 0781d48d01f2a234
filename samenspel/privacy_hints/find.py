"""Zoeken: every finding in a text, the surest kinds first, so that no two lie over each other."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import phonenumbers
from stdnum import iban
from stdnum.nl import bsn

from samenspel.privacy_hints import names, patterns
from samenspel.privacy_hints.finding import Finding, Kind

LONGEST = 20_000
"""Code points that are looked at; what is longer is refused elsewhere."""
_NOBODYS = frozenset(
    {
        phonenumbers.PhoneNumberType.TOLL_FREE,
        phonenumbers.PhoneNumberType.PREMIUM_RATE,
        phonenumbers.PhoneNumberType.SHARED_COST,
        phonenumbers.PhoneNumberType.UAN,
    }
)

Span = tuple[Kind, int, int]


def find(text: str, participants: Iterable[str] = (), year: int = 2026) -> list[Finding]:
    """What looks like data of a person, in the order of the text. `participants` are names as they were filled in,
    `year` is that of today."""
    text = text[:LONGEST]
    taken: list[Finding] = []
    for kind, start, end in _spans(text, tuple(participants), year):
        if all(end <= other.start or start >= other.end for other in taken):
            taken.append(Finding(kind, start, end))
    return sorted(taken, key=lambda found: found.start)


def _spans(text: str, participants: tuple[str, ...], year: int) -> Iterator[Span]:
    for found in patterns.EMAIL.finditer(text):
        yield "email", found.start(), found.end()
    for found in patterns.IBAN.finditer(text):
        if iban.is_valid(found.group()):
            yield "iban", found.start(), found.end()
    yield from _citizen_numbers(text)
    yield from _births(text, year)
    for number in phonenumbers.PhoneNumberMatcher(text, "NL"):
        if phonenumbers.number_type(number.number) not in _NOBODYS:
            yield "phone", number.start, number.end
    for found in patterns.POSTCODE.finditer(text):
        # "2024 VT" is a year and an abbreviation more often than a postcode.
        if not (found[2] and 1950 <= int(found[1]) <= 2049):
            yield "postcode", found.start(), found.end()
    for found in patterns.STREET.finditer(text):
        yield "address", found.start(), found.end()
    for start, end in names.of_participants(text, participants):
        yield "participant", start, end
    for start, end in names.of_people(text):
        yield "name", start, end


def _citizen_numbers(text: str) -> Iterator[Span]:
    """Nine digits that pass the eleven test; or nine digits at all behind the word for it, one of which is wrong."""
    said = {found.end() for found in patterns.BSN_WORD.finditer(text)}
    for found in patterns.DIGITS.finditer(text):
        if bsn.is_valid(found.group()) or found.start() in said:
            yield "bsn", found.start(), found.end()


def _births(text: str, year: int) -> Iterator[Span]:
    for found in patterns.BORN.finditer(text):
        yield "birth", found.start(1), found.end(1)
    for found in patterns.FULL_DATE.finditer(text):
        if 1900 < int(found[1]) <= year - patterns.EIGHT_YEARS:
            yield "birth", found.start(), found.end()
