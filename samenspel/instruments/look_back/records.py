"""What a look-back keeps. Agreements, lessons, threads and the next date are vocabulary."""

from __future__ import annotations

from typing import Literal

from samenspel.kernel.record import Body
from samenspel.kernel.text import InterpretationText, LessonText, OptionalName, OptionalText

Variant = Literal["follow_up", "went_well"]
Then = Literal["", "picture", "threads", "lessons"]


class LookBackTalk(Body, frozen=True, kw_only=True):
    """Gesprek van de terugblik: which variant it is (`went_well`: a case that the parties found to go well), what is
    on the wall now, and whether there is a picture of the timeline of then.

    `current` is the agreement, question or moment that is spoken of; `then` what of that time is shown. `held` is the
    ISO date of the meeting looked back on, or empty.
    """

    TYPE = "look_back_talk"
    KEY = "outcome"
    MOST = 1

    variant: Variant = "follow_up"
    current: str | None = None
    then: Then = ""
    picture: bool = False
    held: str = ""


class LookBackQuestion(Body, frozen=True, kw_only=True):
    """Vraag voor de terugblik: asked beforehand by link. Its answers lie in its scope and open when it is
    `revealed` (R6)."""

    TYPE = "look_back_question"
    KEY = "outcome"
    MOST = 12

    text: InterpretationText
    help: OptionalText = ""
    place: float
    revealed: bool = False


class LookBackAnswer(Body, frozen=True, kw_only=True):
    """Antwoord voor de terugblik: what it brought, what is done otherwise. Scope: the question.

    It is about working together and never about the case, so it lives under the outcome key. `added`: said in the
    meeting, once the answers were open.
    """

    TYPE = "look_back_answer"
    KEY = "outcome"
    MOST = 600
    EACH = 30

    text: LessonText
    added: bool = False


class GoodMoment(Body, frozen=True, kw_only=True):
    """Moment dat goed ging: of a case that the parties found to go well (001). Kept with the case of this session.

    `when` in free words; `worked` is what made it work, `elsewhere` what of that can be used in other cases.
    """

    TYPE = "good_moment"
    MOST = 20

    text: InterpretationText
    when: OptionalName = ""
    worked: OptionalText = ""
    elsewhere: OptionalText = ""
    place: float
    shown: bool = False


class Intention(Body, frozen=True, kw_only=True):
    """Voornemen: what the group wants to keep, change or stop (CR-23). An agreement makes it concrete."""

    TYPE = "intention"
    KEY = "outcome"
    MOST = 120
    EACH = 20

    text: LessonText
    kind: Literal["keep", "change", "stop"]
    place: float
