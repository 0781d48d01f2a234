"""`ASVS.md` names every requirement of OWASP ASVS 5.0.0 level 1 and 2 once, and every test it names exists."""

import ast
import re
from collections import Counter
from functools import cache

import pytest

from tests.conftest import ROOT

LEVEL_1 = """
1.2.1-5 1.3.1-2 1.5.1 2.1.1 2.2.1-2 2.3.1 3.2.1-2 3.3.1 3.4.1-2 3.5.1-3 4.1.1 4.4.1 5.2.1-2 5.3.1-2 6.1.1 6.2.1-8
6.3.1-2 6.4.1-2 7.2.1-4 7.4.1-2 8.1.1 8.2.1-2 8.3.1 9.1.1-3 9.2.1 10.4.1-5 11.3.1-2 11.4.1 12.1.1 12.2.1-2 13.4.1
14.2.1 14.3.1 15.1.1 15.2.1 15.3.1
"""
LEVEL_2 = """
1.1.1-2 1.2.6-9 1.3.3-11 1.4.1-3 1.5.2 2.1.2-3 2.2.3 2.3.2-4 2.4.1 3.3.2-4 3.4.3-6 3.5.4-5 3.7.1-2 4.1.2-3 4.2.1
4.3.1-2 4.4.2-4 5.1.1 5.2.3 5.4.1-3 6.1.2-3 6.2.9-12 6.3.3-4 6.4.3-4 6.5.1-5 6.6.1-3 6.8.1-4 7.1.1-3 7.3.1-2 7.4.3-5
7.5.1-2 7.6.1-2 8.1.2 8.2.3 8.4.1 9.2.2-4 10.1.1-2 10.2.1-2 10.3.1-4 10.4.6-11 10.5.1-5 10.6.1-2 10.7.1-3 11.1.1-2
11.2.1-3 11.3.3 11.4.2-4 11.5.1 11.6.1 12.1.2-3 12.3.1-4 13.1.1 13.2.1-5 13.3.1-2 13.4.2-5 14.1.1-2 14.2.2-4 14.3.2-3
15.1.2-3 15.2.2-3 15.3.2-7 16.1.1 16.2.1-5 16.3.1-4 16.4.1-3 16.5.1-3 17.1.1 17.2.1-4 17.3.1-2
"""
# Of level 3, what is central for conversations like these.
LEVEL_3 = "1.2.10 8.3.2 14.2.6-8 15.4.2"
HOLDS, NOT_OURS, RUNS, NOT_YET = "ja", "n.v.t.", "beheerder", "nog niet"
DECISIONS = ROOT / "docs/veiligheid.md"


def ids(text: str) -> list[str]:
    found = []
    for part in text.split():
        stem, _, last = part.rpartition(".")
        first, _, end = last.partition("-")
        found += [f"{stem}.{n}" for n in range(int(first), int(end or first) + 1)]
    return found


def levels() -> dict[str, int]:
    return {each: level for level, text in ((1, LEVEL_1), (2, LEVEL_2), (3, LEVEL_3)) for each in ids(text)}


@cache
def rows() -> list[tuple[str, str, str, str, str]]:
    text = (ROOT / "ASVS.md").read_text()
    found = re.findall(r"^\| (\d+\.\d+\.\d+) \| (\d) \| ([^|]+) \| ([^|]+) \| ([^|]+) \|$", text, re.MULTILINE)
    return [tuple(part.strip() for part in row) for row in found]  # type: ignore[misc]


@cache
def found_in(path: str) -> frozenset[str]:
    text = (ROOT / path).read_text()
    if not path.endswith(".py"):
        return frozenset(re.findall(r"\b(?:it|test)\(\s*['\"`](.+?)['\"`],", text))
    nodes = ast.walk(ast.parse(text))
    return frozenset(node.name for node in nodes if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef))


def named(text: str) -> list[tuple[str, str]]:
    return re.findall(r"`([\w./-]+)::([^`]+)`", text)


def test_the_list_is_that_of_asvs_5() -> None:
    assert (len(ids(LEVEL_1)), len(ids(LEVEL_2))) == (70, 183)


def test_every_requirement_stands_in_the_table_once_with_its_level() -> None:
    assert Counter(row[0] for row in rows()) == Counter(list(levels()))
    assert {row[0]: int(row[1]) for row in rows()} == levels()


