"""CR-23: the look-back is planned between three and six months on, and everything that lives on comes along."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

import pytest
from django.utils import timezone

from samenspel import clock
from samenspel.agreements import answers, carry, planning, register, reminders
from samenspel.instruments.look_back.records import LookBackTalk
from samenspel.kernel.audience import Role
from samenspel.kernel.command import Actor
from samenspel.letters import invitations
from samenspel.retention import destroying
from samenspel.trajects import access, closing, engine, people
from samenspel.trajects.models import Session
from samenspel.vocabulary.outcomes import Agreement, Lesson, LookBack, RedThread
from tests.agreements.conftest import After

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "keys"])


def at(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time(13, 30)))


def ready(after: After, days: int = 120, with_facilitator: bool = False) -> Session:
    after.move(timedelta(days=95))
    moment = at(after.held + timedelta(days=days))
    return planning.plan(after.traject, moment, "follow_up", after.contacts["ina"], with_facilitator)


@pytest.mark.parametrize(
    ("day", "months", "found"),
    [
        (date(2026, 11, 30), 3, date(2027, 2, 28)),
        (date(2026, 12, 15), 6, date(2027, 6, 15)),
        (date(2027, 8, 31), 6, date(2028, 2, 29)),
        (date(2026, 12, 31), 12, date(2027, 12, 31)),
    ],
)
def test_cr_23_months_on(day: date, months: int, found: date) -> None:
    assert planning.add_months(day, months) == found


def test_cr_23_a_day_that_is_past_or_outside_gets_a_clear_answer(closed: After) -> None:
    for days, words in ((-1, "al voorbij"), (30, "drie tot zes maanden later"), (300, "drie tot zes maanden later")):
        with pytest.raises(planning.NotPossible, match=words):
            planning.check_day(closed.traject, closed.held + timedelta(days=days))
    planning.check_day(closed.traject, closed.held + timedelta(days=120))
    closed.traject.outcome_until = closed.held + timedelta(days=100)
    with pytest.raises(planning.NotPossible, match="verleng eerst"):
        planning.check_day(closed.traject, closed.held + timedelta(days=120))


def test_cr_23_who_lets_six_months_go_by_can_still_plan_it(closed: After) -> None:
    closed.move(timedelta(days=200))
    planning.check_day(closed.traject, closed.held + timedelta(days=210))


def test_cr_23_not_before_there_was_a_meeting(after: After) -> None:
    assert planning.window(after.traject) is None


def test_cr_19_the_date_that_the_group_fixed_is_proposed(after: After) -> None:
    state = engine.state_of(after.session.pk)
    host = Actor(person=after.session.host, role=Role.FACILITATOR)
    day = (after.held + timedelta(days=130)).isoformat()
    instance = people.instance_of(state, "case_reconstruction")
    engine.run(after.session.pk, host, engine.command(instance, "set_look_back", date=day, organiser="Ina"))
    closing.close(after.session)
    found = planning.window(after.traject)
    assert found is not None and (found.agreed, found.organiser) == (date.fromisoformat(day), "Ina")


def test_cr_23_agreements_lessons_and_threads_come_along_under_the_ids_they_had(closed: After) -> None:
    state = engine.state_of(closed.session.pk)
    instance = people.instance_of(state, "case_reconstruction")
    host = Actor(person=closed.session.host, role=Role.FACILITATOR)
    for command in (
        engine.command(instance, "add_thread", text="Wie belt wie"),
        engine.command(instance, "add_lesson", text="Bel eerst", kind="collaboration"),
    ):
        engine.run(closed.session.pk, host, command)
    destroying.destroy(closed.traject, "request", "initiator")
    made = ready(closed)
    there = engine.state_of(made.pk)
    talk = there.of("look_back_talk")[0]
    assert {record.id for record in there.of(Agreement)} == set(closed.ids.values())
    assert [body.text for body in there.bodies(RedThread)] == ["Wie belt wie"]
    assert [body.text for body in there.bodies(Lesson)] == ["Bel eerst"]
    assert all(record.scope == talk.id for record in there.of(Agreement))
    names = {there.get(record.party).body.name for record in there.of(Agreement) if record.party}  # type: ignore[union-attr]
    assert names == {"GGZ", "Politie"}, "by the parties of this room"
    assert talk.body.held == closed.held.isoformat()  # type: ignore[attr-defined]
    assert carry.carry_along(made) == 0


def test_cr_23_what_happens_in_the_newest_meeting_counts(closed: After) -> None:
    made = ready(closed)
    entry = closed.entry("Elke week bellen", "pat")
    assert entry.session == made
    register.report(entry, register.as_actor(closed.contacts["pat"]), "done", "Klaar", shared=True)
    assert closed.entry("Elke week bellen").body.status == "done"
    assert len(register.register(closed.traject)) == 5, "each once"


def test_cr_23_the_initiator_leads_without_the_rights_of_a_facilitator(closed: After) -> None:
    made = ready(closed)
    ina = closed.users["ina"]
    assert access.roles_of(ina, closed.traject) == {"initiator"}
    assert access.controlled(ina, made.pk) == made
    assert access.controlled(ina, closed.session.pk) is None
    there = engine.state_of(made.pk)
    leads = [r for r in there.of("attendee") if r.body.role == "facilitator" and r.body.status == "admitted"]  # type: ignore[attr-defined]
    assert [(r.id, r.body.name) for r in leads] == [(made.host, "Ina")]  # type: ignore[attr-defined]
    assert closed.logged_in("ina").get(f"/s/{made.pk}/regie").status_code == 200
    assert closed.logged_in("ina").get(f"/s/{closed.session.pk}/regie").status_code == 403


def test_cr_23_the_facilitator_gets_access_anew_only_when_wanted(closed: After) -> None:
    destroying.destroy(closed.traject, "request", "initiator")
    fay = closed.contacts["fay"]
    fay.refresh_from_db()
    assert fay.removed and access.roles_of(closed.users["fay"], closed.traject) == frozenset()
    alone = ready(closed)
    fay.refresh_from_db()
    assert fay.removed
    assert access.roles_of(closed.users["ina"], closed.traject) == {"initiator"}
    assert access.controlled(closed.users["ina"], alone.pk) == alone
    closed.traject.sessions.filter(template__startswith="terugblik").delete()
    made = ready(closed, with_facilitator=True)
    fay.refresh_from_db()
    assert not fay.removed and made.host == fay.pk
    assert closed.logged_in("fay").get(f"/s/{made.pk}/regie").status_code == 200


def test_cr_23_answers_beforehand_are_for_their_author_who_leads_and_who_organises(closed: After) -> None:
    made = ready(closed)
    pat = closed.contacts["pat"]
    paper = answers.of(made, pat)
    assert paper is not None and len(paper.questions) == 2 and not paper.done
    first = paper.questions[0].id
    answers.save(made.pk, pat, paper, {first: "Rust in de tent"})
    again = answers.of(made, pat)
    assert again is not None and again.questions[0].answer == "Rust in de tent"
    seen = {
        name: any("Rust" in str(one.body) for one in people.seen_by(engine.state_of(made.pk), contact))
        for name, contact in closed.contacts.items()
        if name != "fay"
    }
    assert seen == {"ina": True, "pat": True, "pim": False, "puk": False}
    assert answers.counted(engine.state_of(made.pk)) == (1, 4)
    answers.save(made.pk, pat, again, {})
    assert answers.counted(engine.state_of(made.pk)) == (0, 4)


def test_cr_23_the_answers_outlive_the_case_of_both_meetings(closed: After) -> None:
    made = ready(closed)
    pat = closed.contacts["pat"]
    paper = answers.of(made, pat)
    assert paper is not None
    answers.save(made.pk, pat, paper, {paper.questions[0].id: "Rust"})
    closing.close(made)
    destroying.destroy(closed.traject, "request", "initiator")
    kept = answers.of(made, pat)
    assert kept is not None and kept.questions[0].answer == "Rust"


def test_cr_23_another_day_is_told_to_who_was_invited(closed: After) -> None:
    made = ready(closed)
    assert invitations.send(made) == 4
    planning.move_to(made, at(closed.held + timedelta(days=130)))
    made.refresh_from_db()
    assert invitations.changed(made)
    with pytest.raises(planning.NotPossible):
        planning.move_to(made, at(closed.held + timedelta(days=3)))
    with pytest.raises(planning.NotPossible, match="staat al klaar"):
        planning.plan(closed.traject, at(closed.held + timedelta(days=125)), "follow_up", closed.contacts["ina"], False)


def test_cr_23_who_did_not_answer_is_reminded_once(closed: After) -> None:
    made = ready(closed)
    invitations.send(made)
    closed.move(timedelta(days=115))
    due = [one for one in reminders.due(clock.now()) if one.kind == "look_back"]
    assert {one.contact.pk for one in due} == {closed.contacts[name].pk for name in ("ina", "pat", "pim", "puk")}
    paper = answers.of(made, closed.contacts["pim"])
    assert paper is not None
    answers.save(made.pk, closed.contacts["pim"], paper, {paper.questions[0].id: "Ja"})
    again = [one for one in reminders.due(clock.now()) if one.kind == "look_back"]
    assert {one.key for one in again} < {one.key for one in due} and len(again) == 3


def test_cr_23_the_picture_of_then_is_for_who_is_in_the_room(closed: After) -> None:
    state = engine.state_of(closed.session.pk)
    instance = people.instance_of(state, "case_reconstruction")
    host = Actor(person=closed.session.host, role=Role.FACILITATOR)
    moment = {"text": "De melding", "when": {"kind": "year", "year": 2025}, "kind": "content"}
    engine.run(closed.session.pk, host, engine.command(instance, "add_moment", **moment))
    to = {"instance": instance, "phase": "timeline"}
    engine.run(closed.session.pk, host, engine.command(closed.session.pk, "set_phase", **to))
    engine.run(closed.session.pk, host, engine.command(instance, "reveal_next"))
    made = ready(closed)
    assert engine.state_of(made.pk).bodies(LookBackTalk)[0].picture
    address = f"/s/{made.pk}/toen.png"
    client = closed.logged_in("ina")
    assert client.get(address).status_code == 404, "logging in is not being in the room"
    client.get(f"/s/{made.pk}/regie")
    found = client.get(address)
    assert found.status_code == 200 and found.content.startswith(b"\x89PNG")
    assert closed.by_link("pat").get(address).status_code == 404
    assert client.get(f"/s/{closed.session.pk}/toen.png").status_code == 404


def test_cr_23_once_more_when_the_group_wants_to(closed: After) -> None:
    made = ready(closed)
    instance = people.instance_of(engine.state_of(made.pk), "look_back")
    host = Actor(person=made.host, role=Role.FACILITATOR)
    day = closed.held + timedelta(days=200)
    engine.run(made.pk, host, engine.command(instance, "set_next_date", date=day.isoformat()))
    engine.run(made.pk, host, engine.command(instance, "add_agreement", what="Doorgaan met bellen"))
    closing.close(made)
    assert planning.coming(closed.traject) is None
    found = planning.window(closed.traject)
    assert found is not None and found.again and found.agreed == day
    page = closed.logged_in("ina").get(f"/traject/{closed.traject.pk}/terugblik/").content.decode()
    assert "Nog een keer terugkijken" in page
    again = planning.plan(closed.traject, at(day), "follow_up", closed.contacts["ina"], with_facilitator=False)
    there = {body.what for body in engine.state_of(again.pk).bodies(Agreement)}
    assert "Doorgaan met bellen" in there and "Elke week bellen" in there
    assert planning.session_of(closed.traject) == again


def test_cr_23_one_that_was_let_pass_until_its_case_was_gone_is_planned_anew(closed: After) -> None:
    made = ready(closed)
    closed.move(timedelta(days=125))
    destroying.destroy(closed.traject, "date", "rounds")
    assert planning.is_over(made)
    assert planning.coming(closed.traject) is None
    planning.plan(
        closed.traject,
        at(closed.held + timedelta(days=140)),
        "follow_up",
        closed.contacts["ina"],
        with_facilitator=False,
    )


def test_cr_19_the_date_of_the_first_meeting_is_not_taken_for_a_next_one(closed: After) -> None:
    made = ready(closed)
    assert engine.state_of(made.pk).of(LookBack) == []
