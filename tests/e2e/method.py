"""The whole method from peilen to look-back: browsers, mail that really goes, files others open, a movable clock."""

from __future__ import annotations

import io
import re
import select
import subprocess
import sys
import zipfile
from datetime import date, timedelta
from email.message import EmailMessage
from pathlib import Path

import pypdf
from playwright.sync_api import Browser, BrowserContext, Page

from tests.e2e.room import LAPTOP, PHONE, Guard
from tests.letters.catcher import Catcher, words
from tests.serving import Served

PASSWORD = "Kastanje-regent-zacht-41"
DAY = 24 * 3600
ROUNDS = """
import sys, django
django.setup()
from django.core.management import call_command
for _ in sys.stdin:
    call_command("rounds")
"""


class Method:
    """One traject and everybody in it, each in a browser of their own."""

    def __init__(self, browser: Browser, folder: Path, catcher: Catcher, served: Served | None = None) -> None:
        self.browser, self.catcher, self.folder = browser, catcher, folder
        self.clock = folder / "clock"
        self.served = served or Served(
            folder,
            EMAIL_HOST="127.0.0.1",
            EMAIL_PORT=str(catcher.port),
            EMAIL_TLS="nee",
            EMAIL_FROM="samenspel@gemeente.voorbeeld.nl",
            CLOCK_FILE=str(self.clock),
        )
        self.contexts: dict[str, BrowserContext] = {}
        self.guards: list[Guard] = []
        self.base = ""
        self.days = 0
        self._rounds: subprocess.Popen[str] | None = None

    def page(self, who: str, viewport: dict[str, int] = LAPTOP) -> Page:
        """A screen of this person, in the browser this person used before."""
        if who not in self.contexts:
            context = self.browser.new_context(viewport=viewport, locale="nl-NL", accept_downloads=True)  # type: ignore[arg-type]
            context.set_default_timeout(30_000)
            self.contexts[who] = context
            self.guards.append(Guard(context, self.served.url))
        return self.contexts[who].new_page()

    def account(self, name: str) -> Page:
        """Somebody with an account, who chooses a password the first time."""
        printed = self.served.run("begeleider", name, "--email", f"{name}@voorbeeld.nl")
        page = self.page(name)
        page.goto(re.search(r"http\S+", printed)[0])  # type: ignore[index]
        for field in page.locator("input[type=password]").all():
            field.fill(PASSWORD)
        page.get_by_role("button", name="Wachtwoord bewaren").click()
        page.wait_for_url("**/bijeenkomsten/")
        return page

    def at(self, page: Page, path: str = "") -> Page:
        """A page of the traject."""
        page.goto(f"{self.base}{path}")
        return page

    def press(self, page: Page, name: str) -> None:
        """A button of a form; the answer is there when this ends."""
        with page.expect_navigation():
            page.get_by_role("button", name=name).first.click()

    def later(self, days: int) -> None:
        """So many days go by; every one of them has its round."""
        self.days += days
        self.clock.write_text(str(self.days * DAY))
        self.round()

    def round(self) -> None:
        """What happens by itself every minute: `samenspel rounds`, in one process that stays."""
        log = self.served.log.with_name("rounds.log")
        if self._rounds is None:
            with log.open("ab") as said:
                self._rounds = subprocess.Popen(
                    [sys.executable, "-u", "-c", ROUNDS], env=self.served.environment, cwd=self.served.root,
                    stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=said, text=True,
                )  # fmt: skip
        assert self._rounds.stdin and self._rounds.stdout
        self._rounds.stdin.write("\n")
        self._rounds.stdin.flush()
        assert select.select([self._rounds.stdout], [], [], 120)[0], "no end of a round"
        assert self._rounds.stdout.readline() == "Ronde gedaan.\n", log.read_text()

    def today(self) -> date:
        """The day it is for Samenspel."""
        return date.today() + timedelta(days=self.days)

    def letters(self, to: str, subject: str = "") -> list[EmailMessage]:
        """What arrived at somebody's mailbox, oldest first."""
        return [mail for mail in self.catcher.to(to) if subject in str(mail["subject"])]

    def link(self, to: str, subject: str = "") -> str:
        """The personal link in the latest letter."""
        text = words(self.letters(to, subject)[-1])
        return re.search(r"http\S+/binnen#[\w-]+", text)[0]  # type: ignore[index]

    def mine(self, who: str, to: str, subject: str = "") -> Page:
        """Somebody opens the latest letter on a phone and comes at the own page."""
        page = self.page(who, PHONE)
        page.goto(self.link(to, subject))
        page.wait_for_url("**/mijn/**")
        return page

    def close(self) -> None:
        if self._rounds is not None:
            self._rounds.communicate(timeout=60)
        for context in self.contexts.values():
            context.close()


def words_of_pdf(data: bytes) -> str:
    """All the words of a pdf, which has to be tagged and to say its language (B17)."""
    reader = pypdf.PdfReader(io.BytesIO(data))
    assert reader.trailer["/Root"]["/MarkInfo"]["/Marked"].value is True  # type: ignore[index]
    assert str(reader.trailer["/Root"]["/Lang"]).startswith("nl")  # type: ignore[index]
    return words_in_pages(data)


def words_in_pages(data: bytes) -> str:
    """The words of a pdf, page by page."""
    return "\n".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(data)).pages)


def words_of_docx(data: bytes) -> str:
    """Everything that stands in a Word file, in whatever part."""
    with zipfile.ZipFile(io.BytesIO(data)) as file:
        return "\n".join(file.read(name).decode("utf-8", "replace") for name in file.namelist())
