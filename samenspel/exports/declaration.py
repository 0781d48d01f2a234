"""Verklaring van geheimhouding, to sign on paper (CR-2)."""

from __future__ import annotations

from samenspel.exports.document import Bullets, Document, Heading, Paragraph, Signature


def declaration(title: str, kept_until: str) -> Document:
    """The declaration for a session of this title; `kept_until` is the last day of the case, in words."""
    return Document(
        title="Verklaring van geheimhouding",
        subtitle=f"Voor de gespreksbegeleider van: {title}",
        blocks=(
            Paragraph(
                "Je begeleidt een gesprek waarin partijen samen terugkijken op een casus. Wat je daarbij hoort, leest "
                "en opschrijft, is van hen. Met deze verklaring beloof je hoe je daarmee omgaat.",
                "lead",
            ),
            Heading("Ik verklaar"),
            Bullets(
                (
                    "dat ik niet zelf bij de casus betrokken ben of was;",
                    "dat de casus voor mij anoniem is: ik ken hooguit een schuilnaam of initialen, en zoek niet uit om "
                    "wie het gaat;",
                    "dat ik alles wat naar een persoon kan leiden geheim houd, tegenover iedereen, ook na afloop;",
                    "dat ik wat ik ontvang en opschrijf alleen gebruik om dit gesprek voor te bereiden en "
                    "te begeleiden;",
                    "dat ik geen kopieën bewaar, ook niet op papier, op mijn telefoon of in mijn post;",
                    f"dat ik uiterlijk op {kept_until} alles heb vernietigd wat ik nog van de casus heb: wat is "
                    "opgehaald, de tijdlijn, mijn aantekeningen en het verslag;",
                    "dat ik het de initiatiefnemer meteen laat weten als er toch iets bij een ander terechtkomt.",
                ),
                numbered=True,
            ),
            Paragraph(
                "De geheimhouding geldt niet als de wet mij verplicht om iets te melden. Dan bespreek ik dat eerst met "
                "de initiatiefnemer, tenzij dat niet kan.",
            ),
            Signature(("Naam", "Functie en organisatie", "Plaats en datum", "Handtekening")),
        ),
        footer="Geef een getekend exemplaar aan de initiatiefnemer.",
    )
