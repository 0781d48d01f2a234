"""Versturen: at most once by itself, at a measured pace, patient with a server that is away (CR-10).

Order of things for one letter: the connection is open; the state SENDING is committed; the mail is handed over; how
it went is committed. Killed in between, the letter is found in SENDING by the next round and becomes UNCERTAIN: it may
have arrived, so only a person sends it again.
"""

from __future__ import annotations

import logging
import smtplib
from datetime import datetime, timedelta
from typing import Any, Final

from django.conf import settings
from django.core.mail import get_connection
from django.core.mail.message import BadHeaderError
from django.db.models import F, QuerySet

from samenspel import clock
from samenspel.keys.cipher import KeyGone
from samenspel.letters import body, clean, envelope, post
from samenspel.letters.body import Body, Wiped
from samenspel.letters.models import Letter
from samenspel.personal import links
from samenspel.rounds import stopping
from samenspel.trajects.models import Session

log = logging.getLogger("samenspel.letters")
State = Letter.State

BACKOFF: Final = (1, 2, 5, 15, 30, 60)
"""Minutes until the next try, after the first, second … failure; the last one holds for all that follow."""
MOST_TRIES: Final = 80
"""About three days and a half; after that a person has to say that it should go on."""
NEVER_SENT: Final = (State.WAITING, State.FAILED)


class ServerAway(Exception):
    """There is no talking with the mail server now; `word` says what kind of trouble it is."""

    def __init__(self, word: str) -> None:
        super().__init__(word)
        self.word = word


def deliver(now: datetime) -> None:
    """Send what is due, as far as the pace allows. Does nothing without a mail server."""
    _found_after_a_crash()
    if not post.by_mail():
        return
    rows = _ready(now).order_by("due", "created", "pk")
    todo = list(rows.select_related("contact")[: _allowed(now)])
    if not todo:
        return
    line = Line()
    counts: dict[str, int] = {}
    try:
        for letter in todo:
            if stopping():
                break
            line.open()
            state = _deliver(letter, line)
            counts[state] = counts.get(state, 0) + 1
    except ServerAway as away:
        _put_off(now, away.word)
        log.warning("letters.server_away", extra={"fields": {"problem": away.word}})
    finally:
        line.close()
    log.info("letters.round", extra={"fields": counts})


def _ready(now: datetime) -> QuerySet[Letter]:
    """What may go now. The people of a demo do not exist: no server hears of them."""
    demo = Session.objects.filter(demo=True).values("traject")
    return Letter.objects.filter(state__in=NEVER_SENT, due__lte=now).exclude(traject__in=demo)


class Line:
    """The connection with the mail server, used for letter after letter."""

    def __init__(self) -> None:
        self._backend: Any = get_connection()
        self._is_open = False

    def open(self) -> None:
        """Open it when it is not. Raises ServerAway."""
        if self._is_open:
            return
        try:
            self._backend.open()
        except smtplib.SMTPAuthenticationError as error:
            raise ServerAway(f"login {error.smtp_code}") from None
        except (OSError, smtplib.SMTPException):
            raise ServerAway("unreachable") from None
        self._is_open = True

    def send(self, message: Any) -> None:
        """Hand a mail over."""
        self._backend.send_messages([message])

    @property
    def may_have_arrived(self) -> bool:
        """Whether the mail that went wrong may have arrived."""
        return bool(getattr(self._backend, "may_have_arrived", True))

    def close(self) -> None:
        """Close it; what was sent stays sent, whatever the server says now."""
        self._is_open = False
        try:
            self._backend.close()
        except (OSError, smtplib.SMTPException):
            self._backend.connection = None


