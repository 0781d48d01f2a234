"""`make audit` says which locked packages have a known leak, and never takes silence for safety (ASVS 15.2.1)."""

from __future__ import annotations

import gzip
import importlib.util
import json
import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from datetime import date
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from tests.conftest import ROOT
from tests.serving import free_port

SCRIPT = ROOT / "requirements/audit.py"
NODE = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
LEAKING = {
    "id": "GHSA-aaaa-bbbb-cccc", "aliases": ["CVE-2026-11111"], "summary": "een lek", "details": "een lek",
    "published": "2026-11-01T00:00:00Z",
    "affected": [{"package": {"name": "lekkend", "ecosystem": "PyPI"}, "versions": ["1.0.0"],
                  "ranges": [{"type": "ECOSYSTEM", "events": [{"introduced": "0"}, {"fixed": "1.0.1"}]}]}],
}  # fmt: skip
BULK = {
    "id": 1, "url": "https://voorbeeld.nl/advisories/GHSA-dddd-eeee-ffff", "title": "een lek", "severity": "high",
    "vulnerable_versions": "<2.0.0", "cwe": [], "cvss": {"score": 0, "vectorString": None},
}  # fmt: skip


class Lists(BaseHTTPRequestHandler):
    """Lists of leaks that know the package `lekkend`, of both kinds."""

    def do_POST(self) -> None:
        """What OSV and npm answer."""
        body = self.rfile.read(int(self.headers["Content-Length"]))
        asked = json.loads(gzip.decompress(body) if self.headers.get("Content-Encoding") == "gzip" else body)
        if self.path == "/osv":
            return self._say({"vulns": [LEAKING]} if asked["package"]["name"] == "lekkend" else {})
        return self._say({"lekkend": [BULK]} if "lekkend" in asked else {})

    def do_GET(self) -> None:
        """What there is of a package."""
        self._say({"name": "lekkend", "versions": {"1.0.0": {"name": "lekkend", "version": "1.0.0"}}})

    def _say(self, answer: Any) -> None:
        data = json.dumps(answer).encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, *_: Any) -> None:
        """Nothing."""


@pytest.fixture
def lists() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Lists)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_address[1]}"
    server.shutdown()
    server.server_close()


@pytest.fixture
def audit() -> Iterator[ModuleType]:
    spec = importlib.util.spec_from_file_location("requirements_audit", SCRIPT)
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    yield module
    del sys.modules[spec.name]


def run(folder: Path, name: str, at: str, accepted: str = "") -> tuple[int, str]:
    """The whole command on one Python package and one npm package of this name."""
    (folder / "python.txt").write_text(f"{name}==1.0.0 --hash=sha256:{'0' * 64}\n")
    (folder / "accepted.txt").write_text(accepted)
    inside = {"name": name, "version": "1.0.0"}
    packages = {
        "": {"name": "zelf", "version": "1.0.0", "dependencies": {name: "1.0.0"}},
        f"node_modules/{name}": inside,
    }
    (folder / "package.json").write_text(
        json.dumps({"name": "zelf", "version": "1.0.0", "dependencies": {name: "1.0.0"}})
    )
    lock = {"name": "zelf", "version": "1.0.0", "lockfileVersion": 3, "requires": True, "packages": packages}
    (folder / "package-lock.json").write_text(json.dumps(lock))
    done = subprocess.run(
        [sys.executable, str(SCRIPT), "--python", str(folder / "python.txt"), "--npm", str(folder),
         "--osv", f"{at}/osv", "--registry", at, "--accepted", str(folder / "accepted.txt")],
        env=os.environ | {"PATH": NODE, "npm_config_cache": str(folder / "npm")}, cwd=folder, capture_output=True,
        text=True, timeout=300,
    )  # fmt: skip
    assert "Traceback" not in done.stderr, done.stderr
    return done.returncode, done.stdout


def test_asvs_15_2_1_a_known_leak_is_said_and_the_exit_code_tells(tmp_path: Path, lists: str) -> None:
    code, said = run(tmp_path, "lekkend", lists)
    assert code == 1
    assert "Lek: lekkend 1.0.0: CVE-2026-11111, GHSA-aaaa-bbbb-cccc (opgelost in 1.0.1)" in said
    assert "Lek: lekkend <2.0.0: GHSA-dddd-eeee-ffff" in said
    code, said = run(tmp_path, "heel", lists)
    assert (code, said.strip()) == (0, "Geen bekende lekken die niet mogen wachten.")


def test_a_leak_may_wait_until_its_day(tmp_path: Path, lists: str) -> None:
    waits = "# uitleg\nCVE-2026-11111 {0} raakt ons niet\nGHSA-dddd-eeee-ffff {0} alleen bij het bouwen\n"
    code, said = run(tmp_path, "lekkend", lists, waits.format("9999-12-31"))
    assert code == 0 and said.count("Mag wachten tot en met 31-12-9999") == 2
    code, said = run(tmp_path, "lekkend", lists, waits.format("2026-11-01"))
    assert code == 1 and said.count("Lek: lekkend") == 2


def test_lists_that_do_not_answer_are_no_good_news(tmp_path: Path) -> None:
    code, said = run(tmp_path, "lekkend", f"http://127.0.0.1:{free_port()}")
    assert code == 3
    assert said.count("Niet nagekeken") == 2 and "Geen bekende lekken" not in said


def test_packages_that_a_list_leaves_out_are_not_taken_for_sound(audit: ModuleType) -> None:
    whole = {"name": "heel", "version": "1", "vulns": []}
    assert audit.of_python(json.dumps({"dependencies": [whole], "fixes": []})) == []
    for listed in ([whole, {"name": "weg", "skip_reason": "niet gevonden"}], []):
        with pytest.raises(audit.NotLookedUp):
            audit.of_python(json.dumps({"dependencies": listed, "fixes": []}))
    for said in ("", "{}", "[]", '{"error": {"code": "E405"}}'):
        with pytest.raises(audit.NotLookedUp):
            audit.of_python(said)
        with pytest.raises(audit.NotLookedUp):
            audit.of_npm(said)


def test_a_leak_counts_more_than_a_list_that_is_silent(audit: ModuleType) -> None:
    leak = audit.Leak("lekkend", "1", frozenset({"CVE-2026-1"}))
    assert audit.judged([leak], {}, ["stil"])[0] == 1
    assert audit.judged([leak], {"CVE-2026-1": date(2026, 12, 1)}, ["stil"])[0] == 3
    assert audit.judged([leak], {"CVE-2026-1": date(2026, 12, 1)}, [])[0] == 0


def test_what_may_wait_has_a_day_and_a_reason(audit: ModuleType) -> None:
    today = date(2026, 11, 23)
    assert audit.accepted("CVE-1 2026-11-23 omdat\nCVE-2 2026-11-22 omdat\n", today) == {"CVE-1": today}
    with pytest.raises(ValueError, match="een reden"):
        audit.accepted("CVE-1 2026-11-23", today)
    assert audit.accepted(audit.ACCEPTED.read_text(), today) == {}


def test_everything_that_is_locked_is_looked_up(audit: ModuleType) -> None:
    assert {path.name for path in audit.PYTHON} == {path.name for path in (ROOT / "requirements").glob("*.txt")} - {
        "accepted.txt"
    }
    locks = {path.parent for path in (ROOT, ROOT / "tests/bench/peers") for path in path.glob("package-lock.json")}
    assert set(audit.NPM) == locks
    assert "requirements/audit.py" in (ROOT / "Makefile").read_text()
