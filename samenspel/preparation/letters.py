"""Brieven van de voorbereiding: the question, and a friendly reminder. Nothing of what anybody answered is in them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any, Final

from django.utils.formats import date_format

from samenspel import clock
from samenspel.letters import post
from samenspel.letters.models import Letter
from samenspel.personal.texts import texts
from samenspel.preparation.models import Question
from samenspel.trajects.contact import Contact
from samenspel.trajects.models import Traject

KIND: Final = {"sounding": "sounding", "missing": "preparation", "tension": "preparation", "moments": "moments"}
BUTTON: Final = {
    "sounding": "Beantwoord vier vragen",
    "missing": "Kijk wie er komen",
    "tension": "Open je eigen pagina",
    "moments": "Schrijf jullie momenten op",
}


def ask(contact: Contact, kind: str, due: date | None) -> Letter:
    """The question to one person, once."""
    subject, text = question(contact, kind, due)
    name = key(contact, kind)
    withdrawn = Letter.objects.filter(traject=contact.traject_id, key__startswith=name, state=Letter.State.CANCELLED)
    # Who is asked again after all, after the letter was withdrawn, gets another one.
    name = f"{name}:{withdrawn.count() + 1}" if withdrawn.exists() else name
    return post.put(contact, KIND[kind], name, subject=subject, text=text, button=BUTTON[kind])


def ask_everybody(table: Iterable[Contact], traject: Traject, kind: str, due: date | None) -> bool:
    """Put a question to everybody at the table, or move its day; whoever was asked before gets no second letter of it.
    Gives whether the question is new."""
    question, new = Question.objects.get_or_create(traject=traject, kind=kind, defaults={"due": due})
    if not new and question.due != due:
        question.due = due
        question.save()
    for contact in table:
        ask(contact, kind, question.due)
    return new


def remind(contact: Contact, kind: str, due: date | None) -> Letter:
    """A reminder by somebody who pressed a button: one a day at most."""
    subject, text = reminder(contact, kind, due)
    name = f"nudge:{kind}:{contact.pk}:{clock.today().isoformat()}"
    return post.put(contact, "reminder", name, subject=subject, text=text, button=BUTTON[kind])


def key(contact: Contact, kind: str) -> str:
    """The key of the first letter of a question."""
    return f"ask:{kind}:{contact.pk}"


def question(contact: Contact, kind: str, due: date | None) -> tuple[str, str]:
    """Subject and text of the first letter."""
    return _subject(contact, kind), "\n\n".join([*_body(contact, kind), *_due(due), "{link}", *_end(kind)])


def reminder(contact: Contact, kind: str, due: date | None) -> tuple[str, str]:
    """Subject and text of a reminder."""
    late = due is not None and due < clock.today()
    when = f"We vroegen je dit voor {_day(due)}. " if late and due else ""
    first = f"{when}We hebben nog geen antwoord van je. Het kan nog, en het kost weinig tijd."
    asked = _body(contact, kind)[0]
    return f"Herinnering: {_subject(contact, kind)}", "\n\n".join(
        [first, asked, *([] if late else _due(due)), "{link}", *_end(kind)]
    )


def _subject(contact: Contact, kind: str) -> str:
    title = contact.traject.title
    return {
        "sounding": f"Samen terugkijken op {title}: wil je meedoen?",
        "missing": f"{title}: ontbreekt er een partij?",
        "tension": f"{title}: een vraag vooraf",
        "moments": f"{title}: welke momenten waren voor jullie bepalend?",
    }[kind]


def _body(contact: Contact, kind: str) -> list[str]:
    said: dict[str, Any] = texts("peilen")
    title = contact.traject.title
    if kind == "sounding":
        calm = "\n".join(f"- {line}" for line in said["reassurance"]["text"])
        about = f"We willen samen terugkijken op de casus ‘{title}’, om er met elkaar van te leren."
        worried = f"{said['reassurance']['title']}."
        return [f"{about} Doe je mee? We stellen je vier korte vragen.", said["welcome"]["how_long"], worried, calm]
    if kind == "missing":
        return [f"Op je eigen pagina staat wie we uitnodigen voor de bijeenkomst over ‘{title}’. Mis je een partij?"]
    if kind == "tension":
        # The question itself is on the page: a letter lies about, and may be read over a shoulder.
        return [
            f"Als voorbereiding op de bijeenkomst over ‘{title}’ staat er een korte vraag voor je klaar. "
            "Alleen de gespreksbegeleider leest je antwoord. Je hoeft niet te antwoorden."
        ]
    hints = "\n".join(f"- {line}" for line in said["moments"]["hint"])
    return [f"We maken een eerste tijdlijn van de casus ‘{title}’. {said['moments']['intro']}", hints]


def _due(due: date | None) -> list[str]:
    return [f"Wil je dat doen voor het einde van {_day(due)}?"] if due else []


def _end(kind: str) -> list[str]:
    if kind == "missing":
        return ["Mis je niemand? Dan hoef je niets te doen."]
    return ["Je kunt tussendoor stoppen en later verdergaan."] if kind in ("sounding", "moments") else []


def _day(day: date) -> str:
    return str(date_format(day, "l j F"))


def withdraw(contact: Contact, kind: str) -> None:
    """Somebody is not asked any more: a letter that did not go yet stays here."""
    post.cancel(Letter.objects.filter(traject=contact.traject_id, key__startswith=key(contact, kind)))


@post.remakes("sounding")
@post.remakes("preparation")
@post.remakes("moments")
def again(letter: Letter) -> Letter | None:
    """The same question once more, to an address that was wrong; nothing for who takes part no longer."""
    contact, kind = letter.contact, letter.key.split(":")[1]
    if contact is None or contact.removed or kind not in KIND:
        return None
    subject, text = question(contact, kind, None)
    earlier = Letter.objects.filter(traject=contact.traject_id, key__startswith=key(contact, kind)).count()
    name = f"{key(contact, kind)}:{earlier + 1}"
    return post.put(contact, KIND[kind], name, subject=subject, text=text, button=BUTTON[kind])
