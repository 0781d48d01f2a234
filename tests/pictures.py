"""Platen: takes the pictures of README and docs from the demo, each on a session of its own (`make pictures`)."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from playwright.sync_api import Browser, Page, expect, sync_playwright

from tests.conftest import CHROMIUM_ARGUMENTS, ROOT
from tests.e2e.method import Method
from tests.e2e.phases import CASE, SLIDER, TRIANGLE, start
from tests.e2e.room import PHONE, Table
from tests.e2e.test_whole_method import begin
from tests.letters.catcher import Catcher
from tests.serving import Served

FOLDER = ROOT / "docs" / "pictures"
# Long enough for letters, sheets that are laid down and sheets that look for their size.
CALM = 1_500


def take(page: Page, name: str) -> None:
    """One picture of what is on this screen."""
    page.wait_for_load_state("networkidle")
    page.evaluate("() => document.fonts.ready")
    page.wait_for_timeout(CALM)
    path = FOLDER / f"{name}.png"
    page.screenshot(path=path, animations="disabled", caret="hide")
    print(f"{name}: {path.stat().st_size // 1000} kB")


def preparing(table: Table) -> None:
    """Nobody is in yet."""
    take(table.wall(), "wand-welkom")
    take(table.regie(), "regie-voorbereiden")
    page = table.page(PHONE, device_scale_factor=2)
    page.goto(table.made["participant_url"])
    expect(page.get_by_label("Je naam of initialen")).to_be_visible()
    take(page, "deelnemer-meedoen")


def timeline(table: Table) -> None:
    """Half-way: one moment large, and then the whole."""
    wall = table.wall()
    take(wall, "wand-tijdlijn")
    take(table.regie(), "regie-tijdlijn")
    take(table.phone_of("anouk", device_scale_factor=2), "deelnemer-tijdlijn")


def reflection(table: Table) -> None:
    """The whole timeline, and the threads that run through it."""
    wall = table.wall()
    start(table.hand, CASE, "reflection")
    table.hand.do(CASE, "set_focus", focus="overview")
    take(wall, "wand-overzicht")
    table.hand.do(CASE, "set_focus", focus="threads")
    regie = table.regie()
    regie.get_by_role("tab", name="Rode draden").click()
    take(regie, "regie-rode-draden")


def lessons(table: Table) -> None:
    """What was agreed, and where the pressure arises."""
    wall = table.wall()
    start(table.hand, CASE, "lessons")
    table.hand.do(CASE, "set_focus", focus="agreements")
    take(wall, "wand-afspraken")
    start(table.hand, TRIANGLE, "talk")
    take(wall, "driehoek-wand")


def closing(table: Table) -> None:
    """Back from the end: where everybody stood, before and after the talk."""
    table.hand.do("meeting", "reopen_meeting")
    wall = table.wall()
    start(table.hand, SLIDER, "closing")
    take(wall, "dilemmaschuif-wand")


def traject(browser: Browser, served: Served) -> None:
    """A traject on its way: the path, and what somebody sees who is asked something."""
    with Catcher() as catcher:
        method = Method(browser, Path(), catcher, served)
        try:
            begin(method)
            take(method.at(method.page("renske"), ""), "traject")
        finally:
            method.close()


@contextmanager
def table_until(browser: Browser, served: Served, until: str | None, moments: int | None) -> Iterator[Table]:
    """A meeting that was played up to here, with its screens."""
    table = Table(browser, served, until, moments)
    try:
        yield table
    finally:
        table.close()


def afternoon() -> str:
    """A time zone in which it is after one in the afternoon now: nobody meets at night."""
    hours = 13 - datetime.now(UTC).hour
    return f"Etc/GMT{-hours:+d}" if hours else "Etc/GMT"


def main() -> None:
    """Every picture."""
    FOLDER.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, Served(Path(folder)) as served, sync_playwright() as playwright:
        executable = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
        browser = playwright.chromium.launch(
            executable_path=executable, args=CHROMIUM_ARGUMENTS, env=os.environ | {"TZ": afternoon()}
        )
        for until, moments, pictures in (
            (None, None, preparing),
            ("timeline", 6, timeline),
            ("reflection", None, reflection),
            ("lessons", None, lessons),
            ("closing", None, closing),
        ):
            with table_until(browser, served, until, moments) as table:
                pictures(table)
        traject(browser, served)
        browser.close()


if __name__ == "__main__":
    main()
