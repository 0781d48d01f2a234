"""Forms of letters."""

from __future__ import annotations

from urllib.parse import urlsplit

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import URLValidator

from samenspel.kernel.text import clean
from samenspel.letters.invitation_text import Details

LONGEST_DAY = 12 * 60


def _words(label: str, most: int, required: bool = False, problem: str = "") -> forms.CharField:
    return forms.CharField(
        label=label,
        max_length=most,
        required=required,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={"required": problem, "max_length": f"Dit is te lang. Gebruik hoogstens {most} tekens."},
    )


class InvitationForm(forms.Form):
    """Praktische zaken: what people need to know to come."""

    subject = _words("Wat staat er in de agenda?", 80, True, "Vul in wat er in de agenda komt te staan.")
    minutes = forms.IntegerField(
        label="Hoeveel minuten duurt het?",
        min_value=10,
        max_value=LONGEST_DAY,
        error_messages={
            "required": "Vul in hoeveel minuten het duurt.",
            "invalid": "Vul een getal in, zoals 120.",
            "min_value": "Dit is te kort. Vul 10 minuten of meer in.",
            "max_value": "Dit is te lang voor één bijeenkomst.",
        },
    )
    place = _words("Plaats", 200)
    online = _words("Link om online mee te doen", 500)
    contact = _words("Bij wie kunnen mensen terecht met vragen?", 200)
    extra = forms.CharField(
        label="Wil je er zelf iets bij zeggen?",
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"max_length": "Dit is te lang. Gebruik hoogstens 1000 tekens."},
    )

    def clean_online(self) -> str:
        """An address of the web, or nothing."""
        found = str(self.cleaned_data["online"]).strip()
        if not found:
            return ""
        try:
            URLValidator(schemes=["https", "http"])(found)
        except ValidationError:
            raise forms.ValidationError("Dit is geen link. Een link begint met https://.") from None
        if urlsplit(found).username is not None:
            raise forms.ValidationError("In deze link staat een naam of wachtwoord. Gebruik een link zonder.")
        return found

    def clean(self) -> dict[str, object]:
        """Words as the meeting would keep them: no signs that cannot be seen; one line where there is one."""
        data = super().clean() or {}
        for name in ("subject", "place", "contact"):
            if name in data:
                data[name] = " ".join(str(clean(data[name])).split())
        if "extra" in data:
            data["extra"] = str(clean(data["extra"]))
        if "subject" in data and not data["subject"]:
            self.add_error("subject", self.fields["subject"].error_messages["required"])
        return data

    @property
    def details(self) -> Details:
        """What was filled in; only after `is_valid`."""
        return Details(**self.cleaned_data)
