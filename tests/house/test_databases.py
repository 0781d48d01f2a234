"""Which databases: worked out from their addresses, and refused in Dutch when they cannot be right (R8)."""

from __future__ import annotations

from pathlib import Path

import pytest

from samenspel.project import databases, places
from samenspel.project.databases import CONNECTIONS
from samenspel.project.options import Environment, OptionError
from samenspel.project.wiring import WRITERS

ONE = "postgresql://samenspel:geheim@machine/samenspel"
OTHER = "postgresql://samenspel:geheim@machine/sleutels"


def both(tmp_path: Path, default: str = "", keys: str = "") -> dict[str, databases.Settings]:
    return databases.both(default, keys, tmp_path / "data", tmp_path / "keys")


def test_without_addresses_there_are_two_files(tmp_path: Path) -> None:
    found = both(tmp_path)
    assert [found[alias]["NAME"] for alias in ("default", "keys")] == [
        tmp_path / "data" / "samenspel.sqlite3",
        tmp_path / "keys" / "keys.sqlite3",
    ]


def test_with_addresses_there_is_no_file_at_all(tmp_path: Path) -> None:
    found = both(tmp_path, ONE, OTHER)
    assert [found[alias]["NAME"] for alias in ("default", "keys")] == ["samenspel", "sleutels"]
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("same", [ONE, "postgres://ander:woord@machine:5432/samenspel"])
def test_keys_and_meetings_are_never_in_one_database(tmp_path: Path, same: str) -> None:
    with pytest.raises(OptionError, match="niet dezelfde database"):
        both(tmp_path, ONE, same)


@pytest.mark.parametrize(
    "wrong",
    ["mysql://a:b@machine/samenspel", "sqlite:///elders.sqlite3", "machine/samenspel", "postgresql://machine", "x://y"],
)
def test_another_engine_or_half_an_address_is_refused(tmp_path: Path, wrong: str) -> None:
    with pytest.raises(OptionError, match="SAMENSPEL_DATABASE_URL moet een adres zijn"):
        both(tmp_path, wrong)
    with pytest.raises(OptionError, match="SAMENSPEL_KEYS_DATABASE_URL moet een adres zijn"):
        both(tmp_path, ONE, wrong)


def test_an_address_is_not_repeated_in_the_message(tmp_path: Path) -> None:
    with pytest.raises(OptionError) as refused:
        both(tmp_path, "mysql://samenspel:geheim-73@machine/x")
    assert "geheim-73" not in str(refused.value)


def test_what_stands_in_the_address_is_kept(tmp_path: Path) -> None:
    given = both(tmp_path, f"{ONE}?sslmode=verify-full&options=-c%20search_path%3Dsamen&connect_timeout=9")["default"]
    assert given["OPTIONS"]["sslmode"] == "verify-full"
    assert str(given["OPTIONS"]["connect_timeout"]) == "9"
    assert given["OPTIONS"]["options"].startswith("-c search_path=samen -c synchronous_commit=on")


def test_redis_by_its_address(tmp_path: Path) -> None:
    assert places.redis_url(Environment({})) == ""
    for right in ("redis://machine", "rediss://:woord@machine:6380/2"):
        assert places.redis_url(Environment({"SAMENSPEL_REDIS_URL": right})) == right
    for wrong in ("machine:6379", "http://machine", "redis://"):
        with pytest.raises(OptionError, match="SAMENSPEL_REDIS_URL"):
            places.redis_url(Environment({"SAMENSPEL_REDIS_URL": wrong}))


def test_r8_threads_that_keep_connections_leave_enough_for_pages() -> None:
    """With fewer, a busy process waits for itself, and sends people back who did nothing wrong."""
    following = 1
    for most in CONNECTIONS.values():
        assert most >= 1.5 * (WRITERS + following)
