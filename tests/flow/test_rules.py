"""The rules of the room, one by one (docs/room.md)."""

from __future__ import annotations

import asyncio
import json
import threading

import pytest

from samenspel.kernel.audience import Role
from samenspel.kernel.command import Actor
from samenspel.kernel.refusal import Reason, Refused
from samenspel.room.limits import BURST
from samenspel.room.protocol import Close, Tell
from samenspel.room.room import Room
from samenspel.store.interface import Behind
from tests.flow.conftest import BOSS, House
from tests.flow.sim import SESSION, all_heard, op, settle


async def test_r1_what_a_client_may_do_follows_from_its_record_not_from_its_word(house: House) -> None:
    anna = await house.person("anna")
    anna.do(op(1), house.slips, "reveal")
    await settle(anna)
    assert anna.refused[op(1)]["reason"] == Reason.NOT_YOUR_ROLE


async def test_r1_a_role_taken_away_counts_from_the_next_command_on(house: House) -> None:
    note = await house.person("note", role="note_taker")
    await house.by(BOSS, "change_attendee", id="note", role="participant")
    note.do(op(1), house.slips, "reveal")
    await asyncio.sleep(0.1)
    assert note.closed == Close.FORBIDDEN
    assert op(1) not in note.acked


async def test_r1_a_rule_that_fails_changes_nothing_and_tells_nothing(house: House, caplog) -> None:
    anna = await house.person("anna")
    anna.do(op(1), house.slips, "explode")
    anna.do(op(2), house.slips, "write", text="gewoon door")
    await settle(anna)
    assert anna.refused[op(1)]["reason"] == Reason.UNAVAILABLE
    assert op(2) in anna.acked
    logged = [vars(record) for record in caplog.records]
    assert any(record["msg"] == "rule.failed" for record in logged)
    assert "geheime inhoud" not in str(logged)
    assert "geheime inhoud" not in "".join(anna.bytes_seen)


async def test_r2_nothing_is_seen_or_acknowledged_before_the_commit(house: House) -> None:
    anna, wall = await house.person("anna"), await house.wall()
    await house.by(BOSS, "reveal", house.slips)
    gate, entered = threading.Event(), threading.Event()
    commit = house.store.commit

    def slow(session, base, effects, *more):
        # Not what the room itself may still be writing of who came in.
        if any(effect.key is not None and effect.key.op == op(1) for effect in effects):
            entered.set()
            assert gate.wait(5)
        commit(session, base, effects, *more)

    house.store.commit = slow
    frames = len(wall.frames)
    anna.do(op(1), house.slips, "write", text="nog niet op schijf")
    await asyncio.to_thread(entered.wait, 5)
    await asyncio.sleep(0.05)
    await all_heard(anna, wall)
    assert op(1) not in anna.acked
    assert len(wall.frames) == frames + 1, "the pong"
    gate.set()
    await settle(anna)
    assert op(1) in anna.acked
    assert any(record["type"] == "test_slip" for record in wall.mirror.values())


async def test_r2_a_failed_commit_shows_nothing_and_says_so(house: House) -> None:
    anna, wall = await house.person("anna"), await house.wall()
    await house.by(BOSS, "reveal", house.slips)
    commit = house.store.commit

    def broken(*args):
        raise OSError("schijf vol")

    house.store.commit = broken
    anna.do(op(1), house.slips, "write", text="past niet")
    await settle(anna)
    assert anna.refused[op(1)]["reason"] == Reason.UNAVAILABLE
    assert not any(record["type"] == "test_slip" for record in wall.mirror.values())
    house.store.commit = commit
    anna.do(op(2), house.slips, "write", text="nu wel")
    await settle(anna)
    assert op(2) in anna.acked


async def test_r3_an_op_sent_again_has_one_effect_and_the_same_answer(house: House) -> None:
    anna = await house.person("anna")
    for _ in range(3):
        anna.do(op(1), house.slips, "write", text="een keer")
    await settle(anna)
    anna.do(op(1), house.slips, "write", text="een keer")
    await settle(anna)
    assert house.room.state.count("test_slip") == 1
    assert anna.frames.count({"t": "ack", "op": op(1)}) == 4


