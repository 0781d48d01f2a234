"""De gang van een verslag (CR-21): concept, comments until a day, final, sent. Each step is taken once."""

from __future__ import annotations

from datetime import date

from django.conf import settings
from django.db import transaction

from samenspel import clock
from samenspel.letters import post
from samenspel.reports import comments
from samenspel.reports.dates import day_in_words
from samenspel.reports.make import remake
from samenspel.reports.models import Report
from samenspel.trajects import people
from samenspel.trajects.contact import Contact

KIND_COMMENTS, KIND_REPORT = "report_comments", "report"
READERS = (Contact.Role.INITIATOR, Contact.Role.PARTICIPANT)
MOST_DAYS = 60


class WrongDay(Exception):
    """A day on which a comment round cannot end; the message says why, in Dutch."""


class WrongStep(Exception):
    """The report is not at the stand from which this step goes."""


def ask_comments(report: Report, until: date) -> int:
    """Open a comment round up to and including a day and write to everybody; gives how many letters.

    Once more with another day moves the end; nobody gets a second letter for that. Raises WrongDay, WrongStep,
    Refused, Gone, KeyGone.
    """
    if report.settled:
        raise WrongStep
    days = (until - clock.today()).days
    if days < 0:
        raise WrongDay("Deze dag is al voorbij. Kies een dag die nog komt, zodat iedereen tijd heeft om te lezen.")
    if days > MOST_DAYS:
        raise WrongDay("Deze dag is wel erg ver weg. Kies een dag binnen twee maanden.")
    if until > report.traject.case_until:
        last = day_in_words(report.traject.case_until)
        raise WrongDay(f"De casus wordt bewaard tot en met {last}. Reacties moeten daarvoor binnen zijn.")
    comments.open_phase(report)
    if report.state == Report.State.DRAFT:
        report.round += 1
    report.state, report.comments_until = Report.State.COMMENTS, until
    remake(report)
    return sum(_asked(report, contact) for contact in people.contacts(report.traject, *READERS))


def stop_comments(report: Report) -> None:
    """Back to concept: nobody can read or comment any more. Raises WrongStep, Gone, KeyGone."""
    if report.state != Report.State.COMMENTS:
        raise WrongStep
    report.state = Report.State.DRAFT
    remake(report)


def settle(report: Report) -> None:
    """Make it final: made for the last time, from here on it stays as it is. Raises WrongStep, Gone, KeyGone."""
    if report.settled:
        raise WrongStep
    report.state = Report.State.FINAL
    remake(report)


def send(report: Report) -> int:
    """Write to everybody where the final report is; gives how many letters there are. Twice is once. Raises WrongStep,
    KeyGone."""
    with transaction.atomic():
        row = Report.objects.select_for_update().get(pk=report.pk)
        if not row.settled:
            raise WrongStep
        row.state, row.sent = Report.State.SENT, row.sent or clock.today()
        row.save(update_fields=["state", "sent"])
    report.state, report.sent = row.state, row.sent
    readers = people.contacts(report.traject, *READERS)
    for contact in readers:
        post.put(
            contact,
            KIND_REPORT,
            f"report:{report.pk}:{contact.pk}",
            subject=f"Het verslag is klaar: {report.traject.title}",
            text=(
                "Het verslag van ons gesprek is vastgesteld. Je leest het op je eigen pagina. Daar kun je het ook "
                "bewaren als Word-bestand of pdf.\n\n{link}\n\nHet verslag zit niet als bijlage bij deze mail, omdat "
                "een mail makkelijk bij een ander terechtkomt."
            ),
            button="Lees het verslag",
        )
    return len(readers)


def may_read(report: Report, contact: Contact) -> bool:
    """Whether the report is there for this contact yet: in a comment round, once sent, and for the initiator, who
    sends it, as soon as it is final."""
    if report.state in (Report.State.COMMENTS, Report.State.SENT):
        return True
    return report.state == Report.State.FINAL and contact.role == Contact.Role.INITIATOR


def _asked(report: Report, contact: Contact) -> int:
    until = day_in_words(report.comments_until) if report.comments_until else ""
    post.put(
        contact,
        KIND_COMMENTS,
        f"report-comments:{report.pk}:{report.round}:{contact.pk}",
        subject=f"Lees mee met het verslag: {report.traject.title}",
        text=(
            "Het verslag van ons gesprek staat klaar. Je kunt tot en met "
            f"{until} reageren op de rode draden, de lessen en de afspraken.\n\n"
            "Wat er gebeurde, schrijven we bewust niet uit: de tijdlijn hielp ons praten en is niet het product."
            "\n\n{link}"
        ),
        button="Lees het verslag",
    )
    return 1


def address(report: Report) -> str:
    """Where a contact reads it."""
    return f"{settings.SAMENSPEL_PUBLIC_URL}/mijn/{report.traject_id}/verslag"
