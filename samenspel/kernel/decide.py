"""Decide: from a command to changes, or a refusal (R1)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import msgspec

from samenspel.kernel.audience import Role
from samenspel.kernel.ballot import check_ballots
from samenspel.kernel.change import Change, Put, Remove
from samenspel.kernel.command import Actor, Command
from samenspel.kernel.definition import Args, Instrument, Instruments, Move
from samenspel.kernel.record import Instance, Record
from samenspel.kernel.refusal import Reason, Refused
from samenspel.kernel.situation import Handed, Situation
from samenspel.kernel.state import State
from samenspel.kernel.text import clean


def decide(
    instruments: Instruments, state: State, actor: Actor, command: Command, handed: Handed
) -> tuple[Change, ...]:
    """What this command changes. Pure: the same input gives the same answer; raises Refused."""
    found = state.instance(command.instance)
    definition = instruments.get(found[1].instrument) if found else None
    if found is None or definition is None:
        raise Refused(Reason.UNKNOWN_INSTANCE)
    move = definition.move(command.move)
    if move is None:
        raise Refused(Reason.UNKNOWN_MOVE)
    _allowed(move, actor, found[1].phase)
    situation = Situation(state, actor, command.instance, handed, instruments, command.base)
    changes = tuple(move.rule(situation, read_args(move.args, command.args)))
    after = _check(instruments, definition, state, actor, command.instance, changes)
    check_ballots(move.casts, actor, state, after, changes)
    return changes


def read_args(kind: type[Args], args: dict[str, Any]) -> Args:
    """The arguments in their declared shape, texts cleaned; refuses EMPTY, TOO_LONG or MALFORMED."""
    try:
        return msgspec.convert(clean(args), kind)
    except msgspec.ValidationError as error:
        says = str(error)
        if "`str` of length >=" in says:
            raise Refused(Reason.EMPTY) from None
        if "`str` of length <=" in says:
            raise Refused(Reason.TOO_LONG) from None
        raise Refused(Reason.MALFORMED) from None
    except (UnicodeError, RecursionError):
        raise Refused(Reason.MALFORMED) from None


def _allowed(move: Move, actor: Actor, phase: str) -> None:
    if actor.role not in move.roles:
        raise Refused(Reason.WAITING if actor.role is Role.WAITING else Reason.NOT_YOUR_ROLE)
    if move.phases is not None and phase not in move.phases:
        raise Refused(Reason.WRONG_PHASE)


def _check(
    instruments: Instruments,
    definition: Instrument,
    state: State,
    actor: Actor,
    instance: str,
    changes: Iterable[Change],
) -> State:
    """A rule answers for its own instance only, in known types, one version at a time, within limits (R12). Gives
    the state with the changes on top."""
    layer = state.layer()
    for change in changes:
        if isinstance(change, Put):
            _check_put(instruments, definition, state, layer, instance, change.record)
            _check_room_for(layer, actor, change.record)
        else:
            _check_remove(layer, instance, change)
        layer.apply([change])
    return layer


def _check_put(
    instruments: Instruments, definition: Instrument, state: State, layer: State, instance: str, record: Record
) -> None:
    owner = layer.instance(record.instance)
    if record.type == Instance.TYPE:
        known = isinstance(record.body, Instance) and record.id == record.instance
    else:
        home = instruments.get(owner[1].instrument) if owner else None
        known = home is not None and type(record.body) in home.records
    if not known or record.type != record.body.TYPE:
        raise AssertionError(f"{definition.name} put a record of unknown type {record.type}")
    new_instance = owner is None or state.get(record.instance) is None
    if record.instance != instance and record.type != Instance.TYPE and not new_instance:
        raise AssertionError(f"{definition.name} put a record in another instance")
    if record.scope is not None and layer.get(record.scope) is None:
        raise Refused(Reason.NOT_FOUND)
    old = layer.get(record.id)
    if record.version != (old.version + 1 if old else 1):
        raise AssertionError(f"{definition.name} skipped a version of {record.type}")


def _check_room_for(layer: State, actor: Actor, record: Record) -> None:
    """One participant cannot take up the room of the others; control writes for many (R12)."""
    if layer.get(record.id) is not None:
        return
    own = 0 if actor.is_control else layer.count_by(record.type, actor.person)
    if own >= record.body.EACH or layer.count(record.type) >= record.body.MOST:
        raise Refused(Reason.FULL)


def _check_remove(layer: State, instance: str, change: Remove) -> None:
    old = layer.get(change.record_id)
    if old is None:
        raise Refused(Reason.NOT_FOUND)
    if old.instance != instance and old.id != old.instance:
        owner = layer.get(old.instance)
        if owner is not None:
            raise AssertionError("a rule removed a record of another instance")
