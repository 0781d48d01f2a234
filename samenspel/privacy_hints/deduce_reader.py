"""The program that `second_look` starts: one text in a line in, what deduce saw in a line out. Says 'ready' first."""

from __future__ import annotations

import json
import sys


def main() -> None:
    """Read until there is no more."""
    from deduce import Deduce  # type: ignore[import-not-found]  # the extra `samenspel[deduce]`

    deduce = Deduce()
    print("ready", flush=True)
    for line in sys.stdin:
        document = deduce.deidentify(json.loads(line))
        print(json.dumps([[one.tag, one.start_char, one.end_char] for one in document.annotations]), flush=True)


if __name__ == "__main__":
    main()
