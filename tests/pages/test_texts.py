"""The content of an instrument, part by part and compressed (B16)."""

import gzip
import json
from pathlib import Path

import pytest
from django.test import Client
from pytest_django import Settings

from samenspel.project.options import Environment, OptionError
from samenspel.project.places import texts_folder
from samenspel.trajects.checks import instruments_are_complete

pytestmark = pytest.mark.django_db(databases=["default", "keys"])
ADDRESS = "/teksten/case_reconstruction"


def test_one_part_is_enough_for_a_telephone() -> None:
    everything = Client().get(ADDRESS).json()
    part = Client().get(ADDRESS, {"deel": "screens"})
    assert part.json() == everything["screens"]
    assert len(part.content) < len(Client().get(ADDRESS).content) / 2
    assert Client().get(ADDRESS, {"deel": "title"}).json() == "Casusreconstructie"
    assert Client().get(ADDRESS, {"deel": "onbekend"}).json() == {}


def test_compressed_for_who_can_read_it() -> None:
    packed = Client().get(ADDRESS, headers={"Accept-Encoding": "gzip, br"})
    assert packed.headers["Content-Encoding"] == "gzip"
    assert "Accept-Encoding" in packed.headers["Vary"]
    assert json.loads(gzip.decompress(packed.content)) == Client().get(ADDRESS).json()
    assert packed.headers["ETag"] != Client().get(ADDRESS).headers["ETag"]
    again = Client().get(ADDRESS, headers={"Accept-Encoding": "gzip", "If-None-Match": packed.headers["ETag"]})
    assert again.status_code == 304


def test_an_organisations_own_text_wins_and_the_rest_stays(tmp_path: Path, settings: Settings) -> None:
    before = Client().get(ADDRESS)
    (tmp_path / "case_reconstruction").mkdir()
    (tmp_path / "case_reconstruction" / "guide.toml").write_text('title = "Terugkijken"\n')
    settings.SAMENSPEL_TEXTS = texts_folder(Environment({"SAMENSPEL_TEXTS": str(tmp_path)}))
    after = Client().get(ADDRESS)
    assert after.json()["guide"] == {**before.json()["guide"], "title": "Terugkijken"}
    assert after.json()["screens"] == before.json()["screens"]
    assert after.headers["ETag"] != before.headers["ETag"]
    assert Client().get(ADDRESS, {"deel": "guide"}).json()["title"] == "Terugkijken"
    assert instruments_are_complete(None) == []


def test_own_texts_that_cannot_be_right_are_told_before_the_start(tmp_path: Path, settings: Settings) -> None:
    with pytest.raises(OptionError, match="map die er niet is"):
        texts_folder(Environment({"SAMENSPEL_TEXTS": str(tmp_path / "nergens")}))
    assert texts_folder(Environment({})) is None
    for name, text in (("case_reconstruction/guide.toml", "titel ="), ("driehoek/guide.toml", ""), ("los.toml", "")):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text)
    settings.SAMENSPEL_TEXTS = tmp_path
    told = " ".join(fault.msg for fault in instruments_are_complete(None))
    assert "case_reconstruction/guide.toml is niet te lezen" in told
    assert "driehoek/guide.toml hoort bij geen tekst" in told and "los.toml hoort bij geen tekst" in told
