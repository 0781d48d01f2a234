"""What goes out (CR-21) and the hints while writing (CR-7, CR-19)."""

from __future__ import annotations

import inspect
from xml.etree import ElementTree

import pytest

from samenspel.instruments.case_reconstruction import exports, hints
from samenspel.instruments.case_reconstruction.tests.room import ANNA, FACILITATOR, Case


def full() -> Case:
    """A case with everything that could leak."""
    case = Case.start()
    one = case.moment("Melding <school> & wijk", 2)
    case.moment("nooit getoond", 3, shown=False)
    case.do(FACILITATOR, "add_prepared_interpretation", moment=one, party="weg", text="geheime duiding")
    case.do(ANNA, "write_interpretation", moment=one, text="geheime duiding twee")
    case.do(ANNA, "save_draft", moment=one, text="geheim concept")
    link = {"by": "wijk", "on": "politie", "action": "geheime daad", "effect": "geheim effect"}
    case.do(FACILITATOR, "add_interaction", moment=one, **link)
    case.do(ANNA, "mark_moment", moment=one, value="hindering", why="geheime reden")
    (thread,) = case.do(FACILITATOR, "add_thread", text="=SOM(draad)", moments=[one], level="relations")
    case.do(FACILITATOR, "add_lesson", text="bel elkaar", kind="content", thread=thread)
    case.do(FACILITATOR, "add_agreement", what="Wij bellen", who="wijk", due="2026-01-15")
    case.do(FACILITATOR, "set_look_back", date="2026-03-31")
    return case


@pytest.mark.parametrize("name", sorted(exports.EXPORTS))
def test_cr21_no_export_holds_an_interpretation_or_a_hidden_moment(name: str) -> None:
    case = full()
    kind, data = exports.EXPORTS[name](case.state, case.instance)
    text = data.decode()
    assert kind and "geheim" not in text and "nooit getoond" not in text


def test_cr21_neither_does_the_report_and_there_is_no_switch() -> None:
    case = full()
    blocks = exports.report_blocks(case.state, case.instance)
    assert "geheim" not in str(blocks)
    assert exports.AID in str(blocks)
    assert [block.heading for block in blocks] == ["De tijdlijn", "Rode draden", "Lessen", "Afspraken", "Terugblik"]
    assert "Interpretation" not in vars(exports)
    assert list(inspect.signature(exports.report_blocks).parameters) == ["state", "instance"]


def test_cr21_the_picture_is_sound_svg_with_escaped_words() -> None:
    case = full()
    for number in range(4, 13):
        case.moment("w" * 120 if number == 4 else "zestien" * 2 + " kort woord" * 8, number)
    root = ElementTree.fromstring(exports.EXPORTS["tijdlijn.svg"](case.state, case.instance)[1])
    said = [text for text in root.itertext() if text.strip()]
    assert any("Melding <school> & wijk" in text for text in said)
    assert sum(text.count("w") for text in said if set(text) == {"w"}) == 120
    assert any("wijk, politie" in text for text in said)


def test_cr21_tables_are_safe_for_a_spreadsheet() -> None:
    case = full()
    data = exports.EXPORTS["rode-draden.csv"](case.state, case.instance)[1].decode("utf-8-sig")
    assert data.splitlines() == ["Rode draad;Niveau;Bij momenten", "'=SOM(draad);relatienetwerk;1"]


def test_cr21_an_empty_case_exports_too() -> None:
    case = Case.start("preparation")
    for export in exports.EXPORTS.values():
        assert export(case.state, case.instance)[1]
    assert exports.report_blocks(case.state, case.instance)


@pytest.mark.parametrize(
    ("text", "keys"),
    [
        ("Corporatie kondigt ontruiming aan", []),
        ("De school weigerde mee te werken", ["loaded"]),
        ("Wijkteam kwam te laat met de schuldhulp", ["loaded"]),
        ("Schuldhulp gestart", []),
        ("Niemand belde terug", ["absolute"]),
        ("De situatie escaleerde", ["vague"]),
        ("Casus opgeschaald", ["jargon"]),
        ("Aanvraag OTS bij de rechter", ["abbreviation"]),
        ("Was er een overleg?", ["question"]),
        (" ".join(["woord"] * 14), ["keywords"]),
    ],
)
def test_cr7_hints_on_a_moment(text: str, keys: list[str]) -> None:
    assert hints.on_moment(text) == keys


def test_cr7_an_explained_word_gives_no_hint() -> None:
    assert hints.on_moment("Aanvraag OTS", ["ots"]) == []
    assert hints.on_words("Casus opgeschaald", ["opgeschaald"]) == []


def test_cr7_cr19_every_key_of_a_hint_has_words_for_people() -> None:
    for key in ("loaded", "absolute", "vague", "jargon", "abbreviation", "keywords", "question"):
        assert hints.HINTS[key]["text"]


@pytest.mark.parametrize(
    ("what", "who", "due", "missing"),
    [
        ("Wij bellen binnen een dag terug", "wijkteam", "2026-01-15", []),
        ("Beter communiceren", "we", "", ["owner", "verb", "date"]),
        ("Aandacht voor de overdracht", "Sanne", "2026-01-15", ["verb"]),
    ],
)
def test_cr19_concreteness(what: str, who: str, due: str, missing: list[str]) -> None:
    assert hints.on_agreement(what, who, due) == missing
