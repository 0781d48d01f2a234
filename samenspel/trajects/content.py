"""The content of an instrument as JSON, for the live screens."""

import gzip
import hashlib
import json
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotModified
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_GET

from samenspel.instruments import catalogue
from samenspel.organisation import look
from samenspel.organisation.texts import texts_of


@dataclass(frozen=True)
class Encoded:
    """JSON as bytes, plain and compressed; the same for everybody, so compressing it gives nothing away."""

    plain: bytes
    packed: bytes
    tag: str


@require_GET
def texts(request: HttpRequest, instrument: str) -> HttpResponse:
    """The files of `content/nl` under the names they have, an organisation's own texts laid over them, with title
    and phases; `?deel=` gives one of them, since a telephone needs few (B16). Nothing in an unknown part; 404 for an
    unknown instrument."""
    found = _encoded(instrument, request.GET.get("deel", ""), settings.SAMENSPEL_TEXTS, look.look().texts_version)
    if found is None:
        raise Http404
    packed = "gzip" in request.headers.get("Accept-Encoding", "")
    tag = f'"{found.tag}{"-gz" if packed else ""}"'
    response: HttpResponse
    if tag in request.headers.get("If-None-Match", ""):
        response = HttpResponseNotModified()
    else:
        response = HttpResponse(found.packed if packed else found.plain, content_type="application/json")
        if packed:
            response.headers["Content-Encoding"] = "gzip"
    response.headers["ETag"] = tag
    response.headers["Cache-Control"] = "private, max-age=300"
    patch_vary_headers(response, ["Accept-Encoding"])
    return response


@lru_cache(maxsize=256)
def _encoded(instrument: str, part: str, overrides: Path | None, version: int) -> Encoded | None:
    found = texts_of(instrument)
    if not found:
        return None
    definition = catalogue.load()[instrument]
    phases = [{"name": phase.name, "title": phase.title, "prepare": phase.prepare} for phase in definition.phases]
    found = {"title": definition.title, "phases": phases, **found}
    # Not every instrument has every file; a screen that asks for one that is not there gets an empty table.
    body = json.dumps(found.get(part, {}) if part else found, ensure_ascii=False, default=str).encode()
    return Encoded(body, gzip.compress(body, 9, mtime=0), hashlib.sha256(body).hexdigest()[:20])
