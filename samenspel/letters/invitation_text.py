"""De woorden van een uitnodiging, own words and short: when, where, what to expect, how people deal with each other and
how long what is kept is kept."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import msgspec
from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format

from samenspel.kernel.record import Instance
from samenspel.kernel.state import State
from samenspel.organisation.address import verbatim
from samenspel.run_sheets import templates
from samenspel.store.interface import Gone
from samenspel.trajects import engine
from samenspel.trajects.access import LOOK_BACK
from samenspel.trajects.models import Session
from samenspel.vocabulary.outcomes import GroundRule

RECONSTRUCTION = "case_reconstruction"
LINES = {RECONSTRUCTION: "Casusreconstructie"}
MINUTES = 120
MOST_RULES = 12

EXPECT_RECONSTRUCTION = """\
In een casusreconstructie kijken jullie samen terug op wat er gebeurde, met iedereen die erbij betrokken was. Het gaat \
om begrijpen en leren, niet om de schuldvraag.

- Jullie leggen een tijdlijn van ongeveer tien momenten die ertoe deden.
- Bij elk moment vertelt elke partij hoe zij het zag en beleefde. Die verhalen mogen naast elkaar bestaan.
- Daarna zoeken jullie naar rode draden, en naar lessen en afspraken waar jullie mee verder kunnen.

Je hoeft niets uit het hoofd te leren. Op je eigen pagina staat of er vooraf iets van je gevraagd wordt."""
EXPECT = """\
Een gespreksbegeleider leidt het gesprek. Iedereen komt aan het woord. Wat jullie samen opschrijven, zie je meteen op \
het scherm.

Op je eigen pagina staat of er vooraf iets van je gevraagd wordt."""
EXPECT_LOOK_BACK = """\
Jullie kijken samen terug: wat heeft de bijeenkomst gebracht, en doen jullie nu dingen anders?

- Jullie beginnen met de afspraken: hoe staat het ermee, en wat hielp?
- Daarna leggen jullie toen en nu naast elkaar. Wat iedereen vooraf schreef, gaat per vraag voor allen tegelijk open.
- Aan het eind kiezen jullie wat je vasthoudt, wat je anders doet en waar je mee stopt.

Op je eigen pagina staan twee vragen om vooraf te beantwoorden, en jouw afspraken."""
UPDATED = "Er is iets veranderd aan de bijeenkomst waarvoor je bent uitgenodigd. Dit is hoe het nu is."
CANCELLED = """\
De bijeenkomst waarvoor je bent uitgenodigd, gaat niet door: {subject}, {when}.

Met het bestand bij deze mail verdwijnt zij uit je agenda. Je hoeft verder niets te doen."""
FILE = "Met het bestand bij deze mail zet je de bijeenkomst in je agenda."


class Details(msgspec.Struct, frozen=True, kw_only=True):
    """Praktische zaken van een bijeenkomst. `subject` is what mail and calendar show, so without names; `contact` is
    whom to ask; `minutes` how long it lasts."""

    subject: str
    place: str = ""
    online: str = ""
    contact: str = ""
    extra: str = ""
    minutes: int = MINUTES


def default_details(session: Session) -> Details:
    """A proposal: what is done, and as long as its run sheet lasts."""
    template = templates.find(session.template) if session.template else None
    names = [LINES[name] for name in _instruments(session) if name in LINES]
    return Details(subject=names[0] if names else "Bijeenkomst", minutes=template.minutes if template else MINUTES)


def text_of(kind: str, session: Session, found: Details) -> tuple[str, str]:
    """Subject and text (as in `letters.compose`) of an invitation, a change or a cancellation."""
    day = _day(session.planned) if session.planned else "nog geen datum"
    if kind == "invitation_cancel":
        text = CANCELLED.format(subject=found.subject, when=when(session, found))
        return f"Gaat niet door: {found.subject} op {day}", text
    update = kind == "invitation_update"
    first = UPDATED if update else f"Je bent uitgenodigd voor een bijeenkomst: {found.subject}."
    parts = [
        first,
        *map(verbatim, _paragraphs(found.extra)),
        "# Waar en wanneer",
        _practical(session, found),
        FILE,
        "{link}",
    ]
    if not update:
        parts += ["# Wat je kunt verwachten", _expect(session)]
        rules = _rules(session)
        parts += ["# Zo gaan jullie met elkaar om", "\n".join(f"- {verbatim(rule)}" for rule in rules)] if rules else []
        parts += ["# Wat er bewaard wordt", kept(session)]
    subject = f"{'Gewijzigd' if update else 'Uitnodiging'}: {found.subject} op {day}"
    return subject, "\n\n".join(parts)


def when(session: Session, found: Details) -> str:
    """Day and hours in words."""
    if session.planned is None:
        return "nog geen datum"
    start = timezone.localtime(session.planned)
    end = start + timedelta(minutes=found.minutes)
    return f"{date_format(start, 'l j F Y')}, {start:%H:%M} tot {end:%H:%M} uur"


def kept(session: Session) -> str:
    """How what people write is kept, until when, and the fingerprint by which they can check its end (X-5)."""
    traject = session.traject
    case, outcome = _day(traject.case_until), _day(traject.outcome_until)
    if session.template.startswith(LOOK_BACK):
        return (
            f"De casus komt niet terug. Wat je antwoordt en afspreekt, blijft versleuteld bewaard tot en met {outcome}."
        )
    text = (
        f"Wat er over de casus wordt ingevuld en gezegd, wordt versleuteld bewaard tot en met {case} en daarna "
        f"vernietigd. Lessen en afspraken blijven bewaard tot en met {outcome}."
    )
    number = _fingerprint(session)
    if number:
        where = f"{settings.SAMENSPEL_PUBLIC_URL}{reverse('destroyed', args=[traject.pk])}"
        text += (
            f"\n\nBewaar deze mail. Dit is de vingerafdruk van de sleutel:\n{number}\nNa het vernietigen plak je "
            f"hem op {where} en zie je dat het om deze gegevens gaat."
        )
    return text


def _practical(session: Session, found: Details) -> str:
    lines = [when(session, found).capitalize()]
    lines += [f"Plaats: {found.place}"] if found.place else []
    lines += [f"Online meedoen: {found.online}"] if found.online else []
    lines += [f"Vragen? {found.contact}"] if found.contact else []
    return "\n".join(f"- {line}" for line in lines)


def _expect(session: Session) -> str:
    if session.template.startswith(LOOK_BACK):
        return EXPECT_LOOK_BACK
    return EXPECT_RECONSTRUCTION if RECONSTRUCTION in _instruments(session) else EXPECT


def _rules(session: Session) -> list[str]:
    state = _state(session)
    found = [record.body for record in state.of(GroundRule) if isinstance(record.body, GroundRule)] if state else []
    return [" ".join(rule.text.split()) for rule in sorted(found, key=lambda rule: rule.place)][:MOST_RULES]


def _instruments(session: Session) -> list[str]:
    state = _state(session)
    return [r.body.instrument for r in state.of(Instance) if isinstance(r.body, Instance)] if state else []


def _state(session: Session) -> State | None:
    try:
        return engine.state_of(session.pk)
    except Gone:
        return None


def _paragraphs(text: str) -> list[str]:
    return [text.strip()] if text.strip() else []


def _fingerprint(session: Session) -> str:
    from samenspel.retention import records

    return records.grouped(records.fingerprint(session.traject_id, session.pk))


def _day(moment: datetime | date) -> str:
    return date_format(timezone.localtime(moment) if isinstance(moment, datetime) else moment, "l j F Y")
