"""Forms of accounts."""

from django import forms
from django.contrib.auth.validators import UnicodeUsernameValidator

from samenspel.kernel.text import NAME_LENGTH, clean

from . import people

LOGIN_LENGTH = 60
USED = "Deze gebruikersnaam is al in gebruik. Kies een andere."
ODD = "Gebruik alleen letters, cijfers en de tekens @ . + - _, zonder spaties."


class FacilitatorForm(forms.Form):
    """Begeleider toevoegen: what colleagues call them, and what they log in with."""

    name = forms.CharField(
        label="Naam",
        max_length=NAME_LENGTH,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={
            "required": "Vul de naam in, zodat je deze begeleider in de lijst herkent.",
            "max_length": f"Deze naam is te lang. Gebruik hoogstens {NAME_LENGTH} tekens.",
        },
    )
    login = forms.CharField(
        label="Gebruikersnaam",
        max_length=LOGIN_LENGTH,
        validators=[UnicodeUsernameValidator(message=ODD)],
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"}),
        error_messages={
            "required": "Kies een gebruikersnaam om mee in te loggen.",
            "max_length": f"Deze gebruikersnaam is te lang. Gebruik hoogstens {LOGIN_LENGTH} tekens.",
        },
    )
    email = forms.EmailField(
        label="E-mailadres (mag leeg blijven)",
        required=False,
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
        error_messages={"invalid": "Dit is geen e-mailadres. Bijvoorbeeld: naam@organisatie.nl."},
    )

    def clean_name(self) -> str:
        """The name as it may stand on a page."""
        name = str(clean(self.cleaned_data["name"])).replace("\n", " ")
        if not name:
            raise forms.ValidationError(self.fields["name"].error_messages["required"])
        return name

    def clean_login(self) -> str:
        """A user name that nobody has."""
        login = str(self.cleaned_data["login"])
        if people.find(login):
            raise forms.ValidationError(USED)
        return login
