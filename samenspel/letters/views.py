"""De post van een traject: what lies ready, what went, and what asks for attention."""

from __future__ import annotations

from io import BytesIO

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Q
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from samenspel import clock
from samenspel.keys.cipher import KeyGone
from samenspel.letters import body, clean, compose, envelope, post, sending, words
from samenspel.letters.body import Body, Wiped
from samenspel.letters.models import Letter
from samenspel.personal import links
from samenspel.personal.logged_in import login_required
from samenspel.trajects import access
from samenspel.trajects.contact import Contact
from samenspel.trajects.models import Traject

State = Letter.State
PER_PAGE = 50


@login_required
@never_cache
@require_GET
def outbox(request: HttpRequest, traject: str) -> HttpResponse:
    """All letters: first what asks for attention, then what is on its way, then what is over."""
    row, roles = access.find(request, traject)
    letters = Letter.objects.filter(traject=row).select_related("contact")
    by_hand = Q(state__in=(State.WAITING, State.FAILED), due__lte=clock.now())
    asks = Q(state__in=post.ASKS) | (Q(pk=None) if post.by_mail() else by_hand)
    over = letters.exclude(asks).exclude(state__in=post.OPEN).order_by("-ended", "-created", "pk")
    context = {
        "traject": row,
        "by_mail": post.by_mail(),
        "progress": post.progress(row),
        "minutes": sending.minutes_to_go(post.progress(row).going),
        "asks": _shown(letters.filter(asks).order_by("created", "pk")[:PER_PAGE]),
        "asks_count": letters.filter(asks).count(),
        "going": _shown(letters.filter(state__in=post.OPEN).exclude(asks).order_by("due", "pk")[:PER_PAGE]),
        "going_count": letters.filter(state__in=post.OPEN).exclude(asks).count(),
        "over": (page := Paginator(over, PER_PAGE).get_page(request.GET.get("bladzijde"))),
        "over_rows": _shown(page.object_list),
        "may_open": _may_open(row, roles),
    }
    return render(request, "letters/outbox.html", context)


@login_required
@never_cache
@require_GET
def letter(request: HttpRequest, traject: str, letter: str) -> HttpResponse:
    """One letter: its words while they are kept, and what can be done with it."""
    row, found, roles = _find(request, traject, letter)
    return _page(request, row, found, roles)


@login_required
@never_cache
@require_POST
def link(request: HttpRequest, traject: str, letter: str) -> HttpResponse:
    """The letter with a personal link in it, made now, to be passed on by hand; it is shown this once."""
    row, found, roles = _find(request, traject, letter)
    if not _may_open(row, roles):
        raise Http404
    said = _said(found)
    if said is None or (found.contact.removed and said.link) or found.state in post.OVER:
        return redirect("letter", traject=row.pk, letter=found.pk)
    return _page(request, row, found, roles, links.issue(found.contact) if said.link else "")


@login_required
@require_POST
def act(request: HttpRequest, traject: str, letter: str) -> HttpResponse:
    """Send again, withdraw, or say how it went."""
    row, found, roles = _find(request, traject, letter)
    if not roles & {access.FACILITATOR, access.INITIATOR}:
        raise Http404
    asked = request.POST.get("actie", "")
    done = {
        "opnieuw": lambda: post.send_again(found),
        "intrekken": lambda: bool(post.cancel([found])),
        "kwam-terug": lambda: post.settle(found, State.BOUNCED),
        "aangekomen": lambda: post.settle(found, State.SENT),
        "doorgegeven": lambda: post.settle(found, State.HANDED),
    }.get(asked, bool)()
    said = SAID.get(asked, "") if done else "Dat kan met deze brief niet meer. Er is niets veranderd."
    messages.success(request, said)
    return redirect("outbox", traject=row.pk)


SAID = {
    "opnieuw": "De brief ligt klaar om opnieuw te gaan.",
    "intrekken": "De brief is ingetrokken en gaat niet meer weg.",
    "kwam-terug": "Genoteerd. Kijk het adres na bij de betrokkene en verstuur de brief daarna opnieuw.",
    "aangekomen": "Genoteerd dat de brief is aangekomen.",
    "doorgegeven": "Genoteerd dat je de brief zelf hebt doorgegeven.",
}


@login_required
@never_cache
@require_GET
def attachment(request: HttpRequest, traject: str, letter: str, number: int) -> FileResponse:
    """A file that goes with a letter, for who passes it on by hand."""
    row, found, roles = _find(request, traject, letter)
    said = _said(found)
    if said is None or not _may_open(row, roles) or number >= len(said.attachments):
        raise Http404
    file = said.attachments[number]
    kind = file.mime.partition(";")[0]
    return FileResponse(BytesIO(file.data), as_attachment=True, filename=file.name, content_type=kind)


def _find(request: HttpRequest, traject: str, letter: str) -> tuple[Traject, Letter, frozenset[str]]:
    row, roles = access.find(request, traject)
    found = Letter.objects.select_related("contact").filter(pk=letter, traject=row).first()
    if found is None:
        raise Http404
    return row, found, roles


def _may_open(traject: Traject, roles: frozenset[str]) -> bool:
    """Whoever reads a letter with its link can come in as its reader, and see what only that reader and the facilitator
    may see (B4). So that is the facilitator; the initiator only as long as there is none."""
    if access.FACILITATOR in roles:
        return True
    led = traject.contacts.filter(role=Contact.Role.FACILITATOR, removed=False).exists()
    return access.INITIATOR in roles and not led and not traject.sessions.filter(facilitator__isnull=False).exists()


def _page(
    request: HttpRequest, traject: Traject, found: Letter, roles: frozenset[str], link: str | None = None
) -> HttpResponse:
    said = _said(found) if _may_open(traject, roles) else None
    text = envelope.written(found, said, link).plain if said and link is not None else ""
    context = {
        "traject": traject,
        "letter": _row(found),
        "by_mail": post.by_mail(),
        "said": said,
        "text": text,
        "parts": compose.parts(said.text, link=said.link, button=said.button) if said else [],
        "made": link is not None,
        "sender": sender.person.name if (sender := envelope.sender_of(found)) else "",
        "address": clean.address((said.email if said else "") or found.contact.person.email),
        "may_act": bool(roles & {access.FACILITATOR, access.INITIATOR}),
        "may_open": _may_open(traject, roles),
        "can_send": said is not None and found.state in (State.FAILED, *post.ASKS),
        "can_remake": found.state in post.OVER and post.can_be_remade(found),
    }
    return render(request, "letters/letter.html", context)


def _said(found: Letter) -> Body | None:
    try:
        return body.read(found)
    except (Wiped, KeyGone):
        return None


def _shown(letters: object) -> list[dict[str, object]]:
    return [_row(each) for each in letters]  # type: ignore[attr-defined]


def _row(found: Letter) -> dict[str, object]:
    return {
        "id": found.pk,
        "key": found.state,
        "name": found.contact.person.name or "Iemand die niet meer meedoet",
        "subject": words.subject(found),
        "kind": words.kind(found),
        "state": words.state(found),
        "why": words.why(found),
    }
