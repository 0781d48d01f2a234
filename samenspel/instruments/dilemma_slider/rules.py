"""What may be asked of a dilemma slider, and what it changes (G-3.1, G-4.1)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Annotated, Any

import msgspec

from samenspel.instruments.dilemma_slider.records import (
    Dilemma,
    OtherValue,
    Placing,
    SharedSlider,
    SliderChoice,
    SliderRound,
    Spot,
    ValueOrder,
)
from samenspel.kernel.change import Change
from samenspel.kernel.definition import Args
from samenspel.kernel.record import Record
from samenspel.kernel.refusal import Reason, Refused
from samenspel.kernel.situation import Situation
from samenspel.kernel.text import InterpretationText, LessonText, NameText, OptionalText, RecordId
from samenspel.vocabulary import agreed
from samenspel.vocabulary.fields import Nothing, OfRecord, place_last
from samenspel.vocabulary.people import Attendee

IsoDate = Annotated[str, msgspec.Meta(pattern=r"^(\d{4}-\d{2}-\d{2})?$")]


class SetDilemma(Args, frozen=True, kw_only=True):
    """The dilemma as a whole."""

    question: InterpretationText
    left: NameText
    right: NameText
    left_text: OptionalText = ""
    right_text: OptionalText = ""
    explanation: OptionalText = ""
    open_variant: bool = False


class Place(Args, frozen=True, kw_only=True):
    """One's own place; `why=None` leaves the explanation as it is."""

    value: Spot
    why: OptionalText | None = None


class PlaceFor(Args, frozen=True, kw_only=True):
    """The place of somebody without a phone."""

    person: RecordId
    value: Spot
    why: OptionalText | None = None


class Explain(Args, frozen=True, kw_only=True):
    """Why one stands there."""

    why: OptionalText


class Move(Args, frozen=True, kw_only=True):
    """A place for the open slider."""

    value: Spot
    why: OptionalText | None = None


class Moving(Args, frozen=True, kw_only=True):
    """Where the open slider is while somebody drags it; never stored."""

    value: Spot


class ValueText(Args, frozen=True, kw_only=True):
    """A value in a few words."""

    text: NameText


class SetOrder(Args, frozen=True, kw_only=True):
    """One's hierarchy of values, heaviest first."""

    order: Annotated[tuple[RecordId, ...], msgspec.Meta(max_length=122)]
    shown: bool = False


class RecordChoice(Args, frozen=True, kw_only=True):
    """What the group chose."""

    text: LessonText
    other_side: OptionalText = ""
    review: IsoDate = ""


def last_round(s: Situation) -> tuple[Record, SliderRound]:
    """The round that runs or ran last; refuses NOT_FOUND while there is no dilemma."""
    found = sorted(s.all(SliderRound), key=lambda record: record.body.number)  # type: ignore[attr-defined]
    if not found:
        raise Refused(Reason.NOT_FOUND, "Er is nog geen dilemma. Er is niets veranderd.")
    return s.find(SliderRound, found[-1].id)


def placing_of(s: Situation, round_id: str, person: str) -> tuple[Record, Placing] | None:
    """The placing of one person in one round, or None."""
    for record in s.all(Placing):
        if record.scope == round_id and record.author == person:
            return s.find(Placing, record.id)
    return None


def _the_dilemma(s: Situation) -> tuple[Record, Dilemma]:
    found = s.one(Dilemma)
    if found is None:
        raise Refused(Reason.NOT_FOUND, "Er is nog geen dilemma. Er is niets veranderd.")
    return found


def set_dilemma(s: Situation, a: SetDilemma) -> Iterable[Change]:
    """Write the dilemma down; its words stay as they are once somebody has placed on them."""
    fields: dict[str, Any] = msgspec.structs.asdict(a)
    found = s.one(Dilemma)
    if found is None:
        put = s.create(Dilemma(**fields))
        return [put, s.create(SliderRound(number=1), scope=put.record.id), s.create(SharedSlider())]
    record, _ = found
    s.guard(record)
    shared = s.one(SharedSlider)
    if s.all(Placing) or (shared and shared[0].version > 1):
        raise Refused(
            Reason.WRONG_PHASE,
            "Bij deze woorden is al een plaats gekozen. Maak voor een ander dilemma een nieuwe schuif.",
        )
    return [s.change(record, **fields)]


def begin(s: Situation, a: Nothing) -> Iterable[Change]:
    """Show the dilemma and let everybody place."""
    _the_dilemma(s)
    return s.go_to("placing")


def _put_placing(s: Situation, person: str, party: str | None, a: Place | PlaceFor, noted: bool) -> list[Change]:
    round_record, of_round = last_round(s)
    if _the_dilemma(s)[1].open_variant:
        raise Refused(Reason.WRONG_PHASE, "Hier staat één schuif voor de hele groep. Er is niets veranderd.")
    if of_round.state == "revealed" and not noted:
        raise Refused(Reason.WRONG_PHASE, "De plaatsen staan al op de wand. Je plaats blijft zoals die was.")
    found = placing_of(s, round_record.id, person)
    if found is None:
        body = Placing(value=a.value, why=a.why or "", noted=noted)
        return [s.create(body, scope=round_record.id, party=party, author=person)]
    record, old = found
    if noted and not old.noted:
        raise Refused(Reason.NOT_YOURS, "Deze deelnemer heeft zelf al een plaats gekozen. Er is niets veranderd.")
    why = old.why if a.why is None else a.why
    if (old.value, old.why, old.noted) == (a.value, why, noted):
        return []
    return [s.change(record, value=a.value, why=why, noted=noted)]


