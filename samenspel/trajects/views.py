"""The facilitator's own pages: what is planned, starting something new, and the links of one session."""

from datetime import timedelta

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from samenspel.invitations import codes, links, tickets
from samenspel.kernel.refusal import Refused
from samenspel.keys.cipher import KeyGone
from samenspel.trajects import closing, services
from samenspel.trajects.models import Session

from .forms import NewSessionForm


@login_required
@require_GET
def sessions(request: HttpRequest) -> HttpResponse:
    """Own sessions: what is ahead or going on first, what is over below."""
    own = Session.objects.select_related("traject").filter(facilitator=request.user)
    rows = [row for row in own if _readable(row)]
    now = timezone.now()
    coming = sorted((r for r in rows if r.status != "closed"), key=lambda r: r.planned or now)
    over = sorted((r for r in rows if r.status == "closed"), key=lambda r: r.planned or r.created, reverse=True)
    return render(request, "trajects/sessions.html", {"coming": coming, "over": over})


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Start something new; one tap later Regie is there."""
    start = timezone.localtime() + timedelta(minutes=30)
    start = start.replace(minute=start.minute // 15 * 15)
    form = NewSessionForm(
        request.POST or None,
        initial={"day": start.date(), "time": start.strftime("%H:%M"), "template": "casusreconstructie-120"},
    )
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            made = services.create_session(data["title"], data["template"], request.user, form.planned)
        except (Refused, services.UnknownTemplate):
            form.add_error("title", "Er is nog niets gemaakt. Controleer de naam en je keuze.")
        else:
            codes.make(made)
            return redirect("control", session=made.pk)
    status = 422 if request.method == "POST" else 200
    return render(request, "trajects/new.html", {"form": form, "chosen": form["template"].value() or ""}, status=status)


@login_required
@require_GET
def session(request: HttpRequest, session: str) -> HttpResponse:
    """One session: the ways in, and closing or removing it."""
    row = _own(request, session)
    code = codes.make_or_none(row)
    context = {
        "session": row,
        "code": codes.shown(code) if code else "",
        "join_address": f"{settings.SAMENSPEL_PUBLIC_URL}/meedoen".split("://", 1)[1],
        "join_url": links.join_url(code) if code else "",
    }
    return render(request, "trajects/session.html", context)


@login_required
@require_POST
def wall_link(request: HttpRequest, session: str) -> HttpResponse:
    """A link for the computer at the projector; it is shown this once."""
    row = _own(request, session)
    link = links.link_url(row, tickets.WALL)
    return render(request, "trajects/wall_link.html", {"session": row, "link": link})


@login_required
@require_GET
def poster(request: HttpRequest, session: str) -> HttpResponse:
    """One sheet of paper with the way in."""
    row = _own(request, session)
    code = codes.make_or_none(row)
    if not code:
        return redirect("session", session=row.pk)
    address = f"{settings.SAMENSPEL_PUBLIC_URL}/meedoen".split("://", 1)[1]
    return render(request, "trajects/poster.html", {"session": row, "code": codes.shown(code), "join_address": address})


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def close(request: HttpRequest, session: str) -> HttpResponse:
    """Close: the code dies, what was written stays readable in Regie."""
    row = _own(request, session)
    if request.method == "POST":
        closing.close(row)
        messages.success(request, "De bijeenkomst is afgesloten. De code werkt niet meer.")
        return redirect("session", session=row.pk)
    return render(request, "trajects/close.html", {"session": row})


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def delete(request: HttpRequest, session: str) -> HttpResponse:
    """Remove for good: the keys are destroyed first."""
    row = _own(request, session)
    if request.method == "POST":
        closing.delete(row)
        messages.success(request, "De bijeenkomst is verwijderd, met alles wat erin stond.")
        return redirect("sessions")
    return render(request, "trajects/delete.html", {"session": row})


def _own(request: HttpRequest, session: str) -> Session:
    return get_object_or_404(Session.objects.select_related("traject"), pk=session, facilitator=request.user)


def _readable(row: Session) -> bool:
    try:
        return bool(row.title) or True
    except KeyGone:
        return False
