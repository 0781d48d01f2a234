"""`samenspel backup`, `restore`, `destroy` and `verify` on a real installation, as docs/operate.md tells (B10)."""

from __future__ import annotations

import base64
import json
import shutil
import subprocess
import tarfile
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from samenspel.demo.doors import Browser, NotIn
from tests.services import Postgres
from tests.serving import Served

LOOK = """
import json
from samenspel.store.models import SessionClock, StoredRecord
from samenspel.keys.models import TrajectKey
from samenspel.trajects.models import Traject
from samenspel.retention.records import records
print(json.dumps({
    "trajects": list(Traject.objects.order_by("created").values_list("pk", flat=True)),
    "keys": sorted(map(list, TrajectKey.objects.values_list("traject", "name"))),
    "case": {s: StoredRecord.objects.filter(session=s, key="case").count()
             for s in SessionClock.objects.values_list("session", flat=True)},
    "records": {t: len(records(t)) for t in Traject.objects.values_list("pk", flat=True)},
}))
"""


RUN = """
import io, json, sys
from django.core.management import call_command
from django.core.management.base import CommandError
def run(*arguments):
    out = io.StringIO()
    try:
        call_command(*arguments, stdout=out)
    except CommandError as error:
        return "FOUT " + str(error)
    return out.getvalue()
print(json.dumps([run(*each) for each in json.loads(sys.stdin.read())]))
"""


