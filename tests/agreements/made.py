"""Makes a traject with a look-back that is about to be held, and prints the ways in as JSON.

Run in the surroundings of a server: `python -m tests.agreements.made [went_well]`. The clock is moved three months on.
"""

from __future__ import annotations

import json
import sys
from datetime import timedelta
from pathlib import Path

import django

django.setup()

from django.conf import settings  # noqa: E402
from django.contrib.auth.models import User  # noqa: E402

from samenspel import clock  # noqa: E402
from samenspel.agreements import answers, planning, register  # noqa: E402
from samenspel.invitations import links as room_links  # noqa: E402
from samenspel.invitations import tickets  # noqa: E402
from samenspel.kernel.audience import Role  # noqa: E402
from samenspel.kernel.command import Actor  # noqa: E402
from samenspel.personal import links  # noqa: E402
from samenspel.trajects import closing, engine, people, services  # noqa: E402
from samenspel.trajects.contact import Contact, Person  # noqa: E402
from samenspel.trajects.models import Session, Traject  # noqa: E402

MOMENTS = (
    ("De school belt dat Sem al drie weken niet komt", "content"),
    ("Wijkteam en jeugdteam komen op dezelfde dag langs", "collaboration"),
    ("De politie hoort pas achteraf van het plan", "collaboration"),
    ("Iedereen zit voor het eerst samen aan tafel", "collaboration"),
)
THREADS = ("We wachten op elkaar tot iemand begint", "Wie de ouders spreekt, weet meer dan de rest")
LESSONS = (
    ("Bel eerst even voordat je samen een plan maakt", "collaboration"),
    ("Vraag de ouders wie zij willen spreken", "content"),
)
AGREEMENTS = (
    ("We spreken per gezin af wie de ouders belt, en zetten dat bovenaan het plan", "pat", 30, "de teamleider"),
    ("De politie schuift elke eerste maandag aan bij het wijkoverleg", "pim", 60, ""),
    ("Bij een crisis nemen we eerst een kwartier om samen te kijken wat we weten", "puk", 60, "alle partijen"),
)
SAID = {
    "pat": ("Rust. Ik weet nu wie ik kan bellen als het spannend wordt.", "Ik bel eerst en mail daarna."),
    "pim": ("We kennen elkaars gezicht. Dat scheelt veel.", "We schuiven aan bij het overleg op maandag."),
    "puk": ("Minder dan ik hoopte, eerlijk gezegd.", "We vragen ouders eerst wie zij willen spreken."),
}


def main(variant: planning.Variant) -> None:
    """Make it."""
    user = User.objects.create_user("ina", password="x")
    person = Person(name="Ina Bos", email="ina@voorbeeld.nl", party="Gemeente", party_short="Gemeente")
    traject = services.create_traject("Gezin Kastanje", "initiator", person, user)
    contacts = {"ina": traject.contacts.get()}
    for name, full, party in (
        ("pat", "Pat de Wit", "Wijkteam Noord"), ("pim", "Pim Jansen", "Politie"), ("puk", "Puk Smit", "Jeugdteam"),
    ):  # fmt: skip
        given = Person(name=full, email=f"{name}@voorbeeld.nl", party=party, party_short=party[:14])
        contacts[name] = people.add_contact(traject, "participant", given)
    session = _held(traject, contacts)
    Path(settings.SAMENSPEL_CLOCK_FILE).write_text(str(timedelta(days=95).total_seconds()))
    made = planning.plan(traject, clock.now() + timedelta(days=2), variant, contacts["ina"], with_facilitator=False)
    for name, (brought, otherwise) in SAID.items():
        paper = answers.of(made, contacts[name])
        if paper is not None:
            given_answers = dict(zip((one.id for one in paper.questions), (brought, otherwise), strict=True))
            answers.save(made.pk, contacts[name], paper, given_answers)
    own = next(one for one in register.register(traject, contacts["pat"]) if register.is_own(one, contacts["pat"]))
    actor = register.as_actor(contacts["pat"])
    register.report(own, actor, "started", "Overdag lukt het bijna altijd. In het weekend nog niet.", shared=False)
    people_in = {
        name: room_links.link_url(made, tickets.PARTICIPANT, row.pk) for name, row in contacts.items() if name != "ina"
    }
    found = {
        "traject": traject.pk,
        "first": session.pk,
        "session": made.pk,
        "control_url": room_links.link_url(made, tickets.CONTROL, made.host),
        "wall_url": room_links.link_url(made, tickets.WALL),
        "people": people_in,
        "mine": {name: links.issue(row) for name, row in contacts.items()},
    }
    sys.stdout.write(json.dumps(found) + "\n")


def _held(traject: Traject, contacts: dict[str, Contact]) -> Session:
    """The meeting that is looked back on, with what came of it."""
    session = services.create_session("Gezin Kastanje", "casusreconstructie-120", None, clock.now(), traject=traject)
    people.sync_all(session)
    instance = people.instance_of(engine.state_of(session.pk), "case_reconstruction")
    host = Actor(person=session.host, role=Role.FACILITATOR)

    def do(move: str, where: str = instance, /, **args: object) -> None:
        engine.run(session.pk, host, engine.command(where, move, **args))

    for text, kind in MOMENTS:
        do("add_moment", text=text, when={"kind": "year", "year": 2025}, kind=kind)
    do("set_phase", session.pk, instance=instance, phase="timeline")
    for record in engine.state_of(session.pk).of("defining_moment"):
        do("reveal_moment", id=record.id)
    for text in THREADS:
        do("add_thread", text=text)
    for text, kind in LESSONS:
        do("add_lesson", text=text, kind=kind)
    for what, name, days, helps in AGREEMENTS:
        due = (clock.today() + timedelta(days=days)).isoformat()
        row = contacts[name]
        do("add_agreement", what=what, who=row.person.name, due=due, help_from=helps, owner=row.pk)
    closing.close(session)
    return session


if __name__ == "__main__":
    main("went_well" if "went_well" in sys.argv[1:] else "follow_up")
