"""De mensen van een traject: the list, one of them, many at once, and who leads (CR-2, CR-3)."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from samenspel.personal import links
from samenspel.personal.logged_in import login_required
from samenspel.trajects import access, indicators, membership, page, people
from samenspel.trajects.access import FACILITATOR, INITIATOR
from samenspel.trajects.contact import Contact, Person
from samenspel.trajects.membership import Changed, NotPossible
from samenspel.trajects.models import Traject

from .forms_people import MOST_ROWS, PersonForm, filled, read_rows
from .forms_traject import ACCOUNT, AccountForm, AppointForm

LEADS = (INITIATOR, FACILITATOR)
ROLES = {
    "participant": "Deelnemer",
    "note_taker": "Meeschrijver",
    "facilitator": "Gespreksbegeleider",
    "initiator": "Initiatiefnemer",
}


@login_required
@require_GET
def everybody(request: HttpRequest, traject: str) -> HttpResponse:
    """The list by party, with what the method advises about it."""
    row, roles = access.find(request, traject)
    contacts = people.contacts(row)
    context = {
        "traject": row,
        "parties": page.parties_of([each for each in contacts if each.role in indicators.AT_TABLE]),
        "leading": [each for each in contacts if each.role not in indicators.AT_TABLE],
        "indicators": indicators.of(contacts),
        "may_lead": bool(roles & set(LEADS)),
        "is_initiator": INITIATOR in roles,
        "is_empty": len(contacts) < 2,
    }
    return render(request, "trajects/people.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def add(request: HttpRequest, traject: str) -> HttpResponse:
    """Somebody new; `?rol=initiator` only as long as there is no initiator."""
    row, _ = access.find(request, traject, *LEADS)
    wanted = request.POST.get("role") or request.GET.get("rol", "participant")
    role = wanted if wanted in _may_add(row) else "participant"
    form = PersonForm(request.POST or None, initial={"party": request.GET.get("partij", "")})
    if request.method == "POST" and form.is_valid() and _is_new(form, row):
        try:
            membership.add(row, role, [form.person])
        except NotPossible as problem:
            form.add_error(None, str(problem))
        else:
            messages.success(request, f"{form.person.name} staat op de lijst.")
            return redirect("contact_new" if "more" in request.POST else "traject_people", traject=row.pk)
    context = {"traject": row, "form": form, "role": role, "roles": _named(_may_add(row)), **_parties(row)}
    return render(request, "trajects/contact_new.html", context, status=422 if request.method == "POST" else 200)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def paste(request: HttpRequest, traject: str) -> HttpResponse:
    """Many at once; nothing is kept as long as one row is wrong, and the words stay in the field."""
    row, _ = access.find(request, traject, *LEADS)
    text, faults = request.POST.get("rows", ""), []
    if request.method == "POST":
        known = {each.person.email.casefold() for each in people.contacts(row)} - {""}
        read = read_rows(text, known)
        faults = read.faults
        if not faults:
            try:
                made = membership.add(row, Contact.Role.PARTICIPANT, read.persons)
            except NotPossible as problem:
                faults = [str(problem)]
            else:
                said = "1 persoon staat" if len(made) == 1 else f"{len(made)} mensen staan"
                messages.success(request, f"{said} nu op de lijst.")
                return redirect("traject_people", traject=row.pk)
    context = {"traject": row, "rows": text, "faults": faults[:20], "more": max(len(faults) - 20, 0), "most": MOST_ROWS}
    return render(request, "trajects/contacts_paste.html", context, status=422 if faults else 200)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def contact(request: HttpRequest, traject: str, contact: str) -> HttpResponse:
    """One person: particulars, role, link."""
    row, roles = access.find(request, traject, *LEADS)
    found = _of(row, contact)
    form = PersonForm(request.POST or None, initial=filled(found.person))
    version, now = membership.version_of(found), None
    if request.method == "POST" and not _may_change(request, found):
        raise Http404
    if request.method == "POST" and form.is_valid() and _is_new(form, row, found.pk):
        try:
            membership.change(found, form.person, request.POST.get("version", ""))
        except Changed:
            found = _of(row, contact)
            now, version = found.person, membership.version_of(found)
        except NotPossible as problem:
            form.add_error(None, str(problem))
        else:
            messages.success(request, "Bewaard.")
            return redirect("traject_people", traject=row.pk)
    elif request.method == "POST":
        version = request.POST.get("version", "")
    context = _about(request, row, found, roles) | {"form": form, "version": version, "now": now}
    status = 409 if now else 422 if request.method == "POST" else 200
    return render(request, "trajects/contact.html", context, status=status)


@login_required
@require_POST
def role(request: HttpRequest, traject: str, contact: str) -> HttpResponse:
    """Another role. The initiative is not given here: it is handed over."""
    row, roles = access.find(request, traject, *LEADS)
    found, wanted = _of(row, contact), request.POST.get("role", "")
    if wanted not in _may_add(row) or not _may_change(request, found):
        raise Http404
    try:
        membership.set_role(found, wanted)
    except NotPossible as problem:
        return _not_possible(request, row, found, roles, problem)
    messages.success(request, f"{found.person.name} is nu {ROLES[wanted].lower()}.")
    return redirect("traject_people", traject=row.pk)


@login_required
@require_POST
def link(request: HttpRequest, traject: str, contact: str) -> HttpResponse:
    """A personal link to pass on by hand; it is shown this once."""
    row, _ = access.find(request, traject, *LEADS)
    found = _of(row, contact)
    if not _may_change(request, found):
        raise Http404
    return render(request, "trajects/contact_link.html", {"traject": row, "contact": found, "link": links.issue(found)})


@login_required
@require_POST
def link_off(request: HttpRequest, traject: str, contact: str) -> HttpResponse:
    """Every link of this person stops working, in letters as well."""
    row, _ = access.find(request, traject, *LEADS)
    found = _of(row, contact)
    ended = links.revoke(found)
    messages.success(request, "De links werken niet meer." if ended else "Er was geen link die nog werkte.")
    return redirect("contact", traject=row.pk, contact=found.pk)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def remove(request: HttpRequest, traject: str, contact: str) -> HttpResponse:
    """Off the list: particulars are overwritten and links end."""
    row, roles = access.find(request, traject, *LEADS)
    found = _of(row, contact)
    if not _may_change(request, found):
        raise Http404
    if request.method == "POST":
        try:
            words = request.POST.get("woorden") == "weg"
            membership.take_off(found, words=words)
        except NotPossible as problem:
            return _not_possible(request, row, found, roles, problem)
        also = " Wat deze persoon voor de casus schreef, is weggehaald." if words else ""
        messages.success(request, f"Deze persoon staat niet meer op de lijst. De gegevens zijn gewist.{also}")
        still = access.roles_of(request.user, row)
        return redirect("traject_people", traject=row.pk) if still else redirect("trajects")
    return render(request, "trajects/contact_remove.html", {"traject": row, "contact": found})


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def appoint(request: HttpRequest, traject: str) -> HttpResponse:
    """Facilitator or note-taker: a colleague with an account (CR-2)."""
    row, _ = access.find(request, traject, *LEADS)
    form = AppointForm(request.POST or None, initial={"role": FACILITATOR})
    if request.method == "POST" and form.is_valid():
        colleague = membership.account(form.cleaned_data["account"])
        try:
            if colleague is None:
                raise NotPossible(ACCOUNT)
            membership.appoint(row, form.cleaned_data["role"], colleague)
        except NotPossible as problem:
            form.add_error("account", str(problem))
        else:
            messages.success(request, f"{ROLES[form.cleaned_data['role']]} aangewezen.")
            return redirect("traject", traject=row.pk)
    context = {
        "traject": row,
        "form": form,
        "role": form["role"].value(),
        "leads": page.who_leads(people.contacts(row)),
    }
    return render(request, "trajects/appoint.html", context, status=422 if request.method == "POST" else 200)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def hand_over(request: HttpRequest, traject: str) -> HttpResponse:
    """The initiative goes to a colleague with an account."""
    row, _ = access.find(request, traject, INITIATOR)
    giver = access.contact_of(request, row, INITIATOR)
    if giver is None:
        raise Http404
    form = AccountForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        colleague = membership.account(form.cleaned_data["account"])
        try:
            if colleague is None:
                raise NotPossible(ACCOUNT)
            membership.hand_over(giver, colleague)
        except NotPossible as problem:
            form.add_error("account", str(problem))
        else:
            messages.success(request, "Het initiatief is overgedragen. Je staat nu als deelnemer op de lijst.")
            return redirect("trajects")
    status = 422 if request.method == "POST" else 200
    return render(request, "trajects/hand_over.html", {"traject": row, "form": form}, status=status)


def _of(row: Traject, contact: str) -> Contact:
    found = row.contacts.select_related("traject").filter(pk=contact, removed=False).first()
    if found is None:
        raise Http404
    return found


def _may_change(request: HttpRequest, found: Contact) -> bool:
    """An initiator with an account is changed by that account only: a facilitator cannot come in as the initiator,
    who keeps what is left when the case is gone (CR-22)."""
    return found.role != INITIATOR or found.user_id in (None, request.user.pk)


def _may_add(row: Traject) -> list[str]:
    given = ["participant", "note_taker", "facilitator"]
    if not row.contacts.filter(role=INITIATOR, removed=False).exists():
        given.append("initiator")
    return given


def _named(roles: list[str]) -> list[tuple[str, str]]:
    return [(role, ROLES[role]) for role in roles]


def _is_new(form: PersonForm, row: Traject, but: str = "") -> bool:
    mail = form.person.email.casefold()
    if mail and any(each.pk != but and each.person.email.casefold() == mail for each in people.contacts(row)):
        form.add_error("email", "Iemand met dit e-mailadres staat al op de lijst.")
        return False
    return True


def _parties(row: Traject) -> dict[str, Any]:
    return {"party_names": people.parties_of(each.person for each in people.contacts(row))}


def _about(request: HttpRequest, row: Traject, found: Contact, roles: frozenset[str]) -> dict[str, Any]:
    return {
        "traject": row,
        "contact": found,
        "person": found.person,
        "role_name": ROLES[found.role],
        "roles": [each for each in _named(_may_add(row)) if each[0] != found.role],
        "may_change": _may_change(request, found),
        "is_self": found.user_id == request.user.pk,
        "linked": found.links.filter(revoked=False).exists(),
        "is_initiator": INITIATOR in roles,
        **_parties(row),
    }


def _not_possible(
    request: HttpRequest, row: Traject, found: Contact, roles: frozenset[str], problem: NotPossible
) -> HttpResponse:
    person: Person = found.person
    context = _about(request, row, found, roles) | {"form": PersonForm(initial=filled(person)), "problem": str(problem)}
    context["version"] = membership.version_of(found)
    return render(request, "trajects/contact.html", context, status=409)
