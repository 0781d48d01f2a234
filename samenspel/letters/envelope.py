"""Van brief naar mail: who it is from, to whom, with what beside it. Nothing here is logged or kept."""

from __future__ import annotations

from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMultiAlternatives

from samenspel.letters import clean, compose
from samenspel.letters.body import Body
from samenspel.letters.models import Letter
from samenspel.organisation.look import look
from samenspel.trajects.contact import Contact

CALENDAR = "text/calendar"


def sender_of(letter: Letter) -> Contact | None:
    """Who a letter is from in the eyes of its reader: the facilitator, or the initiator when there is none yet.

    Nobody writes to themselves: the facilitator hears from the initiator, and the other way round.
    """
    roles = (Contact.Role.FACILITATOR, Contact.Role.INITIATOR)
    rows = Contact.objects.filter(traject=letter.traject_id, removed=False, role__in=roles).exclude(
        pk=letter.contact_id
    )
    return min(rows, key=lambda row: (row.role != Contact.Role.FACILITATOR, row.pk), default=None)


def written(letter: Letter, body: Body, link: str) -> compose.Written:
    """The words of a letter with this personal link in them."""
    sender = sender_of(letter)
    person = sender.person if sender else None
    return compose.write(
        body.text,
        name=clean.one_line(body.name or letter.contact.person.name, clean.NAME),
        link=link,
        button=body.button,
        sender=clean.one_line(person.name, clean.NAME) if person else "",
        answers=bool(person and clean.address(person.email)),
        formal=look().formal,
    )


def mail(letter: Letter, body: Body, link: str, to: str) -> EmailMultiAlternatives:
    """The mail itself. Its Message-ID follows from the letter, so that the same letter is one mail to whoever sorts
    them, however often it was handed over."""
    sender = sender_of(letter)
    person = sender.person if sender else None
    text = written(letter, body, link)
    answer_to = clean.address(person.email) if person else ""
    message = EmailMultiAlternatives(
        subject=body.subject,
        body=text.plain,
        from_email=clean.sender(f"{person.name} via Samenspel" if person else "Samenspel", settings.DEFAULT_FROM_EMAIL),
        to=[to],
        reply_to=[answer_to] if answer_to else None,
        headers={"Message-ID": message_id(letter), "Auto-Submitted": "auto-generated"},
    )
    message.attach_alternative(text.html, "text/html")
    for file in body.attachments:
        if file.mime.startswith(CALENDAR):
            # Mail programs that know calendars show it as an invitation; the others show the file.
            message.attach_alternative(file.data.decode(), file.mime)
            message.attach(file.name, file.data, "application/ics")
        else:
            message.attach(file.name, file.data, file.mime.partition(";")[0])
    return message


def message_id(letter: Letter) -> str:
    """The Message-ID: the id of the letter at the place where people find us."""
    return f"<{letter.pk}@{urlsplit(settings.SAMENSPEL_PUBLIC_URL).hostname or 'localhost'}>"
