"""CR-23 in the browser: a look-back on three screens, from the answers beforehand to the next date."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.agreements.made import AGREEMENTS, LESSONS, SAID, THREADS
from tests.e2e.axe import findings
from tests.e2e.room import LAPTOP, PHONE, PROJECTOR, Guard
from tests.serving import Served

CALM: dict[str, Any] = {"reduced_motion": "reduce"}
FIRST = "Wat heeft de bijeenkomst jou en je organisatie gebracht?"
Look = Callable[[Page, str], None]


class Room:
    """The screens of one look-back."""

    def __init__(self, browser: Browser, served: Served, *options: str) -> None:
        self.browser, self.served = browser, served
        command = [sys.executable, "-m", "tests.agreements.made", *options]
        self.made: dict[str, Any] = json.loads(served.call(command).strip().splitlines()[-1])
        self.guards: list[Guard] = []

    def screen(self, link: str, viewport: dict[str, int]) -> Page:
        context = self.browser.new_context(viewport=viewport, locale="nl-NL", **CALM)  # type: ignore[arg-type]
        context.set_default_timeout(15_000)
        self.guards.append(Guard(context, self.served.url))
        page = context.new_page()
        page.goto(link)
        return page


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Served]:
    with Served(tmp_path, CLOCK_FILE=str(tmp_path / "clock")) as found:
        yield found


def walk(room: Room, look: Look) -> None:
    """The whole meeting; `look` is called with every screen in every part."""
    regie = room.screen(room.made["control_url"], LAPTOP)
    wall = room.screen(room.made["wall_url"], PROJECTOR)
    phone = room.screen(room.made["people"]["pat"], PHONE)
    other = room.screen(room.made["people"]["pim"], PHONE)
    screens = {"regie": regie, "wall": wall, "phone": phone}

    def looked(part: str) -> None:
        for name, page in screens.items():
            look(page, f"{part} {name}")

    onward(regie)
    expect(regie.get_by_text("3 van 4 mensen antwoordden vooraf")).to_be_visible()
    expect(wall.get_by_text("Wat heeft het ons gebracht?")).to_be_visible()
    expect(phone.get_by_role("textbox", name=FIRST)).to_have_value(SAID["pat"][0])
    looked("answers")

    onward(regie)
    expect(wall.get_by_text("0 van 3 afspraken gedaan")).to_be_visible()
    expect(wall.get_by_text(AGREEMENTS[1][0])).to_be_visible()
    expect(wall.get_by_text("In het weekend nog niet")).to_have_count(0)
    expect(other.get_by_text("In het weekend nog niet")).to_have_count(0)
    looked("agreements")
    regie.get_by_role("button", name="Begin met de eerste afspraak").click()
    for page in (wall, other, phone):
        expect(page.get_by_text("In het weekend nog niet").first).to_be_visible()
    phone.get_by_role("radio", name="Gedaan").first.check(force=True)
    phone.get_by_role("button", name="Bewaren").first.click()
    expect(wall.get_by_text("Gedaan")).to_be_visible()
    regie.get_by_label("Wat hielp, of stond in de weg?").fill("Een vast belmoment op dinsdag")
    regie.get_by_role("button", name="Bewaren").last.click()
    expect(wall.get_by_text("Een vast belmoment op dinsdag")).to_be_visible()
    looked("agreement")

    onward(regie)
    regie.get_by_role("button", name="Het plaatje").click()
    expect(wall.get_by_role("img", name="De momenten van toen op een tijdlijn")).to_be_visible()
    drawn = wall.get_by_role("img").evaluate("one => one.decode().then(() => one.naturalWidth)")
    assert drawn > 500
    looked("picture")
    for page in (wall, phone, other):
        expect(page.get_by_text(SAID["puk"][0])).to_have_count(0), "not before it is opened"
    regie.get_by_role("button", name="Open de antwoorden op de volgende vraag").click()
    for page in (wall, phone, other):
        for brought, _ in SAID.values():
            expect(page.get_by_text(brought).first).to_be_visible()
        expect(page.get_by_text("Puk Smit")).to_have_count(0), "by party and not by name"
    expect(wall.get_by_text(THREADS[0])).to_be_visible()
    expect(wall.get_by_text(LESSONS[0][0])).to_be_visible()
    other.get_by_label("Nog iets erbij").fill("En we lachen weer")
    other.get_by_role("button", name="Toevoegen").click()
    expect(wall.get_by_text("En we lachen weer")).to_be_visible()
    looked("answers open")

    onward(regie)
    phone.get_by_label("Wat houden we vast?").fill("Eerst bellen")
    phone.get_by_role("button", name="Toevoegen").click()
    expect(wall.get_by_text("Eerst bellen")).to_be_visible()
    regie.get_by_role("button", name="Maak er een afspraak van").click()
    regie.get_by_label("Wanneer klaar?").fill("2027-09-01")
    regie.get_by_label("Wie vragen we later hoe het gaat?").select_option(label="Pim Jansen · Politie")
    regie.get_by_role("button", name="Bewaren").click()
    expect(wall.get_by_text("1 september 2027")).to_be_visible()
    looked("forward")

    onward(regie)
    regie.get_by_label("Op welke dag?").fill("2027-12-01")
    regie.get_by_role("button", name="Datum vastleggen").click()
    for page in (wall, phone):
        expect(page.get_by_text("1 december 2027")).to_be_visible()
    looked("closing")
    wall.keyboard.press("Escape")
    for guard in room.guards:
        guard.clean()


def onward(regie: Page, times: int = 1) -> None:
    """Begin, or go on with the next block of the run sheet."""
    for _ in range(times):
        here = regie.locator("li[aria-current=step]").count()
        regie.get_by_role("button", name="Volgend onderdeel" if here else "Bijeenkomst beginnen").click()
        expect(regie.locator("li[aria-current=step]")).to_be_visible()


def test_cr_23_a_look_back_on_three_screens(browser: Browser, server: Served) -> None:
    faults: list[str] = []
    walk(Room(browser, server), lambda page, where: faults.extend(findings(page, where)))
    assert faults == []


def test_cr_23_a_case_that_went_well(browser: Browser, server: Served) -> None:
    room = Room(browser, server, "went_well")
    regie = room.screen(room.made["control_url"], LAPTOP)
    wall = room.screen(room.made["wall_url"], PROJECTOR)
    phone = room.screen(room.made["people"]["pat"], PHONE)
    onward(regie, 3)
    regie.get_by_label("Welk moment ging goed?").fill("Samen bij het gezin langs")
    regie.get_by_role("button", name="Toevoegen").first.click()
    expect(wall.get_by_text("Samen bij het gezin langs")).to_have_count(0)
    regie.get_by_role("button", name="Toon het eerste moment").click()
    for page in (wall, phone):
        expect(page.get_by_role("heading", name="Samen bij het gezin langs")).to_be_visible()
    regie.get_by_role("button", name="Schrijf op").click()
    regie.get_by_label("Wat maakte dat dit lukte?").fill("Eén van ons belde iedereen")
    regie.get_by_label("Wat hiervan kan ook in een andere casus?").fill("Spreek één beller af")
    regie.get_by_role("button", name="Bewaren").first.click()
    expect(wall.get_by_text("Spreek één beller af")).to_be_visible()
    regie.get_by_role("button", name="Bewaar als les").click()
    expect(regie.get_by_role("button", name="Bewaar als les")).to_have_count(0)
    assert findings(regie, "regie, went well") + findings(wall, "wall, went well") == []
    for guard in room.guards:
        guard.clean()


def test_x_2_a_phone_says_how_its_agreement_goes(browser: Browser, server: Served) -> None:
    room = Room(browser, server)
    phone = room.screen(room.made["mine"]["pim"], PHONE)
    expect(phone.get_by_role("heading", name="Je afspraken")).to_be_visible()
    phone.get_by_role("link", name="Begin").click()
    expect(phone.get_by_role("heading", name=AGREEMENTS[1][0])).to_be_visible()
    assert findings(phone, "own agreements") == []
    phone.get_by_role("radio", name="Begonnen").check(force=True)
    phone.get_by_label("In één zin").fill("We waren er twee keer bij")
    phone.get_by_role("button", name="Bewaren").click()
    expect(phone.get_by_text("Bewaard. Dank je wel.")).to_be_visible()
    expect(phone.get_by_label("In één zin")).to_have_value("We waren er twee keer bij")
    phone.get_by_role("link", name="Gezin Kastanje").click()
    phone.get_by_role("link", name="Vooraf aan de terugblik").click()
    expect(phone.get_by_label(FIRST)).to_have_value(SAID["pim"][0])
    assert findings(phone, "look-back beforehand") == []
    for guard in room.guards:
        guard.clean()
