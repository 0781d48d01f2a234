"""A browser and a server for the tests of one file; each test opens contexts of its own."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect, sync_playwright

from tests.conftest import CHROMIUM_ARGUMENTS
from tests.serving import Served

expect.set_options(timeout=10_000)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Closed after each file: its loop would stand in the way of tests that run loops of their own."""
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    executable = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    with sync_playwright() as playwright:
        found = playwright.chromium.launch(executable_path=executable, args=CHROMIUM_ARGUMENTS)
        yield found
        found.close()


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A real server on databases of its own."""
    with Served(tmp_path_factory.mktemp("e2e")) as server:
        yield server
