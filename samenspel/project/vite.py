"""Reads which files Vite built for an entry, so that pages name them with their hashes."""

import json
from collections.abc import Iterable
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


def _styles(manifest: dict[str, dict[str, object]], chunk: str) -> list[str]:
    return list(manifest[chunk].get("css", []))  # type: ignore[call-overload, no-any-return]


def _entries_with(manifest: dict[str, dict[str, object]], style: str) -> int:
    """How many entries have this stylesheet. The theme is in all of them, and what builds on it has to come after."""
    return sum(style in _styles(manifest, chunk) for chunk in manifest if manifest[chunk].get("isEntry"))


@lru_cache(maxsize=1_000)
def _size(file: str) -> int:
    """Bytes; the hash in its name is that of what it holds."""
    path = MANIFEST.parent / file
    return path.stat().st_size if path.exists() else 0


def files(entry: str, ahead: Iterable[str] = ()) -> tuple[str, list[str], list[str]]:
    """Addresses of the script of an entry, of its stylesheets (the theme first, so that a page can change it) and of
    the scripts it imports at once, largest first.

    `ahead` are sources, relative to the repository, that this page will import soon: what they need comes along, so
    that it is fetched together and not one after the other (B16). A source without a file of its own is left out.
    Raises ImproperlyConfigured when the front end was not built or has no such entry.
    """
    name = f"web/src/{entry}.ts"
    try:
        manifest = _manifest(MANIFEST.stat().st_mtime_ns)
        own = list(_chunks(manifest, name, {}))
    except (FileNotFoundError, KeyError):
        raise ImproperlyConfigured(f"De schermen zijn nog niet gebouwd ({entry}): draai `make build`.") from None
    found = dict.fromkeys(own)
    for source in ahead:
        if source in manifest:
            _chunks(manifest, source, found)
    order = list(found)
    styles = dict.fromkeys(style for chunk in order for style in _styles(manifest, chunk))
    shared_first = sorted(styles, key=lambda style: -_entries_with(manifest, style))
    urls = {chunk: static(f"web/{manifest[chunk]['file']}") for chunk in order}
    script = urls.pop(name)
    largest_first = sorted(urls, key=lambda chunk: -_size(str(manifest[chunk]["file"])))
    return script, [static(f"web/{style}") for style in shared_first], [urls[chunk] for chunk in largest_first]
