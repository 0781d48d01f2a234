"""The ledger of what was destroyed can be believed, and nothing of it is there again (CR-22, B10)."""

from django.core.checks import Error, Warning
from django.db import DatabaseError

from samenspel.keys.kek import KekError
from samenspel.keys.ledger import LedgerFault
from samenspel.retention.replay import back
from samenspel.trajects.case_keys import ledger

from . import Found, check, reachable


@check
def what_was_destroyed_stays_so() -> Found:
    """Nothing is changed; `samenspel verify --replay`, or a start, does that."""
    if not (reachable("keys") and reachable("default")):
        return
    try:
        ledger().check()
        returned = back()
    except LedgerFault as fault:
        yield Error(
            str(fault),
            hint="Zet de nieuwste kopie van het vernietigingsboek terug. Gooi het niet weg.",
            id="samenspel.L001",
        )
        return
    except (DatabaseError, KekError):
        # No tables yet, or the keys themselves are wrong: other checks say so.
        return
    if returned:
        yield Warning(
            f"Van {len(returned)} traject(en) is iets terug dat vernietigd was.",
            hint="Draai: samenspel verify --replay. De volgende start doet het ook.",
            id="samenspel.L002",
        )
