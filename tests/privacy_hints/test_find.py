"""Hints on what looks like data of a person (CR-5), with the examples that the browser is tested with as well."""

import json
import random
import time

import pytest

from samenspel.privacy_hints import find
from samenspel.privacy_hints.finding import LISTS
from tests.conftest import ROOT

EXAMPLES = json.loads((ROOT / "samenspel" / "privacy_hints" / "examples.json").read_text("utf-8"))


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda one: one[0][:30] or "(empty)")
def test_cr5_an_example_is_seen_for_what_it_is(example: list) -> None:
    text, wanted, participants = (*example, [])[:3]
    found = [f"{one.kind} {text[one.start : one.end]}" for one in find(text, participants, 2026)]
    assert found == wanted


def test_cr5_the_eleven_test_tells_nine_digits_apart() -> None:
    rng = random.Random(11)
    seen = sum(bool(find(f"nr {rng.randrange(10**8, 10**9)} x")) for _ in range(2_000))
    assert 100 < seen < 300, "one in eleven passes by chance"


def test_cr5_every_kind_says_what_it_is_and_what_to_write() -> None:
    kinds = {line.split()[0] for _, wanted, *_ in EXAMPLES for line in wanted}
    assert kinds == set(LISTS["kinds"])
    for one in find("06-12345678 en a@b.nl"):
        assert one.why.startswith("Dit lijkt een ") and one.instead.endswith(".")


def test_cr5_findings_do_not_overlap_and_lie_within_the_text() -> None:
    rng = random.Random(5)
    parts = [text for text, *_ in EXAMPLES] + ["é€😀", "\n\n", "@@@", "0" * 40, "van de van de", "A." * 9]
    for _ in range(300):
        text = " ".join(rng.choices(parts, k=5))
        last = 0
        for one in find(text, ["Anouk de Wit"]):
            assert last <= one.start < one.end <= len(text)
            last = one.end


@pytest.mark.parametrize(
    "piece", ["1 ", "a@a.", "NL91 ", "De van ", "Straat", "06-", "van der ", "12-3-", "geb. ", "A"]
)
def test_b7_a_long_text_takes_no_long_time(piece: str) -> None:
    text = (piece * 20_000)[:20_000]
    start = time.process_time()
    find(text, ["Anouk de Wit", "Wim"])
    assert time.process_time() - start < 10
