"""De trajecten van de demo: one after its meeting and one on its way to it, led by one account to log in with.

They are made once, with the same services as the pages use; nothing is made as long as their case is kept.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from django.conf import settings
from django.contrib.auth.models import User
from django.db import transaction
from django.urls import reverse

from samenspel.accounts import first_start, one_time
from samenspel.accounts import people as accounts
from samenspel.demo import afterwards, before, beginning
from samenspel.demo.beginning import Days
from samenspel.demo.case import in_preparation, load
from samenspel.demo.past import moment, working_day
from samenspel.demo.script import Script
from samenspel.personal import links
from samenspel.retention import terms
from samenspel.trajects import engine, people
from samenspel.trajects.models import Session, Traject

LOGIN: Final = "demo"
NAME: Final = "Renske"
EMAIL: Final = "renske@begeleiden.example"
VALID: Final = timedelta(hours=24)
GUEST: Final = "mirjam"
"""Who still has something to do in the traject that is being prepared: her page is a good first look."""
HELD, PREPARED = "casusreconstructie-150", "casusreconstructie-120"
"""By their run sheet the two are known, whatever they are called later."""


@dataclass(frozen=True)
class Demo:
    """Wat er te zien is. `login` is a link to choose a password with, or the page to log in at when there is one;
    `guest` a fresh personal link of one participant; either is empty when there is none. `made`: some are new."""

    titles: tuple[str, ...]
    login: str
    chosen: bool
    guest: str
    made: bool


def ensure(address: str) -> Demo:
    """Make what is not there (any more). `address` is where this machine itself finds Samenspel."""
    missing = [template for template in (HELD, PREPARED) if not living(template)]
    for template in missing:
        _all_or_nothing(MAKERS[template], _facilitator())
    there = [traject for template in (HELD, PREPARED) for traject in living(template)]
    login, chosen = _login(address)
    return Demo(tuple(traject.title for traject in there), login, chosen, _guest(), bool(missing))


def living(template: str) -> list[Traject]:
    """The demo trajects of this kind whose case can still be read, the newest first."""
    rows = Traject.objects.filter(quick=False, sessions__demo=True, sessions__template=template)
    return [row for row in rows.distinct().order_by("-created") if terms.case_is_there(row)]


def held(user: User) -> None:
    """Casus Wilgenlaan: the meeting was three weeks ago, the look-back lies ahead."""
    case = load()
    start = moment(working_day(-21), 9, 30)
    days = Days(began=63, sounded=61, asked=52, answered=40, invited=38)
    made = beginning.begin(case, user, HELD, start, days)
    beginning.prepare(case, made, days, Script(case, start.date()).draft(), finished=True)
    beginning.invite(case, made, days, HELD)
    afterwards.hold(case, made, start)
    afterwards.report(case, made)
    afterwards.follow_up(case, made)
    afterwards.look_back(case, made, start)


def prepared(user: User) -> None:
    """Casus Havenkade: in a good two weeks; most answered, two still have to be invited."""
    case = in_preparation()
    start = moment(working_day(16), 13, 30)
    days = Days(began=17, sounded=10, asked=8, answered=3, invited=2)
    made = beginning.begin(case, user, PREPARED, start, days)
    draft = [before.choice(case), *before.timeline(case)]
    beginning.prepare(case, made, days, draft, finished=False)
    beginning.invite(case, made, days, PREPARED, but=("koen", "tessa"))


MAKERS: Final[dict[str, Callable[[User], None]]] = {HELD: held, PREPARED: prepared}


def _all_or_nothing(make: Callable[[User], None], user: User) -> None:
    """What fails half-way leaves no traject behind, and no keys of one: they are in a database of their own."""
    known = set(Traject.objects.values_list("pk", flat=True))
    begun: set[str] = set()
    try:
        with transaction.atomic():
            try:
                make(user)
            finally:
                begun = set(Traject.objects.values_list("pk", flat=True)) - known
    except BaseException:
        for traject in begun:
            for session in ("case", "case2", "outcome"):
                engine.cipher().destroy(traject, session)
        raise


def _facilitator() -> User:
    # Otherwise this account would be the first, and nobody would be told how the administrator gets in.
    first_start.administrator()
    known = accounts.find(LOGIN)
    return known or accounts.add(LOGIN, NAME, EMAIL)[0]


def _login(address: str) -> tuple[str, bool]:
    user = accounts.find(LOGIN)
    if user is None or not user.is_active:
        return "", False
    if accounts.can_get_in(user):
        return f"{address}{reverse('account_login')}", True
    return one_time.make(user, VALID, address)[0], False


def _guest() -> str:
    name = in_preparation().person_of(GUEST).name
    session = Session.objects.filter(traject__in=living(PREPARED)[:1]).first()
    rows = people.contacts(session.traject, "participant") if session else []
    contact = next((row for row in rows if row.person.name == name), None)
    return links.issue(contact) if contact else ""


def address() -> str:
    """Where this machine finds Samenspel: a link to choose a password with is opened here, not elsewhere."""
    if settings.SAMENSPEL_HTTPS:
        return str(settings.SAMENSPEL_PUBLIC_URL)
    secured = settings.SAMENSPEL_TLS_CERT_FILE or settings.SAMENSPEL_TLS_KEY_FILE
    return f"{'https' if secured else 'http'}://localhost:{settings.SAMENSPEL_PORT}"
