"""De persoonlijke pagina van een betrokkene, without an account: what is asked, what is done, how data is kept."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from samenspel.personal import links, tasks


@require_GET
def mine(request: HttpRequest, traject: str) -> HttpResponse:
    """Everything asked of this contact, the first thing first."""
    contact = links.contact_of(request, traject)
    if contact is None:
        return render(request, "personal/no_link.html", status=403)
    asked = tasks.tasks_of(contact)
    context = {"contact": contact, "traject": contact.traject, "tasks": asked}
    return render(request, "personal/mine.html", context)
