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
        '<link rel="stylesheet" href="/static/web/assets/shared-2.css">'
        '<link rel="stylesheet" href="/static/web/assets/wall-1.css">'
        '<link rel="modulepreload" href="/static/web/assets/shared-2.js">'
        '<script type="module" src="/static/web/assets/wall-1.js"></script>'
    )


def test_an_unknown_entry_says_what_to_do(manifest: Path) -> None:
    with pytest.raises(ImproperlyConfigured, match="make build"):
        vite.files("elsewhere")


def test_without_a_build_it_says_what_to_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(vite, "MANIFEST", tmp_path / "none.json")
    with pytest.raises(ImproperlyConfigured, match="make build"):
        vite.files("wall")
