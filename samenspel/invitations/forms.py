"""Forms of getting in."""

from collections.abc import Iterable

from django import forms

from samenspel.kernel.text import NAME_LENGTH, clean

NONE = "-"


class WhoForm(forms.Form):
    """Wie ben je: name or initials, party, and whether from elsewhere (CR-3)."""

    name = forms.CharField(
        label="Je naam of initialen",
        max_length=NAME_LENGTH,
        error_messages={
            "required": "Vul je naam of je initialen in, dan weet de gespreksbegeleider wie je bent.",
            "max_length": f"Deze naam is te lang. Gebruik hoogstens {NAME_LENGTH} tekens, bijvoorbeeld je voornaam.",
        },
    )
    party = forms.ChoiceField(
        label="Namens wie doe je mee?",
        error_messages={
            "required": "Kies namens wie je meedoet. Staat jouw organisatie er niet bij? Kies dan ‘Iets anders’.",
            "invalid_choice": "Deze keuze staat niet (meer) in de lijst. Kies opnieuw namens wie je meedoet.",
        },
    )
    remote = forms.BooleanField(label="Ik doe mee op afstand", required=False)

    def __init__(self, *args: object, parties: Iterable[tuple[str, str]] = (), **kwargs: object) -> None:
        """`parties` are id and name, in the order of the session."""
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.fields["party"].choices = [*parties, (NONE, "Iets anders")]  # type: ignore[attr-defined]

    def clean_name(self) -> str:
        """The name as a rule would see it; nothing but spaces or control characters is no name."""
        name = clean(self.cleaned_data["name"]).replace("\n", " ")
        if not name:
            raise forms.ValidationError(self.fields["name"].error_messages["required"])
        return str(name)

    def clean_party(self) -> str | None:
        """The party's id, or None for somebody who belongs to none of them."""
        party = str(self.cleaned_data["party"])
        return None if party == NONE else party
