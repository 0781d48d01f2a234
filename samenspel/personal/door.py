"""De deur van persoonlijke pagina's: who comes in, and what stands there when a case is gone."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from samenspel.kernel.refusal import Refused
from samenspel.keys.cipher import KeyGone
from samenspel.personal import links
from samenspel.personal.unsent import words
from samenspel.store.interface import Behind, Gone, Unreachable
from samenspel.trajects import access
from samenspel.trajects.contact import Contact
from samenspel.trajects.models import Traject

P = ParamSpec("P")


def visitor(request: HttpRequest, traject: str) -> Contact | None:
    """Who is here by personal link, or as the initiator by account; otherwise None."""
    contact = links.contact_of(request, traject)
    if contact is not None or not request.user.is_authenticated:
        return contact
    row = Traject.objects.filter(pk=traject).first()
    return access.contact_of(request, row, access.INITIATOR) if row else None


def for_contact(view: Callable[Concatenate[HttpRequest, Contact, P], HttpResponse]) -> Callable[..., HttpResponse]:
    """A page of one contact of the traject in its address. Everybody else is told how to come in."""

    @wraps(view)
    def page(request: HttpRequest, traject: str, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        contact = visitor(request, traject)
        if contact is None:
            return render(request, "personal/no_link.html", {"unsent": words(request)}, status=403)
        try:
            return view(request, contact, *args, **kwargs)
        except Refused as refused:
            context = {"why": refused.text, "unsent": words(request)}
            return render(request, "personal/refused.html", context, status=409)
        except (Gone, KeyGone):
            return render(
                request, "personal/gone.html", {"traject": contact.traject_id, "unsent": words(request)}, status=410
            )
        except (Behind, Unreachable):
            return render(request, "personal/busy.html", {"unsent": words(request)}, status=503)

    return page
