"""A small instrument for tests of the engine: slips that are private until their round is revealed."""

from __future__ import annotations

from collections.abc import Iterable

from samenspel.kernel.audience import (
    ALL_ROLES,
    CONTROL,
    CONTROL_ROLES,
    EVERYONE,
    PARTICIPANTS,
    WALL,
    masked,
    own,
    whole,
)
from samenspel.kernel.change import Change
from samenspel.kernel.definition import Args, Fleeting, Instrument, Move, Phase
from samenspel.kernel.record import Body
from samenspel.kernel.refusal import Reason, Refused
from samenspel.kernel.situation import Situation
from samenspel.kernel.text import LessonText
from samenspel.vocabulary.fields import Nothing, OfRecord


class Round(Body, frozen=True, kw_only=True):
    """Ronde."""

    TYPE = "test_round"
    revealed: bool = False


class Slip(Body, frozen=True, kw_only=True):
    """Briefje; scope: the round."""

    TYPE = "test_slip"
    MOST = 400
    text: LessonText


class Secret(Body, frozen=True, kw_only=True):
    """A type whose view always fails."""

    TYPE = "test_secret"
    text: str


class Text(Args, frozen=True, kw_only=True):
    text: LessonText


class Rewrite(Args, frozen=True, kw_only=True):
    id: str
    text: LessonText


def _round(situation: Situation) -> tuple[object, Round]:
    found = situation.one(Round)
    assert found
    return found


def write(situation: Situation, args: Text) -> Iterable[Change]:
    return [situation.create(Slip(text=args.text), scope=_round(situation)[0].id, party=situation.actor.party)]


def rewrite(situation: Situation, args: Rewrite) -> Iterable[Change]:
    record, _ = situation.find(Slip, args.id)
    if record.author != situation.actor.person and not situation.actor.is_control:
        raise Refused(Reason.NOT_FOUND)
    situation.guard(record)
    return [situation.change(record, text=args.text)]


def remove(situation: Situation, args: OfRecord) -> Iterable[Change]:
    record, _ = situation.find(Slip, args.id)
    if record.author != situation.actor.person:
        raise Refused(Reason.NOT_FOUND)
    return situation.remove(record)


def reveal(situation: Situation, args: Nothing) -> Iterable[Change]:
    record, body = _round(situation)
    return [] if body.revealed else [situation.change(record, revealed=True)]


def hide(situation: Situation, args: Nothing) -> Iterable[Change]:
    record, body = _round(situation)
    return [situation.change(record, revealed=False)] if body.revealed else []


def explode(situation: Situation, args: Nothing) -> Iterable[Change]:
    raise ZeroDivisionError("geheime inhoud in een foutmelding")


def see_slip(record, scopes):
    revealed = scopes.body(Round)
    if revealed is not None and revealed.revealed:
        return whole(*EVERYONE) | own(record.author)
    return own(record.author) | masked([], CONTROL) | masked(["@party"], WALL)


def see_secret(record, scopes):
    raise KeyError("kapot")


SLIPS = Instrument(
    name="slips",
    title="Briefjes",
    phases=(Phase("writing", "Schrijven"), Phase("done", "Klaar")),
    records=(Round, Slip, Secret),
    moves=(
        Move("write", Text, ALL_ROLES, write, frozenset({"writing"})),
        Move("rewrite", Rewrite, ALL_ROLES, rewrite),
        Move("remove", OfRecord, ALL_ROLES, remove),
        Move("reveal", Nothing, CONTROL_ROLES, reveal),
        Move("hide", Nothing, CONTROL_ROLES, hide),
        Move("explode", Nothing, ALL_ROLES, explode),
        Move("secret", Text, ALL_ROLES, lambda s, a: [s.create(Secret(text=a.text))]),
    ),
    views={
        Round.TYPE: lambda record, scopes: whole(CONTROL, PARTICIPANTS, WALL),
        Slip.TYPE: see_slip,
        Secret.TYPE: see_secret,
    },
    fleeting=(Fleeting("writing", Nothing, ALL_ROLES, frozenset({CONTROL})),),
    setup=lambda situation: [situation.create(Round())],
)
