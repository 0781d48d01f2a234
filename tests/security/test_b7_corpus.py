"""B7: whatever the fuzzer found, and thousands of inputs like it, may be refused and do nothing else."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from tests.figures import figures, seed, size
from tests.security.fuzz_targets import TARGETS, random_bytes

CORPUS = Path(__file__).with_name("corpus")
INPUTS = size("INPUTS", 5_000, 1_000_000) // len(TARGETS)


def kept(target: str) -> list[Path]:
    """What is kept for this target."""
    return sorted((CORPUS / target).iterdir())


def test_b7_every_target_has_a_corpus() -> None:
    assert {path.name for path in CORPUS.iterdir()} == set(TARGETS)


@pytest.mark.parametrize(
    "path", [p for t in sorted(TARGETS) for p in kept(t)], ids=lambda p: f"{p.parent.name}-{p.name}"
)
def test_b7_what_the_fuzzer_found_breaks_nothing(path: Path) -> None:
    TARGETS[path.parent.name](path.read_bytes())


@pytest.mark.parametrize("target", sorted(TARGETS))
def test_b7_inputs_like_those_break_nothing(target: str) -> None:
    first = seed()
    print(f"seed {first}")
    chance = random.Random(first)
    seeds = [path.read_bytes() for path in kept(target)]
    for _ in range(INPUTS):
        data = random_bytes(chance, seeds)
        try:
            TARGETS[target](data)
        except BaseException:
            print(f"{target} broke on {data!r}")
            raise
    figures(f"B7 {target}", seed=first, inputs=INPUTS)
