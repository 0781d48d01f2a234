"""Formulieren van de voorbereiding (CR-1, CR-2, CR-3, CR-5, CR-6)."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django import forms

from samenspel import clock
from samenspel.kernel.project import Seen
from samenspel.kernel.text import LESSON_LENGTH, NAME_LENGTH
from samenspel.personal.careful import CarefulForm
from samenspel.personal.fields import Choose, Line, Several, Words
from samenspel.personal.texts import texts
from samenspel.trajects.contact import Contact

YES_NO = {"yes": "Ja", "no": "Nee"}
DAYS = 7
"""A week to answer, unless somebody says otherwise."""
LONGEST = 180


def signals() -> dict[str, str]:
    """The four signals by which one knows that the method fits."""
    return {one["key"]: one["text"] for one in texts("guide")["signal"]}


def competences() -> dict[str, dict[str, str]]:
    """The six competences, with what each means."""
    return {one["key"]: one for one in texts("guide")["competence"]}


class CaseForm(CarefulForm):
    """Keuze van de casus (CR-1)."""

    careful = ("alias", "theme", "reason")
    own = ("alias", "kind", "theme", "reason", "signals", "calm")

    def __init__(self, data: Any = None, *, saved: Seen | None = None, alias: str = "") -> None:
        super().__init__(data, saved=saved, initial=saved.body if saved else {"alias": alias})
        asked = texts("voorbereiding")["choice"]
        self.fields["alias"] = Line(
            most=NAME_LENGTH, label=asked["alias"], help_text=asked["alias_help"], required=True
        )
        self.fields["kind"] = Choose(asked["kind_option"], label=asked["kind"], required=True)
        self.fields["theme"] = Line(most=NAME_LENGTH, label=asked["theme"])
        self.fields["reason"] = Words(most=LESSON_LENGTH, label=asked["reason"], help_text=asked["reason_help"])
        self.fields["signals"] = Several(signals(), label=asked["signals"])
        self.fields["calm"] = Choose(asked["calm_option"], label=asked["calm"])


class PrivacyForm(CarefulForm):
    """Doel en grondslag (CR-5)."""

    careful = ("basis_note",)
    own = ("purpose_confirmed", "legal_basis", "basis_note")

    def __init__(self, data: Any = None, *, saved: Seen | None = None) -> None:
        super().__init__(data, saved=saved, initial=saved.body if saved else None)
        asked = texts("voorbereiding")["choice"]
        self.fields["purpose_confirmed"] = forms.BooleanField(
            label=asked["purpose"], help_text=asked["purpose_help"], required=False
        )
        self.fields["legal_basis"] = Choose(asked["legal_basis_option"], label=asked["legal_basis"])
        self.fields["basis_note"] = Words(
            most=LESSON_LENGTH, label=asked["basis_note"], help_text=asked["basis_note_help"]
        )


class CheckForm(CarefulForm):
    """Zelftoets (CR-2)."""

    def __init__(self, data: Any = None, *, saved: Seen | None = None) -> None:
        super().__init__(data, saved=saved, initial=_check(saved) if saved else None)
        asked = texts("voorbereiding")["facilitator"]
        names = {key: f"{one['title']}\n{one['text']}" for key, one in competences().items()}
        self.fields["competences"] = Several(names, label="Waar ben je zeker van?")
        self.fields["independent"] = Choose(YES_NO, label=asked["independent"])
        self.fields["field_knowledge"] = Choose(YES_NO, label=asked["field_knowledge"])
        self.fields["confidentiality"] = Choose(
            asked["confidentiality_option"],
            label=asked["confidentiality"],
            help_text=asked["confidentiality_text"],
            required=True,
        )

    @property
    def answer(self) -> dict[str, Any]:
        """The arguments of the move."""
        said = {"yes": True, "no": False}
        data = self.cleaned_data
        yes_no = {name: said.get(data[name]) for name in ("independent", "field_knowledge")}
        return {"competences": data["competences"], "confidentiality": data["confidentiality"], **yes_no}


class AbsentForm(forms.Form):
    """Afwezige partij (CR-3)."""

    use_required_attribute = False

    def __init__(self, data: Any = None, *, name: str, initial: Any = None, prefix: str = "") -> None:
        super().__init__(data, initial=initial, auto_id=f"id_{prefix}_%s")
        asked = texts("voorbereiding")["absent"]
        options = {key: text.replace("{name}", name) for key, text in asked["decision_option"].items()}
        self.fields["decision"] = Choose(options, label=asked["decide"], required=True)
        self.fields["note"] = Words(most=LESSON_LENGTH, rows=2, label=asked["note"])
        self.fields["approved"] = forms.BooleanField(label=asked["approved"].replace("{name}", name), required=False)


class DueForm(forms.Form):
    """Voor wanneer: the last day on which an answer is wanted."""

    use_required_attribute = False
    due = forms.DateField(
        label="Graag antwoord uiterlijk op",
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        error_messages={"required": "Kies een dag.", "invalid": "Deze dag bestaat niet. Kies een dag."},
    )

    def __init__(self, data: Any = None, *, due: date | None = None) -> None:
        super().__init__(data, initial={"due": due or clock.today() + timedelta(days=DAYS)})

    def clean_due(self) -> date:
        """A day that is still to come, and not a slip of the keyboard."""
        day: date = self.cleaned_data["due"]
        if day < clock.today():
            raise forms.ValidationError("Deze dag is al voorbij. Kies een dag vanaf vandaag.")
        if day > clock.today() + timedelta(days=LONGEST):
            raise forms.ValidationError("Deze dag is meer dan een half jaar verder. Klopt het jaartal?")
        return day


class AskingForm(DueForm):
    """Wie vragen we om momenten (CR-6)."""

    def __init__(self, data: Any = None, *, people: list[Contact], asked: list[str], due: date | None = None) -> None:
        super().__init__(data, due=due)
        self.initial["people"] = asked
        names = {row.pk: _named(row) for row in people}
        self.fields["people"] = Several(names, label="Wie vragen we om momenten?")
        self.order_fields(["people", "due"])


def _named(contact: Contact) -> str:
    person = contact.person
    role = " (initiatiefnemer)" if contact.role == Contact.Role.INITIATOR else ""
    return f"{person.party or 'Nog zonder partij'}: {person.name}{role}"


def _check(saved: Seen) -> dict[str, Any]:
    said = {True: "yes", False: "no", None: ""}
    yes_no = {name: said[saved.body[name]] for name in ("independent", "field_knowledge")}
    return {**saved.body, **yes_no}
