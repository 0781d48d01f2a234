"""The content of an instrument as JSON, for the live screens."""

import hashlib
import json
from functools import lru_cache

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotModified
from django.views.decorators.http import require_GET

from samenspel.instruments import catalogue


@require_GET
def texts(request: HttpRequest, instrument: str) -> HttpResponse:
    """The files of `content/nl` under the names they have, with title and phases; 404 for an unknown instrument."""
    body, tag = _encoded(instrument)
    if body is None:
        raise Http404
    response: HttpResponse
    if tag in request.headers.get("If-None-Match", ""):
        response = HttpResponseNotModified()
    else:
        response = HttpResponse(body, content_type="application/json")
    response.headers["ETag"] = tag
    response.headers["Cache-Control"] = "private, max-age=300"
    return response


@lru_cache(maxsize=64)
def _encoded(instrument: str) -> tuple[bytes | None, str]:
    found = catalogue.texts(instrument)
    if not found:
        return None, ""
    definition = catalogue.load()[instrument]
    phases = [{"name": phase.name, "title": phase.title, "prepare": phase.prepare} for phase in definition.phases]
    found = {"title": definition.title, "phases": phases, **found}
    body = json.dumps(found, ensure_ascii=False, default=str).encode()
    return body, f'"{hashlib.sha256(body).hexdigest()[:20]}"'
