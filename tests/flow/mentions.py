"""Which record types the code of a move mentions: where to look for what makes a record of some type."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterator
from types import CodeType, FunctionType, ModuleType
from typing import Any

from samenspel.kernel.record import Body

OURS = ("samenspel.instruments", "samenspel.vocabulary")


@functools.cache
def mentioned(rule: Callable[..., Any]) -> frozenset[str]:
    """The record types that stand in this rule and in whatever it calls; more than it writes, never less."""
    found: set[str] = set()
    ahead: list[object] = [rule]
    known: set[int] = set()
    while ahead:
        thing = ahead.pop()
        if id(thing) in known:
            continue
        known.add(id(thing))
        if isinstance(thing, type) and issubclass(thing, Body):
            found.add(thing.TYPE)
        elif isinstance(thing, FunctionType) and thing.__module__.startswith(OURS):
            ahead += [cell.cell_contents for cell in thing.__closure__ or ()]
            ahead += _globals_of(thing)
        elif isinstance(thing, (tuple, list, set, frozenset)):
            ahead += thing
        elif isinstance(thing, dict):
            ahead += thing.values()
    return frozenset(found)


def _globals_of(function: FunctionType) -> list[object]:
    names = set(_names(function.__code__))
    values = [function.__globals__[name] for name in names if name in function.__globals__]
    modules = [value for value in values if isinstance(value, ModuleType)]
    return [*values, *(getattr(module, name) for module in modules for name in names if hasattr(module, name))]


def _names(code: CodeType) -> Iterator[str]:
    yield from code.co_names
    for inner in code.co_consts:
        if isinstance(inner, CodeType):
            yield from _names(inner)
