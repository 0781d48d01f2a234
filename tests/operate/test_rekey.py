"""`samenspel rekey` on a real installation, as docs/operate.md tells: stop, change, start, all reads (B10)."""

from __future__ import annotations

import json
import resource
import shutil
import signal
import subprocess
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from samenspel.demo.doors import Browser
from tests.operate.test_restore import TITLES
from tests.retention.test_backup import commands, look
from tests.services import Postgres
from tests.serving import Served

NAME = "Bewaarde Bezoeker"


class Home:
    """An installation with a demo session that somebody joined, and one traject that was destroyed, with its proof."""

    def __init__(self, served: Served, folder: Path) -> None:
        self.served, self.proof, self.made = served, folder / "bewijs.json", folder / "made.json"
        self.kek = Path(f"{served.environment['SAMENSPEL_DATA']}-kek") / "kek"

    def fill(self) -> Home:
        with self.served as served:
            served.demo()
            (gone,) = look(served)["trajects"]  # type: ignore[misc]
            served.run("destroy", gone, "--yes")
            with urllib.request.urlopen(f"{served.url}/vernietigd/{gone}/bewijs.json") as answer:
                self.proof.write_bytes(answer.read())
            served.run("destroy", gone, "--all", "--yes")
            made = served.demo()
            self.made.write_text(json.dumps(made))
            Browser(served.url).join(made["join_code"], NAME, "")
        return self

    def reads(self) -> bool:
        return NAME in self.served.run("shell", "-c", TITLES)

    def names(self) -> list[str]:
        return sorted(each.name for each in self.kek.parent.iterdir())

    def run(self, *line: str) -> str:
        return commands(self.served, line)[0]


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("filled")
    return Home(Served(folder), folder).fill().proof.parent


@pytest.fixture
def home(filled: Path, tmp_path: Path) -> Home:
    shutil.copytree(filled, tmp_path / "home")
    return Home(Served(tmp_path / "home"), tmp_path / "home")


@pytest.fixture(params=["sqlite", "postgresql"])
def either(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Home]:
    if request.param == "sqlite":
        yield request.getfixturevalue("home")
        return
    (tmp_path / "home").mkdir()
    with Postgres() as server:
        yield Home(Served(tmp_path / "home", **server.installation("samenspel")), tmp_path).fill()


def test_b10_a_new_master_key_over_existing_meetings(either: Home, tmp_path: Path) -> None:
    served, copies = either.served, tmp_path / "copies"
    with served:
        assert "Samenspel draait nog" in commands(served, ("backup", str(copies)), ("rekey",))[1]
    before = either.kek.read_text()
    said, verified, proof = commands(served, ("rekey",), ("verify",), ("verify", str(either.proof)))
    assert "Er is een nieuwe hoofdsleutel" in said and "nog nodig om een sleutelkopie van vóór nu" in said
    assert "klopt" in verified and "Dit bewijs klopt" in proof
    (aside,) = [name for name in either.names() if name.startswith("kek.oud-")]
    assert (either.kek.with_name(aside)).read_text() == before != either.kek.read_text()
    with served:
        assert either.reads()
        assert Browser(served.url).enter(json.loads(either.made.read_text())["control_url"])
        with urllib.request.urlopen(f"{served.url}/vernietigd/sleutel") as answer:
            assert answer.read().count(b"BEGIN PUBLIC KEY") == 2, "who kept an old proof can check it"
    # The old key back in its place opens nothing.
    own = either.kek.read_text()
    either.kek.write_text(before)
    assert "hoort niet bij deze sleuteldatabase" in _refused(served, "serve")
    either.kek.write_text(own)

    # A backup of before comes back as long as the old key is there; without it, only with the keys of now.
    assert "Teruggezet" in either.run("restore", str(copies)) and either.reads()
    assert "Oude hoofdsleutels weggegooid: 1" in either.run("rekey", "--discard")
    said, kept = commands(served, ("restore", str(copies)), ("restore", str(copies), "--present-keys"))
    assert said.startswith("FOUT") and "van voor de nieuwe hoofdsleutel" in said and aside in said
    assert "gebleven zoals ze waren" in kept and either.reads()


def test_b10_after_a_leak_the_old_key_is_gone_and_is_said_what_remains(home: Home) -> None:
    old = home.kek.read_bytes()
    said = home.run("rekey", "--leaked")
    assert "weggegooid: 1" in said and "1 trajecten" in said and "niet opnieuw dicht" in said
    assert home.reads() and home.kek.read_bytes() != old and "Fout" not in home.run("check")
    assert home.names() == ["kek", "secret_key"], "nothing with the old key is left"


def test_b10_a_disk_that_is_full_changes_nothing(home: Home) -> None:
    own, names = home.kek.read_bytes(), home.names()

    def full() -> None:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))

    done = subprocess.run(
        home.served.command("rekey"), env=home.served.environment, cwd=home.served.root, capture_output=True,
        text=True, timeout=120, preexec_fn=full,
    )  # fmt: skip
    assert done.returncode != 0 and "Er is niets kwijt" in done.stderr and "Traceback" not in done.stderr
    assert home.kek.read_bytes() == own and home.names() == names and home.reads()
    assert "Er is een nieuwe hoofdsleutel" in home.run("rekey") and home.reads()


def test_b10_another_master_key_or_none_is_refused(home: Home) -> None:
    own = home.kek.read_bytes()
    home.kek.write_text("geen sleutel")
    assert "geen hoofdsleutel" in home.run("rekey")
    home.kek.unlink()
    assert "er is niets te vervangen" in home.run("rekey")
    home.kek.write_bytes(own)
    assert home.names() == ["kek", "secret_key"] and home.reads()


def test_b10_a_change_that_was_cut_off_is_said_and_completed(home: Home) -> None:
    cut = """
import os
from samenspel.retention import rekeying
rekeying.follow = lambda *_: os._exit(0)
rekeying.rekey()
"""
    home.served.run("shell", "-c", cut)
    assert "kek.nieuw" in home.names()
    assert "Draai: samenspel rekey. Er is niets kwijt" in _refused(home.served, "serve")
    assert "niet afgemaakt" in _refused(home.served, "check")
    assert "Er is een nieuwe hoofdsleutel" in home.run("rekey") and home.reads()
    assert "kek.nieuw" not in home.names() and "Dit bewijs klopt" in home.run("verify", str(home.proof))


def _refused(served: Served, command: str) -> str:
    done = subprocess.run(
        served.command(command), env=served.environment, cwd=served.root, capture_output=True, text=True, timeout=120
    )
    assert done.returncode != 0
    return done.stderr + done.stdout


def test_b10_the_proof_of_before_is_one_of_this_installation(home: Home) -> None:
    (entry,) = json.loads(home.proof.read_text())
    assert "Dit bewijs klopt" in home.run("verify", str(home.proof))
    home.run("rekey")
    home.run("rekey")
    assert "Dit bewijs klopt" in home.run("verify", str(home.proof)), "after two changes as well"
    ledger = Path(f"{home.served.environment['SAMENSPEL_DATA']}-ledger") / "ledger.jsonl"
    lines = [json.loads(line) for line in ledger.read_text().splitlines()]
    without = [line for line in lines if '"succession"' not in line["body"]]
    assert len(lines) - len(without) == 2 and entry["hash"] in {line["hash"] for line in without}
    ledger.write_text("".join(json.dumps(line) + "\n" for line in without))
    assert "van een andere installatie" in home.run("verify", str(home.proof))
