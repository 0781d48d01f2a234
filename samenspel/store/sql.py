"""The statements of a commit, fit for SQLite and PostgreSQL alike."""

from typing import Final

PUT_RECORD: Final = """
INSERT INTO store_storedrecord
  (session, record, type, instance, scope, author, party, version, clock, schema, key, body)
VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s)
ON CONFLICT (session, record) DO UPDATE SET
  type = excluded.type, instance = excluded.instance, scope = excluded.scope, author = excluded.author,
  party = excluded.party, version = excluded.version, clock = excluded.clock, schema = excluded.schema,
  key = excluded.key, body = excluded.body
"""

DELETE_RECORD: Final = "DELETE FROM store_storedrecord WHERE session = %s AND record = %s"

PUT_TOMBSTONE: Final = """
INSERT INTO store_storedtombstone (session, record, clock, removed, removed_at, tags)
VALUES (%s, %s, %s, %s, %s, %s)
ON CONFLICT (session, record) DO UPDATE SET
  clock = excluded.clock, removed = excluded.removed, removed_at = excluded.removed_at, tags = excluded.tags
"""

PUT_OP: Final = "INSERT INTO store_storedop (session, person, op, payload, clock) VALUES (%s, %s, %s, %s, %s)"

ADVANCE: Final = "UPDATE store_sessionclock SET clock = %s WHERE session = %s AND clock = %s AND case_state <> 'ending'"
"""Takes the session's lock, checks the clock and sets it, in one go (R8). No row: somebody else was first, or its case
is being destroyed (CR-22)."""


_FIND_TOMBSTONES: Final = (
    "SELECT record, removed, removed_at, tags FROM store_storedtombstone WHERE session = %s AND record IN "
)


def find_tombstones(records: int) -> str:
    """The tombstones of this many records of one session."""
    return _FIND_TOMBSTONES + "(" + ", ".join(["%s"] * records) + ")"


_FIND_CLOCKS: Final = "SELECT session, clock FROM store_sessionclock WHERE case_state = '' AND session IN "


def find_clocks(sessions: int) -> str:
    """The clocks of this many sessions, as far as they are there with their case."""
    return _FIND_CLOCKS + "(" + ", ".join(["%s"] * sessions) + ")"
