"""What every test may use."""

import os
import pathlib
import shutil
from collections.abc import Iterator

import pytest

ROOT = pathlib.Path(__file__).resolve().parent.parent
CHROMIUM_ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@pytest.fixture(scope="session")
def root() -> pathlib.Path:
    """The folder of the repository."""
    return ROOT


@pytest.fixture(scope="session")
def long() -> bool:
    """Whether the long forms of the bars were asked for (SAMENSPEL_LONG=1)."""
    return os.environ.get("SAMENSPEL_LONG") == "1"


@pytest.fixture(scope="session")
def browser() -> Iterator[object]:
    """One Chromium for the whole run; each test opens its own contexts in it."""
    from playwright.sync_api import sync_playwright

    # Playwright's own loop makes Django think that we are inside asynchronous code; we are not.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    executable = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable, args=CHROMIUM_ARGUMENTS)
        yield browser
        browser.close()
