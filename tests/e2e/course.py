"""The course of a whole casusreconstructie, told once: who does what, and what every screen then shows and hides."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from playwright.sync_api import Page, expect

from samenspel.demo.case import load
from tests.e2e.hands import Hands
from tests.e2e.room import Table

FIRST, SECOND, THIRD = (moment.text for moment in load().moment[:3])
PREPARED = load().moment[0].prepared[0].text
QUESTION = "Wat betekende dit moment voor jullie?"
SOFT_HYPHEN = "\u00ad"
LEVELS = ("Doel en inhoud", "Speelveld en spelregels", "Relatienetwerk")


def shown(page: Page, text: str) -> None:
    """People can read this there."""
    expect(page.get_by_text(text).locator("visible=true").first).to_be_visible()


def absent(page: Page, *texts: str) -> None:
    """Nowhere in the page, seen or unseen."""
    source = page.content()
    for text in texts:
        assert text not in source, f"{text!r} is in the page"


@dataclass
class Course:
    """Everybody in the room: `regie` leads, Mies speaks for the Jeugdbescherming, Rob for the GGZ."""

    table: Table
    regie: Hands
    mies: Hands
    rob: Hands
    wall: Page

    def everybody(self) -> tuple[Page, Page, Page]:
        """The screens on which nothing hidden may be."""
        return self.mies.page, self.rob.page, self.wall

    def coming_in(self) -> None:
        for phone in (self.mies, self.rob):
            shown(phone.page, "De gespreksbegeleider laat je zo binnen.")
        shown(self.wall, f"{self.table.code[:4]} {self.table.code[4:]}")
        shown(self.regie.page, "2 mensen wachten")
        absent(self.wall, "Mies", "Rob")
        self.regie.press("Iedereen binnenlaten")
        for phone in (self.mies, self.rob):
            shown(phone.page, "Je bent binnen")
        shown(self.regie.page, "2 van 2 aanwezig")
        self.hidden(FIRST, SECOND, PREPARED)

    def hidden(self, *texts: str) -> None:
        """Not on any screen but Regie's."""
        for page in self.everybody():
            absent(page, *texts)

    def introduction(self) -> None:
        self.regie.press("Bijeenkomst beginnen")
        shown(self.wall, "Onze spelregels")
        self.regie.write("Wat voegt de groep toe?", "We laten elkaar uitpraten, ook als het spannend is.")
        self.regie.press("Spelregel toevoegen")
        for page in self.everybody():
            shown(page, "We laten elkaar uitpraten, ook als het spannend is.")
        self.mies.press("Hier kan ik mee leven")
        shown(self.mies.page, "Genoteerd dat je akkoord bent.")
        shown(self.regie.page, "gaven 1 van 2 mensen aan")
        absent(self.wall, "gaven 1 van 2")
        self.regie.press("Toon spelregels op de wand")
        self.regie.press("Iedereen is akkoord")
        shown(self.wall, "Iedereen gaat hiermee akkoord")
        self.hidden(FIRST, SECOND)

    def timeline(self) -> None:
        self.regie.press("Volgend onderdeel")
        shown(self.mies.page, "De gespreksbegeleider laat zo het eerste moment zien.")
        shown(self.regie.page, FIRST)
        self.hidden(FIRST, SECOND, PREPARED)
        self.regie.press("Toon eerste moment")
        for page in self.everybody():
            shown(page, FIRST)
        shown(self.wall, PREPARED)
        self.hidden(SECOND, THIRD)
        self.words()
        self.notes()
        self.inserted()
        self.theme()
        self.regie.press("Toon volgend moment")

    def words(self) -> None:
        self.mies.write(QUESTION, "Bij ons kwam dit pas in de herfst binnen.")
        absent(self.wall, "Bij ons kwam dit pas")
        absent(self.rob.page, "Bij ons kwam dit pas")
        self.mies.choose("Wij waren nog niet betrokken")
        self.mies.press("Hang op de tijdlijn")
        shown(self.mies.page, "Je duiding hangt.")
        shown(self.wall, "Bij ons kwam dit pas in de herfst binnen.")
        shown(self.regie.page, "Bij ons kwam dit pas in de herfst binnen.")
        absent(self.wall, "Mies")

    def notes(self) -> None:
        self.regie.press("Noteren voor partij")
        self.regie.choose("School", "Wie zegt het?")
        self.regie.write("Wat zegt", "Gezegd door school, opgeschreven door een ander.")
        self.regie.press("Hang op de tijdlijn")
        shown(self.wall, "Gezegd door school, opgeschreven door een ander.")
        shown(self.wall, "genoteerd")
        self.regie.press("Klaar met noteren")

    def inserted(self) -> None:
        self.regie.press("Moment invoegen")
        self.regie.write("Wat gebeurde er?", "Huisarts belt de wijkagent")
        self.regie.write("Wanneer", "april 2025")
        self.regie.press("Toevoegen")
        shown(self.regie.page, "Huisarts belt de wijkagent")
        self.hidden("Huisarts belt de wijkagent")
        self.regie.press("Toon volgend moment")
        for page in self.everybody():
            shown(page, "Huisarts belt de wijkagent")
        self.hidden(SECOND)

    def theme(self) -> None:
        self.regie.press("Thema noteren")
        self.regie.write("Thema", "Bellen of mailen")
        self.regie.page.keyboard.press("Enter")
        shown(self.regie.page, "Bellen of mailen")

    def reflection(self) -> None:
        self.to_block("Reflectie en rode draden")
        self.mies.tab("Wat valt op")
        self.mies.write("Wat valt jou op", "We belden pas laat.")
        self.mies.choose("In de samenwerking")
        self.mies.press("Zet op de wand")
        shown(self.regie.page, "Wat valt op")
        self.mies.tab("Hielp of belemmerde")
        self.mies.press("Belemmerde")
        expect(self.mies.page.get_by_role("button", name="Belemmerde", pressed=True).first).to_be_visible()
        shown(self.wall, FIRST)
        self.regie.tab("Rode draden")
        self.regie.write("Nieuwe rode draad", "We wachtten op elkaar.")
        self.regie.press("Rode draad toevoegen")
        self.regie.press("Toon rode draden op de wand")
        shown(self.wall, "We wachtten op elkaar.")
        self.mies.tab("Rode draden")
        shown(self.mies.page, "We wachtten op elkaar.")

    def triangle(self) -> None:
        self.to_block("Samenwerkingsdriehoek")
        note = "Alleen voor mij, tot alles opengaat."
        self.answer(self.mies, "heel veel spanning", "weinig aandacht", note)
        shown(self.mies.page, "Leg je telefoon maar weg.")
        shown(self.wall, "1 ")
        absent(self.wall, note)
        absent(self.rob.page, note)
        absent(self.regie.page, note)
        self.answer(self.rob, "geen spanning", "veel aandacht", "")
        self.regie.press("Onthul alle antwoorden")
        shown(self.regie.page, note)
        absent(self.wall, "Mies")
        self.regie.press("Naar de spelregels")
        self.regie.press("Rond af")

    @staticmethod
    def answer(phone: Hands, tension: str, attention: str, note: str) -> None:
        """All three levels."""
        for at, level in enumerate(LEVELS):
            shown(phone.page, level)
            phone.choose(tension, "Hoeveel spanning")
            phone.choose(attention, "Hoeveel aandacht")
            if note and at == 0:
                phone.write("Wil je er iets bij zeggen?", note)
            phone.press("Bewaar en naar het volgende niveau" if at < 2 else "Bewaar mijn antwoorden")
            shown(phone.page, LEVELS[at + 1] if at < 2 else "Mijn antwoorden bekijken of aanpassen")

    def lessons(self) -> None:
        self.to_block("Lessen en vervolgstappen")
        self.regie.press("Les bij")
        self.regie.write("Wat leren we?", "Wie aan zet is, zeggen we hardop.")
        self.regie.press("Bewaren")
        shown(self.wall, "Wie aan zet is, zeggen we hardop.")
        self.mies.write("Welke eerste stap zet jij", "Ik bel de school op maandag.")
        self.mies.write("Wie doet het?", "Jeugd")
        self.mies.write("Wanneer is het gedaan?", "2026-12-12")
        self.mies.press("Zet bij de afspraken")
        self.regie.tab("Stappen en afspraken")
        self.regie.press("Toon afspraken op de wand")
        shown(self.wall, "Ik bel de school op maandag.")
        self.regie.tab("Terugblik")
        self.regie.write("Wanneer kijken jullie terug?", "2027-03-03")
        self.regie.press("Datum vastleggen")
        shown(self.regie.page, "bewaard")

    def slider(self) -> None:
        self.to_block("Dilemmaschuif")
        dilemma = load().dilemma
        for page in self.everybody():
            shown(page, dilemma.question)
        self.mies.slide("Jouw plaats", 20)
        shown(self.mies.page, "Leg je telefoon maar weg.")
        self.mies.write("Waarom sta je hier?", "Eerst rust.")
        self.mies.press("Bewaar mijn uitleg")
        self.rob.slide("Jouw plaats", 80)
        shown(self.rob.page, "Leg je telefoon maar weg.")
        shown(self.wall, "2 ")
        absent(self.wall, "Eerst rust.")
        absent(self.rob.page, "Eerst rust.")
        absent(self.regie.page, "Eerst rust.")
        self.regie.press("Onthul alle plaatsen")
        self.regie.open("Alle plaatsen als lijst")
        shown(self.regie.page, "Eerst rust.")
        shown(self.mies.page, "Alle plaatsen staan op de wand.")
        self.regie.press("Open de tweede ronde")
        self.mies.slide("Jouw plaats", 40)
        shown(self.mies.page, "Leg je telefoon maar weg.")
        self.rob.press("Ik blijf hier staan")
        shown(self.rob.page, "Leg je telefoon maar weg.")
        self.regie.press("Onthul alle plaatsen")
        self.regie.open("Alle plaatsen als lijst")
        expect(self.regie.page.get_by_role("columnheader", name="Verschuiving")).to_be_visible()

    def end(self) -> None:
        self.regie.press("Bijeenkomst afsluiten")
        self.regie.press("Afsluiten")
        shown(self.wall, "Dank jullie wel")
        for phone in (self.mies, self.rob):
            shown(phone.page, "De bijeenkomst is afgesloten. Wat je schreef, is bewaard.")
        shown(self.regie.page, "De bijeenkomst is afgesloten")
        expect(self.wall.get_by_text(self.table.code[:4])).to_have_count(0)

    def to_block(self, title: str) -> None:
        """On to the next block, past those in between."""
        now = self.regie.page.get_by_role("navigation", name="Draaiboek").locator("[aria-current=step]")
        for _ in range(4):
            before = now.get_by_text(re.compile(r"[a-z]{4}")).first.inner_text()
            if title in before.replace(SOFT_HYPHEN, ""):
                return
            self.regie.press("Volgend onderdeel")
            expect(now).not_to_contain_text(before)
        raise AssertionError(f"{title} does not come")

    def whole(self, step: Callable[[str], None] = lambda _: None) -> None:
        """From the door to the end."""
        for part in (self.coming_in, self.introduction, self.timeline, self.reflection, self.triangle, self.lessons,
                     self.slider, self.end):  # fmt: skip
            part()
            step(part.__name__)
