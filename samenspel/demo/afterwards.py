"""Het vervolg van een verzonnen traject: the meeting that was held, its report, how it goes, and the look-back."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final, cast

from samenspel import clock
from samenspel.agreements import planning, register
from samenspel.agreements.register import Entry
from samenspel.demo.beginning import Made, hand_over
from samenspel.demo.case import Case
from samenspel.demo.past import at, days_ago, moment, weekday
from samenspel.demo.script import PARTS, Script
from samenspel.demo.table import Table
from samenspel.letters import invitations
from samenspel.reports import comments, flow
from samenspel.reports.make import make
from samenspel.trajects import closing, people
from samenspel.vocabulary.outcomes import Status

LONG: Final = 160
"""Minutes that the meeting took, with the dilemma slider at its end."""
COMMENTED, SETTLED, LOOKED_AT, PLANNED = 17, 12, 4, 3
"""Days ago on which comments were asked, the report was settled and sent, owners told how it goes, and the look-back
was planned."""


def hold(case: Case, made: Made, start: datetime) -> None:
    """The meeting, from the welcome to the end (CR-11 to CR-19)."""
    with at(start):
        today = clock.today()
        for contact in made.contacts.values():
            people.sync_attendee(made.session, contact, present=True)
    with at(start + timedelta(minutes=LONG)):
        Table(made.session.pk, made.ids, LONG).play(Script(case, today).until(PARTS[-1]))
        closing.close(made.session)


def report(case: Case, made: Made) -> None:
    """Its report: everybody could comment, then it was final and sent (CR-21)."""
    with days_ago(COMMENTED):
        found = make(made.session)
        if found is None:
            raise LookupError(made.session.pk)
        flow.ask_comments(found, clock.today() + timedelta(days=COMMENTED - SETTLED - 1))
        hand_over(made.traject)
        words = {one.key: one.text for one in case.red_thread} | {one.key: one.text for one in case.lesson}
        for said in case.afterwards.comment:
            target = next(item.id for item in found.content.items if item.text == words[said.on])
            comments.say(found, made.contacts[said.person], target, said.text)
    with days_ago(SETTLED):
        handled = {said.text: said.state for said in case.afterwards.comment}
        for comment in comments.of_all(found):
            comments.settle(found, comment.id, handled[comment.text])
        flow.settle(found)
        flow.send(found)
        hand_over(made.traject)


def follow_up(case: Case, made: Made) -> None:
    """Who is asked about an agreement, and how it goes (X-2)."""
    held = planning.window(made.traject)
    initiator = made.contacts[case.heading.initiator]
    for told in case.afterwards.progress:
        if told.owner and held is not None:
            entry = _entry(made, told.what)
            due = weekday(held.held + timedelta(days=told.due_in_days)) if told.due_in_days is not None else entry.due
            day = due.isoformat() if due else ""
            owner = made.contacts[told.owner]
            with days_ago(SETTLED):
                register.plan(entry, register.as_actor(initiator), owner, day, entry.version)
    with days_ago(LOOKED_AT):
        for told in case.afterwards.progress:
            if told.status:
                entry = _entry(made, told.what)
                actor = register.as_actor(entry.owner or initiator)
                register.report(entry, actor, cast(Status, told.status), told.report, told.shared)


def look_back(case: Case, made: Made, start: datetime) -> None:
    """The look-back, planned on the day that the group chose (CR-23)."""
    when = moment(weekday((start + timedelta(days=case.look_back.due_in_days)).date()), 14)
    with days_ago(PLANNED):
        initiator = made.contacts[case.heading.initiator]
        made_ready = planning.plan(made.traject, when, "follow_up", initiator, with_facilitator=True)
        invitations.send(made_ready)
        hand_over(made.traject)


def _entry(made: Made, words: str) -> Entry:
    return next(entry for entry in register.register(made.traject) if entry.body.what.startswith(words))
