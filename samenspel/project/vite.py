"""Reads which files Vite built for an entry, so that pages name them with their hashes."""

import json
from functools import lru_cache
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured
from django.templatetags.static import static

MANIFEST = Path(__file__).resolve().parent / "static" / "web" / "manifest.json"


@lru_cache(maxsize=1)
def _manifest(changed: int) -> dict[str, dict[str, object]]:
    return json.loads(MANIFEST.read_text())  # type: ignore[no-any-return]


def _chunks(manifest: dict[str, dict[str, object]], name: str, seen: dict[str, None]) -> dict[str, None]:
    if name not in seen:
        for needed in manifest[name].get("imports", []):  # type: ignore[attr-defined]
            _chunks(manifest, needed, seen)
        seen[name] = None
    return seen


def files(entry: str) -> tuple[str, list[str], list[str]]:
    """Addresses of the script of an entry, of its stylesheets and of the scripts it imports at once.

    Raises ImproperlyConfigured when the front end was not built or has no such entry.
    """
    name = f"web/src/{entry}.ts"
    try:
        manifest = _manifest(MANIFEST.stat().st_mtime_ns)
        order = list(_chunks(manifest, name, {}))
    except (FileNotFoundError, KeyError):
        raise ImproperlyConfigured(f"De schermen zijn nog niet gebouwd ({entry}): draai `make build`.") from None
    styles = dict.fromkeys(style for chunk in order for style in manifest[chunk].get("css", []))  # type: ignore[attr-defined]
    urls = [static(f"web/{manifest[chunk]['file']}") for chunk in order]
    return urls[-1], [static(f"web/{style}") for style in styles], urls[:-1]
