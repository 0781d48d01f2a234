"""G-3.1: names on the line never overlap, and only what is revealed is drawn or written out."""

import itertools
import json
import pathlib
from xml.etree import ElementTree

from hypothesis import given
from hypothesis import strategies as st

from samenspel.instruments.dilemma_slider.exports import EXPORTS, picture, places
from samenspel.instruments.dilemma_slider.layout import Pin, lay_out
from samenspel.instruments.dilemma_slider.tests.test_g_3_1_visibility import stage

WIDTH, LETTER, PADDING, GAP = 1000.0, 10.0, 30.0, 10.0
CASES = pathlib.Path(__file__).with_name("layout.json")
PINS = st.lists(
    st.builds(
        Pin,
        key=st.uuids().map(str),
        name=st.text("abcXYZ .", min_size=1, max_size=14),
        value=st.integers(0, 100),
        before=st.none() | st.integers(0, 100),
    ),
    max_size=30,
)


@given(PINS)
def test_g_3_1_no_two_names_or_arrows_overlap(pins: list[Pin]) -> None:
    spots = lay_out(pins, WIDTH, LETTER, PADDING, GAP)
    assert {spot.key for spot in spots} == {pin.key for pin in pins}
    for one, other in itertools.combinations(spots, 2):
        if one.row == other.row:
            ends = []
            for spot in (one, other):
                before = spot.left if spot.before is None else spot.before
                ends.append((min(spot.left, before), max(spot.left + spot.width, before)))
            assert ends[0][1] <= ends[1][0] or ends[1][1] <= ends[0][0]
    for spot in spots:
        assert spot.left >= 0 and spot.left + spot.width <= WIDTH + 1e-6
        assert spot.left <= spot.x <= spot.left + spot.width, "a name stands where its place is"


@given(PINS, st.randoms(use_true_random=False))
def test_g_3_1_the_drawing_does_not_tell_who_was_first(pins: list[Pin], chance: object) -> None:
    mixed = list(pins)
    chance.shuffle(mixed)  # type: ignore[attr-defined]
    assert lay_out(mixed, WIDTH, LETTER, PADDING, GAP) == lay_out(pins, WIDTH, LETTER, PADDING, GAP)


def test_the_screens_lay_out_alike() -> None:
    for case in json.loads(CASES.read_text("utf-8")):
        pins = [Pin(**pin) for pin in case["pins"]]
        spots = [[s.key, s.left, s.width, s.x, s.before, s.row] for s in lay_out(pins, WIDTH, LETTER, PADDING, GAP)]
        assert spots == case["spots"]


def test_exports_hold_nothing_before_the_reveal() -> None:
    found = stage()
    found.do("pat", "place", value=31, why="Omdat ik het zag")
    for export in EXPORTS.values():
        kind, data = export(found.state, "it")
        assert b"Ggz" not in data and b"Omdat" not in data and b"31" not in data, kind


def test_exports_after_two_rounds() -> None:
    found = stage()
    found.do("pat", "place", value=20, why="=1+1 is ook een reden")
    found.do("pim", "place", value=90)
    found.do("fay", "reveal")
    found.do("fay", "open_second")
    found.do("pat", "place", value=75)
    found.do("fay", "reveal")
    found.do("fay", "record_choice", text="We delen <eerst> & vragen dan.")
    root = ElementTree.fromstring(picture(found.state, "it")[1])
    words = [node.text for node in root.iter() if node.text]
    assert "Ggz" in words and "Politie" in words and "Vertrouwelijkheid" in words
    text = places(found.state, "it")[1].decode("utf-8-sig")
    assert "Ggz;Pat;20;75;55;'=1+1 is ook een reden;" in text
    assert "Politie;Pim;90;;;;" in text
