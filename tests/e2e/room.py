"""A meeting with screens: Regie, phones and the wall in a real browser, and a quick hand for what is not looked at."""

from __future__ import annotations

import asyncio
import json
import threading
from collections.abc import Coroutine
from typing import Any, TypeVar
from urllib.parse import urlsplit

from playwright.sync_api import Browser, BrowserContext, Page, expect

from samenspel.demo import doors
from samenspel.demo.driver import Seat
from samenspel.demo.steps import Of
from tests.serving import Served

PHONE = {"width": 360, "height": 740}
LAPTOP = {"width": 1440, "height": 900}
PROJECTOR = {"width": 1920, "height": 1080}
T = TypeVar("T")


class Guard:
    """Watches a browser context: no error on the console, no request to another host (B16, B18)."""

    def __init__(self, context: BrowserContext, base: str) -> None:
        self.host = urlsplit(base).netloc
        self.errors: list[str] = []
        self.foreign: list[str] = []
        context.on("request", lambda request: self._request(request.url))
        context.on("console", lambda message: message.type == "error" and self.errors.append(message.text))
        context.on("weberror", lambda error: self.errors.append(str(error.error)))

    def _request(self, url: str) -> None:
        parts = urlsplit(url)
        if parts.scheme in ("http", "https", "ws", "wss") and parts.netloc != self.host:
            self.foreign.append(url)

    def clean(self) -> None:
        """Nothing went wrong so far."""
        assert not self.errors, self.errors
        assert not self.foreign, self.foreign


class Hand:
    """Acts at Regie without a screen, in a thread of its own (the browser's loop has the test's)."""

    def __init__(self, base: str, link: str) -> None:
        self._loop = asyncio.new_event_loop()
        threading.Thread(target=self._loop.run_forever, daemon=True).start()
        self.place = doors.Browser(base).enter(link)
        self.seat = self._wait(Seat(self.place).open())

    def _wait(self, work: Coroutine[Any, Any, T]) -> T:
        return asyncio.run_coroutine_threadsafe(work, self._loop).result(60)

    def id(self, kind: str, field: str, value: object) -> str:
        """The id of a record by what it holds."""
        return self.seat.mirror.find(Of(kind, field, value))[0]

    def do(self, instrument: str, move: str, base: int | None = None, /, **args: Any) -> None:
        """One move."""
        self._wait(self.seat.do(self.id("instance", "instrument", instrument), move, args, base))

    def close(self) -> None:
        self._wait(self.seat.close())
        self._loop.call_soon_threadsafe(self._loop.stop)


class Table:
    """One session and everybody's screens."""

    def __init__(self, browser: Browser, served: Served, until: str | None = None, moments: int | None = None) -> None:
        options = [
            *(("--until", until) if until else ()),
            *(("--moments", str(moments)) if moments is not None else ()),
        ]
        self.browser, self.served = browser, served
        self.made = json.loads(served.run("demo", "--json", *options).strip().splitlines()[-1])
        self.session: str = self.made["session"]
        self.code: str = self.made["join_code"]
        self.guards: list[Guard] = []
        self.contexts: list[BrowserContext] = []
        self._hand: Hand | None = None

    @property
    def hand(self) -> Hand:
        """Somebody at Regie who needs no screen."""
        if self._hand is None:
            self._hand = Hand(self.served.url, self.made["control_url"])
        return self._hand

    def page(self, viewport: dict[str, int] = LAPTOP, **options: Any) -> Page:
        """An empty screen in a browser of its own."""
        context = self.browser.new_context(viewport=viewport, locale="nl-NL", **options)  # type: ignore[arg-type]
        context.set_default_timeout(15_000)
        self.contexts.append(context)
        self.guards.append(Guard(context, self.served.url))
        return context.new_page()

    def enter(self, link: str, surface: str, viewport: dict[str, int], **options: Any) -> Page:
        """A screen opened by a personal link."""
        page = self.page(viewport, **options)
        page.goto(link)
        page.wait_for_url(f"**/s/{self.session}/{surface}")
        return page

    def regie(self, viewport: dict[str, int] = LAPTOP, **options: Any) -> Page:
        """Regie on a laptop."""
        page = self.enter(self.made["control_url"], "regie", viewport, **options)
        expect(page.get_by_role("heading", level=1)).to_contain_text("Regie")
        return page

    def wall(self, **options: Any) -> Page:
        """The projector."""
        return self.enter(self.made["wall_url"], "wand", PROJECTOR, **options)

    def phone_of(self, key: str, viewport: dict[str, int] = PHONE, **options: Any) -> Page:
        """The phone of somebody of the case who is in already."""
        page = self.enter(self.made["people"][key], "deelnemer", viewport, **options)
        expect(page.get_by_role("heading", level=1)).to_be_attached()
        return page

    def join(self, name: str, party: str, page: Page | None = None, **options: Any) -> Page:
        """A phone that joins by code and waits at the door."""
        page = page or self.page(PHONE, **options)
        page.goto(f"{self.served.url}/")
        page.get_by_label("Code").fill(self.code)
        page.get_by_role("button", name="Meedoen").click()
        page.get_by_label("Je naam of initialen").fill(name)
        page.get_by_role("radio", name=party).check()
        page.get_by_role("button", name="Ga naar binnen").click()
        page.wait_for_url("**/deelnemer")
        return page

    def close(self) -> None:
        """Leave, and say what went wrong on any screen."""
        if self._hand:
            self._hand.close()
        for context in self.contexts:
            context.close()
