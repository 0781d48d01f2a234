"""Velden van de vragen: words made equal before anything looks at them, and choices with their own texts."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms

from samenspel.kernel.text import clean


class Words(forms.CharField):
    """Woorden: cleaned as a rule would see them; `most` code points, of which people are told how many are too many."""

    def __init__(self, *, most: int, rows: int = 3, **kwargs: Any) -> None:
        kwargs.setdefault("required", False)
        super().__init__(widget=forms.Textarea(attrs={"rows": rows}), strip=False, **kwargs)
        self.most = most

    def to_python(self, value: object) -> str:
        """The text in NFC, without control characters."""
        return str(clean(value)) if value else ""

    def validate(self, value: str) -> None:
        """Not empty when something has to be said, and not too long."""
        if self.required and not value:
            raise forms.ValidationError("Hier staat nog niets. Schrijf een paar woorden.")
        if len(value) > self.most:
            raise forms.ValidationError(
                f"Deze tekst heeft {len(value)} tekens; er passen er {self.most}. Maak hem korter; hij staat er nog."
            )

    def run_validators(self, value: str) -> None:
        """Everything that could be wrong with a text was looked at."""


class Line(Words):
    """Regel: words on one line."""

    def __init__(self, *, most: int, **kwargs: Any) -> None:
        super().__init__(most=most, **kwargs)
        self.widget = forms.TextInput(attrs={"autocomplete": "off"})

    def to_python(self, value: object) -> str:
        """Without line ends."""
        return " ".join(super().to_python(value).split())


class Choose(forms.ChoiceField):
    """Keuze: one of the options of the content; may be left open unless `required`."""

    def __init__(self, options: Mapping[str, str], **kwargs: Any) -> None:
        kwargs.setdefault("required", False)
        kwargs.setdefault("error_messages", {})
        kwargs["error_messages"] = {
            "invalid_choice": "Deze keuze kennen we niet. Kies opnieuw.",
            "required": "Kies wat het best past.",
        } | kwargs["error_messages"]
        super().__init__(choices=list(options.items()), widget=forms.RadioSelect, **kwargs)


class Several(forms.MultipleChoiceField):
    """Keuzes: any number of the options of the content."""

    def __init__(self, options: Mapping[str, str], **kwargs: Any) -> None:
        kwargs.setdefault("required", False)
        super().__init__(
            choices=list(options.items()),
            widget=forms.CheckboxSelectMultiple,
            error_messages={"invalid_choice": "Deze keuze kennen we niet. Kies opnieuw."},
            **kwargs,
        )
