"""De pagina's van een traject: the list, a new one, the path, its name and its end (X-1)."""

from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from samenspel.kernel.audience import Role
from samenspel.kernel.command import Actor
from samenspel.kernel.refusal import Refused
from samenspel.personal import links
from samenspel.personal.logged_in import login_required
from samenspel.store.interface import Gone
from samenspel.trajects import access, engine, membership, once, page, people, services
from samenspel.trajects.access import CONTROL, FACILITATOR, INITIATOR
from samenspel.trajects.contact import Person
from samenspel.trajects.models import Session, Traject

from .forms_traject import LENGTHS, ROLES, NameForm, NewTrajectForm

ROLE_NAMES = {"initiator": "initiatiefnemer", "facilitator": "gespreksbegeleider", "note_taker": "meeschrijver"}


@login_required
@require_GET
def trajects(request: HttpRequest) -> HttpResponse:
    """Every traject in which one has a role, each with what comes next."""
    return render(request, "trajects/trajects.html", {"rows": rows_of(request)})


def rows_of(request: HttpRequest) -> list[dict[str, Any]]:
    """The trajects of who asks, without those that came along silently with one session."""
    own = [row for row in access.trajects_of(request.user).filter(quick=False) if page.readable(row)]
    return [{"traject": row, **_seen(request, row)} for row in own]


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Start a traject; parties and people may come later."""
    form = NewTrajectForm(request.POST or None, initial={"template": LENGTHS[0][0]})
    if request.method == "POST" and form.is_valid():
        try:
            made = once.once(request, Traject.objects.all(), lambda: _start(request, form.cleaned_data))
        except once.OnItsWay:
            form.add_error(None, once.ON_ITS_WAY)
        except (Refused, membership.NotPossible):
            form.add_error("title", "Er is nog niets gemaakt. Controleer de naam.")
        else:
            return redirect("traject", traject=made.pk)
    context = {"form": form, "roles": ROLES, "lengths": LENGTHS, "once": once.mark(request)}
    context |= {"role": form["role"].value() or "", "length": form["template"].value() or ""}
    return render(request, "trajects/traject_new.html", context, status=422 if request.method == "POST" else 200)


def _start(request: HttpRequest, data: dict[str, Any]) -> Traject:
    user: Any = request.user
    name = (user.get_full_name() or user.get_username())[:60]
    with transaction.atomic():
        made = services.create_traject(
            data["title"], data["role"], Person(name=name, email=user.email or "", party=data["party"]), user
        )
        (own,) = people.contacts(made)
        membership.change(own, own.person, membership.version_of(own))
        leads = user if data["role"] == FACILITATOR else None
        services.create_session(data["title"], data["template"], leads, traject=made)
        membership.follow(own)
    return made


@login_required
@require_GET
def traject(request: HttpRequest, traject: str) -> HttpResponse:
    """The path: what is next and for whom, who answered, what is due, how long everything is kept."""
    row, roles = access.find(request, traject)
    contacts = people.contacts(row)
    context = {
        "traject": row,
        "roles": roles,
        "role_names": [ROLE_NAMES[role] for role in ROLE_NAMES if role in roles],
        "page": page.page_of(row, roles),
        "parties": page.parties_of([each for each in contacts if each.role in ("initiator", "participant")]),
        "leads": page.who_leads(contacts),
        "sessions": row.sessions.order_by("planned", "created"),
        "doors": page.doors(row, roles),
        "may_lead": bool(roles & {INITIATOR, FACILITATOR}),
        "may_control": bool(roles & frozenset(CONTROL)),
        "may_delete": _may_delete(row, roles),
        **_kept(row),
    }
    return render(request, "trajects/traject.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def rename(request: HttpRequest, traject: str) -> HttpResponse:
    """Another alias; meetings that still bear the old one follow."""
    row, _ = access.find(request, traject, INITIATOR, FACILITATOR)
    form = NameForm(request.POST or None, initial={"title": row.title})
    if request.method == "POST" and form.is_valid():
        try:
            _rename(row, form.cleaned_data["title"])
        except (Refused, Gone):
            form.add_error("title", "De bijeenkomst neemt deze naam nu niet aan. Er is niets veranderd.")
        else:
            messages.success(request, "De naam is veranderd.")
            return redirect("traject", traject=row.pk)
    status = 422 if request.method == "POST" else 200
    return render(request, "trajects/traject_name.html", {"traject": row, "form": form}, status=status)


def _rename(row: Traject, title: str) -> None:
    old = row.title
    with transaction.atomic():
        for session in row.sessions.exclude(status=Session.Status.CLOSED):
            if session.title == old:
                session.set_title(title)
                session.save(update_fields=["sealed_title"])
                host = Actor(person=session.host, role=Role.FACILITATOR)
                other = engine.command(session.pk, "set_meeting", title=title)
                engine.run(session.pk, host, engine.over(services.meeting_record(session.pk), other))
        row.set_title(title)
        row.save(update_fields=["sealed_title"])


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def delete(request: HttpRequest, traject: str) -> HttpResponse:
    """The whole traject goes: keys first, then everything else (CR-22). For the initiator, or a lone facilitator."""
    from samenspel.retention.destroying import destroy_outcome

    row, roles = access.find(request, traject, INITIATOR, FACILITATOR)
    if not _may_delete(row, roles):
        raise Http404
    if request.method == "POST":
        destroy_outcome(row, "request", INITIATOR if INITIATOR in roles else FACILITATOR)
        messages.success(request, "Het traject is verwijderd, met alles wat erin stond.")
        return redirect("trajects")
    return render(request, "trajects/traject_delete.html", {"traject": row})


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def accept(request: HttpRequest, traject: str) -> HttpResponse:
    """Who came in by a personal link and has a role that asks for it, ties an account to it."""
    contact = links.contact_of(request, traject)
    if contact is None or contact.role not in ROLE_NAMES:
        raise Http404
    problem = ""
    if request.method == "POST":
        try:
            membership.accept(contact, request.user)
        except membership.NotPossible as reason:
            problem = str(reason)
        else:
            messages.success(request, "Je account hoort nu bij dit traject.")
            return redirect("traject", traject=contact.traject_id)
    context = {"traject": contact.traject, "contact": contact, "role": ROLE_NAMES[contact.role], "problem": problem}
    return render(request, "trajects/accept.html", context, status=409 if problem else 200)


def _may_delete(row: Traject, roles: frozenset[str]) -> bool:
    return INITIATOR in roles or not row.contacts.filter(role=INITIATOR, removed=False).exists()


def _seen(request: HttpRequest, row: Traject) -> dict[str, Any]:
    roles = access.roles_of(request.user, row)
    ahead = [each for each in row.sessions.all() if each.planned and each.status != Session.Status.CLOSED]
    meets = min(ahead, key=lambda each: each.planned, default=None)
    looks_back = meets is not None and meets.template.startswith(access.LOOK_BACK)
    return {"page": page.page_of(row, roles), "meets": meets, "looks_back": looks_back, **_kept(row)}


def _kept(row: Traject) -> dict[str, Any]:
    return {
        "case_days": page.days_until(row.case_until),
        "outcome_days": page.days_until(row.outcome_until),
        "destroyed": _destroyed(row),
    }


def _destroyed(row: Traject) -> bool:
    """Whether the case of every meeting that was held is gone."""
    from samenspel.store.models import SessionClock

    states = list(SessionClock.objects.filter(traject=row.pk).values_list("case_state", flat=True))
    return bool(states) and all(states)
