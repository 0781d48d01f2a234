"""Personal pages and preparation in a browser: axe, 360 and 320 px, hints, without JavaScript (B12, CR-5)."""

from __future__ import annotations

import json
import sys
from dataclasses import dataclass
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.e2e.axe import findings, too_wide
from tests.serving import Served

PHONE = {"width": 360, "height": 780}
NARROW = {"width": 320, "height": 256}
LAPTOP = {"width": 1280, "height": 900}
PASSWORD = "paarse fiets onder de brug"
SEED = """
import json
import django; django.setup()
from datetime import timedelta
from samenspel import clock
from samenspel.personal import links
from tests.personal.scene import make
scene = make()
due = (clock.today() + timedelta(days=6)).isoformat()
scene.do("ask_moments", person=scene.contacts["anouk"].pk, party=scene.party("Politie"), due=due)
scene.ask(days=6)
made = {"traject": scene.id, "school": scene.party("School De Wilg")}
made["links"] = {name: links.issue(contact).split("#")[1] for name, contact in scene.contacts.items()}
print(json.dumps(made))
"""


@dataclass
class Place:
    """The served traject, and browsers of who takes part."""

    browser: Browser
    served: Served
    made: dict[str, Any]

    def visit(self, name: str, size: Any = PHONE, **options: Any) -> Page:
        page = self.browser.new_context(viewport=size, reduced_motion="reduce", **options).new_page()
        page.goto(f"{self.served.url}/binnen#{self.made['links'][name]}")
        page.wait_for_url("**/mijn/**")
        return page

    def login(self, name: str) -> Page:
        page = self.browser.new_context(viewport=LAPTOP, reduced_motion="reduce").new_page()
        page.goto(f"{self.served.url}/inloggen")
        page.locator("input[name=login]").fill(name)
        page.locator("input[name=password]").fill(PASSWORD)
        page.locator("main button[type=submit]").first.click()
        page.wait_for_url(lambda url: "inloggen" not in url)
        return page

    def mine(self, page: str = "") -> str:
        return f"{self.served.url}/mijn/{self.made['traject']}/{page}"

    def desk(self, page: str = "") -> str:
        return f"{self.served.url}/traject/{self.made['traject']}/voorbereiding/{page}"


@pytest.fixture(scope="module")
def place(browser: Browser, served: Served) -> Place:
    out = served.call([sys.executable, "-c", SEED])
    return Place(browser, served, json.loads(out.strip().splitlines()[-1]))


def look(page: Page, name: str) -> list[str]:
    """Axe, and no sideways scrolling on a phone and at 400 %."""
    found = findings(page, name)
    before = page.viewport_size
    for size in (PHONE, NARROW):
        page.set_viewport_size(size)  # type: ignore[arg-type]
        found += too_wide(page, f"{name} at {size['width']} px")
    page.set_viewport_size(before)  # type: ignore[arg-type]
    return found


def moment(page: Page, place: Place, when: str, text: str) -> None:
    page.goto(place.mine("momenten/nieuw"))
    page.get_by_label("Wanneer was het?").fill(when)
    page.get_by_label("Wat gebeurde er?").fill(text)
    page.get_by_role("button", name="Bewaar").click()


