"""De stappen van de voorbereiding op het pad van een traject (X-1), with how many answered."""

from __future__ import annotations

from django.urls import reverse

from samenspel.instruments.case_reconstruction import advice
from samenspel.instruments.case_reconstruction.records import (
    CaseChoice,
    DefiningMoment,
    FacilitatorCheck,
    MissingParty,
    MomentRequest,
    SoundingAnswer,
    Tension,
)
from samenspel.kernel.state import State
from samenspel.keys.cipher import KeyGone
from samenspel.personal.due import day
from samenspel.personal.texts import INSTRUMENT
from samenspel.preparation.models import Question
from samenspel.preparation.tasks import QUESTIONS
from samenspel.store.interface import Gone
from samenspel.trajects import engine, people
from samenspel.trajects.access import CONTROL, FACILITATOR, INITIATOR
from samenspel.trajects.models import Session, Traject
from samenspel.trajects.path import Step

LEADS = frozenset({INITIATOR, FACILITATOR})
LEADER = "de gespreksbegeleider"


def steps(traject: Traject, roles: frozenset[str]) -> list[Step]:
    """What is to be prepared; nothing for a traject without a casusreconstructie, or whose case is gone."""
    session = people.main_session(traject)
    try:
        state = engine.state_of(session.pk) if session else State()
    except (Gone, KeyGone):
        return []
    if session is None or not people.instance_of(state, INSTRUMENT):
        return []
    look = _Look(traject, session, state, roles)
    found = [look.sounding(), look.check(), look.missing(), look.privacy()]
    found += [look.tension()] if FACILITATOR in roles else []
    found += [look.moments(), look.draft()] if roles & frozenset(CONTROL) else []
    return found