async def test_r3_an_op_id_cannot_stand_for_two_intentions(house: House) -> None:
    anna = await house.person("anna")
    anna.do(op(1), house.slips, "write", text="een")
    await settle(anna)
    anna.do(op(1), house.slips, "write", text="twee")
    await settle(anna)
    assert anna.refused[op(1)]["reason"] == Reason.MALFORMED
    assert house.room.state.count("test_slip") == 1


async def test_r3_an_op_survives_a_restart_of_the_room(house: House) -> None:
    anna = await house.person("anna")
    anna.do(op(1), house.slips, "write", text="een keer")
    await settle(anna)
    await anna.drop()
    await house.room.stop()
    await house.open()
    anna.outbox.clear()
    await anna.connect(house.room)
    anna.do(op(1), house.slips, "write", text="een keer")
    await settle(anna)
    assert house.room.state.count("test_slip") == 1


async def test_r3_a_refusal_is_not_kept(house: House) -> None:
    anna = await house.person("anna")
    await house.by(BOSS, "set_phase", instance=house.slips, phase="done")
    anna.do(op(1), house.slips, "write", text="te laat")
    await settle(anna)
    assert anna.refused[op(1)]["reason"] == Reason.WRONG_PHASE
    await house.by(BOSS, "set_phase", instance=house.slips, phase="writing")
    anna.do(op(1), house.slips, "write", text="te laat")
    await settle(anna)
    assert op(1) in anna.acked


async def test_r4_the_clock_has_no_gaps_and_never_leaves_the_server(house: House) -> None:
    anna = await house.person("anna")
    for number in range(20):
        anna.do(op(number), house.slips, "write", text=f"regel {number}")
    await settle(anna)
    assert len(anna.acked) == 20
    clocks = sorted(clock for _, clock in house.room.ledger.ops.values())
    assert clocks == list(range(2, house.room.clock + 1))
    assert '"clock"' not in "".join(anna.bytes_seen)


async def test_r4_an_audience_for_whom_nothing_changed_gets_no_message(house: House) -> None:
    anna, bert = await house.person("anna"), await house.person("bert")
    await asyncio.sleep(0.05)
    frames = len(bert.frames)
    anna.do(op(1), house.slips, "write", text="alleen van mij")
    await settle(anna)
    slip = next(r for r in anna.mirror.values() if r["type"] == "test_slip")
    anna.do(op(2), house.slips, "rewrite", base=slip["v"], id=slip["id"], text="nog steeds van mij")
    anna.do(op(3), house.slips, "remove", id=slip["id"])
    await settle(anna)
    await asyncio.sleep(0.05)
    assert len(bert.frames) == frames


async def test_r4_a_masked_record_stays_silent_when_its_hidden_part_changes(house: House) -> None:
    anna, wall = await house.person("anna"), await house.wall()
    anna.do(op(1), house.slips, "write", text="eerste")
    await settle(anna)
    frames = len(wall.frames)
    slip = next(r for r in anna.mirror.values() if r["type"] == "test_slip")
    anna.do(op(2), house.slips, "rewrite", base=slip["v"], id=slip["id"], text="veel langere tweede tekst")
    await settle(anna)
    await asyncio.sleep(0.05)
    assert len(wall.frames) == frames
    assert "tweede" not in "".join(wall.bytes_seen)


async def test_r4_a_removal_is_told_only_to_who_saw_the_record(house: House) -> None:
    anna, bert = await house.person("anna"), await house.person("bert")
    anna.do(op(1), house.slips, "write", text="weg ermee")
    await settle(anna)
    slip = next(r for r in anna.mirror.values() if r["type"] == "test_slip")
    anna.do(op(2), house.slips, "remove", id=slip["id"])
    await settle(anna)
    assert slip["id"] not in anna.mirror
    assert slip["id"] not in "".join(bert.bytes_seen)


async def test_r5_a_failing_view_shows_nothing_to_anybody(house: House) -> None:
    anna, boss = await house.person("anna"), house.people["boss"]
    anna.do(op(1), house.slips, "secret", text="kanarie-5f3a")
    await settle(anna)
    everything = "".join("".join(client.bytes_seen) for client in house.people.values())
    assert house.room.state.count("test_secret") == 1
    assert "kanarie-5f3a" not in everything
    assert boss.you["role"] == "facilitator"


