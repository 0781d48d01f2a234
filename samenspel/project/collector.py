"""The garbage collector, told what a server is: much that stays for ever, and rooms that come and go (R7).

Left alone, Python now and then walks over everything that Django, the instruments and the rooms ever made, and nobody
is answered meanwhile: a tenth of a second and more, in the middle of a meeting.
"""

from __future__ import annotations

import gc
from typing import Final

from django.urls import get_resolver

YOUNG: Final = 20_000
"""New objects after which the young ones are looked at."""
ROUNDS: Final = 20
"""After so many of those the middle-aged ones, and after so many of those again all of them."""


def settle() -> None:
    """Called once, when everything is loaded: what is here now is never looked at again."""
    _ = get_resolver().url_patterns
    gc.collect()
    gc.freeze()
    gc.set_threshold(YOUNG, ROUNDS, ROUNDS)
