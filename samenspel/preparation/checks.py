"""What must be right before anything starts: a second look that was asked for has to be there (CR-5)."""

from __future__ import annotations

from collections.abc import Sequence
from importlib.util import find_spec
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Warning, register


@register
def deduce_is_there(app_configs: Sequence[Any] | None, **options: Any) -> list[CheckMessage]:
    """SAMENSPEL_DEDUCE asks for a program that does not come along."""
    if not settings.SAMENSPEL_DEDUCE or find_spec("deduce") is not None:
        return []
    text = "SAMENSPEL_DEDUCE staat aan, maar deduce is niet geïnstalleerd. De gewone privacyhints werken wel."
    return [Warning(text, hint="Installeer samenspel[deduce], of zet SAMENSPEL_DEDUCE uit.", id="samenspel.W005")]