async def test_r6_revealing_is_one_change_and_reaches_everybody(house: House) -> None:
    anna, bert, wall = await house.person("anna"), await house.person("bert"), await house.wall()
    anna.do(op(1), house.slips, "write", text="van anna")
    bert.do(op(2), house.slips, "write", text="van bert")
    await settle(anna, bert)
    assert "van anna" not in "".join(bert.bytes_seen + wall.bytes_seen)
    await house.by(BOSS, "reveal", house.slips)
    await asyncio.sleep(0.05)
    for client in (anna, bert, wall):
        texts = {r["body"]["text"] for r in client.mirror.values() if r["type"] == "test_slip"}
        assert texts == {"van anna", "van bert"}
    await house.by(BOSS, "hide", house.slips)
    await asyncio.sleep(0.05)
    assert {r["body"]["text"] for r in bert.mirror.values() if r["type"] == "test_slip"} == {"van bert"}
    assert all(not r["body"] for r in wall.mirror.values() if r["type"] == "test_slip")


async def test_r7_a_change_is_encoded_once_for_all_who_see_the_same(house: House, monkeypatch) -> None:
    people = [await house.person(f"p{number}") for number in range(12)]
    await house.by(BOSS, "reveal", house.slips)
    await asyncio.sleep(0.3)
    import samenspel.room.fanout as fanout

    encoded = []
    write = fanout.write
    monkeypatch.setattr(fanout, "write", lambda frame: encoded.append(1) or write(frame))
    people[0].do(op(1), house.slips, "write", text="voor allen")
    await settle(*people)
    # Participants together, control, and the author in person.
    assert len(encoded) <= 3


async def test_r7_what_arrives_together_is_committed_together(house: House) -> None:
    people = [await house.person(f"p{number}") for number in range(10)]
    commits = []
    commit = house.store.commit
    house.store.commit = lambda *args: commits.append(len(args[2])) or commit(*args)
    for number, client in enumerate(people):
        client.do(op(number), house.slips, "write", text=f"tekst {number}")
    await settle(*people)
    assert not [client.refused for client in people if client.refused]
    assert sum(commits) == 10
    assert len(commits) < 5


async def test_r8_who_comes_second_catches_up_and_decides_again(house: House) -> None:
    anna = await house.person("anna")
    other = Room(SESSION, house.store.load(SESSION), house.deps)
    await house.by(BOSS, "set_phase", instance=house.slips, phase="done")
    from tests.flow.sim import SimClient

    bert = SimClient("anna")
    await bert.connect(other)
    bert.do(op(7), house.slips, "write", text="net te laat")
    await settle(bert)
    assert bert.refused[op(7)]["reason"] == Reason.WRONG_PHASE
    await bert.drop()
    await other.stop()
    assert anna.closed is None


async def test_r8_gives_up_with_a_clear_answer_when_it_never_comes_first(house: House) -> None:
    anna = await house.person("anna")

    def behind(*args):
        raise Behind

    house.store.commit = behind
    anna.do(op(1), house.slips, "write", text="nooit")
    await settle(anna)
    assert anna.refused[op(1)]["reason"] == Reason.UNAVAILABLE


async def test_r9_a_ring_of_another_process_brings_its_changes(house: House) -> None:
    anna = await house.person("anna")
    other = Room(SESSION, house.store.load(SESSION), house.deps)
    from tests.flow.sim import SimClient

    boss = SimClient("boss", "regie")
    await boss.connect(other)
    boss.do(op(1), house.slips, "reveal")
    boss.do(op(2), house.slips, "write", text="van de andere kant")
    await settle(boss)
    house.room.rung(other.clock)
    await asyncio.sleep(0.1)
    assert "van de andere kant" in json.dumps(list(anna.mirror.values()))
    assert anna.mirror == anna.fresh()
    await boss.drop()
    await other.stop()


