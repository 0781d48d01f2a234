"""Gezondheid: tells a watching program whether the server can do its work."""

from pathlib import Path

from django.conf import settings
from django.db import DatabaseError, connections
from django.http import HttpRequest, JsonResponse

from samenspel import __version__


def _trouble(alias: str) -> str | None:
    # An open SQLite connection goes on answering after its file is gone, and opening makes a new empty one.
    if connections[alias].vendor == "sqlite" and not Path(settings.DATABASES[alias]["NAME"]).exists():
        return f"database {alias}: file is gone"
    try:
        with connections[alias].cursor() as cursor:
            cursor.execute("SELECT 1 FROM django_migrations LIMIT 1")
            found = cursor.fetchone()
    except DatabaseError as error:
        return f"database {alias}: {type(error).__name__}"
    return None if found else f"database {alias}: no tables yet"


def health(request: HttpRequest) -> JsonResponse:
    """200 with status and version, or 503 with the reason when a database is out of reach."""
    reasons = [reason for alias in settings.DATABASES if (reason := _trouble(alias))]
    if reasons:
        return JsonResponse({"status": "unavailable", "reason": "; ".join(reasons)}, status=503)
    return JsonResponse({"status": "ok", "version": __version__})
