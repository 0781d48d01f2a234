"""Leave funding addresses out of the npm locks: a lock names packages and hashes, not hosts."""

import json
import pathlib

ROOT = pathlib.Path(__file__).resolve().parent.parent
for path in (ROOT / "package-lock.json", ROOT / "tests" / "bench" / "peers" / "package-lock.json"):
    lock = json.loads(path.read_text())
    for package in lock["packages"].values():
        package.pop("funding", None)
    path.write_text(json.dumps(lock, indent=2, ensure_ascii=False) + "\n")
