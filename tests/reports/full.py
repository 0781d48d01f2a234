"""A session as full as asked, through the moves that people make."""

from __future__ import annotations

import datetime
import secrets
from dataclasses import dataclass

from django.contrib.auth import get_user_model
from django.utils import timezone

from samenspel.kernel.audience import Role
from samenspel.kernel.command import Actor, Command
from samenspel.kernel.record import Instance
from samenspel.trajects import engine, people
from samenspel.trajects.contact import Contact, Person
from samenspel.trajects.models import Session
from samenspel.trajects.services import create_session

PARTIES = ("Wijkteam", "Wonen", "Politie", "Ggz", "School", "Schuldhulp", "Veilig Thuis", "Reclassering")
WORDS = "Drie maanden lang had niemand gezegd dat er nog iets liep, en wij moesten een keuze maken."


@dataclass
class Full:
    """Gevulde sessie: the session, the instance, its facilitator's account, its initiator and a participant."""

    session: Session
    case: str
    user: object
    initiator: Contact
    participant: Contact

    @property
    def host(self) -> Actor:
        """Who runs it."""
        return Actor(person=self.session.host, role=Role.FACILITATOR)

    def do(self, move: str, /, **args: object) -> None:
        """A move of the facilitator in the instrument."""
        engine.run(self.session.pk, self.host, engine.command(self.case, move, **args))

    def change_lesson(self, text: str) -> None:
        """Other words for the first lesson."""
        record = engine.state_of(self.session.pk).of("lesson")[0]
        args = {"id": record.id, "text": text, "kind": "content", "thread": None}
        change = Command(
            op=secrets.token_hex(16), instance=self.case, move="change_lesson", args=args, base=record.version
        )
        engine.run(self.session.pk, self.host, change)

    def ids(self, kind: str) -> list[str]:
        """The ids of all records of a type."""
        return [record.id for record in engine.state_of(self.session.pk).of(kind)]


def full_case(
    moments: int, parties: int, threads: int, lessons: int, agreements: int, words: str = "", title: str = "Casus Els"
) -> Full:
    """A session in its last part; `words` stand in every text where given."""
    number = get_user_model().objects.count()
    user = get_user_model().objects.create_user(f"begeleider{number}", f"b{number}@example.org", "x")
    start = timezone.now() + datetime.timedelta(days=7)
    session = create_session(title, "casusreconstructie-120", user, start, host_name="B. Geleider")
    state = engine.state_of(session.pk)
    case = next(r.id for r in state.of(Instance) if r.body.instrument == "case_reconstruction")  # type: ignore[attr-defined]
    host = Actor(person=session.host, role=Role.FACILITATOR)

    def run(*commands: Command) -> None:
        engine.run(session.pk, host, *commands)

    names = [PARTIES[number % len(PARTIES)] for number in range(parties)]
    run(*(engine.command(session.pk, "add_party", name=words[:60] or name, short=name[:14]) for name in names))
    made = [
        people.add_contact(session.traject, role, Person(name=name, email=f"{name}@example.org", party=names[0]))
        for role, name in (("initiator", "Ina"), ("participant", "Pim"))
    ]
    for contact in made:
        people.sync_attendee(session, contact)
    run(*(_moment(case, number, words) for number in range(moments)))
    run(engine.command(session.pk, "set_phase", instance=case, phase="timeline"))
    found = [r.id for r in engine.state_of(session.pk).of("defining_moment")]
    party_ids = [r.id for r in engine.state_of(session.pk).of("party")]
    for moment in found:
        run(engine.command(case, "reveal_moment", id=moment))
        said = words[:280] or WORDS
        run(*(engine.command(case, "note_interpretation", moment=moment, party=p, text=said) for p in party_ids))
    run(engine.command(session.pk, "set_phase", instance=case, phase="reflection"))
    run(*(engine.command(case, "add_thread", text=words[:500] or f"Rode draad {n}: signalen komen niet samen.",
                         moments=found[:3]) for n in range(threads)))  # fmt: skip
    run(engine.command(session.pk, "set_phase", instance=case, phase="lessons"))
    thread_ids = [r.id for r in engine.state_of(session.pk).of("red_thread")]
    run(*(engine.command(case, "add_lesson", text=words[:500] or f"Les {n}: bel elkaar eerst.", kind="collaboration",
                         thread=thread_ids[0] if thread_ids else None) for n in range(lessons)))  # fmt: skip
    run(*(engine.command(case, "add_agreement", what=words[:500] or f"Afspraak {n}: eerst een kwartier puzzelen.",
                         who=words[:60] or "Wijkteam", due="2027-03-01", help_from=words[:60] or "teamleider")
          for n in range(agreements)))  # fmt: skip
    return Full(session, case, user, made[0], made[1])


def _moment(case: str, number: int, words: str) -> Command:
    when = {"kind": "month", "year": 2025, "month": number % 12 + 1}
    text = words[:120] or f"Moment {number}: een overleg"
    return engine.command(case, "add_moment", text=text, when=when)
