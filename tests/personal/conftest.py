"""Pages that need no built screens."""

from collections.abc import Iterator

import pytest

from samenspel.invitations.guessing import guard
from samenspel.project.wiring import wire
from tests.personal.scene import Scene, make


@pytest.fixture(autouse=True)
def ready(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    wire()
    monkeypatch.setattr("samenspel.project.templatetags.vite.files", lambda entry: (f"/static/web/{entry}.js", [], []))
    guard.__init__()  # type: ignore[misc]
    yield


@pytest.fixture
def scene(transactional_db: None) -> Scene:
    return make()
