"""What our own code never does, read from the code itself (ASVS 1.2, 1.3, 1.5, 3.2, 11, 13.2)."""

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from tests.conftest import ROOT

NEVER = {
    "pickle", "marshal", "shelve", "yaml", "dill", "jsonpickle", "ldap", "ldap3", "lxml", "defusedxml",
    "xml.etree", "xml.dom", "xml.etree.ElementTree", "xml.dom.minidom", "xml.sax", "jinja2", "mako", "memcache",
    "pymemcache", "telnetlib", "ftplib", "smtplib", "imaplib", "Crypto", "ctypes", "cffi",
}  # fmt: skip
OUTSIDE = {"requests", "urllib.request", "http.client", "httpx", "aiohttp", "urllib3"}
ASKS_OUTSIDE = {"accounts/own_server.py", "accounts/views.py", "demo/doors.py"}
TALKS_TO_MAIL = {"project/checks/mail.py", "letters/sending.py", "letters/smtp.py"}
STARTS_PROGRAMS = {
    "project/supervisor.py", "project/schema.py", "retention/copying.py", "privacy_hints/second_look.py",
}  # fmt: skip
HASHES = {"sha256", "blake2b", "sha512", "sha3_256"}


def files() -> list[Path]:
    return [p for p in sorted((ROOT / "samenspel").rglob("*.py")) if not {"tests", "migrations"} & set(p.parts)]


def name(path: Path) -> str:
    return path.relative_to(ROOT / "samenspel").as_posix()


@cache
def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text())


def imports(path: Path) -> Iterator[str]:
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Import):
            yield from (each.name for each in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield node.module
            yield from (f"{node.module}.{each.name}" for each in node.names)


def calls(path: Path) -> Iterator[tuple[str, ast.Call]]:
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Call):
            yield ast.unparse(node.func), node


@pytest.mark.parametrize("path", files(), ids=name)
def test_nothing_that_runs_or_unpacks_what_comes_in(path: Path) -> None:
    # The check of the mail server, and letters: sent through Django's own backend, in one place.
    known = {"smtplib"} if name(path) in TALKS_TO_MAIL else set()
    # Word templates: a sandbox that knows fields, lists and choices only (tests/exports/test_word_check.py).
    known |= {"jinja2"} if name(path) == "exports/word_language.py" else set()
    assert not (NEVER - known) & set(imports(path))
    assert not re.search(r"\b(send_mail|EmailMessage|sendmail|send_message)\b", path.read_text())
    for called, node in calls(path):
        assert called not in ("eval", "exec", "compile", "__import__", "os.system", "os.popen"), called
        assert not any(word.arg == "shell" for word in node.keywords), called


def test_programs_are_started_in_known_places_with_a_list_of_arguments() -> None:
    assert {name(path) for path in files() if "subprocess" in set(imports(path))} <= STARTS_PROGRAMS
    for path in files():
        for called, node in calls(path):
            if called.startswith("subprocess.") and called.split(".")[1] in ("run", "Popen", "call", "check_output"):
                assert not isinstance(node.args[0], ast.Constant | ast.JoinedStr), called


def test_only_the_login_server_of_the_organisation_is_asked_anything() -> None:
    assert {name(path) for path in files() if OUTSIDE & set(imports(path))} <= ASKS_OUTSIDE
    assert "verify=False" not in "".join(path.read_text() for path in files())


def test_no_query_is_put_together_from_what_people_send() -> None:
    for path in files():
        for called, node in calls(path):
            end = called.rsplit(".", 1)[-1]
            assert end not in ("raw", "extra", "RawSQL"), f"{name(path)}: {called}"
            if end in ("execute", "executemany") and "cursor" in called and isinstance(node.args[0], ast.JoinedStr):
                parts = [ast.unparse(p.value) for p in node.args[0].values if isinstance(p, ast.FormattedValue)]
                safe = ("int(", "connection.ops.quote_name(")
                # Checks of the administrator name settings from a list in the code; nobody sends them anything.
                # So does what keeps the log of SQLite.
                sets = name(path).startswith("project/checks/") or name(path) == "store/log_space.py"
                sound = sets or all(part.startswith(safe) for part in parts)
                assert sound, f"{name(path)}: {parts}"


