"""docs/room.md is complete enough to write a client from: its examples are real frames."""

from __future__ import annotations

import json
import re
from typing import Any

import msgspec
import pytest

from samenspel.kernel.refusal import IN_DUTCH, Reason
from samenspel.room import limits
from samenspel.room.protocol import FRAME_BYTES, SUBPROTOCOL, ClientFrame, Close, ServerFrame, read, write
from tests.conftest import ROOT

DOCUMENT = (ROOT / "docs" / "room.md").read_text("utf-8")


def _examples(kind: str) -> list[str]:
    blocks = re.findall(rf"```json {kind}\n(.*?)```", DOCUMENT, re.S)
    return [line for block in blocks for line in block.splitlines() if line.strip()]


def _kinds(union: Any) -> set[str]:
    return {struct.__struct_config__.tag for struct in union.__args__}


@pytest.mark.parametrize("line", _examples("client"))
def test_every_client_example_is_read_by_the_server(line: str) -> None:
    frame = read(line)
    assert json.loads(msgspec.json.encode(frame)).items() >= json.loads(line).items()


@pytest.mark.parametrize("line", _examples("server"))
def test_every_server_example_is_what_the_server_writes(line: str) -> None:
    frame = msgspec.json.decode(line, type=ServerFrame, strict=True)
    assert json.loads(write(frame).data) == json.loads(line)


def test_every_kind_of_frame_has_an_example() -> None:
    assert {json.loads(line)["t"] for line in _examples("client")} == _kinds(ClientFrame)
    assert {json.loads(line)["t"] for line in _examples("server")} == _kinds(ServerFrame)


def test_every_close_code_and_limit_is_in_the_document() -> None:
    codes = [value for name, value in vars(Close).items() if name.isupper()]
    for code in codes:
        assert re.search(rf"\b{code}\b", DOCUMENT), code
    assert f"{FRAME_BYTES:,}" in DOCUMENT
    assert SUBPROTOCOL in DOCUMENT
    assert f"{limits.COMMANDS_A_SECOND:.0f} frames a second per person, {limits.BURST:.0f} in a burst" in DOCUMENT
    assert f"{limits.SOCKETS_A_PERSON} sockets" in DOCUMENT
    assert f"{limits.QUEUE_FRAMES} frames" in DOCUMENT


def test_every_refusal_has_a_dutch_sentence_that_says_what_is_safe_or_what_to_do() -> None:
    assert set(IN_DUTCH) == set(Reason)
    for sentence in IN_DUTCH.values():
        assert sentence.endswith(".")
        assert len(sentence.split()) >= 5


def test_every_rule_in_the_table_is_held_by_a_test_of_that_name() -> None:
    source = "".join(path.read_text("utf-8") for path in (ROOT / "tests").rglob("test_*.py"))
    for rule, held in re.findall(r"^\| (R\d+) \|.*\| (.*?) \|$", DOCUMENT, re.M):
        if held.strip() == "–":
            continue
        assert f"def test_{rule.lower()}_" in source, rule


def test_every_test_that_holds_a_rule_is_there() -> None:
    rows = re.findall(r"^\| (R\d+) \|.*\| (.*) \|$", DOCUMENT, re.M)
    assert [rule for rule, _ in rows] == [f"R{number}" for number in range(1, 15)]
    for rule, held in rows:
        named = re.findall(r"`(tests/[\w/]+\.py)(?:::(\w+)\*)?`", held)
        assert named or held == "–", rule
        for path, start in named:
            text = (ROOT / path).read_text("utf-8")
            assert re.search(rf"def {start or 'test_'}", text), f"{rule}: {path} {start}"
