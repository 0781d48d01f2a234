"""CR-10: a server that is killed while it hands a letter over never sends that letter again by itself."""

from __future__ import annotations

import json
import os
import signal
import sqlite3
import subprocess
import time
from pathlib import Path

import pytest

from tests.letters.catcher import Catcher
from tests.serving import Served

SECRET = "Zorgvuldig geheim onderwerp"
PREPARE = """
import json, django; django.setup()
from samenspel.trajects import services, people
from samenspel.trajects.contact import Person
from samenspel.letters import post
session = services.create_session("Kastanje", "casusreconstructie-120")
names = ["Annabel Geheimschrijver", "Bram Geheimschrijver"]
ids = []
for number, name in enumerate(names):
    contact = people.add_contact(session.traject, "participant", Person(name=name, email=f"lezer{number}@voorbeeld.nl"))
    ids.append(post.put(contact, "reminder", f"proef:{number}", subject="%s", text="Geheime woorden\\n\\n{link}").pk)
print(json.dumps(ids))
""".replace("%s", SECRET)


def prepared(folder: Path, catcher: Catcher, **options: str) -> tuple[Served, list[str]]:
    served = Served(
        folder,
        EMAIL_HOST="127.0.0.1",
        EMAIL_PORT=str(catcher.port),
        EMAIL_TLS="nee",
        EMAIL_FROM="samenspel@gemeente.voorbeeld.nl",
        **options,
    )
    ids = json.loads(served.call([*served.command()[:2], PREPARE]).strip().splitlines()[-1])
    return served, ids


def rows(folder: Path) -> dict[str, tuple[str, str, int]]:
    with sqlite3.connect(folder / "data/samenspel.sqlite3") as database:
        found = database.execute("SELECT id, state, problem, attempts FROM letters_letter").fetchall()
    return {one: (state, problem, attempts) for one, state, problem, attempts in found}


def wait_for(folder: Path, state: str, count: int, seconds: float = 60) -> None:
    end = time.monotonic() + seconds
    while sum(found[0] == state for found in rows(folder).values()) < count:
        assert time.monotonic() < end, rows(folder)
        time.sleep(0.05)


def let_the_turn_lapse(folder: Path) -> None:
    """As if a minute went by in which the process that was killed said nothing."""
    with sqlite3.connect(folder / "data/samenspel.sqlite3", timeout=20) as database:
        assert database.execute("UPDATE rounds_lease SET until = '2020-01-01 00:00:00'").rowcount == 1


@pytest.mark.parametrize("how", ["serve", "rounds"])
def test_cr10_killed_between_the_commit_and_the_answer_a_letter_stays_uncertain(
    tmp_path: Path, catcher: Catcher, how: str
) -> None:
    served, (first, second) = prepared(tmp_path, catcher)
    catcher.hold.clear()
    process = subprocess.Popen(
        served.command(how), env=served.environment, cwd=served.root, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE
    )
    assert catcher.holding.wait(60), "the server has the mail but has not said so yet"
    assert rows(tmp_path)[first] == ("sending", "", 1)
    os.kill(process.pid, signal.SIGKILL)
    process.communicate()
    catcher.hold.set()
    let_the_turn_lapse(tmp_path)
    served.run("rounds")
    assert rows(tmp_path)[first] == ("uncertain", "crash", 1)
    assert rows(tmp_path)[second][0] == "sent"
    served.run("rounds")
    assert [len(catcher.to(f"lezer{number}@voorbeeld.nl")) for number in (0, 1)] == [1, 1]
    assert rows(tmp_path)[first][0] == "uncertain"


def test_cr10_the_server_sends_by_itself_and_a_process_beside_it_does_not_send_as_well(
    tmp_path: Path, catcher: Catcher
) -> None:
    served, _ = prepared(tmp_path, catcher)
    with served:
        wait_for(tmp_path, "sent", 2)
        served.run("rounds")
    assert [len(catcher.to(f"lezer{number}@voorbeeld.nl")) for number in (0, 1)] == [1, 1]
    assert catcher.conversations == 1


def test_b11_no_words_of_a_letter_in_log_or_database_files(tmp_path: Path, catcher: Catcher) -> None:
    catcher.refuse["lezer1@voorbeeld.nl"] = "550 lezer1@voorbeeld.nl Bram Geheimschrijver is unknown here"
    served, _ = prepared(tmp_path, catcher, LOG_LEVEL="DEBUG")
    with served:
        wait_for(tmp_path, "sent", 1)
        wait_for(tmp_path, "refused", 1)
        files = [path for path in tmp_path.rglob("*") if path.is_file()]
        (mail,) = catcher.mails
        token = str(mail.get_body(("plain",))).partition("/binnen#")[2].split()[0]
        assert SECRET in str(mail["subject"])
        for word in (SECRET, "Geheime woorden", "Geheimschrijver", "lezer0@", "lezer1@", token):
            for path in files:
                assert word.encode() not in path.read_bytes(), (word, path.name)
        assert {"server.log", "samenspel.sqlite3"} <= {path.name for path in files}
    with sqlite3.connect(tmp_path / "data/samenspel.sqlite3") as database:
        kept = database.execute("SELECT state, length(sealed) > 0 FROM letters_letter ORDER BY key").fetchall()
    assert kept == [("sent", 0), ("refused", 1)], "what was sent is wiped; what a person may send again is not"
