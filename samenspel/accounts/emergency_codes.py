"""Noodcodes: kept as slow, salted fingerprints, and shown once, at the moment they are made (ASVS 6.5.2).

A code is ten digits: its place among the ten, so that one attempt costs one comparison, and nine of chance.
"""

from __future__ import annotations

import re
import secrets
import time
from typing import Any, Final

from allauth.mfa import app_settings
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal import auth, flows
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from django.contrib.auth.hashers import check_password, make_password
from django.db import transaction

from . import secret

CHANCE: Final = 9
OLD: Final = "old-"
"""Codes of before, of eight digits without a place, keep working under such a name."""
OLD_LENGTH: Final = 8


class EmergencyCodes(RecoveryCodes):  # type: ignore[misc]
    """Noodcodes of one user; `data` of the row has `prints` (fingerprint per place) and `viewed_at`."""

    def __init__(self, instance: Authenticator) -> None:
        super().__init__(instance)
        self._made: list[str] = []

    @classmethod
    def activate(cls, user: Any) -> EmergencyCodes:
        """The codes of this user. New ones are made when they are first looked at: so no code is ever kept, not even
        on its way to the page."""
        kind = Authenticator.Type.RECOVERY_CODES
        found = Authenticator.objects.filter(user_id=user.pk, type=kind).first()
        return cls(found or Authenticator.objects.create(user=user, type=kind, data={"prints": {}}))

    def mark_as_viewed(self) -> None:
        """Make the codes; this object knows them, and no other ever will."""
        if self.did_view:
            return
        codes = [
            f"{place}{secrets.randbelow(10**CHANCE):0{CHANCE}}" for place in range(app_settings.RECOVERY_CODE_COUNT)
        ]
        # Before the transaction: this is slow on purpose, and the room writes to the same database.
        prints = {code[0]: make_password(code) for code in codes}
        with transaction.atomic():
            kept = Authenticator.objects.select_for_update().get(pk=self.instance.pk)
            first = not kept.data.get("viewed_at")
            if first:
                kept.data = {"prints": prints, "viewed_at": time.time()}
                kept.save(update_fields=["data"])
        self.instance, self._made = kept, codes if first else []

    def generate_codes(self) -> list[str]:
        """The codes when they were made here a moment ago; otherwise as many empty texts as there are left."""
        return self._made or [""] * len(self.instance.data.get("prints", {}))

    def get_unused_codes(self) -> list[str]:
        """As `generate_codes`: what was used is gone."""
        return self.generate_codes()

    def validate_code(self, code: str) -> bool:
        """Whether this is one of the codes; it never is again."""
        digits = re.sub(r"[\s-]", "", code)
        for place in self._places(digits):
            kept = self.instance.data["prints"][place]
            if check_password(digits, kept):
                return self._use_up(place, kept)
        return False

    def _places(self, digits: str) -> list[str]:
        prints = self.instance.data.get("prints", {})
        if len(digits) == 1 + CHANCE:
            return [digits[0]] if digits[0] in prints else []
        return [place for place in prints if place.startswith(OLD)] if len(digits) == OLD_LENGTH else []

    def _use_up(self, place: str, kept: str) -> bool:
        with transaction.atomic():
            self.instance = Authenticator.objects.select_for_update().get(pk=self.instance.pk)
            there = self.instance.data.get("prints", {}).get(place) == kept
            if there:
                del self.instance.data["prints"][place]
                self.instance.save(update_fields=["data"])
        return there


def from_sealed(instance: Any) -> dict[str, Any]:
    """What to keep of codes that were sealed, as they were before this release."""
    try:
        codes = RecoveryCodes(instance).get_unused_codes()
    except secret.Unreadable:
        # Nobody could log in with these either.
        codes = []
    return {"prints": {f"{OLD}{number}": make_password(code) for number, code in enumerate(codes)}, "viewed_at": 1}


def install() -> None:
    """The library can only keep codes in such a way that they can be read again, and has no setting for another:
    wherever it asks for its own class it finds ours."""
    auth.RecoveryCodes = flows.RecoveryCodes = EmergencyCodes
