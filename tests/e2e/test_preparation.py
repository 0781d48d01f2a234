"""Regie before the meeting: what parties sent becomes moments, reworded or under one that is there (CR-6, CR-7)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.e2e.axe import findings, too_wide
from tests.e2e.phases import CASE, start
from tests.e2e.room import PHONE, Table
from tests.serving import Served

NEUTRAL = "Mentor belt met drie instanties"


@pytest.fixture
def table(browser: Browser, served: Served) -> Iterator[Table]:
    """The case while it is being prepared."""
    found = Table(browser, served, "preparation")
    yield found
    found.close()


def panel(page: Page) -> Any:
    return page.get_by_role("region", name="Binnengekomen")


def test_cr7_what_came_in_is_reworded_merged_or_set_aside_and_nothing_goes_lost(table: Table) -> None:
    page = table.regie()
    box = panel(page)
    expect(box.get_by_role("heading", name="Binnengekomen (2)")).to_be_visible()
    expect(box.get_by_text("Nog niet ontvangen van")).to_be_visible()
    expect(box.get_by_text("GGZ, ambulant team, Floor")).to_be_visible()
    assert not findings(page, "what came in")

    box.get_by_role("button", name="Overnemen De mentor belt drie instanties").click()
    dialog = page.get_by_role("dialog", name="Overnemen op de tijdlijn")
    expect(dialog.get_by_text("De mentor belt drie instanties")).to_be_visible()
    assert not findings(page, "taking it over")
    dialog.get_by_role("button", name="Zet op de tijdlijn").focus()
    dialog.get_by_label("Neutraal, in steekwoorden").fill(NEUTRAL)
    dialog.get_by_role("button", name="Zet op de tijdlijn").click()
    expect(dialog).not_to_be_visible()
    expect(box.get_by_role("heading", name="Binnengekomen (1)")).to_be_visible()
    expect(page.get_by_text(NEUTRAL, exact=True)).to_be_visible()

    box.get_by_role("button", name="Overnemen Afspraak met het wijkteam").click()
    dialog.get_by_label("Waar komt het?").select_option(label=f"Onder nov 2025 · {NEUTRAL}")
    dialog.get_by_role("button", name="Hang eronder").click()
    expect(dialog).not_to_be_visible()
    box.get_by_text("Verwerkt (7)").click()
    expect(box.get_by_text(f"Staat bij: {NEUTRAL}")).to_have_count(2)
    for guard in table.guards:
        guard.clean()


def test_cr7_set_aside_comes_back_and_it_all_fits_a_telephone(table: Table) -> None:
    page = table.regie(PHONE)
    box = panel(page)
    box.get_by_role("button", name="Niet op de tijdlijn Afspraak met het wijkteam").click()
    expect(box.get_by_role("heading", name="Binnengekomen (1)")).to_be_visible()
    box.get_by_text("Verwerkt (6)").click()
    box.get_by_role("button", name="Toch nog bekijken").click()
    expect(box.get_by_role("heading", name="Binnengekomen (2)")).to_be_visible()
    assert not too_wide(page, "what came in")


def test_cr3_what_was_decided_for_a_party_that_cannot_come_is_in_view(table: Table) -> None:
    page = table.regie()
    expect(page.get_by_text("Niet aan tafel: Huisarts.")).to_be_visible()
    expect(page.get_by_text("Huisarts is vooraf gesproken en ging akkoord.")).to_be_visible()


def test_cr7_what_still_waits_when_the_meeting_begins_stays_at_hand(table: Table) -> None:
    start(table.hand, CASE, "timeline")
    page = table.regie()
    page.get_by_text("Vooraf ingestuurd en nog niet verwerkt (2)").click()
    panel(page).get_by_role("button", name="Niet op de tijdlijn De mentor belt").click()
    expect(page.get_by_text("Vooraf ingestuurd en nog niet verwerkt (1)")).to_be_visible()
    assert not findings(page, "what waits during the timeline")


def test_b4_nothing_that_came_in_is_on_another_screen_before_its_moment_is_shown(table: Table) -> None:
    phone = table.phone_of("dirk")
    wall = table.wall()
    for page in (phone, wall):
        page.wait_for_load_state("networkidle")
        text = page.content()
        assert not any(word in text for word in ("De mentor belt", "wijkteam ging niet door", "stroef", "Huisarts is"))