@pytest.mark.parametrize("status", [HOLDS, NOT_OURS, RUNS, NOT_YET])
def test_each_row_says_by_what_it_holds_or_why_not(status: str) -> None:
    assert {row[3] for row in rows()} == {HOLDS, NOT_OURS, RUNS, NOT_YET}
    for identity, _, what, said, why in rows():
        if said != status:
            continue
        assert 10 <= len(what) <= 90, identity
        assert named(why) if said == HOLDS else len(why) > 15, identity


def test_every_test_that_is_named_exists() -> None:
    missing = [
        f"{identity}: {path}::{name}"
        for identity, _, _, _, why in rows()
        for path, name in named(why)
        if not (ROOT / path).exists() or name not in found_in(path)
    ]
    assert missing == []


def test_the_counts_at_the_top_are_those_of_the_table() -> None:
    counts = Counter((row[3], "12" if row[1] != "3" else "3") for row in rows())
    text = (ROOT / "ASVS.md").read_text()
    for status in (HOLDS, NOT_OURS, RUNS, NOT_YET):
        assert f"| {status} | {counts[status, '12']} | {counts[status, '3']} |" in text, (status, counts)


def test_the_page_of_decisions_speaks_of_everything_asvs_wants_written_down() -> None:
    headings = re.findall(r"^## (.+)$", DECISIONS.read_text(), re.MULTILINE)
    assert headings == [
        "Wie mag wat", "Manieren van inloggen", "Hoe lang iets geldt", "Grenzen", "Sleutels en algoritmen",
        "Soorten gegevens", "Logboek", "Verbindingen", "Wat een browser moet kunnen", "Onderdelen van anderen",
    ]  # fmt: skip
    assert "docs/veiligheid.md" in (ROOT / "SECURITY.md").read_text()
    assert "ASVS.md" in (ROOT / "SECURITY.md").read_text()


def test_every_file_with_cryptography_is_in_the_inventory() -> None:
    text = DECISIONS.read_text()
    for path in sorted((ROOT / "samenspel").rglob("*.py")):
        name = path.relative_to(ROOT / "samenspel").as_posix()
        if {"tests", "migrations", "demo"} & set(path.parts):
            continue
        if re.search(r"^(from|import) (hashlib|hmac|cryptography)\b", path.read_text(), re.MULTILINE):
            assert f"`{name}`" in text, name


def test_every_logger_is_in_the_inventory() -> None:
    text = DECISIONS.read_text()
    for path in (ROOT / "samenspel").rglob("*.py"):
        for logger in re.findall(r"getLogger\(\"([\w.]+)\"\)", path.read_text()):
            assert f"`{logger}`" in text, logger


def test_limits_lifetimes_and_words_are_those_of_the_code() -> None:
    from samenspel.accounts import logins, password_rules, people
    from samenspel.invitations import guessing, pass_cookie, room_door, tickets
    from samenspel.personal import links
    from samenspel.project import body_limit, databases
    from samenspel.room import limits

    text = " ".join(DECISIONS.read_text().split())
    for said in (
        f"na {logins.IDLE.seconds // 3600} uur niets doen, na {logins.LONGEST.seconds // 3600} uur altijd",
        f"na {tickets.DAYS_HERE} dagen, of", f"na {tickets.DAYS_LINK} dagen, of", f"na {pass_cookie.MINUTES} minuten",
        f"één keer, {people.VALID.days} dagen", f"{body_limit.MOST // 1024**2} MB, met of zonder bestand",
        f"{limits.COMMANDS_A_SECOND:.0f} per seconde per deelnemer, {limits.BURST:.0f} in één keer",
        f"na {limits.PATIENCE} sluiten", f"{limits.SOCKETS_A_PERSON} per deelnemer",
        f"wachtrij van {limits.QUEUE_FRAMES} berichten of {limits.QUEUE_BYTES // 1024**2} MiB",
        f"{room_door.MOST_WAITING} mensen", f"hoogstens {guessing.PLACES_ADDRESS} tegelijk per adres en",
        f"{databases.CONNECTIONS['default']}, en {databases.CONNECTIONS['keys']} voor sleutels",
        f"daarna {databases.WAIT:.0f} seconden wachten", f"na {links.DAYS} dagen, of als de begeleider hem intrekt",
    ):  # fmt: skip
        assert said in text, said
    months = {"januari", "februari", "maart", "april", "juni", "juli", "augustus", "september", "oktober",
              "november", "december", "lente", "zomer", "herfst", "winter"}  # fmt: skip
    assert [word for word in password_rules.OWN_WORDS if word not in months and f" {word}" not in text] == []
