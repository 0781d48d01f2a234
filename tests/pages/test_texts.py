"""The content of an instrument, part by part and compressed (B16)."""

import gzip
import json

from django.test import Client

ADDRESS = "/teksten/case_reconstruction"


def test_one_part_is_enough_for_a_telephone() -> None:
    everything = Client().get(ADDRESS).json()
    part = Client().get(ADDRESS, {"deel": "screens"})
    assert part.json() == everything["screens"]
    assert len(part.content) < len(Client().get(ADDRESS).content) / 2
    assert Client().get(ADDRESS, {"deel": "title"}).json() == "Casusreconstructie"
    assert Client().get(ADDRESS, {"deel": "onbekend"}).status_code == 404


def test_compressed_for_who_can_read_it() -> None:
    packed = Client().get(ADDRESS, headers={"Accept-Encoding": "gzip, br"})
    assert packed.headers["Content-Encoding"] == "gzip"
    assert "Accept-Encoding" in packed.headers["Vary"]
    assert json.loads(gzip.decompress(packed.content)) == Client().get(ADDRESS).json()
    assert packed.headers["ETag"] != Client().get(ADDRESS).headers["ETag"]
    again = Client().get(ADDRESS, headers={"Accept-Encoding": "gzip", "If-None-Match": packed.headers["ETag"]})
    assert again.status_code == 304
