"""Leave funding addresses out of package-lock.json: a lock names packages and hashes, not hosts."""

import json
import pathlib

LOCK = pathlib.Path(__file__).resolve().parent.parent / "package-lock.json"
lock = json.loads(LOCK.read_text())
for package in lock["packages"].values():
    package.pop("funding", None)
LOCK.write_text(json.dumps(lock, indent=2, ensure_ascii=False) + "\n")
