"""The garbage collector, told what a server is: much that stays for ever, and rooms that come and go (R7).

Left alone, Python now and then walks over everything that Django, the instruments and the rooms ever made, and nobody
is answered meanwhile: a tenth of a second and more, in the middle of a meeting. So once there are rooms it waits for a
moment at which nobody asks anything.
"""

from __future__ import annotations

import asyncio
import gc
import time
from typing import Final

from django.urls import get_resolver

YOUNG: Final = 20_000
"""New objects after which the young ones are looked at, while there are no rooms yet."""
ROUNDS: Final = 20
"""After so many of those the middle-aged ones, and after so many of those again all of them."""
LOOK_SECONDS: Final = 0.25
CALM_SECONDS: Final = 0.5
"""The same after a quiet moment: an idle server wakes up for little."""
QUIET: Final = 0.1
"""A moment is quiet when the process worked for less than this part of it."""
FEW: Final = 5_000
"""Fewer new objects are not worth it."""
MANY: Final = 25_000
"""So many are not left lying, however busy it is: looking at more at once would hold everybody up too long."""
ALL_SECONDS: Final = 300.0
"""How often everything is looked at, at a quiet moment."""


def settle() -> None:
    """Called once, when everything is loaded: what is here now is never looked at again."""
    _ = get_resolver().url_patterns
    gc.collect()
    gc.freeze()
    gc.set_threshold(YOUNG, ROUNDS, ROUNDS)


async def keep_tidy() -> None:
    """As long as there are rooms: at quiet moments, and when it really becomes too much."""
    gc.disable()
    try:
        worked, last, wait = time.process_time(), time.monotonic(), LOOK_SECONDS
        while True:
            await asyncio.sleep(wait)
            before, worked = worked, time.process_time()
            quiet = worked - before < QUIET * wait
            wait = CALM_SECONDS if quiet else LOOK_SECONDS
            if quiet and time.monotonic() - last > ALL_SECONDS:
                last = time.monotonic()
                gc.collect()
            elif (new := gc.get_count()[0]) > MANY or (quiet and new > FEW):
                gc.collect(1 if quiet else 0)
    finally:
        gc.enable()