async def test_r10_catch_up_equals_a_fresh_snapshot(house: House) -> None:
    anna, bert = await house.person("anna"), await house.person("bert")
    bert.do(op(1), house.slips, "write", text="gaat weg")
    bert.do(op(2), house.slips, "write", text="blijft")
    await settle(bert)
    await house.by(BOSS, "reveal", house.slips)
    await asyncio.sleep(0.05)
    await anna.drop()
    gone = next(r for r in bert.mirror.values() if r["body"].get("text") == "gaat weg")
    bert.do(op(3), house.slips, "remove", id=gone["id"])
    await settle(bert)
    await house.by(BOSS, "hide", house.slips)
    await anna.connect(house.room)
    await asyncio.sleep(0.05)
    assert anna.frames[-1]["t"] in ("changes", "present")
    assert anna.mirror == anna.fresh()
    assert all(r["type"] != "test_slip" for r in anna.mirror.values())


async def test_r10_a_cursor_of_another_audience_gives_a_snapshot(house: House) -> None:
    anna, wall = await house.person("anna"), await house.wall()
    await asyncio.sleep(0.05)
    await anna.drop()
    anna.cursor = wall.cursor
    anna.frames.clear()
    await anna.connect(house.room)
    await asyncio.sleep(0.05)
    assert anna.frames[0]["t"] == "snapshot"


async def test_r11_two_people_rewrite_one_text_and_the_loser_gets_both(house: House) -> None:
    boss, note = house.people["boss"], await house.person("note", role="note_taker")
    await house.by(BOSS, "reveal", house.slips)
    boss.do(op(1), house.slips, "write", text="begin")
    await settle(boss)
    await asyncio.sleep(0.05)
    slip = next(r for r in note.mirror.values() if r["type"] == "test_slip")
    boss.do(op(2), house.slips, "rewrite", base=slip["v"], id=slip["id"], text="van boss")
    await settle(boss)
    note.do(op(3), house.slips, "rewrite", base=slip["v"], id=slip["id"], text="van note")
    await settle(note)
    refusal = note.refused[op(3)]
    assert refusal["reason"] == Reason.CONFLICT
    assert refusal["theirs"]["body"]["text"] == "van boss"
    note.do(op(4), house.slips, "rewrite", base=refusal["theirs"]["v"], id=slip["id"], text="van boss en note")
    await settle(note)
    assert op(4) in note.acked


async def test_r11_a_conflict_never_shows_what_the_asker_may_not_see(house: House) -> None:
    anna = await house.person("anna")
    anna.do(op(1), house.slips, "write", text="geheim van anna")
    await settle(anna)
    slip = next(r for r in anna.mirror.values() if r["type"] == "test_slip")
    boss = house.people["boss"]
    boss.do(op(2), house.slips, "rewrite", base=0, id=slip["id"], text="raden")
    await settle(boss)
    assert "geheim" not in "".join(boss.bytes_seen)


async def test_r12_too_many_commands_of_one_person_do_not_touch_another(house: House) -> None:
    anna, bert = await house.person("anna"), await house.person("bert")
    bucket = anna.link.bucket
    now = asyncio.get_running_loop().time()
    taken = sum(bucket.take(now) for _ in range(int(BURST) + 25))
    assert taken == int(BURST)
    assert bert.link.bucket.take(now)


async def test_r12_a_client_that_cannot_keep_up_is_closed_and_comes_back_for_a_snapshot(house: House) -> None:
    bert = await house.person("bert")
    assert bert.link.line is None, "a line keeps what does not go out by itself: test_line.py"
    await asyncio.sleep(0.05)
    link = bert.link
    for _ in range(600):
        link.push("x" * 10)
    assert link.closing == Close.SLOW
    await asyncio.sleep(0.05)
    assert bert.closed == Close.SLOW


async def test_r12_a_type_of_record_has_a_limit(house: House, monkeypatch) -> None:
    from tests.flow.slips import Slip

    monkeypatch.setattr(Slip, "MOST", 3)
    anna = await house.person("anna")
    for number in range(5):
        anna.do(op(number), house.slips, "write", text="nog een")
    await settle(anna)
    assert house.room.state.count("test_slip") == 3
    assert [anna.refused[op(n)]["reason"] for n in (3, 4)] == [Reason.FULL, Reason.FULL]