def place(s: Situation, a: Place) -> Iterable[Change]:
    """Put one's own slider down, or somewhere else, until the reveal."""
    return _put_placing(s, s.actor.person, s.actor.party, a, noted=False)


def place_for(s: Situation, a: PlaceFor) -> Iterable[Change]:
    """Put a slider down for somebody without a phone; on paper this may be after the reveal."""
    _, person = s.find_shared(Attendee, a.person)
    if person.status != "admitted":
        raise Refused(Reason.NOT_FOUND)
    return _put_placing(s, a.person, person.party, a, noted=True)


def explain(s: Situation, a: Explain) -> Iterable[Change]:
    """Say why one stands there; before the reveal only for oneself, afterwards for the group."""
    round_record, _ = last_round(s)
    found = placing_of(s, round_record.id, s.actor.person)
    if found is None:
        raise Refused(Reason.NOT_FOUND, "Zet eerst je schuif ergens neer. Je tekst blijft staan.")
    return [] if found[1].why == a.why else [s.change(found[0], why=a.why)]


def move_shared(s: Situation, a: Move) -> Iterable[Change]:
    """Move the one slider of the open variant."""
    if not _the_dilemma(s)[1].open_variant:
        raise Refused(Reason.WRONG_PHASE, "Bij dit dilemma zet ieder de eigen schuif. Er is niets veranderd.")
    found = s.one(SharedSlider)
    if found is None:
        return [s.create(SharedSlider(value=a.value, why=a.why or ""))]
    record, old = found
    why = old.why if a.why is None else a.why
    return [] if (old.value, old.why) == (a.value, why) else [s.change(record, value=a.value, why=why)]


def reveal(s: Situation, a: Nothing) -> Iterable[Change]:
    """Open every placing of this round at once (R6); after the first round the talk begins."""
    if _the_dilemma(s)[1].open_variant:
        raise Refused(Reason.WRONG_PHASE, "Deze schuif is al voor iedereen te zien. Er is niets veranderd.")
    record, body = last_round(s)
    if not any(placed.scope == record.id for placed in s.all(Placing)):
        raise Refused(Reason.BAD_VALUE, "Nog niemand heeft een plaats gekozen. Er is niets veranderd.")
    changes = [] if body.state == "revealed" else [s.change(record, state="revealed")]
    return [*changes, *(s.go_to("talk") if body.number == 1 else [])]


def begin_talk(s: Situation, a: Nothing) -> Iterable[Change]:
    """In the open variant: from moving to talking about what was found."""
    if not _the_dilemma(s)[1].open_variant:
        raise Refused(Reason.WRONG_PHASE, "Dit kan nog niet. Onthul eerst de plaatsen.")
    return s.go_to("talk")


def open_second(s: Situation, a: Nothing) -> Iterable[Change]:
    """Everybody places once more, after the talk (G-3.1)."""
    dilemma_record, dilemma = _the_dilemma(s)
    _, body = last_round(s)
    if dilemma.open_variant:
        found = s.one(SharedSlider)
        stood = [s.change(found[0], first=found[1].value)] if found and found[1].first is None else []
        return [*stood, *s.go_to("second")]
    if body.number == 2:
        return s.go_to("second")
    if body.state == "open":
        raise Refused(Reason.WRONG_PHASE, "Dit kan nog niet. Onthul eerst de plaatsen van de eerste ronde.")
    return [s.create(SliderRound(number=2), scope=dilemma_record.id), *s.go_to("second")]


def close(s: Situation, a: Nothing) -> Iterable[Change]:
    """To the choice and the end. A round that is still open stays closed to others."""
    return s.go_to("closing")


def add_value(s: Situation, a: ValueText) -> Iterable[Change]:
    """Name another value that plays (G-3.1); the same words twice are one value."""
    if any(body.text.casefold() == a.text.casefold() for body in s.state.bodies(OtherValue, s.instance)):
        return []
    return [s.create(OtherValue(text=a.text, place=place_last(s.all(OtherValue))), party=s.actor.party)]


def remove_value(s: Situation, a: OfRecord) -> Iterable[Change]:
    """Take a value away: Regie any, others their own."""
    record, _ = s.find(OtherValue, a.id)
    if not s.actor.is_control and record.author != s.actor.person:
        raise Refused(Reason.NOT_YOURS)
    return s.remove(record)


def set_order(s: Situation, a: SetOrder) -> Iterable[Change]:
    """Put one's own values in order; unknown and double ones are refused."""
    known = {record.id for record in s.all(OtherValue)} | {"left", "right"}
    if len(set(a.order)) != len(a.order) or not set(a.order) <= known:
        raise Refused(Reason.BAD_VALUE)
    for record in s.all(ValueOrder):
        if record.author == s.actor.person:
            same = record.body == ValueOrder(order=a.order, shown=a.shown)
            return [] if same else [s.change(record, order=a.order, shown=a.shown)]
    return [s.create(ValueOrder(order=a.order, shown=a.shown), party=s.actor.party)]


def record_choice(s: Situation, a: RecordChoice) -> Iterable[Change]:
    """Write the choice down (G-3.1); who rewrites it must have seen the present words (R11)."""
    _, dilemma = _the_dilemma(s)
    fields = msgspec.structs.asdict(a) | {"review": agreed.day(a.review), "left": dilemma.left, "right": dilemma.right}
    found = s.one(SliderChoice)
    if found is None:
        return [s.create(SliderChoice(**fields))]
    s.guard(found[0])
    return [] if found[1] == SliderChoice(**fields) else [s.change(found[0], **fields)]
