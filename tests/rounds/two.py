"""A process that takes the turn as soon as it can, says so on one line, and keeps it for a while."""

import sys
import time

import django

django.setup()

from samenspel.rounds import lease  # noqa: E402

seconds, hold = float(sys.argv[1]), float(sys.argv[2])
end = time.monotonic() + 60
while time.monotonic() < end:
    with lease.turn(seconds) as held:
        if held is None:
            time.sleep(0.05)
            continue
        print(f"begin {time.time()}", flush=True)
        time.sleep(hold)
        if hold > 1:
            # A process that was stopped for a while hears of it when it next says that it lives.
            time.sleep(seconds / 2)
        print(f"lost {held.lost()} {time.time()}", flush=True)
        break
