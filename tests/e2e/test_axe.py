"""B12: axe finds nothing on any page or screen, in any phase; no sideways scrolling at 400 %; motion only if wanted."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.e2e.axe import findings, findings_on, still, too_wide, too_wide_on
from tests.e2e.phases import start, through
from tests.e2e.room import LAPTOP, PHONE, PROJECTOR, Table
from tests.serving import Served

ZOOMED = {"width": 320, "height": 256}
CALM = {"reduced_motion": "reduce"}
PASSWORD = "paarse fiets onder de brug"
DIALOGS = (
    "Draaiboek aanpassen",
    "Bijeenkomst en partijen",
    "Uitleg bij Casusreconstructie",
    "Mensen beheren",
    "Link voor de wand",
    "Meer bij dit moment",
    "Noteren voor partij",
    "Moment invoegen",
    "Thema noteren",
    "Nieuwe informatie over de casus?",
)


@pytest.fixture
def full(browser: Browser, served: Served) -> Iterator[Table]:
    """A session in which everything has something."""
    found = Table(browser, served, "closing")
    yield found
    found.close()


def open_everything(page: Page) -> None:
    """Unfold what is folded; the wall in small apart, it is looked at on the wall."""
    page.evaluate(
        """() => document.querySelectorAll('details').forEach((one) => {
            if (!one.textContent.startsWith('Zo ziet de wand')) one.open = true;
        })"""
    )


def dialogs(page: Page) -> list[str]:
    """Axe in every dialog that can be opened from here."""
    found = []
    page.reload()
    page.get_by_text("Wie er zijn", exact=True).click()
    page.get_by_text("Code en schermen", exact=True).click()
    still(page)
    for name in DIALOGS:
        button = page.get_by_role("button", name=name, exact=True)
        if button.count() != 1 or not button.is_visible():
            continue
        button.click()
        if page.get_by_role("dialog").count():
            found += findings(page, f"dialog {name}")
            page.keyboard.press("Escape")
            expect(page.get_by_role("dialog")).to_have_count(0)
    return found


def test_b12_axe_on_every_live_screen_in_every_phase(full: Table) -> None:
    regie, wall = full.regie(**CALM), full.wall(**CALM)
    phone, small = full.phone_of("anouk", **CALM), full.phone_of("floor", ZOOMED, **CALM)
    near = full.regie(ZOOMED, **CALM)
    found: list[str] = []
    for state in through(full):
        still(regie, phone, small, near)
        for page in (regie, phone, small, near):
            open_everything(page)
        found += findings_on({f"Regie in {state}": regie, f"Deelnemer in {state}": phone, f"Wand in {state}": wall})
        found += too_wide_on({f"Deelnemer 320 px in {state}": small, f"Regie 320 px in {state}": near})
        if state in ("timeline, moment", "pause"):
            found += dialogs(regie)
        if state in ("timeline, moment", "reflection, threads", "lessons, agreements") or state.endswith("talk"):
            found += list_view(phone, state)
    assert not found, "\n".join(sorted(set(found)))


def list_view(phone: Page, state: str) -> list[str]:
    """The same as a list, from the phone's menu."""
    phone.get_by_role("button", name="Meer", exact=True).click()
    found = findings(phone, f"menu in {state}")
    for page in ("Alles als lijst", "Spelregels", "Iets parkeren", "Mijn naam"):
        button = phone.get_by_role("dialog").get_by_role("button", name=page)
        if not button.count():
            continue
        button.click()
        found += findings(phone, f"{page} in {state}")
        phone.get_by_role("dialog").get_by_role("button", name="Terug").click()
    phone.keyboard.press("Escape")
    return found


def test_b12_axe_before_the_start_and_in_the_lobby(browser: Browser, served: Served) -> None:
    table = Table(browser, served)
    phone = table.join("Mies", "Wijkteam", **CALM)
    regie, wall = table.regie(**CALM), table.wall(**CALM)
    near = table.regie(ZOOMED, **CALM)
    expect(regie.get_by_role("heading", name="1 persoon wacht")).to_be_visible()
    found = findings(phone, "lobby") + findings(wall, "welcome") + findings(regie, "preparation")
    tabs = regie.get_by_role("tablist", name="Voorbereiden").get_by_role("tab")
    for number in range(tabs.count()):
        name = tabs.nth(number).inner_text()
        tabs.nth(number).click()
        open_everything(regie)
        found += findings(regie, f"preparation, {name}")
        near.get_by_role("tablist", name="Voorbereiden").get_by_role("tab").nth(number).click()
        found += too_wide(near, f"preparation at 320 px, {name}")
    regie.get_by_role("button", name="Anders Mies").click()
    found += findings(regie, "lobby dialog")
    table.close()
    assert not found, "\n".join(sorted(set(found)))


