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
