"""Beveiligingslogboek: what happens to logins and accounts, by account number and never by name (ASVS 16.3, B11)."""

import logging

log = logging.getLogger("samenspel.accounts")


def event(name: str, **fields: object) -> None:
    """One line with the name of what happened; `fields` hold numbers and kinds, never what people typed."""
    log.info(name, extra={"fields": fields})
