"""Form of one contact, and the reader of many pasted rows (CR-3)."""

from __future__ import annotations

import re
from dataclasses import dataclass

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from samenspel.kernel.text import NAME_LENGTH, SHORT_LENGTH
from samenspel.trajects.contact import Person

from .forms import fitting
from .forms_traject import one_line

LEVELS = (
    ("", "Weet ik nog niet"),
    ("practice", "Uitvoering"),
    ("team_lead", "Teamleider"),
    ("management", "Manager"),
)
LEVEL_WORDS = {
    "": "",
    "uitvoering": "practice",
    "uitvoerend": "practice",
    "uitvoerder": "practice",
    "professional": "practice",
    "teamleider": "team_lead",
    "teamleiding": "team_lead",
    "teammanager": "team_lead",
    "manager": "management",
    "management": "management",
    "leidinggevende": "management",
    "bestuurder": "management",
}
INVOLVED = (("", "Weet ik nog niet"), ("ja", "Ja"), ("nee", "Nee"))
YES_NO = {"ja": True, "nee": False}
MOST_ROWS = 60
MOST_CHARACTERS = 20_000
TOO_LONG = f"Dit is te lang. Gebruik hoogstens {NAME_LENGTH} tekens."
NO_MAIL = "Dit is geen e-mailadres. Bijvoorbeeld: naam@organisatie.nl."


class PersonForm(forms.Form):
    """Betrokkene: who somebody is, and for whom they speak."""

    name = forms.CharField(
        label="Naam",
        max_length=NAME_LENGTH,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={"required": "Vul een naam in.", "max_length": TOO_LONG},
    )
    email = forms.EmailField(
        label="E-mailadres (mag leeg blijven)",
        required=False,
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
        error_messages={"invalid": NO_MAIL, "max_length": NO_MAIL},
    )
    party = forms.CharField(
        label="Partij",
        required=False,
        max_length=NAME_LENGTH,
        widget=forms.TextInput(attrs={"autocomplete": "off", "list": "partijen"}),
        error_messages={"max_length": TOO_LONG},
    )
    party_short = forms.CharField(
        label="Korte naam van de partij",
        required=False,
        max_length=SHORT_LENGTH,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={"max_length": f"Hoogstens {SHORT_LENGTH} tekens: dit staat op elk blad."},
    )
    function = forms.CharField(
        label="Functie (mag leeg blijven)",
        required=False,
        max_length=NAME_LENGTH,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={"max_length": TOO_LONG},
    )
    level = forms.ChoiceField(label="Niveau", required=False, choices=LEVELS)
    involved = forms.ChoiceField(label="Zelf bij de casus betrokken?", required=False, choices=INVOLVED)

    def clean(self) -> dict[str, object]:
        """Names on one line; a name of spaces is no name."""
        data: dict[str, object] = super().clean() or {}
        for field in ("name", "party", "party_short", "function"):
            if field in data:
                data[field] = one_line(data[field])
                try:
                    fitting(data[field], self.fields[field])
                except ValidationError as problem:
                    self.add_error(field, problem)
        if "name" in data and not data["name"]:
            self.add_error("name", self.fields["name"].error_messages["required"])
        return data

    @property
    def person(self) -> Person:
        """What was filled in. The colour is given by the list."""
        data = {
            name: self.cleaned_data[name] for name in ("name", "email", "party", "party_short", "function", "level")
        }
        return Person(**data, involved=YES_NO.get(self.cleaned_data["involved"]))


def filled(person: Person) -> dict[str, object]:
    """The start values of the form."""
    involved = "" if person.involved is None else "ja" if person.involved else "nee"
    names = ("name", "email", "party", "party_short", "function", "level")
    return {name: getattr(person, name) for name in names} | {"involved": involved}


@dataclass(frozen=True)
class Pasted:
    """Geplakte rijen: the people in them, and what is wrong, each with the number of its row."""

    persons: list[Person]
    faults: list[str]


def read_rows(text: str, known: set[str] = frozenset()) -> Pasted:  # type: ignore[assignment]
    """Rows of name; e-mail; party; level; involved, as typed or copied from a sheet. `known`: addresses on the list."""
    if len(text) > MOST_CHARACTERS:
        return Pasted([], [f"Dit is te veel tekst. Plak hoogstens {MOST_ROWS} rijen per keer."])
    rows = [(number, line) for number, line in enumerate(text.splitlines(), 1) if line.strip(" ;,\t")]
    if rows and re.match(r"\W*naam\b", rows[0][1], re.IGNORECASE):
        rows = rows[1:]
    if not rows:
        return Pasted([], ["Er staat nog niemand. Zet elke persoon op een eigen regel."])
    if len(rows) > MOST_ROWS:
        return Pasted([], [f"Dit zijn {len(rows)} rijen. Plak er hoogstens {MOST_ROWS} per keer."])
    persons, faults, seen = [], [], set(known)
    for number, line in rows:
        person, wrong = _read(line)
        mail = person.email.casefold()
        if mail and mail in seen:
            wrong.append("dit e-mailadres staat al op de lijst")
        seen.add(mail)
        persons.append(person)
        faults += [f"Regel {number}: {fault}." for fault in wrong]
    return Pasted([] if faults else persons, faults)


def _read(line: str) -> tuple[Person, list[str]]:
    separator = next((mark for mark in ("\t", ";", ",") if mark in line), ";")
    cells = [one_line(cell.strip(" \"'")) for cell in line.split(separator)] + [""] * 5
    name, email, party, level, involved = cells[:5]
    wrong = []
    if not name:
        wrong.append("de naam ontbreekt")
    if max(len(name), len(party)) > NAME_LENGTH:
        wrong.append(f"een naam is langer dan {NAME_LENGTH} tekens")
    if email and not _is_mail(email):
        wrong.append("het tweede vak is geen e-mailadres")
    if level.casefold() not in LEVEL_WORDS:
        wrong.append("het niveau is uitvoering, teamleider of manager")
    if involved and involved.casefold() not in YES_NO:
        wrong.append("zelf betrokken is ja of nee")
    if any(cells[5:]):
        wrong.append("er staan meer dan vijf vakken")
    person = Person(
        name=name,
        email=email,
        party=party,
        level=LEVEL_WORDS.get(level.casefold(), ""),
        involved=YES_NO.get(involved.casefold()),
    )
    return person, wrong


def _is_mail(text: str) -> bool:
    try:
        validate_email(text)
    except ValidationError:
        return False
    return len(text) <= 254
