"""How the preparation of the fictional case goes, step by step (CR-1 to CR-7)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any, Final

from samenspel.demo.case import CaseInput, CaseMoment, Prepared
from samenspel.demo.steps import HOST, Of, Step, attendee, moment, party

RECONSTRUCTION: Final = "case_reconstruction"


def choice(case: Prepared) -> Step:
    """The case by its alias, and why it was chosen (CR-1, CR-5)."""
    heading, before = case.heading, case.beforehand
    chosen = {
        "alias": heading.alias,
        "kind": heading.reason_kind,
        "theme": heading.theme,
        "reason": heading.reason,
        "signals": list(heading.signals),
        "calm": heading.phase,
        "purpose_confirmed": True,
        "legal_basis": before.legal_basis,
        "basis_note": before.basis_note,
    }
    return _host("choose_case", **chosen)


def timeline(case: Prepared) -> Iterator[Step]:
    """The first draft: moments in neutral words, with what parties told of them beforehand (CR-7)."""
    earlier: CaseMoment | None = None
    for one in case.moment:
        place = {"after": moment(earlier.text)} if earlier else {"first": True}
        yield _host("add_moment", text=one.text, when=one.when, kind=one.moment_kind, **place)
        earlier = one
        for said in one.prepared:
            by = party(case.party_of(said.party).short)
            yield _host("add_prepared_interpretation", moment=moment(one.text), party=by, text=said.text)


def answers(case: Prepared, today: date, *, finished: bool) -> Iterator[Step]:
    """What people answered by their links, and what became of it. `finished`: nothing waits any longer, as once a
    meeting has begun; otherwise some moments and one request are still open."""
    before = case.beforehand
    yield _host(
        "check_facilitator",
        competences=list(before.competences),
        independent=True,
        field_knowledge=True,
        confidentiality="confirmed",
    )
    for one in before.sounding:
        involved = "yes" if case.person_of(one.person).involved else "no"
        said = {"open": one.open, "time": one.time, "learn": one.learn, "involved": involved, "remark": one.remark}
        yield Step(one.person, RECONSTRUCTION, "answer_sounding", said)
    for felt in before.tension:
        told = {"level": felt.level, "talk": felt.talk, "note": felt.note}
        yield Step(felt.person, RECONSTRUCTION, "answer_tension", told)
    for missed in before.missing_party:
        yield Step(missed.person, RECONSTRUCTION, "name_missing_party", {"text": missed.text})
    due = (today + timedelta(days=before.due_in_days)).isoformat()
    for person in before.asked:
        one_party = party(case.party_of(case.person_of(person).party).short)
        yield _host("ask_moments", person=attendee(case.person_of(person).name), party=one_party, due=due)
    for sent in before.input:
        words = {"text": sent.text, "when": sent.when, "kind": sent.kind, "meaning": sent.meaning}
        yield Step(sent.person, RECONSTRUCTION, "save_moment_input", words)
    for person in dict.fromkeys(each.person for each in before.input if each.sent):
        yield Step(person, RECONSTRUCTION, "send_moment_inputs")
    for sent in before.input:
        if sent.sent:
            yield from _handled(case, sent, finished=finished)
    if finished:
        for person in before.asked:
            if person not in {sent.person for sent in before.input}:
                yield _host("stop_asking_moments", person=attendee(case.person_of(person).name))


def absent(case: Prepared) -> Iterator[Step]:
    """A party that cannot come: spoken beforehand, and what it said brought in with its consent (CR-3)."""
    away = case.beforehand.absent
    yield Step(HOST, "meeting", "add_party", {"name": away.name, "short": away.short, "colour": away.colour})
    yield Step(HOST, "meeting", "change_party", {"id": party(away.short), "absent": True})
    decided = {"decision": away.decision, "approved": away.approved, "note": away.note}
    yield _host("decide_absent_party", party=party(away.short), **decided)
    here = moment(case.moment_of(away.moment).text)
    yield _host("add_prepared_interpretation", moment=here, party=party(away.short), text=away.said)


def _handled(case: Prepared, sent: CaseInput, *, finished: bool) -> Iterator[Step]:
    record = Of("moment_input", "text", sent.text)
    if sent.moment:
        # Its reading hangs there already, in the words of the case.
        under = moment(case.moment_of(sent.moment).text)
        yield _host("take_moment_input", id=record, moment=under, meaning="")
    elif finished:
        yield _host("set_aside_moment_input", id=record)


def _host(move: str, **args: Any) -> Step:
    return Step(HOST, RECONSTRUCTION, move, args)
