"""Every phase of every instrument, one after another, on a session in which there is something of everything."""

from __future__ import annotations

from collections.abc import Iterator

from tests.e2e.room import Hand, Table

CASE, TRIANGLE, SLIDER = "case_reconstruction", "collaboration_triangle", "dilemma_slider"
FOCUS = {
    "introduction": ("ground_rules",),
    "timeline": ("moment", "themes", "overview"),
    "reflection": ("overview", "moment", "threads"),
    "lessons": ("lessons", "agreements"),
}


def start(hand: Hand, instrument: str, phase: str) -> None:
    """Show an instrument in this phase on all screens."""
    instance = hand.id("instance", "instrument", instrument)
    blocks = [record for record in hand.seat.mirror.of("block") if record["body"]["runs"] == instance]
    block = next((one for one in blocks if one["body"]["phase"] == phase), blocks[0])
    meeting = hand.seat.mirror.of("meeting")[0]["body"]
    if meeting["block"] != block["id"]:
        hand.do("meeting", "start_block", id=block["id"])
    if hand.seat.mirror.records[instance]["body"]["phase"] != phase:
        hand.do("meeting", "set_phase", instance=instance, phase=phase)


def through(table: Table) -> Iterator[str]:
    """Brings the session to one state after another and says which."""
    hand = table.hand
    for phase in ("introduction", "timeline", "reflection", "lessons"):
        start(hand, CASE, phase)
        for focus in FOCUS[phase]:
            hand.do(CASE, "set_focus", focus=focus)
            yield f"{phase}, {focus}"
        if phase == "timeline":
            hand.do(CASE, "open_information", open=True)
            yield "timeline, new information"
            hand.do(CASE, "open_information", open=False)
            hand.do("meeting", "set_meeting", paper=True)
            yield "timeline, paper first"
            hand.do("meeting", "set_meeting", paper=False)
    hand.do("meeting", "set_phase", instance=hand.id("instance", "instrument", CASE), phase="closing")
    yield "closing"
    for instrument, phases in (
        (TRIANGLE, ("preparation", "answering", "talk", "rules", "closing")),
        (SLIDER, ("preparation", "placing", "talk", "second", "closing")),
    ):
        for phase in phases:
            start(hand, instrument, phase)
            yield f"{instrument}, {phase}"
    pause = hand.id("block", "title", "Pauze")
    hand.do("meeting", "start_block", id=pause)
    yield "pause"
    hand.do("meeting", "end_meeting")
    yield "ended"
