"""Formulieren van een betrokkene: what is asked before the meeting (CR-1, CR-3, CR-4, CR-6)."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms

from samenspel.instruments.case_reconstruction import when, when_reader
from samenspel.instruments.case_reconstruction.records import (
    MissingParty,
    MomentInput,
    SoundingAnswer,
    Tension,
    When,
)
from samenspel.kernel.project import Seen
from samenspel.kernel.record import Body
from samenspel.kernel.text import INTERPRETATION_LENGTH, LESSON_LENGTH, NAME_LENGTH
from samenspel.personal.careful import CarefulForm
from samenspel.personal.fields import Choose, Line, Words
from samenspel.personal.texts import texts

UNREADABLE = (
    "Deze datum konden we niet lezen. Schrijf bijvoorbeeld: 12-3-2025, maart 2025, najaar 2024, 2023 of "
    "rond kerst 2024. Weet je het niet precies? Een jaar is genoeg."
)


class QuestionForm(CarefulForm):
    """Vragen over één gegeven: `body` is what is kept, `move` how."""

    body: ClassVar[type[Body]]
    move: ClassVar[str]

    @property
    def answer(self) -> dict[str, Any]:
        """The arguments of the move."""
        return {name: self.cleaned_data[name] for name in self.fields}

    def same(self) -> bool:
        """Whether exactly this is kept already."""
        return self.saved is not None and all(self.saved.body.get(key) == value for key, value in self.answer.items())


class SoundingForm(QuestionForm):
    """Peiling (CR-1): each question may be left for later."""

    body, move, careful = SoundingAnswer, "answer_sounding", ("remark",)

    def __init__(self, data: Any = None, *, saved: Seen | None = None) -> None:
        super().__init__(data, saved=saved, initial=saved.body if saved else None)
        for question in texts("peilen")["question"]:
            said = {"label": question["text"], "help_text": question.get("help", "")}
            if "option" in question:
                self.fields[question["key"]] = Choose(question["option"], **said)
            else:
                self.fields[question["key"]] = Words(most=LESSON_LENGTH, **said)


class TensionForm(QuestionForm):
    """Spanning (CR-4)."""

    body, move, careful = Tension, "answer_tension", ("note",)

    def __init__(self, data: Any = None, *, saved: Seen | None = None) -> None:
        # What was answered earlier is not shown again: whoever passed the link on could open this page (CR-4).
        super().__init__(data, saved=saved)
        said = texts("peilen")["tension"]
        self.fields["level"] = Choose(said["option"], label=said["question"], required=True)
        self.fields["talk"] = forms.BooleanField(label=said["talk"], required=False)
        self.fields["note"] = Words(most=LESSON_LENGTH, label=said["note"], help_text=said["note_help"])


class MissingForm(QuestionForm):
    """Ontbreekt er een partij (CR-3): one at a time, so there is never an older one to write over."""

    body, move, careful = MissingParty, "name_missing_party", ("text",)

    def __init__(self, data: Any = None, *, saved: Seen | None = None) -> None:
        super().__init__(data)
        said = texts("peilen")["missing_party"]
        self.fields["text"] = Words(
            most=INTERPRETATION_LENGTH, label=said["question"], help_text=said["help"], required=True
        )


class MomentForm(QuestionForm):
    """Bepalend moment (CR-6); it may be kept half."""

    body, move, careful = MomentInput, "save_moment_input", ("text", "meaning", "when")

    def __init__(self, data: Any = None, *, saved: Seen | None = None) -> None:
        super().__init__(data, saved=saved, initial=_typed(saved))
        said = texts("peilen")["moments"]
        self.fields["when"] = Line(most=NAME_LENGTH, label=said["when"], help_text=said["when_help"])
        self.fields["text"] = Words(most=INTERPRETATION_LENGTH, label=said["text"], help_text=said["text_help"])
        self.fields["kind"] = Choose(said["option"], label=said["kind"])
        self.fields["meaning"] = Words(
            most=INTERPRETATION_LENGTH, rows=4, label=said["meaning"], help_text=said["meaning_help"]
        )

    def clean_kind(self) -> str:
        """Not chosen is about the content, as the rule has it."""
        return str(self.cleaned_data["kind"] or "content")

    def clean(self) -> dict[str, Any]:
        """The date as it is understood, and something to keep at all."""
        data = super().clean() or {}
        if not any(data.get(name) for name in ("when", "text", "meaning")) and not self.errors:
            raise forms.ValidationError("Er staat nog niets. Schrijf op wanneer het was of wat er gebeurde.")
        self.when: When | None = None
        if data.get("when"):
            self.when = when_reader.read(data["when"])
            if self.when is None:
                self.add_error("when", UNREADABLE)
        return data

    @property
    def answer(self) -> dict[str, Any]:
        """The arguments of the move, with the date in its parts."""
        own = {"id": self.saved.id} if self.saved else {}
        return {**{name: self.cleaned_data[name] for name in self.fields}, "when": parts(self.when), **own}

    def same(self) -> bool:
        """Whether exactly this is kept already."""
        kept = self.saved.body if self.saved else {}
        return all(kept.get(key) == value for key, value in self.answer.items() if key != "id")


def parts(date: When | None) -> dict[str, Any] | None:
    """A date as a rule reads it and a record keeps it."""
    return {name: getattr(date, name) for name in date.__struct_fields__} if date else None


def said(date: dict[str, Any] | None) -> str:
    """A kept date as people say it."""
    return when.words(When(**date)) if date else ""


def _typed(saved: Seen | None) -> dict[str, Any]:
    return {**saved.body, "when": said(saved.body.get("when"))} if saved else {"kind": "content"}
