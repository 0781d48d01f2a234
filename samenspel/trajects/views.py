"""The facilitator's own pages: what is planned, starting something new, and the links of one session."""

from datetime import timedelta

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from samenspel.invitations import codes, links, tickets
from samenspel.kernel.refusal import Refused
from samenspel.keys.cipher import KeyGone
from samenspel.personal.logged_in import login_required
from samenspel.trajects import access, closing, once, services
from samenspel.trajects.models import Session

from . import views_traject
from .forms import NewSessionForm


@login_required
@require_GET
def sessions(request: HttpRequest) -> HttpResponse:
    """Mijn werk: trajects with what comes next, and own sessions without one; what is over below."""
    own = Session.objects.select_related("traject").filter(facilitator_id=request.user.pk, traject__quick=True)
    rows = [row for row in own if _readable(row)]
    now = timezone.now()
    coming = sorted((r for r in rows if r.status != "closed"), key=lambda r: r.planned or now)
    over = sorted((r for r in rows if r.status == "closed"), key=lambda r: r.planned or r.created, reverse=True)
    context = {"coming": coming, "over": over, "rows": views_traject.rows_of(request)}
    return render(request, "trajects/sessions.html", context)


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
            made = once.once(
                request,
                Session.objects.select_related("traject"),
                lambda: services.create_session(data["title"], data["template"], request.user, form.planned),
            )
        except once.OnItsWay:
            form.add_error(None, once.ON_ITS_WAY)
        except (Refused, services.UnknownTemplate):
            form.add_error("title", "Er is nog niets gemaakt. Controleer de naam en je keuze.")
        else:
            codes.make_or_none(made)
            return redirect("control", session=made.pk)
    status = 422 if request.method == "POST" else 200
    context = {"form": form, "chosen": form["template"].value() or "", "once": once.mark(request)}
    return render(request, "trajects/new.html", context, status=status)


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
        "may_delete": _may_delete(request, row),
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
    if not _may_delete(request, row):
        raise Http404
    if request.method == "POST":
        closing.delete(row)
        messages.success(request, "De bijeenkomst is verwijderd, met alles wat erin stond.")
        return redirect("sessions") if row.traject.quick else redirect("traject", traject=row.traject_id)
    return render(request, "trajects/delete.html", {"session": row})


def _own(request: HttpRequest, session: str) -> Session:
    row = access.controlled(request.user, session)
    if row is None:
        raise Http404
    return row


def _may_delete(request: HttpRequest, row: Session) -> bool:
    """A note-taker runs Regie, but does not throw the meeting away."""
    return access.FACILITATOR in access.roles_of(request.user, row.traject)


def _readable(row: Session) -> bool:
    try:
        return bool(row.title) or True
    except KeyGone:
        return False
