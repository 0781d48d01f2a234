"""Brieven klaarleggen: `put`, and what a person can do with a letter afterwards."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

import msgspec
from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import Count, Q

from samenspel import clock, rounds
from samenspel.letters import body
from samenspel.letters.body import Attachment, Body
from samenspel.letters.clean import one_line
from samenspel.letters.models import Letter
from samenspel.organisation import address
from samenspel.trajects.contact import Contact
from samenspel.trajects.models import Traject

State = Letter.State
OPEN = (State.WAITING, State.SENDING, State.FAILED)
"""What goes out by itself."""
ASKS = (State.REFUSED, State.BOUNCED, State.UNCERTAIN)
"""What waits for a person."""
OVER = (State.SENT, State.HANDED, State.BOUNCED, State.CANCELLED)
"""What says nothing any more."""
KEY_LENGTH = 150
SOON = timedelta(hours=1)

Remake = Callable[[Letter], "Letter | None"]
_remakes: dict[str, Remake] = {}


def by_mail() -> bool:
    """Whether letters leave by themselves; otherwise people pass them on."""
    return bool(settings.EMAIL_HOST)


def put(
    contact: Contact,
    kind: str,
    key: str,
    *,
    subject: str,
    text: str,
    attachments: Iterable[tuple[str, str, bytes]] = (),
    link: bool = True,
    button: str = "",
    due: datetime | None = None,
) -> Letter:
    """Lay a letter ready; under a key that the traject knows already, the letter of then is the answer and nothing
    changes. It goes in the next round, not before `due`. `text` as in `letters.compose`; it is said with je or u,
    except what is `verbatim`. Raises KeyGone."""
    known = Letter.objects.filter(traject=contact.traject_id, key=key).first()
    if known is not None:
        return known
    if not key or len(key) > KEY_LENGTH:
        raise ValueError("a key has 1 to 150 signs")
    now = clock.now()
    letter = Letter(
        traject_id=contact.traject_id, contact=contact, kind=kind, key=key, created=now, due=max(due or now, now)
    )
    files = tuple(Attachment(one_line(name, 80), mime, bytes(data)) for name, mime, data in attachments)
    head, words, label = (address.said(each) for each in (subject, text, button))
    said = Body(subject=one_line(head), text=words, link=link, button=label, attachments=files)
    if kind in body.TO_WHO_LEFT:
        person = contact.person
        said = msgspec.structs.replace(said, name=person.name, email=person.email)
    body.seal(letter, said)
    try:
        with transaction.atomic():
            letter.save(force_insert=True)
    except IntegrityError:
        # Another process laid the same letter ready between our look and our write.
        return Letter.objects.get(traject=contact.traject_id, key=key)
    rounds.wake()
    return letter


def cancel(letters: Iterable[Letter]) -> int:
    """Withdraw what has not gone yet; gives how many. What may have arrived stays as it is."""
    ids = [letter.pk for letter in letters]
    wanted = (State.WAITING, State.FAILED, State.REFUSED)
    rows = Letter.objects.filter(pk__in=ids, state__in=wanted)
    return rows.update(state=State.CANCELLED, sealed=b"", ended=clock.now())


def send_again(letter: Letter) -> bool:
    """A person wants it sent (once more): one that failed, was refused, or may not have arrived. A letter that was
    sent, withdrawn or came back is written anew by whoever knows how (`remakes`). Gives whether one goes now."""
    wanted = (State.FAILED, State.REFUSED, State.UNCERTAIN)
    rows = Letter.objects.filter(pk=letter.pk, state__in=wanted).exclude(sealed=b"")
    if rows.update(state=State.WAITING, problem="", attempts=0, due=clock.now(), ended=None):
        rounds.wake()
        return True
    remake = _remakes.get(letter.kind)
    return letter.state in OVER and bool(remake and remake(letter))


def settle(letter: Letter, state: str) -> bool:
    """A person says how it went: HANDED (passed on by hand), SENT (an uncertain one did arrive) or BOUNCED (it came
    back; we cannot see that). Gives whether that could be said of this letter."""
    from_states = {
        State.HANDED: (State.WAITING, State.FAILED, State.REFUSED, State.UNCERTAIN),
        State.SENT: (State.UNCERTAIN,),
        State.BOUNCED: (State.SENT, State.UNCERTAIN),
    }.get(State(state), ())
    rows = Letter.objects.filter(pk=letter.pk, state__in=from_states)
    return bool(rows.update(state=state, sealed=b"", ended=clock.now()))


def doubt_all() -> int:
    """After a backup was put back: what was ready to go then, may have gone since. A person decides; gives how many."""
    rows = Letter.objects.filter(state__in=OPEN, due__lte=clock.now())
    return rows.update(state=State.UNCERTAIN, problem="backup")


def remakes(kind: str) -> Callable[[Remake], Remake]:
    """Register how a letter of this kind is written anew after it came back: a function from the old letter to the new
    one, or None when it makes no sense any more."""

    def register(remake: Remake) -> Remake:
        _remakes[kind] = remake
        return remake

    return register


def can_be_remade(letter: Letter) -> bool:
    """Whether `send_again` can write this one anew."""
    return letter.kind in _remakes


@dataclass(frozen=True)
class Progress:
    """Voortgang: how many letters of a traject (or of one kind) are in which state. Withdrawn ones do not count, nor do
    those that are meant for a later day."""

    total: int
    gone: int
    going: int
    stuck: int

    @property
    def busy(self) -> bool:
        """Whether some will go by themselves."""
        return self.going > 0


def progress(traject: Traject, keys: str = "") -> Progress:
    """How far the letters of a traject are, or of those whose key begins with `keys`."""
    later = Q(state=State.WAITING, due__gt=clock.now() + SOON)
    rows = Letter.objects.filter(traject=traject, key__startswith=keys).exclude(later | Q(state=State.CANCELLED))
    counts = dict(rows.values_list("state").annotate(Count("pk")))
    gone = sum(counts.get(state, 0) for state in (State.SENT, State.HANDED))
    going = sum(counts.get(state, 0) for state in OPEN)
    total = sum(counts.values())
    return Progress(total, gone, going, total - gone - going)
