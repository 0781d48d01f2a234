"""`deploy/samenspel`: commands beside the service, with its settings and secrets, as docs/operate.md says (B10)."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.operate.deployed import DEPLOY, Service, replaced
from tests.operate.workers import run_of_ports

SYSTEMD_RUN = """#!{python}
# What systemd-run 252 does with these options: a value that comes by its bus stays as it is, %d included.
import os, shutil, sys, tempfile
given, set_, credentials = sys.argv[1:], {{"PATH": os.environ["PATH"], "PYTHONPATH": os.environ["PYTHONPATH"]}}, {{}}
who = "root"
while given[0].startswith("-"):
    option = given.pop(0)
    if option != "-p":
        assert option in ("--pipe", "--wait", "--collect", "--quiet"), option
        continue
    name, _, value = given.pop(0).partition("=")
    if name == "Environment":
        set_.update([value.split("=", 1)])
    elif name == "EnvironmentFile":
        set_.update(line.split("=", 1) for line in open(value).read().splitlines() if line and line[0] != "#")
    elif name == "LoadCredential":
        credentials.update([value.split(":", 1)])
    elif name == "WorkingDirectory":
        os.chdir(value)
    elif name == "User":
        who = value
    else:
        assert name in ("UMask", "Group"), name
if credentials:
    place = set_["CREDENTIALS_DIRECTORY"] = tempfile.mkdtemp(dir={folder!r})
    for name, path in credentials.items():
        shutil.copy(path, os.path.join(place, name))
open({folder!r} + "/who", "a").write(who + " " + given[-1] + chr(10))
os.execve(given[0], given, set_)
"""


class Beside:
    """A service that has run, and the script beside it."""

    def __init__(self, service: Service) -> None:
        self.service, self.folder = service, service.folder
        kept = {name: value for name, value in service.environment.items() if name.startswith("SAMENSPEL_")}
        places = {"DATA", "KEYS", "BALLOTS", "LEDGER", "KEK_FILE"}
        lines = [f"{name}={value}" for name, value in kept.items() if name.removeprefix("SAMENSPEL_") not in places]
        (self.folder / "etc/environment").write_text("\n".join(lines) + "\n")
        (self.folder / "bin").mkdir()
        self._program("systemd-run", SYSTEMD_RUN.format(python=sys.executable, folder=str(self.folder)))
        self._program("samenspel", replaced((DEPLOY / "samenspel").read_text(), self._places()))

    def _places(self) -> dict[str, str]:
        return {
            "/opt/samenspel": str(self.folder / "opt"),
            "/var/lib": str(self.folder),
            "/etc/samenspel": str(self.folder / "etc"),
        }

    def _program(self, name: str, text: str) -> None:
        (self.folder / "bin" / name).write_text(text)
        (self.folder / "bin" / name).chmod(0o755)

    def run(self, *arguments: str) -> str:
        """`samenspel …`, by an administrator."""
        environment = self.service.environment | {"PATH": f"{self.folder / 'bin'}:{os.environ['PATH']}"}
        bare = {name: value for name, value in environment.items() if not name.startswith("SAMENSPEL_")}
        done = subprocess.run(["samenspel", *arguments], env=bare, capture_output=True, text=True, cwd="/")
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout


@pytest.fixture(scope="module")
def beside(tmp_path_factory: pytest.TempPathFactory) -> Beside:
    folder = tmp_path_factory.mktemp("beside")
    empty = {name: "" for name in ("DATABASE_URL", "KEYS_DATABASE_URL", "REDIS_URL")}
    with Service(folder, run_of_ports(3), **empty) as service:
        service.run("demo")
        assert service.stop() == 0
    return Beside(service)


def test_b10_a_command_beside_the_service_has_its_settings_and_its_secrets(beside: Beside) -> None:
    said = beside.run("begeleider", "fatima")
    assert "https://samenspel.voorbeeld.nl/" in said
    assert beside.run("check")
    # Nothing was made in a second place: one key, and nothing in a folder that is called %d.
    assert sorted(path.name for path in (beside.folder / "etc").iterdir()) == [
        "accounts_key", "environment", "kek", "secret_key",
    ]  # fmt: skip
    assert not [path for path in beside.folder.rglob("*%d*")]


def test_b10_a_backup_and_another_master_key_as_the_page_says(beside: Beside, tmp_path: Path) -> None:
    before = (beside.folder / "etc/kek").read_text()
    beside.run("backup", str(tmp_path))
    assert len(list((tmp_path / "sleutels").glob("*.tar"))) == 1
    said = beside.run("rekey")
    assert "Er is een nieuwe hoofdsleutel" in said
    assert (beside.folder / "etc/kek").read_text() != before
    assert beside.run("verify")
    assert "Oude hoofdsleutels weggegooid: 1" in beside.run("rekey", "--discard")
    who = [line.split()[0] for line in (beside.folder / "who").read_text().splitlines()[-4:]]
    assert who == ["samenspel", "root", "samenspel", "root"]
