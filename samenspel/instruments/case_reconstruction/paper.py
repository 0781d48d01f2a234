"""Papier voor aan de muur (CR-8), for control only: moments, interpretations, empty sheets and posters.

The sheets with interpretations are working prints from before the meeting. They say so, and no report holds them
(CR-21).
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Final, TypeVar

from samenspel.instruments.case_reconstruction.exports import AID, KINDS, LEVELS, timeline
from samenspel.instruments.case_reconstruction.order import by_place
from samenspel.instruments.case_reconstruction.records import DefiningMoment, Interpretation, When
from samenspel.instruments.case_reconstruction.texts import GROUND_RULES
from samenspel.instruments.case_reconstruction.when import words
from samenspel.kernel.record import Record
from samenspel.kernel.state import State
from samenspel.vocabulary.outcomes import Agreement, GroundRule, Lesson, RedThread
from samenspel.vocabulary.paper import NeutralSheet, Paper, PaperKind, PartySheet, Poster, PosterItem, party_sheet
from samenspel.vocabulary.people import Party

Outcome = TypeVar("Outcome", GroundRule, RedThread, Lesson, Agreement)


def moments(state: State, instance: str) -> Paper:
    """Every moment on a sheet of its own, neutral, in order."""
    found = _moments(state, instance)
    sheets = tuple(
        NeutralSheet(
            words(body.when), body.text, "dot" if body.kind == "content" else "diamond",
            f"moment {number} van {len(found)} · {KINDS[body.kind]}",
        )
        for number, (_, body) in enumerate(found, 1)
    )  # fmt: skip
    return Paper("Momenten voor op de muur", sheets or (_empty_moment(),), "a5", True, True)


def interpretations(state: State, instance: str) -> Paper:
    """Every interpretation that was brought in on a sheet of its own, in its party's colour; drafts stay with
    whoever writes them."""
    parties = _parties(state)
    sheets: list[PartySheet] = []
    for number, (record, moment) in enumerate(_moments(state, instance), 1):
        below = f"bij moment {number} · {words(moment.when)}"
        placed = [each for each in state.of(Interpretation, instance) if each.scope == record.id]
        order = {party: place for place, party in enumerate(parties)}
        for each in sorted(placed, key=lambda record: order.get(record.party or "", len(order))):
            body, party = each.body, parties.get(each.party or "")
            if isinstance(body, Interpretation) and body.state == "placed" and party is not None:
                note = "vooraf ingebracht" if body.beforehand else "genoteerd" if body.noted else ""
                sheets.append(party_sheet(party, body.text, note, below))
    return Paper("Duidingen voor op de muur", (*sheets,) or _empty_parties(state), "a5", True, True)


def empty_sheets(state: State, instance: str) -> Paper:
    """One empty sheet per party and one for a moment, to print as often as needed."""
    return Paper("Lege vellen", (_empty_moment(), *_empty_parties(state)), "a5", True, False)


def ground_rules(state: State, instance: str) -> Paper:
    """The rules of the group, or the five of the method to start from, and room for what the group adds."""
    rules = [body.text for body in _in_order(state, GroundRule, instance)] or list(GROUND_RULES)
    lead = "Hier houden wij ons vandaag aan. Mis je iets? Zeg het, dan schrijven we het erbij."
    poster = Poster("Onze spelregels", lead, tuple(PosterItem(rule) for rule in rules), 2, numbered=True)
    return Paper("Spelregels", (poster,), "a3", False, False)


def threads(state: State, instance: str) -> Paper:
    """The red threads with their moments; empty lines where there are none yet."""
    numbers = {point.id: str(number) for number, point in enumerate(timeline(state, instance).points, 1)}
    items = []
    for body in _in_order(state, RedThread, instance):
        seen = sorted((numbers[moment] for moment in body.moments if moment in numbers), key=int)
        at = f"te zien bij moment {', '.join(seen)}" if seen else ""
        items.append(PosterItem(body.text, " · ".join(part for part in (LEVELS[body.level], at) if part)))
    lead = "Wat komt steeds terug, in wat er gebeurde, in wat we deden en in hoe we samenwerkten?"
    poster = Poster("Rode draden", lead, tuple(items), max(0, 4 - len(items)), numbered=True)
    return Paper("Rode draden", (poster,), "a3", False, bool(items))


def lessons(state: State, instance: str) -> Paper:
    """Lessons and agreements, each on a poster of its own."""
    learned = [PosterItem(body.text, KINDS[body.kind]) for body in _in_order(state, Lesson, instance)]
    agreed = [
        PosterItem(body.what, " · ".join(part for part in (body.who, _day(body.due), _help(body)) if part))
        for body in _in_order(state, Agreement, instance)
    ]
    posters = (
        Poster("Lessen", "Wat nemen we hieruit mee?", tuple(learned), max(0, 5 - len(learned))),
        Poster(
            "Afspraken",
            "Wie doet wat, wanneer, en met hulp van wie? Klein en concreet.",
            tuple(agreed),
            max(0, 5 - len(agreed)),
        ),
    )
    return Paper("Lessen en afspraken", posters, "a3", False, bool(learned or agreed))


def drawings(state: State, instance: str) -> list[tuple[str, str]]:
    """The moments-only timeline as SVG and in words, twelve moments to a drawing, so that it stays readable (CR-21)."""
    from samenspel.instruments.case_reconstruction.drawing import draw

    shown = timeline(state, instance)
    pages = [shown.points[start : start + PER_DRAWING] for start in range(0, len(shown.points), PER_DRAWING)]
    found = []
    for number, page in enumerate(pages, 1):
        title = shown.title if len(pages) == 1 else f"{shown.title} ({number} van {len(pages)})"
        svg = draw(title, [(point.when, point.text, point.kind) for point in page], shown.parties, AID)
        said = "; ".join(f"{point.when}: {point.text}" for point in page)
        found.append((svg, f"Tekening van de tijdlijn met {len(page)} momenten. {said}."))
    return found


PER_DRAWING: Final = 12


def _day(due: str) -> str:
    """`1 maart 2027` for an ISO date; nothing when there is none."""
    try:
        found = date.fromisoformat(due)
    except ValueError:
        return ""
    return words(When(kind="exact", year=found.year, month=found.month, day=found.day))


def _help(agreement: Agreement) -> str:
    return f"met hulp van {agreement.help_from}" if agreement.help_from else ""


def _empty_moment() -> NeutralSheet:
    return NeutralSheet("Wanneer?", "", "", "moment")


def _empty_parties(state: State) -> tuple[PartySheet, ...]:
    return tuple(party_sheet(party) for party in _parties(state).values())


def _parties(state: State) -> dict[str, Party]:
    found = [(record.id, record.body) for record in state.of(Party) if isinstance(record.body, Party)]
    return dict(sorted(found, key=lambda pair: pair[1].place))


def _moments(state: State, instance: str) -> list[tuple[Record, DefiningMoment]]:
    records = by_place(state.of(DefiningMoment, instance))
    return [(record, record.body) for record in records if isinstance(record.body, DefiningMoment)]


def _in_order(state: State, kind: type[Outcome], instance: str) -> list[Outcome]:
    return sorted(state.bodies(kind, instance), key=lambda body: body.place)


PAPER: Final[Mapping[str, PaperKind]] = {
    "momenten": PaperKind(
        "Momenten", "Elk moment op een eigen vel, neutraal. Hang er tijdens het gesprek steeds één op.",
        ("a5", "a4"), moments,
    ),
    "duidingen": PaperKind(
        "Duidingen", "Wat partijen vooraf schreven, elk op een vel in de kleur van de partij. Voor onder het moment.",
        ("a5", "a4"), interpretations,
    ),
    "lege-vellen": PaperKind(
        "Lege vellen", "Een leeg vel per partij en een voor een moment. Druk er zo veel af als je nodig hebt.",
        ("a5", "a4"), empty_sheets,
    ),
    "spelregels": PaperKind("Spelregels", "Poster met de spelregels en ruimte voor wat de groep toevoegt.",
        ("a3", "a4"), ground_rules),
    "rode-draden": PaperKind("Rode draden", "Poster voor deel 3. Leeg om samen in te vullen, of met wat er al staat.",
        ("a3", "a4"), threads),
    "lessen": PaperKind("Lessen en afspraken", "Twee posters voor deel 4.", ("a3", "a4"), lessons),
}  # fmt: skip
"""File name (without its ending) → what is printed."""
