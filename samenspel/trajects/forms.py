"""Forms of trajects and sessions."""

from datetime import date, datetime

from django import forms
from django.utils import timezone

from samenspel import clock
from samenspel.kernel.text import NAME_LENGTH, clean
from samenspel.run_sheets import templates

CHOICES = (
    ("casusreconstructie-120", "Casusreconstructie, 2 uur", "Samen terugkijken op een casus, met de tijdlijn."),
    ("casusreconstructie-150", "Casusreconstructie, 2,5 uur", "Met een pauze en meer tijd voor rode draden."),
    ("driehoek-45", "Samenwerkingsdriehoek, 45 minuten", "Kijken waar druk op de samenwerking ontstaat."),
    ("dilemmaschuif-30", "Dilemmaschuif, 30 minuten", "Eerst ieder voor zich kiezen, dan samen praten."),
    ("terugblik-90", "Terugblik, 1,5 uur", "Na een paar maanden: wat brachten de lessen en de afspraken?"),
    (
        "terugblik-goed-gegaan-90",
        "Terugblik op wat goed ging, 1,5 uur",
        "Een casus die goed liep: een paar momenten verdiepen.",
    ),
    ("", "Leeg draaiboek", "Je stelt het programma zelf samen."),
)


FAR_AHEAD = 3 * 366
"""Days; a date further on is a slip of the keyboard."""


def fitting(text: str, field: forms.Field) -> str:
    """A name as it would be kept, when it still fits; some characters become two when they are written the same way."""
    if len(text) > field.max_length:  # type: ignore[attr-defined]
        raise forms.ValidationError(field.error_messages["max_length"])
    return text


class NewSessionForm(forms.Form):
    """Nieuwe bijeenkomst: a title, when, and what."""

    title = forms.CharField(
        label="Hoe heet de bijeenkomst?",
        max_length=NAME_LENGTH,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={
            "required": "Geef de bijeenkomst een naam, zodat jij en de deelnemers haar herkennen.",
            "max_length": f"Deze naam is te lang. Gebruik hoogstens {NAME_LENGTH} tekens.",
        },
    )
    day = forms.DateField(
        label="Datum",
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        error_messages={"required": "Kies een datum.", "invalid": "Deze datum bestaat niet. Kies een datum."},
    )
    time = forms.TimeField(
        label="Begint om",
        widget=forms.TimeInput(format="%H:%M", attrs={"type": "time"}),
        error_messages={"required": "Kies een tijd.", "invalid": "Deze tijd bestaat niet. Bijvoorbeeld: 13:30."},
    )
    template = forms.ChoiceField(
        label="Wat gaan jullie doen?",
        required=False,
        error_messages={"invalid_choice": "Dit draaiboek kennen we niet. Kies er een uit de lijst."},
    )

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        known = templates.load_all()
        named = {key for key, _name, _why in CHOICES}
        more = [(key, sheet.name, sheet.note) for key, sheet in known.items() if key not in named]
        self.options = [each for each in CHOICES if not each[0] or each[0] in known] + more
        self.fields["template"].choices = [(key, name) for key, name, _why in self.options]  # type: ignore[attr-defined]

    def clean_title(self) -> str:
        """The title as the meeting would keep it."""
        title = str(clean(self.cleaned_data["title"])).replace("\n", " ")
        if not title:
            raise forms.ValidationError(self.fields["title"].error_messages["required"])
        return fitting(title, self.fields["title"])

    def clean_day(self) -> date:
        """Not long ago and not far ahead: either is a slip of the keyboard."""
        day: date = self.cleaned_data["day"]
        if abs((day - clock.today()).days) > FAR_AHEAD:
            raise forms.ValidationError("Deze dag is meer dan drie jaar van vandaag. Klopt het jaartal?")
        return day

    @property
    def planned(self) -> datetime:
        """Day and time together, in this country's time."""
        data = self.cleaned_data
        return timezone.make_aware(datetime.combine(data["day"], data["time"]))
