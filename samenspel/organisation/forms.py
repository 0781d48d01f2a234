"""The form of the organisation's own page."""

from django import forms

from samenspel.kernel.text import clean
from samenspel.organisation.models import Organisation


class OrganisationForm(forms.Form):
    """Naam en aanspreekvorm."""

    name = forms.CharField(
        label="Naam van de organisatie (mag leeg blijven)",
        required=False,
        max_length=80,
        widget=forms.TextInput(attrs={"autocomplete": "organization"}),
        error_messages={"max_length": "Deze naam is te lang. Gebruik hoogstens 80 tekens."},
    )
    address = forms.ChoiceField(
        label="Aanspreekvorm",
        choices=Organisation.Address.choices,
        error_messages={"required": "Kies een aanspreekvorm.", "invalid_choice": "Kies je of u."},
    )

    def clean_name(self) -> str:
        """The name on one line."""
        return " ".join(str(clean(self.cleaned_data["name"])).split())
