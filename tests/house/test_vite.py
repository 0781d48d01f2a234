"""The page names what Vite built, styles first, with everything an entry imports."""

import json
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.template import Context, Template

from samenspel.project import vite

MANIFEST = {
    "web/src/wall.ts": {"file": "assets/wall-1.js", "imports": ["_shared.js"], "css": ["assets/wall-1.css"]},
    "_shared.js": {"file": "assets/shared-2.js", "css": ["assets/shared-2.css"]},
    "web/src/line.ts": {"file": "assets/line-3.js"},
    "poll/Wall.svelte": {"file": "assets/poll-4.js", "imports": ["_shared.js"], "css": ["assets/poll-4.css"]},
}


@pytest.fixture
def manifest(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    path = tmp_path / "manifest.json"
    path.write_text(json.dumps(MANIFEST))
    monkeypatch.setattr(vite, "MANIFEST", path)
    return path


def test_tags(manifest: Path) -> None:
    shown = Template("{% load vite %}{% vite 'wall' %}").render(Context())
    assert shown == (
        '<link rel="modulepreload" href="/static/web/assets/shared-2.js">'
        '<link rel="stylesheet" href="/static/web/assets/shared-2.css">'
        '<link rel="stylesheet" href="/static/web/assets/wall-1.css">'
        '<script type="module" src="/static/web/assets/wall-1.js"></script>'
    )


def test_b16_what_the_first_view_needs_comes_along_largest_first(manifest: Path) -> None:
    (manifest.parent / "assets").mkdir()
    (manifest.parent / "assets" / "poll-4.js").write_text("large")
    script, styles, imports = vite.files("wall", ["poll/Wall.svelte", "gone/Wall.svelte"])
    assert script == "/static/web/assets/wall-1.js"
    assert [url.rsplit("/", 1)[1] for url in styles] == ["shared-2.css", "wall-1.css", "poll-4.css"]
    assert [url.rsplit("/", 1)[1] for url in imports] == ["poll-4.js", "shared-2.js"]


def test_the_theme_comes_before_the_styles_of_a_page(manifest: Path) -> None:
    entry = {"isEntry": True, "file": "assets/x.js"}
    pages = entry | {"css": ["assets/pages-1.css", "assets/theme-2.css"]}
    manifest.write_text(
        json.dumps({"web/src/pages.ts": pages, "web/src/line.ts": entry | {"css": ["assets/theme-2.css"]}})
    )
    _, styles, _ = vite.files("pages")
    assert [url.rsplit("/", 1)[1] for url in styles] == ["theme-2.css", "pages-1.css"]


def test_b16_an_early_module_waits_for_nothing(manifest: Path) -> None:
    shown = Template("{% load vite %}{% vite 'line' early=True %}").render(Context())
    assert shown == '<script type="module" async src="/static/web/assets/line-3.js"></script>'


def test_an_unknown_entry_says_what_to_do(manifest: Path) -> None:
    with pytest.raises(ImproperlyConfigured, match="make build"):
        vite.files("elsewhere")


def test_without_a_build_it_says_what_to_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(vite, "MANIFEST", tmp_path / "none.json")
    with pytest.raises(ImproperlyConfigured, match="make build"):
        vite.files("wall")
