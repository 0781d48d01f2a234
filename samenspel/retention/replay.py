"""Nalopen: what the ledger says is destroyed is destroyed again, when a backup brought it back (CR-22, B10).

Before the server listens, and after a restore.
"""

from __future__ import annotations

import logging
from collections import defaultdict

from django.db.models import Q

from samenspel.keys.models import TrajectKey
from samenspel.retention.destroying import GONE, resume, take_up
from samenspel.retention.models import Destruction
from samenspel.retention.parts import Kind, Scope
from samenspel.store.models import SessionClock
from samenspel.trajects.case_keys import ledger
from samenspel.trajects.models import Session, Traject

log = logging.getLogger("samenspel.retention")


def replay() -> int:
    """Complete what was cut off, then destroy again what should be gone; how many trajects were touched. Raises
    LedgerFault when the ledger cannot be read: then nothing may be served."""
    touched = resume()
    destroyed = _destroyed()
    for traject in sorted(_back(destroyed) - set(Destruction.objects.values_list("traject", flat=True))):
        _again(traject, destroyed[traject])
        touched += 1
    if touched:
        log.warning("ledger.replayed", extra={"fields": {"trajects": touched}})
    return touched


def back() -> set[str]:
    """The trajects of which something is there that should be gone."""
    return _back(_destroyed())


def _destroyed() -> dict[str, list[dict[str, str]]]:
    found: dict[str, list[dict[str, str]]] = defaultdict(list)
    for each in ledger().destroyed_keys():
        found[each["traject"]].append(each)
    return found


def _back(destroyed: dict[str, list[dict[str, str]]]) -> set[str]:
    """The trajects of which something is there that the ledger says is gone."""
    prints = {each["fingerprint"] for keys in destroyed.values() for each in keys}
    names = {(traject, each["name"]) for traject, keys in destroyed.items() for each in keys}
    rows = TrajectKey.objects.values_list("traject", "fingerprint")
    back = {traject for traject, fingerprint in rows if fingerprint in prints}
    for traject, name in SessionClock.objects.exclude(case_state=GONE).values_list("traject", "case_key"):
        if (traject, name) in names:
            back.add(traject)
    whole = {traject for traject, keys in destroyed.items() if any(each["what"] == "all" for each in keys)}
    return back | (whole & set(Traject.objects.values_list("pk", flat=True)))


def _again(traject: str, keys: list[dict[str, str]]) -> None:
    prints = {each["name"]: each["fingerprint"] for each in keys}
    kind: Kind = "all" if any(each["what"] == "all" for each in keys) else "case"
    of_case = Q() if kind == "all" else Q(case_key__in=prints)
    known = set(SessionClock.objects.filter(of_case, traject=traject).values_list("session", flat=True))
    if kind == "all":
        known |= set(Session.objects.filter(traject=traject).values_list("pk", flat=True))
    take_up(Scope(kind, traject, tuple(sorted(known))), prints)
