"""Each setting is declared once, documented, and read from its declaration only."""

import re
from pathlib import Path

import pytest

from samenspel.project import places
from samenspel.project.options import OPTIONS, Environment, OptionError, table


def test_operate_holds_the_table_of_options(root: Path) -> None:
    text = (root / "docs" / "operate.md").read_text()
    shown = text.split("<!-- instellingen -->\n")[1].split("<!-- /instellingen -->")[0]
    assert shown.strip() == table().strip()


def test_every_variable_named_in_the_documentation_is_declared(root: Path) -> None:
    # DATA, KEYS and KEK_FILE are settings as well, so the code may name more than the environment holds.
    declared = {option.variable for option in OPTIONS} | {"SAMENSPEL_LONG", "SAMENSPEL_FIGURES"}
    for file in [*root.glob("docs/**/*.md"), *root.glob("*.md"), root / "Makefile"]:
        named = set(re.findall(r"\bSAMENSPEL_[A-Z_]+\b", file.read_text()))
        assert named <= declared, file


def test_only_the_options_read_the_environment(root: Path) -> None:
    for file in root.glob("samenspel/**/*.py"):
        if file.name != "options.py":
            reads = re.findall(r"environ(?:\.get)?[\[(]\W*SAMENSPEL_", file.read_text())
            assert not reads, file


def test_every_option_is_used(root: Path) -> None:
    code = (root / "samenspel/project/settings.py").read_text() + (root / "samenspel/project/places.py").read_text()
    unused = [option.name for option in OPTIONS if f'("{option.name}")' not in code]
    assert unused == []


def test_values_are_typed_and_refused_in_dutch() -> None:
    given = Environment({"SAMENSPEL_PORT": "acht", "SAMENSPEL_HTTPS": "misschien", "SAMENSPEL_PROXIES": "a, b,"})
    with pytest.raises(OptionError, match="SAMENSPEL_PORT moet een getal zijn"):
        given.number("PORT")
    with pytest.raises(OptionError, match="SAMENSPEL_HTTPS moet ja of nee zijn"):
        given.yes("HTTPS")
    assert given.items("PROXIES") == ["a", "b"]
    assert given.text("HOST") == "127.0.0.1"
    with pytest.raises(KeyError):
        given.text("NOWHERE")


def test_keys_and_kek_stay_out_of_the_data(tmp_path: Path) -> None:
    data = tmp_path / "data"
    assert places.folders(Environment({"SAMENSPEL_DATA": str(data)})) == (
        data,
        tmp_path / "data-keys",
        tmp_path / "data-kek" / "kek",
    )
    for name, inside in (
        ("KEYS", data / "k"),
        ("KEK_FILE", data / "kek"),
        ("KEK_FILE", tmp_path / "data-keys/kek"),
    ):
        with pytest.raises(OptionError):
            places.folders(Environment({"SAMENSPEL_DATA": str(data), f"SAMENSPEL_{name}": str(inside)}))


def test_the_secret_lasts_and_is_private(tmp_path: Path) -> None:
    path = tmp_path / "kek" / "secret_key"
    first = places.lasting_secret(path)
    assert len(first) > 50
    assert places.lasting_secret(path) == first
    assert path.stat().st_mode & 0o077 == 0
    assert path.parent.stat().st_mode & 0o077 == 0


def test_addresses_for_people() -> None:
    assert places.public_url(Environment({"SAMENSPEL_PORT": "8123"})) == "http://localhost:8123"
    given = Environment({"SAMENSPEL_PUBLIC_URL": "https://samen.voorbeeld.nl/"})
    assert places.public_url(given) == "https://samen.voorbeeld.nl"
    assert "samen.voorbeeld.nl" in places.allowed_hosts(given)
    for wrong in ("samen.voorbeeld.nl", "ftp://x.nl", "https://x.nl/pad"):
        with pytest.raises(OptionError):
            places.public_url(Environment({"SAMENSPEL_PUBLIC_URL": wrong}))
