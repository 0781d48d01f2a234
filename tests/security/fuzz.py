"""`make fuzz SECONDS=60`: atheris looks for bytes that break a target; what it finds stays under `corpus/`.

One process per target, because the fuzzer never returns; each gets an equal part of the seconds.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

CORPUS = Path(__file__).with_name("corpus")
KEEP = 8
"""How many inputs that reached new code are kept per target; crashers are kept always."""
LONGEST = 400


def one(target: str, seconds: int, found: Path) -> None:
    """Fuzz one target in this process; does not return."""
    import atheris

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
    with atheris.instrument_imports(include=["samenspel"]):
        import django

        django.setup()
        from tests.security.fuzz_targets import TARGETS, model
    model()
    seeds = CORPUS / target
    options = [f"-max_total_time={seconds}", f"-max_len={LONGEST}", f"-artifact_prefix={seeds}/", "-timeout=20"]
    atheris.Setup(
        [sys.argv[0], *options, "-print_final_stats=1", "-verbosity=0", str(found), str(seeds)], TARGETS[target]
    )
    atheris.Fuzz()


def main(seconds: int) -> int:
    """All targets in turn; returns how many of them broke."""
    broken = 0
    targets = sorted(path.name for path in CORPUS.iterdir() if path.is_dir())
    for target in targets:
        with tempfile.TemporaryDirectory(prefix="samenspel-fuzz-") as folder:
            command = [
                sys.executable,
                "-m",
                "tests.security.fuzz",
                target,
                str(max(1, seconds // len(targets))),
                folder,
            ]
            done = subprocess.run(command, capture_output=True, text=True)
            runs = [line.split()[-1] for line in done.stderr.splitlines() if "number_of_executed_units" in line]
            said = "broken" if done.returncode else "nothing found"
            print(f"{target}: {runs[0] if runs else '?'} inputs, {len(os.listdir(folder))} with new code, {said}")
            if done.returncode:
                broken += 1
                print(done.stderr[-3000:])
            _keep(Path(folder), CORPUS / target)
    return broken


def _keep(found: Path, corpus: Path) -> None:
    """The smallest inputs that reached new code, while there is room."""
    room = KEEP - sum(1 for path in corpus.iterdir() if path.name.startswith("found-"))
    for path in sorted(found.iterdir(), key=lambda each: each.stat().st_size)[-max(0, room) :] if room > 0 else []:
        shutil.copy(path, corpus / f"found-{path.name[:12]}")


if __name__ == "__main__":
    if len(sys.argv) == 4:
        one(sys.argv[1], int(sys.argv[2]), Path(sys.argv[3]))
    sys.exit(main(int(sys.argv[1])))
