"""The acceptance list points at texts that are there; the five ground rules are those of the content."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

from samenspel.instruments.case_reconstruction import texts

FOLDER = Path(__file__).parents[1]
ITEMS: list[dict[str, Any]] = tomllib.loads((FOLDER / "checklist.toml").read_text(encoding="utf-8"))["item"]


@pytest.mark.parametrize("item", [item for item in ITEMS if "content" in item], ids=lambda item: str(item["id"]))
def test_each_text_of_the_source_is_in_the_content(item: dict[str, Any]) -> None:
    name, _, word = item["content"].partition(":")
    assert word in (FOLDER / "content" / "nl" / f"{name}.toml").read_text(encoding="utf-8")


def test_each_item_stands_once_and_an_exemption_has_a_reason() -> None:
    assert len({item["id"] for item in ITEMS}) == len(ITEMS)
    assert all(item["status"] == "done" or item["reason"] for item in ITEMS)


def test_cr1_to_cr7_and_cr11_to_cr23_each_have_an_item() -> None:
    numbers = {item["id"].partition("/")[0] for item in ITEMS}
    assert {f"CR-{number}" for number in (*range(1, 8), *range(11, 24))} <= numbers


def test_the_preparation_is_not_put_off_any_longer() -> None:
    put_off = [item["id"] for item in ITEMS if item["id"].startswith("CR-") and item["status"] != "done"]
    assert put_off == ["CR-20/tijd"]


def test_cr11_the_five_ground_rules() -> None:
    assert len(texts.GROUND_RULES) == 5
