"""The meeting as an instrument: declared like any other, present in every session."""

from __future__ import annotations

from samenspel.instruments.meeting import parking, parties, people, rules, sheet
from samenspel.instruments.meeting.records import Block, Meeting, Parking
from samenspel.instruments.meeting.views import VIEWS
from samenspel.kernel.audience import ALL_ROLES, CONTROL_ROLES, Role
from samenspel.kernel.definition import Args, Instrument, Move, Phase, Rule
from samenspel.vocabulary.fields import Nothing, OfRecord, PlaceAfter
from samenspel.vocabulary.people import Attendee, Party


def _control(name: str, args: type[Args], rule: Rule) -> Move:
    return Move(name, args, CONTROL_ROLES, rule)


MOVES = (
    Move("join", people.Join, frozenset({Role.WAITING}), people.join),
    Move("rename_me", people.RenameMe, ALL_ROLES | {Role.WAITING}, people.rename_me),
    _control("admit", OfRecord, people.admit),
    _control("admit_all", Nothing, people.admit_all),
    _control("turn_away", OfRecord, people.turn_away),
    _control("open_door", people.OpenDoor, people.open_door),
    _control("link_person", people.LinkPerson, people.link_person),
    _control("add_attendee", people.AddAttendee, people.add_attendee),
    _control("change_attendee", people.ChangeAttendee, people.change_attendee),
    _control("remove_attendee", OfRecord, people.remove_attendee),
    _control("add_party", parties.AddParty, parties.add_party),
    _control("change_party", parties.ChangeParty, parties.change_party),
    _control("place_party", PlaceAfter, parties.place_party),
    _control("remove_party", OfRecord, parties.remove_party),
    _control("set_meeting", rules.SetMeeting, rules.set_meeting),
    _control("end_meeting", Nothing, rules.end_meeting),
    _control("reopen_meeting", Nothing, rules.reopen_meeting),
    _control("set_phase", rules.SetPhase, rules.set_phase),
    _control("add_instance", rules.AddInstance, rules.add_instance),
    _control("add_block", sheet.AddBlock, sheet.add_block),
    _control("change_block", sheet.ChangeBlock, sheet.change_block),
    _control("lengthen", sheet.Lengthen, sheet.lengthen),
    _control("place_block", PlaceAfter, sheet.place_block),
    _control("remove_block", OfRecord, sheet.remove_block),
    _control("start_block", OfRecord, sheet.start_block),
    _control("next_block", Nothing, sheet.next_block),
    Move("park", parking.Park, ALL_ROLES, parking.park),
    Move("change_parking", parking.ChangeParking, ALL_ROLES, parking.change_parking),
    _control("settle_parking", parking.SettleParking, parking.settle_parking),
    Move("remove_parking", OfRecord, ALL_ROLES, parking.remove_parking),
)

INSTRUMENT = Instrument(
    name="meeting",
    title="Bijeenkomst",
    phases=(Phase("open", "Bijeenkomst", prepare=True),),
    records=(Meeting, Block, Parking, Party, Attendee),
    moves=MOVES,
    views=VIEWS,
    setup=rules.setup,
)