async def test_r12_one_participant_cannot_take_the_room_of_the_others(house: House, monkeypatch) -> None:
    from tests.flow.slips import Slip

    monkeypatch.setattr(Slip, "EACH", 2)
    anna, bert, boss = await house.person("anna"), await house.person("bert"), house.people["boss"]
    for number in range(3):
        anna.do(op(number), house.slips, "write", text="nog een")
        boss.do(op(10 + number), house.slips, "write", text="voor wie geen telefoon heeft")
    bert.do(op(20), house.slips, "write", text="er is plaats")
    await settle(anna, bert, boss)
    assert anna.refused[op(2)]["reason"] == Reason.FULL
    assert op(20) in bert.acked and {op(10), op(11), op(12)} <= boss.acked


async def test_r14_leaving_changes_no_record_and_control_sees_who_is_connected(house: House) -> None:
    anna, boss = await house.person("anna"), house.people["boss"]
    await asyncio.sleep(0.3)
    assert next(f for f in reversed(boss.frames) if f["t"] == "present")["people"] == ["anna", "boss"]
    clock = house.room.clock
    await anna.drop()
    await asyncio.sleep(0.3)
    assert next(f for f in reversed(boss.frames) if f["t"] == "present")["people"] == ["boss"]
    assert house.room.clock == clock
    assert not any(frame["t"] == "present" for frame in anna.frames)


async def test_a_newcomer_waits_is_admitted_and_sees_nothing_before(house: House) -> None:
    from tests.flow.sim import SimClient

    await house.by(BOSS, "reveal", house.slips)
    await house.by(BOSS, "write", house.slips, text="binnenskamers")
    await house.by(Actor(person="nieuw", role=Role.WAITING), "join", name="N.")
    nieuw = SimClient("nieuw")
    await nieuw.connect(house.room)
    await asyncio.sleep(0.05)
    assert nieuw.you["status"] == "waiting"
    assert "binnenskamers" not in "".join(nieuw.bytes_seen)
    nieuw.do(op(1), house.slips, "write", text="voor mijn beurt")
    await settle(nieuw)
    assert nieuw.refused[op(1)]["reason"] == Reason.WAITING
    await house.by(BOSS, "admit", id="nieuw")
    await asyncio.sleep(0.05)
    assert nieuw.you["status"] == "admitted"
    assert nieuw.mirror == nieuw.fresh()
    assert "binnenskamers" in "".join(nieuw.bytes_seen)
    await nieuw.drop()


async def test_a_dead_battery_comes_back_as_the_same_person(house: House) -> None:
    from tests.flow.sim import SimClient

    anna = await house.person("anna")
    anna.do(op(1), house.slips, "write", text="van voor de lege batterij")
    await settle(anna)
    await anna.drop()
    await house.by(Actor(person="nieuw", role=Role.WAITING), "join", name="Anna?")
    phone = SimClient("nieuw")
    await phone.connect(house.room)
    await house.by(BOSS, "link_person", waiting="nieuw", known="anna")
    await asyncio.sleep(0.05)
    assert phone.you["person"] == "anna"
    assert "van voor de lege batterij" in json.dumps(list(phone.mirror.values()))
    await phone.drop()


async def test_after_the_end_participants_add_nothing_and_control_still_can(house: House) -> None:
    anna, boss = await house.person("anna"), house.people["boss"]
    await house.by(BOSS, "end_meeting")
    anna.do(op(1), house.slips, "write", text="nog een ding")
    boss.do(op(2), house.slips, "write", text="nawerk")
    await settle(anna, boss)
    assert anna.refused[op(1)]["reason"] == Reason.CLOSED
    assert op(2) in boss.acked
    with pytest.raises(Refused):
        await house.by(Actor(person="laat", role=Role.WAITING), "join", name="L.")


async def test_fleeting_state_reaches_control_only_and_is_never_stored(house: House) -> None:
    anna, bert, boss = await house.person("anna"), await house.person("bert"), house.people["boss"]
    clock = house.room.clock
    for _ in range(10):
        house.room.doorway.tell(anna.link, Tell(instance=house.slips, name="writing"))
    house.room.doorway.tell(anna.link, Tell(instance=house.slips, name="unknown"))
    await asyncio.sleep(0.2)
    told = [frame for frame in boss.frames if frame["t"] == "fleeting"]
    assert [frame["from"] for frame in told] == ["anna"]
    assert not any(frame["t"] == "fleeting" for frame in bert.frames)
    assert house.room.clock == clock
