"""What the database holds, read by a process of its own that never had a room: `python -m tests.flow.read_ledger`.

Arguments: the session, and JSON `{name: [surface, person or null]}` of those whose view is wanted. Prints JSON.
"""

from __future__ import annotations

import json
import sys
from typing import Any

import django

django.setup()

import msgspec  # noqa: E402

from samenspel.kernel.project import snapshot  # noqa: E402
from samenspel.kernel.state import State  # noqa: E402
from samenspel.room.ledger import refused_in  # noqa: E402
from samenspel.room.people import audience_of  # noqa: E402
from samenspel.store.models import SessionClock, StoredOp, StoredRecord  # noqa: E402
from samenspel.trajects import engine  # noqa: E402


def read(session: str, places: dict[str, tuple[Any, str | None]]) -> dict[str, Any]:
    """Clock, ops and whether they were refused for good, texts with their versions, and everybody's view projected
    from the rows alone."""
    loaded = engine.store().load(session)
    state = State(loaded.records)
    views, ops = {}, StoredOp.objects.filter(session=session)
    for name, (surface, person) in places.items():
        audience = audience_of(state, surface, person)
        seen = snapshot(engine.instruments(), state, audience) if audience is not None else []
        views[name] = {one.id: json.loads(msgspec.json.encode(one)) for one in seen}
    return {
        "clock": SessionClock.objects.get(pk=session).clock,
        "latest": max(StoredRecord.objects.filter(session=session).values_list("clock", flat=True)),
        "ops": [[op.person, op.op, op.clock, refused_in(bytes(op.payload)) is not None] for op in ops],
        "texts": [[r.id, r.body.text, r.version] for r in loaded.records if r.type == "interpretation"],
        "views": views,
    }


if __name__ == "__main__":
    print(json.dumps(read(sys.argv[1], json.loads(sys.argv[2]))))
