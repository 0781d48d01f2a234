"""Refusals: the closed list of reasons to say no, in English for code and in Dutch for people."""

from __future__ import annotations

from enum import StrEnum
from typing import Final


class Reason(StrEnum):
    """Weigering: why a command changed nothing."""

    MALFORMED = "malformed"  # not a frame, or fields of the wrong shape
    UNKNOWN_INSTANCE = "unknown_instance"  # no such instrument in this session
    UNKNOWN_MOVE = "unknown_move"  # the instrument has no such move
    NOT_YOUR_ROLE = "not_your_role"  # somebody else may do this
    NOT_YOUR_PARTY = "not_your_party"  # participants write for their own party only (CR-12)
    NOT_YOURS = "not_yours"  # somebody else's record
    WRONG_PHASE = "wrong_phase"  # not now
    NOT_FOUND = "not_found"  # gone, never there, or not visible: these answer alike (R5)
    BAD_VALUE = "bad_value"  # an argument that means nothing
    EMPTY = "empty"  # a text without words
    TOO_LONG = "too_long"  # a text over its limit
    CONFLICT = "conflict"  # somebody changed the same words first (R11)
    FULL = "full"  # a limit of records is reached (R12)
    TOO_FAST = "too_fast"  # too many commands a second (R12)
    CLOSED = "closed"  # the session is over
    WAITING = "waiting"  # still in the lobby
    UNAVAILABLE = "unavailable"  # the store did not answer; nothing was changed


IN_DUTCH: Final[dict[Reason, str]] = {
    Reason.MALFORMED: "Dit bericht konden we niet lezen. Er is niets veranderd. Ververs de pagina.",
    Reason.UNKNOWN_INSTANCE: "Dit onderdeel hoort niet (meer) bij deze bijeenkomst. Er is niets veranderd.",
    Reason.UNKNOWN_MOVE: "Deze pagina is verouderd. Ververs de pagina; je tekst blijft staan.",
    Reason.NOT_YOUR_ROLE: "Dit doet de gespreksbegeleider. Er is niets veranderd.",
    Reason.NOT_YOUR_PARTY: "Je schrijft alleen voor je eigen partij. Er is niets veranderd.",
    Reason.NOT_YOURS: "Dit is van iemand anders. Er is niets veranderd.",
    Reason.WRONG_PHASE: "Dit kan nu niet: de groep is met iets anders bezig. Je tekst blijft staan.",
    Reason.NOT_FOUND: "Dit is er niet (meer). Er is niets veranderd.",
    Reason.BAD_VALUE: "Deze keuze kennen we niet. Er is niets veranderd; kies opnieuw.",
    Reason.EMPTY: "Er staat nog geen tekst. Schrijf eerst een paar woorden.",
    Reason.TOO_LONG: "Je tekst is te lang. Hij blijft staan; kort hem in en probeer het opnieuw.",
    Reason.CONFLICT: "Iemand anders paste deze tekst net aan. Je ziet beide teksten; kies of voeg samen.",
    Reason.FULL: "Hier past niets meer bij. Haal eerst iets weg; je tekst blijft staan.",
    Reason.TOO_FAST: "Dat ging erg snel. Wacht een paar tellen; je tekst blijft staan.",
    Reason.CLOSED: "De bijeenkomst is afgesloten. Je kunt niets meer toevoegen; wat bewaard is, blijft bewaard.",
    Reason.WAITING: "Je wacht nog tot de gespreksbegeleider je binnenlaat. Daarna kun je meedoen.",
    Reason.UNAVAILABLE: "Het opslaan lukt even niet. Je tekst blijft staan; we proberen het opnieuw.",
}


class Refused(Exception):
    """Raised by a rule to change nothing. `record_id` names what the asker must see again (R11)."""

    def __init__(self, reason: Reason, detail: str = "", record_id: str | None = None) -> None:
        """`detail` is Dutch, shown instead of the standard sentence; never with anybody's content in it."""
        super().__init__(reason.value)
        self.reason = reason
        self.detail = detail
        self.record_id = record_id

    @property
    def text(self) -> str:
        """The Dutch sentence for people."""
        return self.detail or IN_DUTCH[self.reason]