def test_b12_axe_on_pages_for_everybody(browser: Browser, served: Served) -> None:
    table = Table(browser, served)
    page = table.page(PHONE, **CALM)
    found: list[str] = []
    for path in ("/", "/meedoen", "/binnen", "/binnen#bestaat-niet", "/inloggen", "/eerste-keer", "/bestaat-niet",
                 f"/s/{table.session}/regie", f"/s/{table.session}/deelnemer", f"/s/{table.session}/wand"):  # fmt: skip
        for viewport in (PHONE, LAPTOP, ZOOMED):
            page.set_viewport_size(viewport)  # type: ignore[arg-type]
            page.goto(f"{served.url}{path}")
            found += too_wide(page, f"{path} at {viewport['width']}")
        found += findings(page, path)
    page.goto(f"{served.url}/meedoen")
    page.get_by_label("Code").fill("ABCD EFGH")
    page.get_by_role("button", name="Meedoen").click()
    found += findings(page, "wrong code")
    page.get_by_label("Code").fill(table.code)
    page.get_by_role("button", name="Meedoen").click()
    found += findings(page, "who") + too_wide(page, "who at 320")
    page.get_by_role("button", name="Ga naar binnen").click()
    expect(page.get_by_text("Vul je naam of je initialen in")).to_be_visible()
    found += findings(page, "who, with mistakes")
    table.close()
    assert not found, "\n".join(sorted(set(found)))


def test_b12_axe_on_pages_of_facilitators(browser: Browser, served: Served) -> None:
    table = Table(browser, served)
    page = table.page(LAPTOP, **CALM)
    links = re.findall(r"http://\S+/eerste-keer#\S+", served.log.read_text())
    page.goto(links[-1])
    expect(page.get_by_role("heading", name="Welkom. Kies een wachtwoord")).to_be_visible()
    found = findings(page, "first password")
    page.get_by_label("Nieuw wachtwoord").fill(PASSWORD)
    page.get_by_label("Nog een keer hetzelfde wachtwoord").fill(PASSWORD)
    page.get_by_role("button", name="Wachtwoord bewaren en beginnen").click()
    page.wait_for_url("**/bijeenkomsten/")
    found += findings(page, "sessions, none yet")
    for path in (
        "/bijeenkomsten/nieuw", "/account/beveiliging", "/account/beveiliging/app",
        "/account/beveiliging/sleutels/nieuw", "/account/wachtwoord", "/account/aanmeldingen", "/uitloggen",
    ):  # fmt: skip
        page.set_viewport_size(LAPTOP)  # type: ignore[arg-type]
        page.goto(f"{served.url}{path}")
        found += findings(page, path)
        page.set_viewport_size(ZOOMED)  # type: ignore[arg-type]
        found += too_wide(page, f"{path} at 320")
    page.goto(f"{served.url}/bijeenkomsten/nieuw")
    page.get_by_role("button", name="Klaarzetten en naar Regie").click()
    found += findings(page, "new, with mistakes")
    page.locator("[name=title]").fill("Proef")
    page.get_by_role("button", name="Klaarzetten en naar Regie").click()
    page.wait_for_url("**/regie")
    found += findings(page, "a new Regie") + too_wide(page, "a new Regie at 320")
    page.goto(f"{served.url}/bijeenkomsten/")
    found += findings(page, "sessions") + too_wide(page, "sessions at 320")
    page.get_by_role("link", name="Proef", exact=True).click()
    for name in ("", "Blad om te printen", "Afsluiten", "Verwijderen"):
        if name:
            page.get_by_role("link", name=name).click()
            still(page)
        found += findings(page, f"session {name}") + too_wide(page, f"session {name} at 320")
        if name:
            page.go_back()
    table.close()
    assert not found, "\n".join(sorted(set(found)))


def test_no_motion_for_those_who_want_none(full: Table) -> None:
    start(full.hand, "case_reconstruction", "timeline")
    for page in (full.wall(**CALM), full.phone_of("dirk", **CALM), full.regie(**CALM)):
        still(page)
        shown = full.hand.seat.mirror.of("defining_moment")[0]["id"]
        full.hand.do("case_reconstruction", "show_moment", id=shown)
        running = page.evaluate(
            """() => document.getAnimations().filter((one) => one.playState === 'running'
                && one.effect.getComputedTiming().duration > 10).length"""
        )
        assert running == 0
    assert PROJECTOR["width"] == 1920
