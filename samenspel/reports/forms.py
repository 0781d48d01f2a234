"""What can be filled in around a report."""

from __future__ import annotations

from django import forms

MOST_TITLE, MOST_INTRO = 120, 800


class WordsForm(forms.Form):
    """Titel en begeleidende zin; empty is ours."""

    title = forms.CharField(label="Titel", max_length=MOST_TITLE, required=False)
    intro = forms.CharField(
        label="Begeleidende zin", max_length=MOST_INTRO, required=False, widget=forms.Textarea(attrs={"rows": 4})
    )


class RoundForm(forms.Form):
    """Tot wanneer mensen kunnen reageren."""

    until = forms.DateField(
        label="Reageren kan tot en met",
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={
            "required": "Kies een dag.",
            "invalid": "Dit is geen dag die we herkennen. Schrijf hem als 31-12-2026, of kies hem uit de kalender.",
        },
    )
