"""Tellingen: the cache of Django in the database, so that all processes count together (ASVS 6.3.1, 6.5.1).

Attempts to log in and used codes are counted here. Keys are hashed with a secret of this installation: no address
and no name can be read back. Values are JSON, so that nothing in the database is ever run.
"""

import hashlib
import hmac
import json
from datetime import UTC, datetime, timedelta
from typing import Any

from django.core.cache.backends.base import DEFAULT_TIMEOUT, BaseCache
from django.db import IntegrityError, transaction
from django.utils import timezone

from samenspel.invitations.secret import derived

FAR: datetime = datetime(9999, 1, 1, tzinfo=UTC)


class Counts(BaseCache):
    """A cache backend for what is counted seldom: it writes to the database at every change."""

    def __init__(self, _location: str, params: dict[str, Any]) -> None:
        super().__init__(params)

    def add(self, key: str, value: Any, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None) -> bool:
        """Set it when it is not there; whether this call was the one that set it, in whatever process."""
        from .models import Count

        hidden = self._hidden(key, version)
        Count.objects.filter(expires__lte=timezone.now()).delete()
        try:
            with transaction.atomic():
                Count(key_hash=hidden, value=json.dumps(value), expires=self._until(timeout)).save(force_insert=True)
        except IntegrityError:
            return False
        return True

    def get(self, key: str, default: Any = None, version: int | None = None) -> Any:
        """The value, or the default when it is not there or too old."""
        from .models import Count

        row = Count.objects.filter(key_hash=self._hidden(key, version), expires__gt=timezone.now()).first()
        return default if row is None else json.loads(row.value)

    def set(self, key: str, value: Any, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None) -> None:
        """Keep it until then."""
        from .models import Count

        defaults = {"value": json.dumps(value), "expires": self._until(timeout)}
        Count.objects.update_or_create(key_hash=self._hidden(key, version), defaults=defaults)

    def touch(self, key: str, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None) -> bool:
        """Keep it longer; whether it was there."""
        from .models import Count

        rows = Count.objects.filter(key_hash=self._hidden(key, version), expires__gt=timezone.now())
        return bool(rows.update(expires=self._until(timeout)))

    def delete(self, key: str, version: int | None = None) -> bool:
        """Forget it; whether it was there."""
        from .models import Count

        return bool(Count.objects.filter(key_hash=self._hidden(key, version)).delete()[0])

    def clear(self) -> None:
        """Forget everything."""
        from .models import Count

        Count.objects.all().delete()

    def _hidden(self, key: str, version: int | None) -> str:
        return hmac.new(derived("counts"), self.make_key(key, version).encode(), hashlib.sha256).hexdigest()

    def _until(self, timeout: Any) -> datetime:
        seconds = self.default_timeout if timeout is DEFAULT_TIMEOUT else timeout
        return FAR if seconds is None else timezone.now() + timedelta(seconds=float(seconds))
