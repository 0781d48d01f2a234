"""Forms about agreements and the look-back. What people typed stays, whatever was wrong with it."""

from __future__ import annotations

from datetime import datetime

from django import forms
from django.utils import timezone

from samenspel.agreements.register import STATUSES
from samenspel.kernel.text import LESSON_LENGTH, clean

NO_DAY = "Deze datum bestaat niet. Kies een datum."
TOO_LONG = f"Dit is te lang. Gebruik hoogstens {LESSON_LENGTH} tekens; je tekst blijft staan."


def area(rows: int = 3) -> forms.Textarea:
    """A field for some lines."""
    return forms.Textarea(attrs={"rows": rows})


class PlanForm(forms.Form):
    """Whose an agreement is and when it is due."""

    owner = forms.ChoiceField(label="Wie vragen we hoe het gaat?", required=False)
    due = forms.DateField(
        label="Wanneer klaar?",
        required=False,
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        error_messages={"invalid": NO_DAY},
    )
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: object, choices: list[tuple[str, str]], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.fields["owner"].choices = [("", "Nog niemand"), *choices]  # type: ignore[attr-defined]


class ReportForm(forms.Form):
    """How far an agreement is."""

    status = forms.ChoiceField(label="Hoe staat het ermee?", choices=list(STATUSES.items()), widget=forms.RadioSelect)
    report = forms.CharField(
        label="In één zin",
        required=False,
        max_length=LESSON_LENGTH,
        widget=area(2),
        error_messages={"max_length": TOO_LONG},
    )
    shared = forms.BooleanField(label="De anderen mogen deze zin ook lezen", required=False)


class AnswerForm(forms.Form):
    """One answer for each question of the look-back; the fields are the ids of the questions."""

    def __init__(self, *args: object, questions: list[tuple[str, str]], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        for number, (name, text) in enumerate(questions, 1):
            self.fields[f"q_{name}"] = forms.CharField(
                label=text,
                required=False,
                max_length=LESSON_LENGTH,
                widget=area(4),
                error_messages={"max_length": TOO_LONG},
            )
            self.fields[f"q_{name}"].widget.attrs["id"] = f"vraag-{number}"

    def answer(self, name: str) -> str:
        """What was answered, as it would be kept."""
        return str(clean(self.cleaned_data.get(f"q_{name}") or ""))


class LookBackForm(forms.Form):
    """When the look-back is, in which form, and who leads it."""

    day = forms.DateField(
        label="Datum",
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        error_messages={"required": "Kies een datum.", "invalid": NO_DAY},
    )
    time = forms.TimeField(
        label="Begint om",
        widget=forms.TimeInput(format="%H:%M", attrs={"type": "time"}),
        error_messages={"required": "Kies een tijd.", "invalid": "Deze tijd bestaat niet. Bijvoorbeeld: 13:30."},
    )
    variant = forms.ChoiceField(
        required=False, choices=[("follow_up", "Terugkijken op de afspraken"), ("went_well", "Verdiepen wat goed ging")]
    )
    led_by = forms.ChoiceField(
        required=False, choices=[("initiator", "Ik leid het gesprek zelf"), ("facilitator", "De gespreksbegeleider")]
    )

    @property
    def moment(self) -> datetime:
        """Day and time together, in this country's time."""
        data = self.cleaned_data
        return timezone.make_aware(datetime.combine(data["day"], data["time"]))
