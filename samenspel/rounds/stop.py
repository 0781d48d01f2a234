"""Whether the round that is going on has to end: the server stops, or another process took over."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import local

_of_this_thread = local()


def stopping() -> bool:
    """A job with many steps asks this between two steps and ends when it is so; the next round goes on."""
    return any(asked() for asked in getattr(_of_this_thread, "reasons", ()))


@contextmanager
def ends_when(*reasons: Callable[[], bool]) -> Iterator[None]:
    """In this thread, within this block, `stopping` is what these say."""
    before = getattr(_of_this_thread, "reasons", ())
    _of_this_thread.reasons = reasons
    try:
        yield
    finally:
        _of_this_thread.reasons = before
