"""Regular expressions for what has a fixed shape. All are linear in the length of the text (B7)."""

from __future__ import annotations

import re
from typing import Final

EMAIL: Final = re.compile(r"[\w.+'-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,5}")
DIGITS: Final = re.compile(r"(?<![\w.,/-])\d(?:[ .-]?\d){8}(?![\w/-])")
BSN_WORD: Final = re.compile(r"\b(?:bsn|burgerservicenummer|sofinummer|sofi-nummer)\b[^\d\n]{0,15}", re.I)
IBAN: Final = re.compile(
    r"\b(?:[Nn][Ll]\d{2} ?[A-Za-z]{4} ?\d{4} ?\d{4} ?\d{2}|[A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){2,7}(?: ?[A-Z0-9]{1,3})?)\b"
)
POSTCODE: Final = re.compile(r"\b([1-9]\d{3})( ?)(?!SA|SD|SS)([A-Z]{2})\b")
FULL_DATE: Final = re.compile(
    r"\b\d{1,2}(?:[-/. ]\d{1,2}[-/. ]|\s+(?:jan|feb|mrt|maa|apr|mei|jun|jul|aug|sep|okt|nov|dec)[a-z]{0,6}\.?\s+)"
    r"((?:19|20)\d{2})\b",
    re.I,
)
BORN: Final = re.compile(
    r"\b(?:geb\.|geboren|geboortedatum|geboortedag|geboortejaar)[^\d\n.]{0,20}(\d[\d\s./-]{3,11}\d"
    r"|\d{1,2}\s+[a-z]{3,9}\.?\s+\d{4})",
    re.I,
)
_ENDS: Final = "straat|laan|gracht|plein|kade|singel|steeg|plantsoen|boulevard|dreef"
_SOMETIMES: Final = "weg|hof|dijk|pad|park|markt|burg|brink|ring|wal|poort|dam|kamp|veld|horst|erf|donk|meent"
_NUMBER: Final = r"\s+\d{1,4}(?:\s?[a-zA-Z])?(?![\w:])(?!\s*(?:uur|keer|dagen|weken|jaar|maanden|%))"
STREET: Final = re.compile(
    rf"\b(?:\w{{2,30}}(?:{_ENDS})|[A-Z]\w{{2,30}}(?:{_SOMETIMES})"
    rf"|(?:Laan|Straat|Plein|Weg|Hof|Park) van(?: (?:de|den|der|het|’t|'t))? [A-Z]\w{{1,30}})"
    rf"{_NUMBER}"
)
WORD: Final = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*\.?")
EIGHT_YEARS: Final = 8
"""A full date this many years ago is older than nearly every case: it may well be of a birth."""