class _Look:
    """One look at a traject."""

    def __init__(self, traject: Traject, session: Session, state: State, roles: frozenset[str]) -> None:
        self.traject, self.session, self.state, self.roles = traject, session, state, roles
        self.asked = {row.kind: row for row in Question.objects.filter(traject=traject)}
        rows = traject.contacts.filter(removed=False)
        self.table = {row.pk for row in rows if people.is_room_role(row)}
        self.leads = bool(roles & LEADS)

    def url(self, page: str) -> str:
        return reverse(f"prepare_{page}", args=[self.traject.pk])

    def sounding(self) -> Step:
        choice = next(iter(self.state.bodies(CaseChoice)), None)
        url, title = self.url("sounding"), "Peilen"
        if choice is None:
            text = "Zeg welke casus het is en waarom jullie hem kiezen."
            return Step("before", 10, title, "todo", text, url, "Kies de casus")
        question = self.asked.get("sounding")
        if question is None:
            text = "Vraag iedereen op de lijst of ze samen willen terugkijken."
            return Step("before", 10, title, "todo" if self.leads else "waiting", text, url, "Peil wie meedoet",
                        who="de initiatiefnemer")  # fmt: skip
        said = {r.author: r.body for r in self.state.of(SoundingAnswer) if r.author in self.table}
        bodies = [body for body in said.values() if isinstance(body, SoundingAnswer)]
        whole = sum(all(getattr(body, name) for name in QUESTIONS) for body in bodies)
        count = (whole, len(self.table))
        broken = [one for one in advice.preconditions(choice, bodies) if one.state == "serious"]
        if broken:
            text = "Een voorwaarde klopt nog niet. Op de pagina staat wat je kunt doen."
            return Step("before", 10, title, "todo" if self.leads else "waiting", text, url, "Bekijk", answered=count)
        if whole < len(self.table):
            text = "We wachten op antwoorden."
            return Step("before", 10, title, "waiting", text, url, due=question.due, answered=count,
                        who="de deelnemers")  # fmt: skip
        return Step("before", 10, title, "done", "Iedereen heeft geantwoord.", url, answered=count)

    def check(self) -> Step:
        url, title = self.url("facilitator"), "Zelftoets van de begeleider"
        if self.state.bodies(FacilitatorCheck):
            return Step("before", 25, title, "done", "Gedaan.", url)
        text = "Zes dingen die je moet kunnen, en de geheimhouding."
        mine = FACILITATOR in self.roles
        return Step("before", 25, title, "todo" if mine else "waiting", text, url, "Doe de zelftoets", who=LEADER)

    def missing(self) -> Step:
        named, url, title = len(self.state.of(MissingParty)), self.url("participants"), "Ontbreekt er een partij?"
        if named:
            text = f"Genoemd als ontbrekend: {named}. Bespreek wie je nog uitnodigt."
            return Step("before", 35, title, "todo" if self.leads else "waiting", text, url, "Bekijk")
        if "missing" in self.asked:
            return Step("before", 35, title, "done", "Gevraagd. Niemand mist een partij.", url)
        if len(self.table) < 2:
            return Step("before", 35, title, "later", "Vraag dit als de lijst er is.", url)
        text = "Vraag het aan iedereen op de lijst: vaak weet een ander wie er nog bij hoort."
        return Step("before", 35, title, "todo" if self.leads else "waiting", text, url, "Vraag het")

    def tension(self) -> Step:
        url, title = self.url("tensions"), "Spanningen"
        if "tension" not in self.asked:
            text = "Vraag ieder vertrouwelijk of er spanning is. Alleen jij ziet de antwoorden."
            return Step("before", 40, title, "todo" if len(self.table) > 1 else "later", text, url, "Vraag het")
        said = [r.body for r in self.state.of(Tension) if r.author in self.table and isinstance(r.body, Tension)]
        count, due = (len(said), len(self.table)), self.asked["tension"].due
        if any(body.level == "serious" for body in said):
            # What stands on this page may be seen over a shoulder: it says that there is something, not what.
            return Step(
                "before", 40, title, "todo", "Er is een antwoord dat aandacht vraagt.", url, "Bekijk", due, count
            )
        state = "done" if len(said) == len(self.table) else "waiting"
        return Step("before", 40, title, state, "Alleen jij ziet de antwoorden.", url, "", due, count)  # type: ignore[arg-type]

    def privacy(self) -> Step:
        choice = next(iter(self.state.bodies(CaseChoice)), None)
        url, title = self.url("privacy"), "Privacy"
        if all(finding.good for finding in advice.privacy(choice)):
            return Step("before", 50, title, "done", "Doel en grondslag zijn vastgelegd.", url)
        text = "Leg vast waarvoor en op welke grond jullie gegevens delen."
        return Step("before", 50, title, "todo", text, url, "Leg vast")

    def moments(self) -> Step:
        requests = [body for body in self.state.bodies(MomentRequest)]
        url, title = self.url("asking"), "Momenten vragen"
        if not requests:
            text = "Vraag 3 of 4 partijen om hun bepalende momenten, met de initiatiefnemer erbij."
            return Step(
                "before", 60, title, "todo" if len(self.table) > 1 else "later", text, url, "Kies wie je vraagt"
            )
        count = (sum(bool(body.answered) for body in requests), len(requests))
        days = [found for found in (day(body.due) for body in requests) if found]
        if count[0] < count[1]:
            return Step("before", 60, title, "waiting", "We wachten op momenten.", url, due=min(days, default=None),
                        answered=count, who="de gevraagde partijen")  # fmt: skip
        return Step("before", 60, title, "done", "Iedereen heeft momenten gestuurd.", url, answered=count)

    def draft(self) -> Step:
        count = len(self.state.of(DefiningMoment))
        finding = advice.draft(count)
        url, title = reverse("control", args=[self.session.pk]), "Eerste aanzet van de tijdlijn"
        if finding.good:
            return Step("before", 70, title, "done", f"{count} momenten staan klaar.", url)
        text = f"{count} momenten staan klaar. " if count else ""
        text += "Maak in Regie van wat binnenkwam ongeveer tien neutrale momenten."
        return Step("before", 70, title, "todo" if self.state.of(MomentRequest) else "later", text, url, "Open Regie")
