"""A quick poll in the browser (G-4.6, R13): put on the run sheet during the meeting, asked, answered, closed, shown."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.e2e.axe import findings
from tests.e2e.room import Hand, Table
from tests.serving import Served

CALM: dict[str, Any] = {"reduced_motion": "reduce"}
QUESTION = "Durf je hier te zeggen wat je vindt?"
FATE = "Na het sluiten weet niemand meer wie wat koos"


@pytest.fixture
def table(browser: Browser, served: Served) -> Iterator[Table]:
    found = Table(browser, served, "timeline", 6)
    yield found
    found.close()


def begin_poll(regie: Page) -> None:
    """By hand, as a facilitator does who thinks of it half-way."""
    regie.get_by_role("button", name="Draaiboek aanpassen").click()
    regie.get_by_role("button", name="Onderdeel toevoegen").click()
    adding = regie.get_by_role("dialog", name="Onderdeel toevoegen")
    adding.get_by_label("Titel").fill("Even peilen")
    adding.get_by_label("Wat staat er dan op de schermen?").select_option(label="Nieuw: Peiling")
    adding.get_by_role("button", name="Toevoegen").click()
    regie.get_by_role("button", name="Begin Even peilen").click()
    regie.keyboard.press("Escape")


def ask(regie: Page) -> None:
    """A question of one's own, with three answers."""
    regie.get_by_role("textbox", name="De vraag", exact=True).fill(QUESTION)
    for number, text in enumerate(("Ja", "Soms", "Nee"), start=1):
        regie.get_by_label(f"Antwoord {number}").fill(text)
    regie.get_by_role("button", name="Vraag klaarzetten").click()
    regie.get_by_role("button", name="Stel de vraag", exact=True).click()


def test_g_4_6_a_poll_from_the_run_sheet_to_the_result(table: Table) -> None:
    people = list(table.made["people"])
    regie, wall, phone = table.regie(**CALM), table.wall(**CALM), table.phone_of(people[0], **CALM)
    begin_poll(regie)
    expect(phone.get_by_text("Straks krijg je een vraag")).to_be_visible()
    faults = findings(regie, "regie, new question")
    ask(regie)

    expect(wall.get_by_role("heading", name=QUESTION)).to_be_visible()
    expect(wall.get_by_text("0 van")).to_be_visible()
    faults += findings(wall, "wall, voting") + findings(phone, "phone, voting") + findings(regie, "regie, voting")
    expect(phone.get_by_text(FATE)).to_be_visible()
    phone.get_by_role("radio", name="Soms").check(force=True)
    phone.get_by_role("button", name="Geef mijn stem").press("Enter")
    expect(phone.get_by_text("Je stem is bewaard")).to_be_visible()
    expect(phone.get_by_role("group", name="Jouw stem")).to_be_focused()
    expect(wall.get_by_text("1 van")).to_be_visible()
    phone.reload()
    expect(phone.get_by_text("Je stem is bewaard")).to_be_visible()
    phone.get_by_role("button", name="Mijn stem veranderen").click()
    phone.get_by_role("radio", name="Nee").check(force=True)
    phone.get_by_role("button", name="Bewaar mijn nieuwe stem").click()
    expect(phone.get_by_role("group", name="Jouw stem").get_by_text("Nee")).to_be_visible()
    expect(wall.get_by_text("1 van")).to_be_visible()

    # With one ballot everybody would know; so Regie is asked first, and waits.
    regie.get_by_role("button", name="Sluit en toon de uitslag").click()
    expect(regie.get_by_role("dialog", name="Er zijn weinig stemmen")).to_be_visible()
    faults += findings(regie, "regie, few ballots")
    regie.get_by_role("button", name="Nog even wachten").click()
    others = [Hand(table.served.url, table.made["people"][name]) for name in people[1:5]]
    box = table.hand.id("poll_round", "state", "open")
    for hand in others:
        hand.do("quick_poll", "cast", round=box, picks=[0])
    regie.get_by_text("Stem op papier intypen").click()
    regie.get_by_role("radio", name="Soms").check(force=True)
    regie.get_by_role("button", name="Dit briefje tellen").click()
    expect(wall.get_by_text("waarvan 1 op papier")).to_be_visible()
    for screen in (wall, regie, phone):
        expect(screen.get_by_text("%")).to_have_count(0), "nothing of the result before the reveal"

    regie.get_by_role("button", name="Alleen sluiten").click()
    expect(wall.get_by_text("De stemmen zijn geteld en vernietigd")).to_be_visible()
    expect(regie.get_by_text("Ook jij ziet de uitslag pas als iedereen hem ziet.")).to_be_visible()
    regie.get_by_role("button", name="Toon de uitslag aan iedereen").click()
    for screen in (wall, regie, phone):
        expect(screen.get_by_text("67%")).to_be_visible()
    faults += findings(wall, "wall, result") + findings(phone, "phone, result") + findings(regie, "regie, result")
    assert faults == []

    regie.get_by_role("button", name="Zelfde vraag nog een keer").click()
    expect(wall.get_by_text("Dezelfde vraag, nog een keer")).to_be_visible()
    expect(phone.get_by_role("button", name="Geef mijn stem")).to_be_visible()
    expect(regie.get_by_text("Eerdere uitslagen (1)")).to_be_visible()
    regie.get_by_role("button", name="Vraag intrekken").click()
    regie.get_by_role("dialog").get_by_role("button", name="Intrekken").click()
    expect(wall.get_by_text("67%")).to_be_visible()
    for hand in others:
        hand.close()
    for guard in table.guards:
        guard.clean()


def test_g_4_6_a_ranking_by_keyboard(table: Table) -> None:
    table.hand.do("meeting", "add_block", title="Peiling", minutes=5, instrument="quick_poll")
    table.hand.do("quick_poll", "set_question", kind="ranking", question="Wat eerst?", options=["Aa", "Bb", "Cc"])
    table.hand.do("quick_poll", "open_round", poll=table.hand.id("poll", "question", "Wat eerst?"))
    table.hand.do("meeting", "start_block", id=table.hand.id("block", "title", "Peiling"))
    phone = table.phone_of(next(iter(table.made["people"])), **CALM)
    phone.get_by_role("button", name="Cc omhoog").press("Enter")
    phone.get_by_role("button", name="Cc omhoog").press("Enter")
    phone.get_by_role("button", name="Geef mijn stem").press("Enter")
    expect(phone.get_by_role("group", name="Jouw stem")).to_contain_text("1. Cc\n2. Aa\n3. Bb")
