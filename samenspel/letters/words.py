"""Hoe een brief heet en hoe het ermee staat, in words for the people who look after the letters."""

from __future__ import annotations

from django.utils import timezone
from django.utils.formats import date_format

from samenspel import clock
from samenspel.keys.cipher import KeyGone
from samenspel.letters import body, post
from samenspel.letters.body import Wiped
from samenspel.letters.models import Letter

State = Letter.State

KINDS = {
    "invitation": "Uitnodiging",
    "invitation_update": "Wijziging van de uitnodiging",
    "invitation_cancel": "Afzegging",
    "reminder": "Herinnering",
    "sounding": "Vraag of je mee wilt doen",
    "preparation": "Vraag om je voor te bereiden",
    "moments": "Vraag om momenten",
    "report": "Verslag",
    "report_comments": "Vraag om mee te lezen",
    "retention": "Bericht over bewaren",
    "agreement": "Afspraak",
    "look_back": "Terugblik",
    "deletion": "Bericht over vernietigen",
    "welcome": "Persoonlijke link",
}
"""What a letter is called when its subject is no more; apps may add theirs."""

PROBLEMS = {
    "unreachable": "De mailserver is niet te bereiken.",
    "login": "De mailserver weigert de gebruiker of het wachtwoord. Vraag de beheerder dit na te kijken.",
    "server": "De mailserver neemt nu geen brieven aan. Vraag de beheerder dit na te kijken.",
    "lost": "De verbinding met de mailserver brak af.",
    "crash": "Samenspel stopte terwijl deze brief werd verstuurd.",
    "backup": "Deze brief lag klaar in een reservekopie die is teruggezet.",
    "address": "Er staat geen e-mailadres dat klopt bij deze betrokkene.",
    "recipient": "De mailserver neemt voor dit adres geen mail aan.",
    "content": "De mailserver wil deze brief niet aannemen.",
    "left": "Deze betrokkene doet niet meer mee.",
    "destroyed": "De gegevens zijn vernietigd.",
}
ADVICE = {
    State.REFUSED: "Kijk het adres na bij de betrokkene en verstuur de brief opnieuw, of geef hem zelf door.",
    State.BOUNCED: "Je zag dat deze brief terugkwam. Kijk het adres na bij de betrokkene en verstuur hem opnieuw.",
    State.UNCERTAIN: "Het is niet zeker of hij is aangekomen. Vraag het na. Verstuur je hem opnieuw, dan kan iemand "
    "hem twee keer krijgen.",
}


def kind(letter: Letter) -> str:
    """What sort of letter it is."""
    return KINDS.get(letter.kind, "Bericht")


def subject(letter: Letter) -> str:
    """Its subject while it is kept; then what sort of letter it was."""
    try:
        return body.read(letter).subject
    except (Wiped, KeyGone):
        return kind(letter)


def state(letter: Letter) -> str:
    """How it is, in a few words with the moment that counts."""
    label = State(letter.state).label
    if letter.state == State.WAITING and letter.due > clock.now():
        return f"{'Gaat op' if post.by_mail() else 'Om door te geven vanaf'} {_moment(letter.due)}"
    if letter.state == State.WAITING and not post.by_mail():
        return "Ligt klaar om door te geven"
    if letter.state == State.FAILED:
        return f"{label}, nieuwe poging op {_moment(letter.due)}" if post.by_mail() else "Ligt klaar om door te geven"
    if letter.state in (State.SENT, State.HANDED, State.CANCELLED) and letter.ended:
        return f"{label} op {_moment(letter.ended)}"
    return label


def why(letter: Letter) -> str:
    """What went wrong and what to do about it; empty when nothing did."""
    return " ".join(filter(None, (problem(letter.problem), ADVICE.get(State(letter.state), ""))))


def problem(given: str) -> str:
    """A problem in words, with the number that the mail server gave."""
    word, _, number = given.partition(" ")
    found = PROBLEMS.get(word, "")
    return f"{found.removesuffix('.')} (code {number})." if found and number else found


def _moment(moment: object) -> str:
    return date_format(timezone.localtime(moment), "j F, H:i")  # type: ignore[arg-type]