def commands(served: Served, *lines: tuple[str, ...]) -> list[str]:
    """Run `samenspel …` for each of these, in one process; what each said, beginning with `FOUT` when it refused."""
    done = subprocess.run(
        served.command("shell", "-v", "0", "-c", RUN.replace("sys.stdin.read()", repr(json.dumps(lines)))),
        env=served.environment, cwd=served.root, capture_output=True, text=True, timeout=300,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return list(json.loads(done.stdout.strip().splitlines()[-1]))


def look(served: Served) -> dict[str, object]:
    """What is in the databases."""
    return dict(json.loads(served.run("shell", "-v", "0", "-c", LOOK).strip().splitlines()[-1]))


@pytest.fixture
def served(tmp_path: Path) -> Served:
    (tmp_path / "home").mkdir()
    return Served(tmp_path / "home")


@pytest.fixture(params=["sqlite", "postgresql"])
def either(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Served]:
    """An installation on SQLite, and one on PostgreSQL."""
    (tmp_path / "home").mkdir()
    if request.param == "sqlite":
        yield Served(tmp_path / "home")
        return
    with Postgres() as server:
        yield Served(tmp_path / "home", **server.installation("samenspel"))


def test_b10_backup_and_restore_with_what_was_destroyed_in_between(either: Served, tmp_path: Path) -> None:
    copies, served = tmp_path / "copies", either
    with served:
        first = served.demo()
        Browser(served.url).join(first["join_code"], "Bewaarde Bezoeker", "")
        served.demo()
        before = look(served)
        gone, kept = before["trajects"]  # type: ignore[misc]
        said = commands(
            served,
            ("backup", str(copies)),
            ("restore", str(copies)),
            ("destroy", gone),
            ("destroy", gone, "--yes"),
            ("destroy", gone, "--yes"),
        )
        for words, part in zip(
            said, ("hoogstens 24 uur", "FOUT Samenspel draait nog", "FOUT Er is niets", "vingerafdruk", "FOUT Van"),
            strict=True,
        ):  # fmt: skip
            assert part in words
        third = served.demo()
    (data,), (keys,) = (list((copies / kind).glob("*.tar")) for kind in ("gegevens", "sleutels"))
    names = set()
    for path in (data, keys):
        assert path.stat().st_mode & 0o077 == 0 and b"Bezoeker" not in path.read_bytes()
        with tarfile.open(path) as tar:
            names |= set(tar.getnames())
    assert {name.split(".")[0] for name in names} == {"manifest", "samenspel", "keys"}, "and no ledger was there yet"

    restored, verified = commands(served, ("restore", str(copies)), ("verify",))
    assert "Opnieuw vernietigd volgens het vernietigingsboek: 1 traject" in restored
    assert "Niets van wat vernietigd is, is terug" in verified
    after = look(served)
    assert after["trajects"] == before["trajects"], "what came after the copy is gone"
    assert [gone, "case"] not in after["keys"] and [kept, "case"] in after["keys"]  # type: ignore[operator]
    assert sorted(map(bool, after["case"].values())) == [False, True]  # type: ignore[attr-defined]
    assert after["records"] == {gone: 1, kept: 0}
    assert list((Path(served.environment["SAMENSPEL_DATA"])).glob("voor-terugzetten-*/*")), "the old files are kept"
    keys_folder = Path(f"{served.environment['SAMENSPEL_DATA']}-keys")
    assert not list(keys_folder.glob("voor-terugzetten-*")), "but not keys of which one has to be gone"
    with served:
        for link in (first["control_url"], third["control_url"]):
            with pytest.raises(NotIn):
                Browser(served.url).enter(link)


def test_b10_restore_refuses_what_does_not_fit_and_changes_nothing(served: Served, tmp_path: Path) -> None:
    copies, ours = tmp_path / "copies", served.environment["SAMENSPEL_DATA"]
    served.demo()
    before = look(served)
    served.run("backup", str(copies))
    (data,), (keys,) = (list((copies / kind).glob("*.tar")) for kind in ("gegevens", "sleutels"))
    half = tmp_path / "half.tar"
    half.write_bytes(data.read_bytes()[: data.stat().st_size // 3])
    said = commands(
        served,
        ("restore", str(copies), "--data", str(half)),
        ("restore", str(copies), "--data", str(keys)),
        ("restore", str(tmp_path)),
        ("backup", f"{ours}/kopie"),
    )
    for words, part in zip(
        said,
        ("geen hele reservekopie", "past hier niet", "geen kopie van de gegevens", "buiten de mappen"),
        strict=True,
    ):
        assert words.startswith("FOUT") and part in words
    kek = Path(f"{ours}-kek") / "kek"
    own = kek.read_text()
    kek.write_text(base64.b64encode(bytes(32)).decode())
    assert "hoofdsleutel hier hoort niet bij" in commands(served, ("restore", str(copies)))[0]
    kek.write_text(own)
    assert look(served) == before and not list(Path(ours).glob("voor-terugzetten-*"))
    assert "gebleven zoals ze waren" in commands(served, ("restore", str(copies), "--present-keys"))[0]
    assert look(served)["keys"] == before["keys"]


def test_b10_a_copy_of_keys_does_not_outlive_a_day_and_a_new_machine_comes_back(served: Served, tmp_path: Path) -> None:
    copies, home = tmp_path / "copies", tmp_path / "new"
    served.demo()
    served.run("backup", str(copies))
    (keys,) = (copies / "sleutels").glob("*.tar")
    old = datetime.now(UTC) - timedelta(hours=25)
    keys.rename(keys.with_name(f"sleutels-{old.strftime('%Y%m%dT%H%M%SZ')}.tar"))
    again, pruned = commands(served, ("backup", str(copies)), ("backup", str(copies), "--prune"))
    assert "weggehaald: 1" in again and "weggehaald: 0" in pruned
    assert len(list((copies / "sleutels").glob("*.tar"))) == 1 and len(list((copies / "gegevens").glob("*.tar"))) == 2

    home.mkdir()
    fresh = Served(home)
    (home / "data-kek").mkdir(mode=0o700, exist_ok=True)
    for name in ("kek", "secret_key"):
        shutil.copy(Path(f"{served.environment['SAMENSPEL_DATA']}-kek") / name, home / "data-kek" / name)
    assert "Teruggezet" in fresh.run("restore", str(copies))
    assert look(fresh)["keys"] == look(served)["keys"] != []


def test_b10_what_was_cut_off_is_complete_when_the_server_listens(served: Served) -> None:
    made = served.demo()
    begin = f"""
import os
from samenspel.retention import destroying
from samenspel.trajects.models import Session
destroying.STEPS[3:] = [lambda run: os._exit(0)]
destroying.destroy(Session.objects.get(pk="{made["session"]}").traject, "request", "initiator")
"""
    served.run("shell", "-c", begin)
    assert list(look(served)["records"].values()) == [0]  # type: ignore[attr-defined]
    with served:
        found = look(served)
    assert list(found["records"].values()) == [1] and list(found["case"].values()) == [0]  # type: ignore[attr-defined]


def test_b10_a_ledger_that_was_changed_stops_the_start_and_a_record_can_be_checked(
    served: Served, tmp_path: Path
) -> None:
    served.demo()
    (traject,) = look(served)["trajects"]  # type: ignore[misc]
    served.run("destroy", traject, "--yes")
    ledger = Path(f"{served.environment['SAMENSPEL_DATA']}-ledger") / "ledger.jsonl"
    whole = ledger.read_text()
    record, other = tmp_path / "record.json", tmp_path / "other.json"
    record.write_text(whole.splitlines()[-1])
    other.write_text(whole.splitlines()[-1].replace("request", "wishing"))
    sound, unsound = commands(served, ("verify", str(record)), ("verify", str(other)))
    assert "Dit bewijs klopt" in sound and "veranderd" in unsound
    ledger.write_text(whole.replace("case", "cake", 1))
    assert "Regel 1 van het vernietigingsboek klopt niet" in commands(served, ("verify",))[0]
    ledger.write_text("niets\n")
    done = subprocess.run(
        served.command("serve"), env=served.environment, cwd=served.root, capture_output=True, text=True, timeout=120
    )
    assert done.returncode != 0 and "Regel 1 van het vernietigingsboek is niet te lezen" in done.stderr
