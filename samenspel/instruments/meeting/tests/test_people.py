"""Joining, lobby, parties, parking and who sees what of it (CR-3, CR-20, R5, R14)."""

from __future__ import annotations

import pytest

from samenspel.instruments.meeting.people import LOBBY_SIZE
from samenspel.instruments.meeting.records import Parking
from samenspel.instruments.meeting.tests.table import FAY, PAT, Table
from samenspel.kernel.audience import Audience, Role
from samenspel.kernel.command import Actor
from samenspel.kernel.refusal import Reason, Refused

NEW = Actor(person="new", role=Role.WAITING)


@pytest.fixture
def table() -> Table:
    found = Table()
    found.do("add_party", name="GGZ, ambulant team", short="GGZ")
    found.do("add_party", name="Politie", short="Politie")
    found.do("add_attendee", name="Pat", party=found.party("GGZ"), id="pat")
    return found


def test_cr3_parties_get_their_own_colour_and_no_two_the_same_short_name(table: Table) -> None:
    assert sorted(body.colour for body in table.state.bodies(type(table.state.of("party")[0].body))) == [1, 2]
    with pytest.raises(Refused):
        table.do("add_party", name="Andere GGZ", short="ggz")


def test_cr3_a_party_for_which_somebody_speaks_is_not_removed(table: Table) -> None:
    with pytest.raises(Refused):
        table.do("remove_party", id=table.party("GGZ"))
    table.do("remove_party", id=table.party("Politie"))


def test_a_newcomer_waits_and_the_open_door_admits(table: Table) -> None:
    table.do("join", NEW, name="Nieuw")
    assert table.person("new").status == "waiting"
    table.do("open_door", open=True)
    assert table.person("new").status == "admitted"
    table.do("join", Actor(person="late", role=Role.WAITING), name="Laat")
    assert table.person("late").status == "admitted"


def test_the_lobby_is_full_at_its_limit(table: Table) -> None:
    for number in range(LOBBY_SIZE):
        table.do("join", Actor(person=f"w{number}", role=Role.WAITING), name="W")
    with pytest.raises(Refused) as refused:
        table.do("join", NEW, name="Te veel")
    assert refused.value.reason is Reason.FULL


def test_a_newcomer_is_linked_to_who_it_was_but_never_to_a_facilitator(table: Table) -> None:
    table.do("join", NEW, name="Pat?")
    with pytest.raises(Refused):
        table.do("link_person", waiting="new", known="fay")
    table.do("link_person", waiting="new", known="pat")
    assert table.person("new").became == "pat"


def test_the_last_facilitator_cannot_be_sent_out_or_made_something_else(table: Table) -> None:
    for move, args in (("turn_away", {}), ("remove_attendee", {}), ("change_attendee", {"role": "note_taker"})):
        with pytest.raises(Refused):
            table.do(move, id="fay", **args)


def test_r5_names_are_for_control_and_oneself_only(table: Table) -> None:
    table.do("join", NEW, name="Wachtende")
    others = [Audience(Role.PARTICIPANT, "x", table.party("GGZ")), Audience(Role.WALL), Audience(Role.WAITING, "y")]
    for audience in others:
        assert not any("name" in seen.body for seen in table.sees(audience) if seen.type == "attendee")
        assert "new" not in {seen.id for seen in table.sees(audience)}
    mine = table.sees(Audience(Role.PARTICIPANT, "pat", table.party("GGZ")))
    assert [seen.body["name"] for seen in mine if seen.type == "attendee" and "name" in seen.body] == ["Pat"]
    control = table.sees(Audience(Role.NOTE_TAKER, "n"))
    assert {seen.body["name"] for seen in control if seen.type == "attendee"} == {"Fay", "Pat", "Wachtende"}


def test_r5_somebody_in_the_lobby_sees_title_and_parties_and_nothing_of_the_run_sheet(table: Table) -> None:
    table.do("add_block", title="Geheim onderdeel", minutes=5, note="alleen voor begeleiders")
    seen = table.sees(Audience(Role.WAITING, "new"))
    assert {one.type for one in seen} <= {"meeting", "party"}
    wall = [one for one in table.sees(Audience(Role.WALL)) if one.type == "block"]
    assert wall and all("note" not in one.body for one in wall)


def test_cr20_anybody_parks_and_only_the_author_or_control_rewords(table: Table) -> None:
    table.do("park", PAT, text="Kom terug op de sleutel")
    item = table.state.of(Parking)[0]
    with pytest.raises(Refused) as refused:
        table.do("change_parking", Actor(person="z", role=Role.PARTICIPANT), item.version, id=item.id, text="anders")
    assert refused.value.reason is Reason.NOT_YOURS
    table.do("change_parking", PAT, item.version, id=item.id, text="Kom terug op de sleutels")
    table.do("settle_parking", FAY, id=item.id, status="done")
    assert table.state.bodies(Parking)[0].status == "done"
