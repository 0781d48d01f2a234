"""Het bureau: one traject as somebody with an account prepares it, with in sight what that role may see (R5)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property, wraps
from typing import Any, Concatenate, ParamSpec

import msgspec
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from samenspel.kernel.audience import Role
from samenspel.kernel.command import Actor
from samenspel.kernel.project import Seen, snapshot
from samenspel.kernel.record import Body
from samenspel.kernel.refusal import Refused
from samenspel.kernel.state import State
from samenspel.keys.cipher import KeyGone
from samenspel.personal.texts import INSTRUMENT
from samenspel.personal.unsent import words
from samenspel.store.interface import Behind, Gone, Unreachable
from samenspel.trajects import access, engine, people
from samenspel.trajects.contact import Contact
from samenspel.trajects.models import Session, Traject

P = ParamSpec("P")
FIRST = (access.FACILITATOR, access.NOTE_TAKER, access.INITIATOR)
"""Whoever has several roles, looks with the first of these."""


@dataclass(frozen=True)
class Desk:
    """Bureau: the traject, its main session with the casusreconstructie, and as whom the account asks."""

    traject: Traject
    roles: frozenset[str]
    session: Session
    instance: str
    state: State
    actor: Actor

    @cached_property
    def seen(self) -> list[Seen]:
        """Everything this role may see."""
        return snapshot(engine.instruments(), self.state, self.actor.audience)

    def of(self, kind: type[Body]) -> list[Seen]:
        """What is seen of one type."""
        return [seen for seen in self.seen if seen.type == kind.TYPE]

    def bodies(self, kind: type[Body]) -> list[Any]:
        """The bodies of what is seen whole, of one type."""
        return [msgspec.convert(seen.body, kind) for seen in self.of(kind) if not seen.masked]

    def one(self, kind: type[Body]) -> Seen | None:
        """The only one of a type, or None."""
        return next(iter(self.of(kind)), None)

    def mine(self, kind: type[Body]) -> Seen | None:
        """The only one that the asker wrote, or None."""
        return next((seen for seen in self.of(kind) if seen.author == self.actor.person), None)

    @cached_property
    def table(self) -> list[Contact]:
        """Who sits at the table, and is asked."""
        return [row for row in people.contacts(self.traject) if people.is_room_role(row)]

    def is_(self, *roles: str) -> bool:
        """Whether the account has one of these roles."""
        return bool(self.roles & frozenset(roles))

    def ask(self, move: str, base: int | None = None, /, **args: Any) -> None:
        """Do one move in this role; `base` is the version that it writes over (R11). Raises Refused or Gone."""
        command = msgspec.structs.replace(engine.command(self.instance, move, **args), base=base)
        engine.run(self.session.pk, self.actor, command)


def sit(traject: Traject, roles: frozenset[str], request: HttpRequest) -> Desk | None:
    """The desk of this account, or None as long as the traject has no casusreconstructie. Raises Gone."""
    session = people.main_session(traject)
    state = engine.state_of(session.pk) if session else State()
    instance = people.instance_of(state, INSTRUMENT)
    if session is None or not instance:
        return None
    contact = access.contact_of(request, traject, *FIRST)
    asking = people.actor(contact, state) if contact else Actor(person=session.host, role=Role.FACILITATOR)
    return Desk(traject, roles, session, instance, state, asking)


def for_desk(*may: str) -> Callable[[Callable[Concatenate[HttpRequest, Desk, P], HttpResponse]], Any]:
    """A page of the preparation for who has one of these roles; for all others it is not there."""

    def decorate(view: Callable[Concatenate[HttpRequest, Desk, P], HttpResponse]) -> Any:
        @wraps(view)
        def page(request: HttpRequest, traject: str, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
            if not request.user.is_authenticated:
                unsent = words(request)
                if unsent:
                    # The login ran out while somebody was writing: going to the login page would throw that away.
                    return render(request, "preparation/login_again.html", {"unsent": unsent}, status=403)
                return redirect_to_login(request.get_full_path() if request.method == "GET" else "/traject/")
            row, roles = access.find(request, traject, *may)
            try:
                desk = sit(row, roles, request)
                if desk is None:
                    return render(request, "preparation/none.html", {"traject": row}, status=404)
                return view(request, desk, *args, **kwargs)
            except Refused as refused:
                context = {"why": refused.text, "unsent": words(request)}
                return render(request, "personal/refused.html", context, status=409)
            except (Gone, KeyGone):
                return render(request, "preparation/gone.html", {"traject": row, "unsent": words(request)}, status=410)
            except (Behind, Unreachable):
                return render(request, "personal/busy.html", {"unsent": words(request)}, status=503)

        return page

    return decorate
