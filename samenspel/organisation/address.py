"""Aanspreekvorm: our own sentences from je to u. Only ever used on what this program says, never on people's words.

Dutch needs three things: `je` of a thing is `uw`, a verb before `je` gets its t back, and all the rest is `u`.
"""

from __future__ import annotations

import re
from typing import Any, Final

from samenspel.organisation.look import look

SEPARATOR: Final = "\u2063"
"""Invisible; stands around words of people, so that they stay as they are."""
THINGS: Final = frozenset(
    {
        "eigen",
        "naam",
        "momenten",
        "moment",
        "antwoord",
        "antwoorden",
        "hele",
        "partij",
        "laatste",
        "eerste",
        "agenda",
        "agenda's",
        "tekst",
        "teksten",
        "browser",
        "account",
        "afspraken",
        "afspraak",
        "reactie",
        "reacties",
        "zin",
        "andere",
        "collega",
        "collega's",
        "woorden",
        "verhaal",
        "voorbereiding",
        "plek",
        "plaats",
        "organisatie",
        "link",
        "pagina",
        "telefoon",
        "vraag",
        "vragen",
        "apparaat",
        "gegevens",
        "functie",
        "rol",
        "adres",
        "mailadres",
        "mail",
        "e-mailadres",
        "werk",
        "keuze",
        "kijk",
        "beleving",
        "ervaring",
        "indruk",
        "opmerking",
        "opmerkingen",
        "les",
        "lessen",
        "kant",
        "kladje",
        "gespreksbegeleider",
        "initiatiefnemer",
    }
)
VERBS: Final = {
    "ben": "bent", "bent": "bent", "heb": "hebt", "wil": "wilt", "kun": "kunt", "kan": "kunt", "krijg": "krijgt",
    "kies": "kiest", "zie": "ziet", "vind": "vindt", "sta": "staat", "doe": "doet", "mis": "mist", "kijk": "kijkt",
    "kom": "komt", "hoef": "hoeft", "reageer": "reageert", "pas": "past", "open": "opent", "bereid": "bereidt",
    "word": "wordt", "verstuur": "verstuurt", "geef": "geeft", "ga": "gaat", "lees": "leest", "schrijf": "schrijft",
    "zeg": "zegt", "maak": "maakt", "vul": "vult", "haal": "haalt", "voel": "voelt", "denk": "denkt", "werk": "werkt",
    "neem": "neemt", "bewaar": "bewaart", "hoor": "hoort", "spreek": "spreekt", "deel": "deelt", "houd": "houdt",
    "blijf": "blijft", "zoek": "zoekt", "vraag": "vraagt", "stuur": "stuurt", "zul": "zult",
}  # fmt: skip
SET: Final = (("bereid je je voor", "bereidt u zich voor"), ("je je ", "u zich "))
_QUOTED: Final = re.compile(rf"({SEPARATOR}[^{SEPARATOR}]*{SEPARATOR}|“[^”]*”|‘[^’]*’|\{{[%{{].*?[%}}]\}})")
_WORD: Final = re.compile(r"(?:\b([A-Za-z]+)(\s+))?\b([Jj])(e|ij|ou|ouw|ezelf)\b(?=(\s+[\w'’-]+)?)")


def verbatim(text: str) -> str:
    """People's own words inside a sentence of ours."""
    return f"{SEPARATOR}{text}{SEPARATOR}"


def said(text: str) -> str:
    """A sentence of ours as this organisation says it: with u when it chose so."""
    return (formal(text) if look().formal else text).replace(SEPARATOR, "")


def formal(text: str) -> str:
    """The sentence with u. Words between quotes, and what a template fills in, stay as they are."""
    return "".join(each if number % 2 else _formal(each) for number, each in enumerate(_QUOTED.split(text)))


def all_said(found: Any) -> Any:
    """Every text in lists and tables of ours."""
    if isinstance(found, str):
        return said(found)
    if isinstance(found, list):
        return [all_said(each) for each in found]
    return {key: all_said(each) for key, each in found.items()} if isinstance(found, dict) else found


def _formal(text: str) -> str:
    for ours, theirs in SET:
        text = text.replace(ours, theirs).replace(ours.capitalize(), theirs.capitalize())
    return _WORD.sub(_one, text)


def _one(found: re.Match[str]) -> str:
    verb, space, capital, rest, following = found.groups()
    verb, space, after = verb or "", space or "", (following or "").strip().casefold().rstrip(".,:;!?")
    of_thing = rest == "ouw" or (rest == "e" and after in THINGS)
    word = "uw" if of_thing else "uzelf" if rest == "ezelf" else "u"
    if not of_thing and rest in ("e", "ij") and verb.lower() in VERBS:
        turned = VERBS[verb.lower()]
        verb = turned.capitalize() if verb[0].isupper() else turned
    return f"{verb}{space}{word.capitalize() if capital == 'J' else word}"