def test_only_sound_hashes_and_one_cipher() -> None:
    for path in files():
        text = path.read_text()
        used = set(re.findall(r"hashlib\.(\w+)", text)) - {"new"}
        assert used <= HASHES and "hashlib.new" not in text, f"{name(path)}: {used}"
        from_hazmat = {each for each in imports(path) if each.startswith("cryptography.hazmat")}
        assert not [
            each for each in from_hazmat if "ciphers" in each and not re.search(r"ciphers\.aead(\.AESGCM)?$", each)
        ]
        assert not re.search(r"\b(ECB|CBC|RC4|DES|MD5|SHA1)\b", text), name(path)


def test_what_must_not_be_guessed_comes_from_the_system() -> None:
    for path in files():
        if "random" in set(imports(path)) and not name(path).startswith("demo/"):
            used = set(re.findall(r"\brandom\.(\w+)", path.read_text()))
            # `uniform` only ever spreads waiting.
            assert used <= {"SystemRandom", "uniform"}, name(path)


def test_files_are_taken_in_at_one_place_for_administrators_only() -> None:
    takes = re.compile(r"request\.FILES|FileField|ImageField|enctype=.multipart")
    assert {name(path) for path in files() if takes.search(path.read_text())} <= {"organisation/views.py"}
    pages = (ROOT / "samenspel").rglob("*.html")
    found = {page.name for page in pages if re.search(r"type=.file|multipart", page.read_text())}
    assert found == {"organisation.html"}
    text = (ROOT / "samenspel/organisation/views.py").read_text()
    views = re.findall(r"((?:^@.*\n)+)def \w+\(request[^\n]*\n((?:^(?!@|def ).*\n)+)", text, re.MULTILINE)
    assert [body for _, body in views if "request.FILES" in body]
    assert all("@for_administrators" in marks for marks, body in views if "request.FILES" in body)


def test_html_is_marked_safe_in_one_known_place() -> None:
    found = {
        name(path) for path in files() for called, _ in calls(path) if called.endswith(("mark_safe", "SafeString"))
    }
    assert found <= {"accounts/adapter.py"}


def screens() -> list[Path]:
    folders = (ROOT / "web", ROOT / "samenspel" / "instruments")
    found = [path for folder in folders for path in folder.rglob("*") if path.suffix in (".ts", ".svelte")]
    return [
        path for path in found if not path.name.endswith((".test.ts", ".gen.ts")) and "node_modules" not in path.parts
    ]


def test_screens_write_text_and_keep_nothing_that_lasts() -> None:
    assert len(screens()) > 50
    forbidden = re.compile(
        r"\b(innerHTML|outerHTML|insertAdjacentHTML|createContextualFragment|document\.write|localStorage|indexedDB"
        r"|document\.cookie|postMessage|new Function|importScripts|jsonp)\b|\beval\(|__proto__|@html",
        re.IGNORECASE,
    )
    assert not {path.name: found for path in screens() if (found := forbidden.findall(path.read_text()))}


def test_no_regular_expression_is_made_of_what_people_send() -> None:
    for path in files():
        for called, node in calls(path):
            if called in ("re.compile", "re.search", "re.match", "re.fullmatch", "re.sub", "re.findall", "re.split"):
                used = {part.id for part in ast.walk(node.args[0]) if isinstance(part, ast.Name)}
                ours = {each for each in used if each.isupper() or each in ("re", "str")}
                assert used == ours or "re.escape" in ast.unparse(node.args[0]), f"{name(path)}: {used - ours}"
