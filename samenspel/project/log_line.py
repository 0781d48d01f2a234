"""Logregel: one line per event that cannot hold personal data (B11).

Our own loggers log a fixed event name and named fields. What other libraries say may hold an address, a
path or somebody's words, so of them only the place is written; of an error only its kinds and places.
"""

import logging
import traceback
from datetime import UTC, datetime


def _trace(error: BaseException) -> str:
    places = [
        f"{frame.name}@{frame.filename.rsplit('/', 2)[-1]}:{frame.lineno}"
        for frame in traceback.extract_tb(error.__traceback__)[-6:]
    ]
    return f"{type(error).__name__}[{' > '.join(places)}]"


class LogLine(logging.Formatter):
    """Formats `logger.info("event.name", extra={"fields": {...}})` as `time level event key=value …`."""

    def format(self, record: logging.LogRecord) -> str:
        """One line; see the module."""
        ours = record.name.split(".")[0] == "samenspel"
        event = str(record.msg) if ours else f"{record.name} at {record.funcName}:{record.lineno}"
        parts = [
            datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            record.levelname.lower(),
            event,
        ]
        fields = getattr(record, "fields", {}) if ours else {}
        parts += [f"{key}={str(value).replace(' ', '_')}" for key, value in fields.items()]
        error = record.exc_info[1] if record.exc_info else None
        if error:
            parts.append(f"error={_trace(error)}")
        return " ".join(parts).replace("\n", " ")
