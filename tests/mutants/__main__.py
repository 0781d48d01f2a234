"""`make mutants`: shows that the tests can fail. Breaks a copy of the product, one mutant at a time, and runs the
tests that must see it. Arguments choose mutants by a part of their name or by their rule; `--write`
renews the table in docs/room.md."""

from __future__ import annotations

import itertools
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from queue import SimpleQueue

from tests.mutants import ROOT, Mutant, Rotten, load, write

COPIES = min(2, os.cpu_count() or 1)
LONGEST = 180.0
"""Seconds for the tests of one mutant; a run that hangs has shown nothing."""
BUILT = "samenspel/project/static/web"
PYTEST = ("-m", "pytest", "-p", "no:cacheprovider", "--tb=no", "-rfE")
PASSED, FAILED = 0, 1
stamps = itertools.count(1_000_000_000)


@dataclass(frozen=True)
class Outcome:
    """What became of one mutant: by which test it was caught, or why not."""

    mutant: Mutant
    caught: str | None
    trouble: str
    seconds: float


class Copy:
    """A copy of the repository, of which one file at a time is broken."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        listed = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
        names = subprocess.run(listed, cwd=ROOT, capture_output=True, text=True, check=True).stdout
        for name in filter(None, names.split("\0")):
            if (ROOT / name).is_file():
                (folder / name).parent.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(ROOT / name, folder / name)
        (folder / BUILT).parent.mkdir(parents=True, exist_ok=True)
        (folder / BUILT).symlink_to(ROOT / BUILT)
        self._environment = os.environ | {"PYTHONPATH": str(folder)}
        self._check_that_it_is_imported()

    def _check_that_it_is_imported(self) -> None:
        # `-P` leaves out the folder we stand in, so that only PYTHONPATH speaks against the installed product.
        done = self._python("-P", "-c", "import samenspel, tests; print(samenspel.__file__, tests.__file__)")
        places = done[1].split()
        if [Path(place).parent.parent for place in places] != [self.folder] * 2:
            raise SystemExit(f"the tests would not run on the copy but on {places}")

    def write(self, name: str, text: str) -> None:
        """Change a file; its time is always a new one, so that no compiled form of another text stands in for it."""
        path = self.folder / name
        path.write_text(text)
        stamp = next(stamps)
        os.utime(path, (stamp, stamp))

    def test(self, tests: Sequence[str], *more: str) -> tuple[int | None, str]:
        """Run these tests: the exit code of pytest, None when they hang, and what it printed."""
        return self._python(*PYTEST, *more, *tests)

    def _python(self, *arguments: str) -> tuple[int | None, str]:
        process = subprocess.Popen(
            [sys.executable, *arguments],
            cwd=self.folder,
            env=self._environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
        )
        try:
            printed, _ = process.communicate(timeout=LONGEST)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            return None, process.communicate()[0]
        return process.returncode, printed


def judge(copy: Copy, mutant: Mutant) -> Outcome:
    """Break, test, mend."""
    begun = time.monotonic()
    whole = (copy.folder / mutant.file).read_text()
    try:
        broken = mutant.apply(whole)
        compile(broken, mutant.file, "exec")
    except (Rotten, SyntaxError) as error:
        return Outcome(mutant, None, f"ROTTEN: {error}", 0.0)
    copy.write(mutant.file, broken)
    try:
        code, printed = copy.test(mutant.tests, "-x")
    finally:
        copy.write(mutant.file, whole)
    failed = re.search(r"^FAILED \S*::(\S+)", printed, re.M)
    caught = failed[1] if code == FAILED and failed else None
    trouble = "" if caught else "SURVIVED" if code == PASSED else f"BROKEN RUN ({code}): {printed[-600:]}"
    return Outcome(mutant, caught, trouble, time.monotonic() - begun)


def check_whole(copy: Copy, mutants: Sequence[Mutant]) -> None:
    """Every test that must see a break passes without one."""
    tests = sorted({test for mutant in mutants for test in mutant.tests})
    begun = time.monotonic()
    for number in range(0, len(tests), 40):
        code, printed = copy.test(tests[number : number + 40])
        if code != PASSED:
            raise SystemExit(f"these tests fail without any break:\n{printed[-3000:]}")
    print(f"{len(tests)} tests pass on the whole product ({time.monotonic() - begun:.0f} s)", flush=True)


def chosen(words: Sequence[str]) -> list[Mutant]:
    """The mutants that any of these words names; all without words."""
    return [m for m in load() if not words or any(word in m.name or word.upper() == m.rule for word in words)]


def run(mutants: Sequence[Mutant]) -> list[Outcome]:
    """All of them, in as many copies as there is work for."""
    with tempfile.TemporaryDirectory(prefix="samenspel-mutants-") as place:
        copies: SimpleQueue[Copy] = SimpleQueue()
        for number in range(COPIES):
            copies.put(Copy((Path(place) / str(number)).resolve()))
        first = copies.get()
        check_whole(first, mutants)
        copies.put(first)

        def one(mutant: Mutant) -> Outcome:
            copy = copies.get()
            try:
                outcome = judge(copy, mutant)
            finally:
                copies.put(copy)
            said = f"caught by {outcome.caught}" if outcome.caught else outcome.trouble
            print(f"{mutant.rule:>4}  {mutant.name:<42} {outcome.seconds:5.1f} s  {said}", flush=True)
            return outcome

        with ThreadPoolExecutor(COPIES) as both:
            return list(both.map(one, mutants))


def main(words: Sequence[str]) -> int:
    """Exit code 0 when every break was caught."""
    if "--write" in words:
        write()
        return 0
    mutants = chosen(words)
    begun = time.monotonic()
    outcomes = run(mutants)
    missed = [outcome.mutant.name for outcome in outcomes if outcome.caught is None]
    print(f"\n{len(outcomes)} breaks, {len(outcomes) - len(missed)} caught, {time.monotonic() - begun:.0f} s")
    if missed:
        print(f"not caught: {', '.join(missed)}")
    return 1 if missed or not mutants else 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