def test_b12_personal_pages_from_the_link_to_the_last_moment(place: Place) -> None:
    page = place.visit("anouk")
    found = look(page, "mine")
    page.get_by_role("link", name="Begin").click()
    found += look(page, "peilen")
    page.get_by_label("Wil je nog iets kwijt?").fill("Bel 06-12345678")
    expect(page.locator(".privacy-hint")).to_contain_text("Dit lijkt een telefoonnummer")
    found += look(page, "peilen, hint")
    page.get_by_role("button", name="Bewaar").click()
    expect(page.get_by_role("alert")).to_contain_text("Kijk je nog even mee?")
    expect(page.get_by_label("Wil je nog iets kwijt?")).to_have_value("Bel 06-12345678")
    found += look(page, "peilen, warned")
    page.get_by_label("Wil je nog iets kwijt?").fill("Tot dan")
    expect(page.locator(".privacy-hint[aria-live]")).to_be_empty()
    page.get_by_role("button", name="Bewaar").click()
    expect(page.get_by_role("status")).to_contain_text("Bewaard")
    for name in ("ontbreekt", "spanning", "momenten", "momenten/nieuw", "weg"):
        page.goto(place.mine(name))
        found += look(page, name)
    page.goto(place.mine("spanning"))
    page.get_by_role("button", name="Bewaar").click()
    found += look(page, "spanning, empty")
    moment(page, place, "ooit", "x" * 300)
    expect(page.get_by_role("alert")).to_contain_text("Er is nog niets bewaard")
    found += look(page, "moment, wrong")
    for when, text in (("najaar 2024", "School belt"), ("12-3-2025", "Overleg"), ("", "Huisbezoek")):
        moment(page, place, when, text)
        expect(page.get_by_role("status")).to_contain_text("Bewaard")
    found += look(page, "momenten, drafts")
    page.get_by_role("button", name="Verstuur").click()
    expect(page.get_by_role("status")).to_contain_text("Verstuurd")
    found += look(page, "momenten, sent")
    page.goto(place.mine())
    found += look(page, "mine, later")
    assert not found, "\n".join(found)


def test_b12_pages_of_the_preparation(place: Place) -> None:
    page = place.login("marieke")
    found: list[str] = []
    for name in ("peilen", "begeleider", "deelnemers", "spanningen", "privacy", "uitvraag"):
        page.goto(place.desk(name))
        found += look(page, name)
    page.goto(place.desk("begeleider"))
    page.get_by_role("button", name="Bewaar").click()
    found += look(page, "begeleider, wrong")
    page.goto(place.desk(f"deelnemers/{place.made['school']}"))
    found += look(page, "absent party")
    assert not found, "\n".join(found)


def test_b12_with_the_keyboard_alone(place: Place) -> None:
    page = place.visit("floor", LAPTOP)
    page.goto(place.mine("spanning"))
    page.get_by_label("Ik voel geen spanning").focus()
    for key in ("ArrowDown", "Space", "Tab", "Space", "Tab"):
        page.keyboard.press(key)
    page.keyboard.type("Kort")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_role("status")).to_contain_text("Bewaard")
    page.goto(place.mine("spanning"))
    expect(page.get_by_text("Je antwoord is bij de gespreksbegeleider.")).to_be_visible()
    expect(page.get_by_label("Wil je er iets over zeggen?")).to_have_value("")


def test_without_javascript_everything_can_be_answered(place: Place) -> None:
    first = place.visit("bo")
    state = first.context.storage_state()
    page = place.browser.new_context(java_script_enabled=False, storage_state=state, viewport=PHONE).new_page()
    page.goto(place.mine("peilen"))
    for question in ("open", "time", "learn", "involved"):
        page.locator(f"input[name={question}][value=yes]").check()
    page.get_by_label("Wil je nog iets kwijt?").fill("Mail naar a@b.nl")
    page.get_by_role("button", name="Bewaar").click()
    expect(page.get_by_role("alert")).to_contain_text("Kijk je nog even mee?")
    page.get_by_role("button", name="Bewaar het toch zo").click()
    expect(page.get_by_role("status")).to_contain_text("Bewaard")


def test_a_second_tap_and_the_way_back_lose_nothing(place: Place) -> None:
    page = place.visit("ina")
    page.goto(place.mine("ontbreekt"))
    page.get_by_label("Wie mis je").fill("De huisarts")
    page.get_by_role("button", name="Bewaar").dblclick()
    expect(page.get_by_role("status")).to_contain_text("Bewaard")
    page.go_back()
    page.goto(place.mine("ontbreekt"))
    expect(page.get_by_role("button", name="Haal weg")).to_have_count(1)
