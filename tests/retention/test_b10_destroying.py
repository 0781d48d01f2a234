"""B10: what was said about a case is demonstrably gone, and what should stay stays (CR-22, X-5)."""

from __future__ import annotations

import logging
import tempfile
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection

from samenspel import clock
from samenspel.invitations.models import JoinCode, Ticket
from samenspel.kernel.change import Put
from samenspel.keys.cipher import KeyGone
from samenspel.keys.models import TrajectKey
from samenspel.personal import links
from samenspel.retention import parts, sweep
from samenspel.retention.destroying import NothingToDestroy, _begin_and_finish, destroy, destroy_outcome, resume
from samenspel.retention.models import Destruction
from samenspel.retention.records import fingerprint, records
from samenspel.retention.replay import replay
from samenspel.store.fold import stamped
from samenspel.store.interface import Effect, Gone
from samenspel.store.models import SessionClock, StoredBallot, StoredOp, StoredRecord, StoredTombstone
from samenspel.trajects import engine, people, services
from samenspel.trajects.case_keys import ledger
from samenspel.trajects.contact import Contact, Person
from samenspel.trajects.models import Session, Traject
from tests.figures import figures, seed
from tests.retention.planting import Planted, copied, copied_keys, files, forms, lying_about, opened, put_back

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "keys"])


@pytest.fixture
def planted() -> Planted:
    number = seed()
    print(f"seed {number}")
    return Planted(number)


