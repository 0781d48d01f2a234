"""De uitnodiging van een bijeenkomst: write down what is practical, look, send, and see who has it (CR-10)."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from samenspel import clock
from samenspel.letters import calendar, clean, compose, invitations, post, sending, words
from samenspel.letters.forms import InvitationForm
from samenspel.personal.logged_in import login_required
from samenspel.trajects import access, people
from samenspel.trajects.models import Session, Traject


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def invitation(request: HttpRequest, traject: str, session: str = "") -> HttpResponse:
    """Practical details, a preview, sending, and who has it."""
    row, roles = access.find(request, traject)
    meeting = _meeting(row, session)
    if request.method == "POST":
        if not roles & {access.FACILITATOR, access.INITIATOR}:
            raise Http404
        return _post(request, row, meeting, roles)
    return _page(request, row, meeting, roles, InvitationForm(initial=_fields(meeting)))


@login_required
@never_cache
@require_GET
def calendar_file(request: HttpRequest, traject: str, session: str = "") -> HttpResponse:
    """The meeting for one's own calendar."""
    row, _roles = access.find(request, traject)
    try:
        data = calendar.event(_meeting(row, session))
    except invitations.NoDate:
        raise Http404 from None
    answer = HttpResponse(data, content_type="text/calendar; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="bijeenkomst.ics"'
    return answer


def _post(request: HttpRequest, row: Traject, meeting: Session, roles: frozenset[str]) -> HttpResponse:
    asked = request.POST.get("actie", "")
    here = redirect("invitation", traject=row.pk, session=meeting.pk)
    if asked == "afzeggen":
        count = invitations.cancel(meeting)
        messages.success(request, _told(count, "een afzegging") if count else "Er was niemand om af te zeggen.")
        return here
    form = InvitationForm(request.POST)
    if not form.is_valid():
        return _page(request, row, meeting, roles, form, status=422)
    invitations.save_details(meeting, form.details)
    if asked != "versturen":
        messages.success(request, "Bewaard. Er is nog niets verstuurd.")
        return here
    if meeting.planned is None:
        form.add_error(None, "De bijeenkomst heeft nog geen datum. Kies die eerst; wat je invulde, is bewaard.")
        return _page(request, row, meeting, roles, form, status=422)
    if meeting.planned < clock.now():
        form.add_error(None, "De datum van de bijeenkomst is voorbij. Kies een andere; wat je invulde, is bewaard.")
        return _page(request, row, meeting, roles, form, status=422)
    count = invitations.send(meeting)
    messages.success(request, _told(count, "een brief") if count else "Iedereen heeft de uitnodiging al.")
    return here


def _told(count: int, what: str) -> str:
    who = "1 betrokkene" if count == 1 else f"{count} betrokkenen"
    how = "Er ligt" if count == 1 else "Er liggen"
    ready = f"{what} klaar voor {who}"
    return f"Voor {who} gaat er nu {what} uit." if post.by_mail() else f"{how} {ready}. Geef die door via de post."


def _page(
    request: HttpRequest, row: Traject, meeting: Session, roles: frozenset[str], form: InvitationForm, status: int = 200
) -> HttpResponse:
    subject, parts = "", []
    details = invitations.details(meeting)
    if meeting.planned is not None:
        subject, source = invitations.preview(meeting, details)
        parts = compose.parts(source, link=True)
    guests = _guests(meeting)
    sent = invitations.sent(meeting)
    progress = post.progress(row, f"invite:{meeting.pk}:")
    context = {
        "traject": row,
        "session": meeting,
        "several": row.sessions.count() > 1,
        "form": form,
        "subject": subject,
        "parts": parts,
        "guests": guests,
        "missing": sum(1 for guest in guests if not guest["letter"]),
        "no_address": sum(1 for guest in guests if not guest["address"]),
        "sent": sent,
        "changed": sent is not None and invitations.changed(meeting),
        "cancelled": invitations.is_cancelled(meeting),
        "by_mail": post.by_mail(),
        "progress": progress,
        "minutes": sending.minutes_to_go(progress.going or len(guests)),
        "sender": next((each.person.name for each in people.contacts(row, access.FACILITATOR)), ""),
        "may_act": bool(roles & {access.FACILITATOR, access.INITIATOR}),
    }
    return render(request, "letters/invitation.html", context, status=status)


def _guests(meeting: Session) -> list[dict[str, object]]:
    letters = invitations.letters_of(meeting)
    return [
        {
            "name": contact.person.name,
            "party": contact.person.party,
            "address": bool(clean.address(contact.person.email)),
            "letter": letter.pk if letter else "",
            "state": words.state(letter) if letter else "Nog niet uitgenodigd",
            "why": words.why(letter) if letter else "",
            "key": letter.state if letter else "none",
        }
        for contact in invitations.guests(meeting)
        for letter in (letters.get(contact.pk),)
    ]


def _fields(meeting: Session) -> dict[str, object]:
    found = invitations.details(meeting)
    return {name: getattr(found, name) for name in InvitationForm.base_fields}


def _meeting(traject: Traject, session: str) -> Session:
    found = traject.sessions.filter(pk=session).first() if session else people.main_session(traject)
    if found is None:
        raise Http404
    return found