def _deliver(letter: Letter, line: Line) -> str:
    """Send one letter over an open line; gives the state in which it ends."""
    if letter.contact.removed and letter.kind not in body.TO_WHO_LEFT:
        return _end(letter, State.CANCELLED, "left", NEVER_SENT)
    try:
        said = body.read(letter)
        to = clean.address(said.email or letter.contact.person.email)
        if not to:
            return _end(letter, State.REFUSED, "address", NEVER_SENT)
        message = envelope.mail(letter, said, _link(letter, said), to)
        message.message()
    except (KeyGone, Wiped):
        return _end(letter, State.CANCELLED, "destroyed", NEVER_SENT)
    except (BadHeaderError, UnicodeError, ValueError) as error:
        log.error("letter.unsendable", exc_info=error, extra={"fields": {"letter": letter.pk}})
        return _end(letter, State.REFUSED, "content", NEVER_SENT)
    claimed = Letter.objects.filter(pk=letter.pk, state__in=NEVER_SENT)
    if not claimed.update(state=State.SENDING, began=clock.now(), attempts=F("attempts") + 1, problem=""):
        return "taken"
    letter.attempts += 1
    return _hand_over(letter, line, message)


def _hand_over(letter: Letter, line: Line, message: Any) -> str:
    try:
        line.send(message)
    except smtplib.SMTPRecipientsRefused as error:
        code = next((int(code) for code, _ in error.recipients.values()), 550)
        return _answered(letter, "recipient", code)
    except smtplib.SMTPDataError as error:
        return _answered(letter, "content", error.smtp_code)
    except smtplib.SMTPResponseException as error:
        # Our own address, or the conversation as a whole: the letter itself was not handed over.
        line.close()
        return _later(letter, f"server {error.smtp_code}")
    except (OSError, smtplib.SMTPException):
        arrived = line.may_have_arrived
        line.close()
        return _end(letter, State.UNCERTAIN, "lost") if arrived else _later(letter, "lost")
    return _end(letter, State.SENT)


def _answered(letter: Letter, what: str, code: int) -> str:
    """The server said no: for good when the code says so (5xx), otherwise for now."""
    if code >= 500:
        return _end(letter, State.REFUSED, f"{what} {code}")
    return _later(letter, f"{what} {code}")


def _later(letter: Letter, problem: str) -> str:
    again = clock.now() + _pause(letter.attempts)
    rows = Letter.objects.filter(pk=letter.pk, state__in=(State.SENDING, State.UNCERTAIN))
    state = State.FAILED if letter.attempts < MOST_TRIES else State.REFUSED
    rows.update(state=state, problem=problem, due=again)
    return state


def _end(
    letter: Letter, state: str, problem: str = "", before: tuple[str, ...] = (State.SENDING, State.UNCERTAIN)
) -> str:
    """A process that was held up may find its letter in UNCERTAIN, because another took over; it knows better."""
    wiped = {"sealed": b""} if state in (State.SENT, State.CANCELLED) else {}
    rows = Letter.objects.filter(pk=letter.pk, state__in=before)
    rows.update(state=state, problem=problem, ended=clock.now(), **wiped)
    return state


def _put_off(now: datetime, word: str) -> None:
    """The server is away for all letters that are due: each waits longer, the more often it was tried."""
    due = _ready(now)
    due.filter(attempts__gte=MOST_TRIES).update(state=State.REFUSED, problem=word)
    for attempts in set(due.values_list("attempts", flat=True)):
        rows = due.filter(attempts=attempts)
        rows.update(state=State.FAILED, problem=word, attempts=attempts + 1, due=now + _pause(attempts + 1))


def _found_after_a_crash() -> None:
    """Only who has the turn sends; so what is in SENDING now, was left behind by a process that is no more."""
    left = Letter.objects.filter(state=State.SENDING).update(state=State.UNCERTAIN, problem="crash")
    if left:
        log.warning("letters.uncertain", extra={"fields": {"letters": left}})


def _allowed(now: datetime) -> int:
    """How many letters may go in this round: the pace, less what went in the minute before."""
    last = Letter.objects.filter(began__gt=now - timedelta(minutes=1), began__lte=now).count()
    return max(0, int(settings.SAMENSPEL_EMAIL_PER_MINUTE) - last)


def _pause(attempts: int) -> timedelta:
    return timedelta(minutes=BACKOFF[min(max(attempts, 1), len(BACKOFF)) - 1])


def _link(letter: Letter, said: Body) -> str:
    return links.issue(letter.contact) if said.link else ""


def minutes_to_go(letters: int) -> int:
    """How long it takes to send so many letters, at the pace that is set."""
    return -(-letters // max(1, int(settings.SAMENSPEL_EMAIL_PER_MINUTE)))