def test_b10_two_hundred_markers_are_gone_and_the_outcome_stays(
    planted: Planted, caplog: pytest.LogCaptureFixture, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    caplog.set_level(logging.DEBUG)
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    assert len(planted.case) >= 200
    before, keys_before = copied(), copied_keys()
    assert planted.case <= opened(before), "whoever has the keys could read every marker"
    assert planted.outcome <= opened(before)

    record = destroy(planted.traject, "request", "initiator")

    everything = planted.case | planted.outcome
    assert lying_about(everything, files(tmp_path)) == set()
    log = "\n".join(str(each.__dict__) for each in caplog.records).encode()
    assert not any(form in log for marker in everything for form in forms(marker))
    assert opened(copied()) & planted.case == set()
    assert planted.outcome <= opened(copied()), "lessons, agreements, names and titles stay"
    assert opened(before) & planted.case == set(), "a backup of the data opens nothing of the case"

    put_back(before, keys_before)
    assert opened(copied()) >= planted.case - planted.ballots, "an old backup of the keys would, if nothing were done"
    assert replay() == 1
    assert opened(copied()) & planted.case == set() and planted.outcome <= opened(copied())
    assert opened(before) & planted.case == set()
    assert replay() == 0
    assert [each.entry for each in records(planted.traject.pk)] == [record.entry], "no second record"
    figures(
        "B10" if connection.vendor == "sqlite" else "B10 PostgreSQL",
        markers=len(planted.case),
        left=0,
        bytes_looked_for=record.content["sweep"]["bytes_looked_for"],
    )


def test_b10_the_search_of_this_test_sees_every_encoding(tmp_path: Path) -> None:
    """It would be no proof otherwise."""
    marker = "kanarie0123456789ab"
    for number, form in enumerate(forms(marker)):
        assert lying_about([marker, "kanarieffffffffffff"], {tmp_path: b"x" * number + form + b"y"}) == {marker}
    assert lying_about([marker], {tmp_path: b"kanarie0123"}) == set()


def test_b10_the_record_is_what_people_could_check_beforehand(planted: Planted) -> None:
    told = fingerprint(planted.traject.pk)
    assert len(told) == 64
    counted = StoredRecord.objects.filter(session=planted.session.pk, key__in=("case", "ballot")).count()
    record = destroy(planted.traject, "request", "initiator")
    assert record.keys == {"case": told} and fingerprint(planted.traject.pk) == told
    assert record.content["removed"]["records"] == counted > 0
    assert {record.content["sweep"][name] for name in ("rows", "keys", "ballot_keys", "bytes")} == {0}
    assert (record.content["what"], record.content["why"], record.content["by"]) == ("case", "request", "initiator")
    assert record.entry.fault() == "" and ledger().check() > 1
    assert not record.outcome


def test_cr22_nothing_of_the_case_is_left_in_any_table(planted: Planted) -> None:
    destroy(planted.traject, "request", "initiator")
    session = planted.session.pk
    assert set(StoredRecord.objects.filter(session=session).values_list("key", flat=True)) == {"outcome"}
    for model in (StoredBallot, StoredTombstone, StoredOp, Ticket, JoinCode):
        assert not model.objects.filter(session=session).exists(), model
    assert list(TrajectKey.objects.filter(traject=planted.traject.pk).values_list("name", flat=True)) == ["outcome"]


def test_cr22_whoever_led_has_no_access_any_more_the_others_keep_theirs(planted: Planted) -> None:
    from samenspel.trajects import access

    assert access.roles_of(planted.host, planted.traject) == {"facilitator"}
    destroy(planted.traject, "request", "initiator")
    assert access.roles_of(planted.host, planted.traject) == frozenset()
    assert access.roles_of(planted.starter, planted.traject) == {"initiator"}
    assert links.by_token(planted.leader_link.split("#")[1]) is None
    assert links.by_token(planted.guest_link.split("#")[1]) == planted.guest
    assert Session.objects.get(pk=planted.session.pk).facilitator is None


def test_cr22_without_an_initiator_whoever_led_keeps_what_was_agreed() -> None:
    from django.contrib.auth.models import User

    from samenspel.trajects import access

    user = User.objects.create_user("alleen")
    session = services.create_session("Peiling", "", user)
    destroy(session.traject, "request", "facilitator")
    assert access.roles_of(user, session.traject) == {"initiator"}


def test_cr22_the_session_lives_on_with_its_outcome_only(planted: Planted) -> None:
    destroy(planted.traject, "request", "initiator")
    state = engine.state_of(planted.session.pk)
    assert len(list(state)) > 5 and {record.body.KEY for record in state} == {"outcome"}
    host = services.Actor(person=planted.session.host, role=services.Role.FACILITATOR)
    with pytest.raises(Gone):
        command = engine.command(planted.session.pk, "add_party", name="Nieuw", short="N")
        engine.run(planted.session.pk, host, command)


def test_r9_a_live_room_sees_at_its_poll_that_the_case_goes(planted: Planted) -> None:
    store = engine.store()
    assert planted.session.pk in store.clocks([planted.session.pk])
    before = store.clock(planted.session.pk)
    SessionClock.objects.filter(session=planted.session.pk).update(case_state="ending")
    assert store.clocks([planted.session.pk]) == {}
    for ask in (store.clock, store.load):
        with pytest.raises(Gone):
            ask(planted.session.pk)
    with pytest.raises(Gone):
        store.commit(planted.session.pk, before, [])
    SessionClock.objects.filter(session=planted.session.pk).update(case_state="gone")
    assert store.clocks([planted.session.pk]) == {}, "also not when everything is over"


def test_cr22_nobody_writes_while_the_case_goes(planted: Planted) -> None:
    """A room that decided before it noticed."""
    store = engine.store()
    at = store.clock(planted.session.pk)
    record = next(iter(engine.state_of(planted.session.pk).of("instance")))
    effect = Effect(None, at + 1, stamped([Put(record)], at + 1))
    SessionClock.objects.filter(session=planted.session.pk).update(case_state="ending")
    with pytest.raises(Gone):
        store.commit(planted.session.pk, at, [effect])


def test_cr23_a_later_session_has_a_key_of_its_own_that_stays(planted: Planted) -> None:
    later = services.create_session("Terugblik", "", planted.host, traject=planted.traject)
    assert engine.store().case_key(later.pk).case == "case2"
    planted.fill(later)
    own = fingerprint(planted.traject.pk, later.pk)
    assert own != fingerprint(planted.traject.pk)
    record = destroy(planted.traject, "date", "rounds")
    assert own not in record.keys.values()
    assert any(record.body.KEY == "case" for record in engine.state_of(later.pk)), "it can still be read"
    with pytest.raises(NothingToDestroy):
        destroy(planted.traject, "date", "rounds")
    Session.objects.filter(pk=later.pk).update(status="closed")
    assert destroy(planted.traject, "date", "rounds").keys == {"case2": own}
    third = services.create_session("Nog eens", "", planted.host, traject=planted.traject)
    assert engine.store().case_key(third.pk).case == "case3", "a name is never used twice"


def test_cr23_a_look_back_can_be_made_when_the_first_case_is_gone(planted: Planted) -> None:
    destroy(planted.traject, "date", "rounds")
    later = services.create_session("Terugblik", "", planted.starter, traject=planted.traject)
    planted.fill(later)
    assert any(record.body.KEY == "case" for record in engine.state_of(later.pk))


def test_x5_on_its_own_day_the_outcome_goes_with_everything(planted: Planted) -> None:
    before, keys_before = copied(), copied_keys()
    record = destroy_outcome(planted.traject)
    assert record.outcome and set(record.keys) == {"case", "outcome"}
    for model in (Traject, Session, Contact, SessionClock, StoredRecord, TrajectKey):
        assert not model.objects.exists(), model
    everything = planted.case | planted.outcome
    assert lying_about(everything, files()) == set() and opened(before) & everything == set()
    put_back(before, keys_before)
    assert replay() == 1 and not Traject.objects.exists() and opened(before) & everything == set()


def test_b10_a_backup_of_the_data_alone_is_cleaned_as_well(planted: Planted) -> None:
    before = copied()
    destroy(planted.traject, "request", "initiator")
    put_back(before)
    assert replay() == 1
    assert {record.body.KEY for record in engine.state_of(planted.session.pk)} == {"outcome"}


def test_b10_no_record_while_something_is_left(planted: Planted, monkeypatch: pytest.MonkeyPatch) -> None:
    kept = parts.Part("kept", lambda scope: [Traject.objects.filter(pk=scope.traject)])
    stubborn = parts.Part("kept", kept.rows)
    monkeypatch.setitem(parts._parts, "kept", stubborn)
    with monkeypatch.context() as patch:
        patch.setattr("django.db.models.query.QuerySet.delete", lambda self: (0, {}))
        patch.setattr(engine.cipher(), "destroy", lambda *_: None)
        with pytest.raises(sweep.Remains, match="rows"):
            destroy(planted.traject, "request", "initiator")
    assert records(planted.traject.pk) == [] and Destruction.objects.exists()
    monkeypatch.delitem(parts._parts, "kept")
    assert resume() == 1
    assert len(records(planted.traject.pk)) == 1 and not Destruction.objects.exists()


def test_b10_the_search_finds_bytes_that_were_left(planted: Planted, monkeypatch: pytest.MonkeyPatch) -> None:
    if connection.vendor == "sqlite":
        left = settings.SAMENSPEL_DATA / "test-samenspel.sqlite3-wal"
        wanted = sweep.needles(parts.Scope("case", planted.traject.pk, (planted.session.pk,)), ("case",))
        assert len(wanted) > 50
        monkeypatch.setattr("samenspel.retention.housekeeping.compact", lambda: None)
        with pytest.raises(sweep.Remains, match="bytes"):
            destroy(planted.traject, "request", "initiator")
        monkeypatch.undo()
        assert resume() == 1 and left.parent.exists()


def test_cr22_two_who_ask_at_once_get_one_record(planted: Planted, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sweep, "sweep", lambda *_: (_ for _ in ()).throw(sweep.Remains("rows=1")))
    with pytest.raises(sweep.Remains):
        destroy(planted.traject, "request", "initiator")
    monkeypatch.undo()
    filter_, seen = Destruction.objects.filter, []

    def blind(**named: object) -> object:
        """The second did not see yet what the first has begun."""
        seen.append(named)
        return filter_(pk=-1) if len(seen) == 1 else filter_(**named)

    with monkeypatch.context() as patch:
        patch.setattr(Destruction.objects, "filter", blind)
        record = _begin_and_finish(parts.Scope("case", planted.traject.pk, (planted.session.pk,)), "request", "x", {})
    assert record.entry in [each.entry for each in records(planted.traject.pk)]
    assert len(records(planted.traject.pk)) == 1 and not Destruction.objects.exists()


def test_cr22_what_must_stay_is_made_first(planted: Planted, monkeypatch: pytest.MonkeyPatch) -> None:
    made = []

    def picture(traject: str, sessions: tuple[str, ...]) -> None:
        made.append((traject, sessions, len(list(engine.state_of(sessions[0])))))

    def fails(traject: str, sessions: tuple[str, ...]) -> None:
        raise OSError("disk full")

    monkeypatch.setattr(parts, "_before", [picture, fails])
    with pytest.raises(OSError):
        destroy(planted.traject, "request", "initiator")
    assert planted.case <= opened(copied()), "nothing was lost because of that"
    monkeypatch.setattr(parts, "_before", [picture])
    destroy(planted.traject, "request", "initiator")
    assert made[-1][:2] == (planted.traject.pk, (planted.session.pk,)) and made[-1][2] > 20


def test_cr22_one_session_removed_for_good_leaves_the_others(planted: Planted) -> None:
    from samenspel.retention.destroying import remove_session

    other = services.create_session("Tweede", "", planted.host, traject=planted.traject)
    record = remove_session(other, "facilitator")
    assert list(record.keys) == ["case2"]
    assert not StoredRecord.objects.filter(session=other.pk).exists()
    assert planted.case <= opened(copied())
    with pytest.raises(KeyGone):
        engine.cipher().fingerprint(planted.traject.pk, "case2")


def test_x1_the_last_session_takes_a_silent_traject_along() -> None:
    from samenspel.trajects import closing

    session = services.create_session("Snel", "", None)
    closing.delete(session)
    assert not Traject.objects.exists() and not TrajectKey.objects.exists()
    assert records(session.traject_id)[0].outcome
    traject = services.create_traject("Lang", "initiator", Person(name="I"), None)
    closing.delete(services.create_session("Los", "", None, traject=traject))
    assert Traject.objects.filter(pk=traject.pk).exists()


def test_cr22_words_that_somebody_takes_back_leave_the_files_within_a_round(planted: Planted) -> None:
    """Less than destroying a key, and said so: they can still be in a backup of before."""
    from samenspel.retention.rounds import empty_logs

    host = services.Actor(person=planted.session.host, role=services.Role.FACILITATOR)
    session = planted.session.pk
    engine.run(session, host, engine.command(session, "add_instance", instrument="case_reconstruction"))
    planted.guest.set_person(Person(name="Noor", party="Wijkteam"))
    people.sync_attendee(planted.session, planted.guest)
    guest = people.actor(planted.guest, engine.state_of(session))
    instances = [r for r in engine.state_of(session).of("instance") if r.body.instrument == "case_reconstruction"]  # type: ignore[attr-defined]
    runs = max(instances, key=lambda record: record.clock).id
    asked = {"text": "Gesprek met de wijkagent"}
    engine.run(session, guest, engine.command(runs, "save_moment_input", **asked))
    row = StoredRecord.objects.get(session=session, type="moment_input", author=guest.person)
    sealed = bytes(row.body)
    engine.run(session, guest, engine.command(runs, "remove_my_words"))
    empty_logs(clock.now())
    assert not any(record.author == guest.person for record in engine.state_of(session).inside(runs))
    if connection.vendor == "sqlite":
        assert not [path for path, data in files().items() if sealed in data or sealed[1:13] in data]
