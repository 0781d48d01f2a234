"""Kent iemand een lek in een van onze onderdelen? Vergelijkt de vastgelegde pakketten met openbare lijsten van lekken.

Exit code: 0 nothing known, 1 a known leak that is not accepted, 3 not everything could be looked up: then nothing is
said of what was not. `requirements/accepted.txt` names leaks that may wait, each until a day (docs/veiligheid.md).
"""

from __future__ import annotations

import argparse
import json
import re
import subprocess
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
PYTHON = [ROOT / f"requirements/{name}.txt" for name in ("runtime", "build", "test")]
NPM = [ROOT, ROOT / "tests/bench/peers"]
ACCEPTED = ROOT / "requirements/accepted.txt"
NOTHING, LEAK, UNKNOWN = 0, 1, 3
SECONDS = 600


class NotLookedUp(Exception):
    """A list of leaks did not answer, or not for every package; the message is Dutch."""


@dataclass(frozen=True, order=True)
class Leak:
    """Lek: what is known of one version of one package. `names`: every number it goes by."""

    package: str
    version: str
    names: frozenset[str]
    better: str = ""


def of_python(said: str) -> list[Leak]:
    """What pip-audit printed. Raises NotLookedUp also when it left packages out, which it does not call a failure."""
    try:
        listed = json.loads(said)["dependencies"]
    except (ValueError, KeyError, TypeError):
        raise NotLookedUp("de lijst met lekken in Python-pakketten antwoordt niet") from None
    left_out = sum("skip_reason" in each for each in listed)
    if left_out or not listed:
        raise NotLookedUp(f"{left_out or 'alle'} Python-pakketten staan niet in de lijst die werd gevraagd")
    return [
        Leak(each["name"], each["version"], frozenset({leak["id"], *leak.get("aliases", [])}),
             ", ".join(leak.get("fix_versions", [])))
        for each in listed for leak in each["vulns"]
    ]  # fmt: skip


def of_npm(said: str) -> list[Leak]:
    """What `npm audit` printed. Raises NotLookedUp when it could not ask."""
    try:
        listed = json.loads(said)["vulnerabilities"]
    except (ValueError, KeyError, TypeError):
        raise NotLookedUp("de lijst met lekken in npm-pakketten antwoordt niet") from None
    found = []
    for name, each in listed.items():
        # A text instead of a leak: it comes along with another package, which is listed itself.
        for leak in (one for one in each["via"] if isinstance(one, dict)):
            numbers = re.findall(r"GHSA(?:-\w{4}){3}|CVE-\d+-\d+", leak.get("url", "")) or [str(leak["source"])]
            found.append(Leak(name, leak["range"], frozenset(numbers)))
    return found


def accepted(text: str, today: date) -> dict[str, date]:
    """Number → last day, of `NUMBER YYYY-MM-DD reason` a line; those whose day is over are left out."""
    lines = [line.split(maxsplit=2) for line in text.splitlines() if line.strip() and not line.startswith("#")]
    wrong = [" ".join(line) for line in lines if len(line) < 3]
    if wrong:
        raise ValueError(f"requirements/accepted.txt: een nummer, een dag en een reden, niet: {wrong[0]}")
    days = {number: date.fromisoformat(day) for number, day, _ in lines}
    return {number: day for number, day in days.items() if day >= today}


def judged(leaks: Iterable[Leak], waits: dict[str, date], failures: list[str]) -> tuple[int, list[str]]:
    """The exit code, and what to print. A leak counts more than a list that did not answer."""
    said, code = [], UNKNOWN if failures else NOTHING
    for leak in sorted(set(leaks), key=lambda one: (one.package, sorted(one.names))):
        until = max((waits[name] for name in leak.names if name in waits), default=None)
        words = f"{leak.package} {leak.version}: {', '.join(sorted(leak.names))}"
        if until:
            said.append(f"Mag wachten tot en met {until:%d-%m-%Y}: {words}")
        else:
            code = LEAK
            said.append(f"Lek: {words}" + (f" (opgelost in {leak.better})" if leak.better else ""))
    said += [f"Niet nagekeken: {failure}." for failure in failures]
    said.append(
        {
            NOTHING: "Geen bekende lekken die niet mogen wachten.",
            LEAK: "Er is een bekend lek. Hoe snel het weg moet, staat in docs/veiligheid.md, *Onderdelen van anderen*.",
            UNKNOWN: "Dit zegt dus niets over lekken. Draai het opnieuw op een machine die deze lijsten wel bereikt.",
        }[code]
    )
    return code, said


def commands(given: argparse.Namespace) -> Iterator[tuple[Any, list[str], Path]]:
    """What to run, where, and what reads it."""
    python = [sys.executable, "-m", "pip_audit", "--require-hashes", "--disable-pip", "--aliases", "on",
              "--format", "json", "--progress-spinner", "off"]  # fmt: skip
    for path in given.python or []:
        yield of_python, [*python, *(["--vulnerability-service", "osv", "--osv-url", given.osv] if given.osv else []),
                          "--requirement", str(path)], ROOT  # fmt: skip
    for folder in given.npm or []:
        registry = ["--registry", given.registry] if given.registry else []
        yield of_npm, ["npm", "audit", "--json", "--package-lock-only", "--fetch-retries", "0", *registry], folder


def main(arguments: list[str]) -> int:
    """Look everything up, print what was found and give the exit code."""
    parser = argparse.ArgumentParser(description="Kijkt of er lekken bekend zijn in de vastgelegde pakketten.")
    parser.add_argument("--python", type=Path, action="append", help="een ander bestand met Python-pakketten")
    parser.add_argument("--npm", type=Path, action="append", help="een andere map met een package-lock.json")
    parser.add_argument("--osv", default="", help="adres van een eigen lijst voor Python, in de vorm van OSV")
    parser.add_argument("--registry", default="", help="adres van een eigen register voor npm")
    parser.add_argument("--accepted", type=Path, default=ACCEPTED, help="lekken die mogen wachten")
    given = parser.parse_args(arguments)
    if not given.python and not given.npm:
        given.python, given.npm = PYTHON, NPM
    leaks: list[Leak] = []
    failures: list[str] = []
    for read, command, folder in commands(given):
        done = subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=SECONDS, check=False)  # noqa: S603
        try:
            leaks += read(done.stdout)
        except NotLookedUp as failure:
            failures.append(str(failure))
    waits = accepted(given.accepted.read_text(), date.today()) if given.accepted.exists() else {}
    code, said = judged(leaks, waits, list(dict.fromkeys(failures)))
    print("\n".join(said))
    return code


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
