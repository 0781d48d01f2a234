"""Forms of a traject: its name, when it meets, who leads."""

from datetime import date, datetime, time

from django import forms
from django.utils import timezone

from samenspel import clock
from samenspel.kernel.text import NAME_LENGTH, clean
from samenspel.run_sheets import templates
from samenspel.trajects.contact import Contact

from .forms import CHOICES, FAR_AHEAD, fitting

LENGTHS = (
    ("casusreconstructie-120", "2 uur", "Genoeg voor een casus met ongeveer tien momenten."),
    ("casusreconstructie-150", "2,5 uur", "Met een pauze en meer tijd voor rode draden."),
)
ROLES = (
    ("initiator", "Initiatiefnemer", "Je wilt met andere partijen terugkijken op een casus. Je nodigt uit."),
    ("facilitator", "Gespreksbegeleider", "Je begeleidt het gesprek. Je was zelf niet bij de casus betrokken."),
)
ACCOUNT = "Er is geen account met deze gebruikersnaam of dit e-mailadres. Vraag de beheerder om een account te maken."


def one_line(text: object) -> str:
    """A name as it may stand on a page and in a room."""
    return " ".join(str(clean(str(text))).split())


class NameForm(forms.Form):
    """Naam van een traject: the alias of the case."""

    title = forms.CharField(
        label="Schuilnaam van de casus",
        max_length=NAME_LENGTH,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={
            "required": "Geef de casus een schuilnaam, zodat iedereen weet waarover het gaat.",
            "max_length": f"Deze naam is te lang. Gebruik hoogstens {NAME_LENGTH} tekens.",
        },
    )

    def clean_title(self) -> str:
        """The name as it would be kept."""
        title = one_line(self.cleaned_data["title"])
        if not title:
            raise forms.ValidationError(self.fields["title"].error_messages["required"])
        return fitting(title, self.fields["title"])


class NewTrajectForm(NameForm):
    """Nieuw traject: the alias, one's own role and organisation, and how long the meeting takes."""

    role = forms.ChoiceField(
        label="Wat is jouw rol?",
        choices=[(key, name) for key, name, _ in ROLES],
        error_messages={"required": "Kies je rol.", "invalid_choice": "Kies een van de twee rollen."},
    )
    party = forms.CharField(
        label="Van welke organisatie ben je? (mag leeg blijven)",
        required=False,
        max_length=NAME_LENGTH,
        widget=forms.TextInput(attrs={"autocomplete": "organization"}),
        error_messages={"max_length": f"Deze naam is te lang. Gebruik hoogstens {NAME_LENGTH} tekens."},
    )
    template = forms.ChoiceField(
        label="Hoe lang wordt de bijeenkomst?",
        choices=[(key, name) for key, name, _ in LENGTHS],
        error_messages={"required": "Kies hoe lang de bijeenkomst wordt.", "invalid_choice": "Kies 2 of 2,5 uur."},
    )

    def clean_party(self) -> str:
        """The organisation as it would be kept."""
        return fitting(one_line(self.cleaned_data["party"]), self.fields["party"])


class DateForm(forms.Form):
    """Datum en tijd van een bijeenkomst; a day in the past is refused."""

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

    def clean_day(self) -> date:
        """Today or later."""
        day: date = self.cleaned_data["day"]
        if day < clock.today():
            raise forms.ValidationError("Deze dag is al voorbij. Kies vandaag of een dag die nog komt.")
        if (day - clock.today()).days > FAR_AHEAD:
            raise forms.ValidationError("Deze dag is meer dan drie jaar ver. Klopt het jaartal?")
        return day

    @property
    def planned(self) -> datetime:
        """Day and time together, in this country's time."""
        at: time = self.cleaned_data["time"]
        return timezone.make_aware(datetime.combine(self.cleaned_data["day"], at))


class PlanForm(DateForm):
    """Nog een bijeenkomst in het traject."""

    title = forms.CharField(
        label="Hoe heet deze bijeenkomst?",
        max_length=NAME_LENGTH,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={
            "required": "Geef de bijeenkomst een naam.",
            "max_length": f"Deze naam is te lang. Gebruik hoogstens {NAME_LENGTH} tekens.",
        },
    )
    template = forms.ChoiceField(label="Wat gaan jullie doen?", required=False)
    field_order = ("title", "day", "time", "template")

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        known = templates.load_all()
        named = {key for key, _, _ in CHOICES}
        more = [(key, sheet.name, sheet.note) for key, sheet in known.items() if key not in named]
        self.options = [each for each in CHOICES if not each[0] or each[0] in known] + more
        self.fields["template"].choices = [(key, name) for key, name, _ in self.options]  # type: ignore[attr-defined]

    def clean_title(self) -> str:
        """The name as it would be kept."""
        title = one_line(self.cleaned_data["title"])
        if not title:
            raise forms.ValidationError(self.fields["title"].error_messages["required"])
        return fitting(title, self.fields["title"])


class AccountForm(forms.Form):
    """Een collega met een account: by user name or e-mail address; `role` when there is something to choose."""

    account = forms.CharField(
        label="Gebruikersnaam of e-mailadres van het account",
        max_length=254,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"}),
        error_messages={"required": "Vul de gebruikersnaam of het e-mailadres in."},
    )


class AppointForm(AccountForm):
    """Gespreksbegeleider of meeschrijver aanwijzen (CR-2)."""

    role = forms.ChoiceField(
        label="Als",
        choices=[
            (Contact.Role.FACILITATOR, "Gespreksbegeleider"),
            (Contact.Role.NOTE_TAKER, "Meeschrijver"),
        ],
        error_messages={"required": "Kies een rol.", "invalid_choice": "Kies een van de twee rollen."},
    )
