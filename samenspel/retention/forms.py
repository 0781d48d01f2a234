"""Forms of keeping and destroying."""

from typing import Any

from django import forms

WORD = "vernietigen"


class TermsForm(forms.Form):
    """Bewaartermijnen: the last day of the case and that of the outcome."""

    case_until = forms.DateField(
        label="De casus bewaren tot en met",
        required=False,
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        error_messages={"invalid": "Deze datum bestaat niet. Kies een datum."},
    )
    outcome_until = forms.DateField(
        label="De opbrengst bewaren tot en met",
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        error_messages={"required": "Kies een datum.", "invalid": "Deze datum bestaat niet. Kies een datum."},
    )

    def __init__(self, *args: Any, case: bool, **kwargs: Any) -> None:
        """`case`: it is still there."""
        super().__init__(*args, **kwargs)
        if case:
            self.fields["case_until"].required = True
            self.fields["case_until"].error_messages["required"] = "Kies een datum."
        else:
            del self.fields["case_until"]


class DestroyForm(forms.Form):
    """Nu vernietigen: the word is typed, so that nobody does this by accident."""

    word = forms.CharField(
        label=f"Typ het woord {WORD}",
        max_length=40,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"}),
        error_messages={"required": f"Er is nog niets vernietigd. Typ het woord {WORD} om door te gaan."},
    )

    def clean_word(self) -> str:
        """Exactly that word."""
        word = str(self.cleaned_data["word"]).strip().strip("‘’'\".").lower()
        if word != WORD:
            raise forms.ValidationError(f"Er is nog niets vernietigd. Typ het woord {WORD} om door te gaan.")
        return word


class CompareForm(forms.Form):
    """Vingerafdruk vergelijken with the one that somebody got beforehand."""

    fingerprint = forms.CharField(
        label="De vingerafdruk die je eerder kreeg",
        max_length=400,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"}),
        error_messages={
            "required": "Plak hier de vingerafdruk uit je bericht.",
            "max_length": "Dit is te lang voor een vingerafdruk. Plak alleen de groepjes van vier tekens.",
        },
    )
