"""Downloads for those who run the session; what an instrument lets out stands in its `exports.py` (CR-21)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from importlib import import_module
from importlib.util import find_spec

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from samenspel.invitations import room_door
from samenspel.kernel.state import State
from samenspel.store.interface import Gone
from samenspel.trajects import engine

from .picture import png

Export = Callable[[State, str], tuple[str, bytes]]


def exports_of(instrument: str) -> Mapping[str, Export]:
    """File name → what makes it, for one instrument; empty when it lets nothing out."""
    name = f"samenspel.instruments.{instrument}.exports"
    if find_spec(name) is None:
        return {}
    module = import_module(name)
    found: Mapping[str, Export] = getattr(module, "EXPORTS", {})
    return found


@require_GET
def download(request: HttpRequest, session: str, instance: str, name: str) -> HttpResponse:
    """One export of one instrument in this session, for control only; a drawing also as png."""
    if room_door.control_ticket(request, session) is None:
        raise Http404
    try:
        state = engine.state_of(session)
    except Gone:
        raise Http404 from None
    found = state.instance(instance)
    if found is None:
        raise Http404
    make = exports_of(found[1].instrument)
    as_png = name.endswith(".png")
    wanted = make.get(f"{name[:-4]}.svg" if as_png else name)
    if wanted is None:
        raise Http404
    mime, content = wanted(state, instance)
    if as_png:
        mime, content = "image/png", png(content)
    response = HttpResponse(content, content_type=mime)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
