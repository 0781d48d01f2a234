"""Who looks in the bytes of a database keeps it (B10, R2)."""

import sqlite3
import subprocess
import sys
from pathlib import Path

from samenspel.retention.bytes_of_files import CHUNK, holds

COMMAND = "import sqlite3, sys; c = sqlite3.connect(sys.argv[1]); c.execute('insert into t values (2)'); c.commit()"


def test_b10_a_command_beside_a_process_that_looked_leaves_its_log(tmp_path: Path) -> None:
    path = tmp_path / "rooms.sqlite3"
    ours = sqlite3.connect(path, isolation_level=None)
    ours.execute("pragma journal_mode = wal")
    ours.execute("create table t (x)")
    log = path.with_name(f"{path.name}-wal")
    before = log.stat().st_ino
    assert holds(path, b"SQLite format 3") and not holds(path, b"nowhere in it") and holds(log, b"CREATE TABLE t")
    subprocess.run([sys.executable, "-c", COMMAND, str(path)], check=True)
    assert log.exists() and log.stat().st_ino == before, "the log of who still writes was thrown away"
    ours.execute("insert into t values (3)")
    assert sqlite3.connect(path).execute("select sum(x) from t").fetchone() == (5,)


def test_bytes_on_the_border_of_two_parts_are_found(tmp_path: Path) -> None:
    path = tmp_path / "large"
    path.write_bytes(b"." * (CHUNK - 2) + b"found" + b"." * 10)
    assert holds(path, b"found")
    path.write_bytes(b"." * 10)
    assert not holds(path, b"found"), "the file of now, also when it was looked in before"
