"""Somebody who listens: keeps every byte that the server sent, over the socket and over HTTP."""

from __future__ import annotations

import contextlib
import http.client
import json
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from samenspel.demo.doors import Browser, Place
from samenspel.demo.driver import Ended, Seat

PAGES = (
    "/",
    "/meedoen",
    "/meedoen/wie",
    "/binnen",
    "/inloggen",
    "/health",
    "/teksten/case_reconstruction",
    "/teksten/collaboration_triangle",
    "/teksten/dilemma_slider",
    "/bijeenkomsten/",
)
OF_SESSION = ("/s/{0}/regie", "/s/{0}/deelnemer", "/s/{0}/wand", "/s/{0}/qr.svg", "/s/{0}/koppeling")
DOWNLOADS = (
    "tijdlijn.svg",
    "tijdlijn.png",
    "momenten.csv",
    "rode-draden.csv",
    "lessen.csv",
    "afspraken.csv",
    "samenwerkingsdriehoek.svg",
    "samenwerkingsdriehoek.csv",
    "spelregels.csv",
    "dilemmaschuif.svg",
    "dilemmaschuif.csv",
)


@dataclass
class Ear:
    """One audience: a place with a ticket, or nobody without one."""

    name: str
    browser: Browser
    place: Place | None = None
    heard: list[str] = field(default_factory=list)
    seat: Seat | None = None

    async def listen(self) -> None:
        """Sit down, and stay."""
        if self.place is not None:
            self.seat = await Seat(self.place, on_frame=self._frame).open()

    async def again(self) -> None:
        """A fresh load next to what came bit by bit."""
        if self.place is not None:
            with contextlib.suppress(Ended):
                fresh = await Seat(self.place, on_frame=self._frame).open()
                await fresh.close()

    async def leave(self) -> None:
        if self.seat is not None:
            await self.seat.close()

    def read(self, session: str, instances: list[str]) -> dict[str, int]:
        """Ask for every page and download there is; status by path."""
        paths = [*PAGES, *(path.format(session) for path in OF_SESSION)]
        paths += [f"/s/{session}/uit/{instance}/{name}" for instance in instances for name in DOWNLOADS]
        return {path: self.get(path) for path in paths}

    def get(self, path: str) -> int:
        """One page as this browser gets it, with its headers."""
        connection = http.client.HTTPConnection(urlsplit(self.browser.base).netloc, timeout=30)
        jar = "; ".join(f"{name}={value}" for name, value in self.browser.cookies.items())
        try:
            connection.request("GET", path, headers={"Cookie": jar})
            response = connection.getresponse()
            self.heard.append(str(response.getheaders()) + response.read().decode("utf-8", "replace"))
            return response.status
        finally:
            connection.close()

    def has(self, word: str) -> bool:
        """Whether the word is in anything heard so far."""
        return any(word in text for text in self.heard)

    def _frame(self, frame: object) -> None:
        self.heard.append(json.dumps(frame, ensure_ascii=False))
