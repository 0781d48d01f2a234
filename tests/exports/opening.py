"""Opening documents with LibreOffice, each time with a profile of its own, as somebody else's computer does."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
from pathlib import Path

PATIENCE = 180


def as_pdf(data: bytes, ending: str, folder: Path) -> bytes:
    """The document as LibreOffice shows it. Fails when it cannot be opened."""
    program = shutil.which("soffice")
    assert program, "LibreOffice ontbreekt: requirements/ensure_services installeert het"
    source = folder / f"document.{ending}"
    source.write_bytes(data)
    process = subprocess.Popen(
        [program, f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless", "--convert-to", "pdf",
         "--outdir", str(folder / "out"), str(source)],
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, start_new_session=True,
        env={**os.environ, "LC_ALL": "C.UTF-8"},
    )  # fmt: skip
    try:
        said, _ = process.communicate(timeout=PATIENCE)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        raise
    made = folder / "out" / "document.pdf"
    assert process.returncode == 0 and made.exists(), said.decode(errors="replace")
    return made.read_bytes()
