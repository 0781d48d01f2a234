"""Het bewijs: the record of deletion in plain Dutch, the check with a fingerprint, and the record itself.

Whoever knows the address of the traject may see it, also whoever has no access any more: it holds counts, days and
fingerprints, and nothing of anyone.
"""

from __future__ import annotations

from typing import Any

import msgspec
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from samenspel.keys.ledger import LedgerFault
from samenspel.keys.signing import pem
from samenspel.personal import links
from samenspel.retention import records, rekeying, views
from samenspel.retention.forms import CompareForm
from samenspel.retention.models import Destruction, DownloadsGone
from samenspel.retention.records import DeletionRecord
from samenspel.trajects import access, engine
from samenspel.trajects.case_keys import ledger
from samenspel.trajects.models import Traject

NAMES = {
    "records": "momenten, duidingen en andere inbreng",
    "ballots": "stemmen",
    "tombstones": "sporen van verborgen inbreng",
    "commands": "sporen van handelingen",
    "tickets": "toegangsbewijzen",
    "join_codes": "deelnamecodes",
    "links": "persoonlijke links",
    "letters": "berichten",
    "letters_waiting": "berichten die nog klaarlagen",
    "questions": "vragen vooraf",
    "invitations": "uitnodigingen",
    "reports": "verslagen",
    "clocks": "tellers",
    "downloads_gone": "bevestigingen",
    "sessions": "bijeenkomsten",
    "contacts": "betrokkenen",
    "trajects": "traject",
}
"""What stands in a record of deletion, in words of people."""


@require_http_methods(["GET", "HEAD", "POST"])
def proof(request: HttpRequest, traject: str) -> HttpResponse:
    """What was destroyed, when, and whether this is the key of the fingerprint that you got."""
    found = records.records(traject)
    busy = Destruction.objects.filter(traject=traject).exists()
    if not found and not busy:
        return _not_yet(request, traject)
    form = CompareForm(request.POST or None)
    same: bool | None = None
    if request.method == "POST" and form.is_valid():
        asked = records.plain(form.cleaned_data["fingerprint"])
        same = any(asked in record.keys.values() for record in found)
    contact = views.led_by(request, traject)
    done = DownloadsGone.objects.filter(traject=traject, contact=contact.pk).first() if contact else None
    context = {
        "traject_id": traject,
        "shown": [_shown(record) for record in reversed(found)],
        "busy": busy,
        "form": form,
        "same": same,
        "whole": _whole(),
        "public_key": engine.cipher().signer().public,
        "leads": contact,
        "own_confirmed": done.day if done else None,
    }
    return render(request, "retention/proof.html", context, status=422 if form.errors else 200)


@require_GET
def download(request: HttpRequest, traject: str) -> HttpResponse:
    """The signed record, for who checks it with other tools."""
    found = records.records(traject)
    if not found:
        raise Http404
    entries = [msgspec.to_builtins(record.entry) for record in found]
    response = HttpResponse(msgspec.json.format(msgspec.json.encode(entries)), content_type="application/json")
    response["Content-Disposition"] = 'attachment; filename="bewijs-van-vernietiging.json"'
    return response


@require_GET
def public_key(request: HttpRequest) -> HttpResponse:
    """The public keys of this installation, to check a signature with: the one of now first."""
    return HttpResponse("".join(map(pem, rekeying.publics())), content_type="text/plain; charset=utf-8")


def _not_yet(request: HttpRequest, traject: str) -> HttpResponse:
    """Somebody of the traject is told that it is still there; to others the address does not exist."""
    row = Traject.objects.filter(pk=traject).first()
    if row is not None and access.roles_of(request.user, row):
        return redirect("retention", traject=traject)
    if row is not None and links.contact_of(request, traject) is not None:
        return redirect("mine_kept", traject=traject)
    raise Http404


def _shown(record: DeletionRecord) -> dict[str, Any]:
    content = record.content
    counted: dict[str, int] = content["removed"]
    known = [(words, counted[name]) for name, words in NAMES.items() if name in counted]
    others = [(name.replace("_", " "), count) for name, count in counted.items() if name not in NAMES]
    return {
        "day": record.day,
        "outcome": record.outcome,
        "what": content["what"],
        "why": content["why"],
        "by": content["by"],
        "keys": [records.grouped(each) for each in record.keys.values()],
        "removed": known + others,
        "sweep": content["sweep"],
        "version": content["version"],
        "sound": not record.entry.fault(),
        "hash": records.grouped(record.entry.hash),
    }


def _whole() -> bool:
    try:
        return ledger().check() > 0
    except LedgerFault:
        return False
