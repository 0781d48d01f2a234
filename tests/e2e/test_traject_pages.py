"""B12: axe finds nothing on the pages of a traject, 360 px is wide enough, and a keyboard is enough to begin (X-1)."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.e2e.axe import findings, too_wide
from tests.e2e.room import LAPTOP, PHONE, Guard
from tests.serving import Served

PASSWORD = "paarse fiets onder de brug"
SMALL = {"width": 320, "height": 640}


@pytest.fixture
def page(browser: Browser, served: Served) -> Iterator[Page]:
    """The first administrator, logged in by the link of the first start."""
    context = browser.new_context(viewport=LAPTOP, locale="nl-NL", reduced_motion="reduce")  # type: ignore[arg-type]
    guard = Guard(context, served.url)
    page = context.new_page()
    page.goto(re.findall(r"http://\S+/eerste-keer#\S+", served.log.read_text())[-1])
    page.get_by_label("Nieuw wachtwoord").fill(PASSWORD)
    page.get_by_label("Nog een keer hetzelfde wachtwoord").fill(PASSWORD)
    page.get_by_role("button", name="Wachtwoord bewaren en beginnen").click()
    page.wait_for_url("**/bijeenkomsten/")
    yield page
    # A form with mistakes answers 422, and a browser calls that an error.
    assert not guard.foreign and all("422" in error for error in guard.errors), (guard.foreign, guard.errors)
    context.close()


def look(page: Page, where: str) -> list[str]:
    """Axe on a laptop and a telephone, and nothing wider than a small one."""
    found = []
    for viewport in (LAPTOP, PHONE, SMALL):
        page.set_viewport_size(viewport)  # type: ignore[arg-type]
        found += too_wide(page, f"{where} at {viewport['width']}")
        if viewport != SMALL:
            found += findings(page, f"{where} at {viewport['width']}")
    page.set_viewport_size(LAPTOP)  # type: ignore[arg-type]
    return found


def test_b12_axe_on_every_page_of_a_traject(page: Page, served: Served) -> None:
    found = look(page, "my work, nothing yet")
    page.get_by_role("link", name="Trajecten", exact=True).click()
    found += look(page, "trajects, none yet")
    page.get_by_role("link", name="Nieuw traject").click()
    # With keys only: two sections of choices, one field, one button.
    page.get_by_label("Schuilnaam van de casus").focus()
    page.keyboard.type("Casus Wilgenlaan")
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    page.keyboard.press("ArrowDown")
    expect(page.get_by_role("radio", name="Gespreksbegeleider")).to_be_checked()
    found += look(page, "new traject")
    page.get_by_role("button", name="Traject beginnen").press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Casus Wilgenlaan")
    base = page.url
    found += look(page, "traject, fresh")
    page.goto(f"{base}mensen/plakken")
    page.get_by_label(re.compile("De mensen")).fill("; zonder naam")
    page.get_by_role("button", name="Op de lijst zetten").click()
    found += look(page, "rows, with mistakes")
    rows = "Anna de Wit; anna@x.example; Wijkteam Noord; uitvoering; ja\nBram; ; Politie; teamleider; nee"
    page.get_by_label(re.compile("De mensen")).fill(rows)
    page.get_by_role("button", name="Op de lijst zetten").click()
    expect(page.get_by_text("2 mensen staan nu op de lijst.")).to_be_visible()
    found += look(page, "people")
    page.get_by_role("link", name="Anna de Wit").click()
    found += look(page, "a person")
    page.get_by_role("button", name="Nieuwe link maken").click()
    found += look(page, "a link")
    page.go_back()
    page.get_by_role("link", name="Van de lijst halen").click()
    found += look(page, "off the list")
    for path in ("", "naam", "verwijderen", "mensen/nieuw?rol=initiator", "mensen/aanwijzen", "bijeenkomst/nieuw"):
        page.goto(f"{base}{path}")
        found += look(page, path or "traject")
    for path in ("/traject/", "/bijeenkomsten/", "/beheer/organisatie/",
                 "/beheer/organisatie/teksten/case_reconstruction/steps/"):  # fmt: skip
        page.goto(f"{served.url}{path}")
        found += look(page, path)
    assert not found, "\n".join(sorted(set(found)))
