"""B8: nothing that somebody writes becomes a header, a receiver, a tag or an address of its own."""

from __future__ import annotations

from html.parser import HTMLParser
from typing import Any

import pytest

from samenspel.letters import clean, compose, post
from samenspel.letters.models import Letter
from samenspel.rounds import runner
from samenspel.trajects.models import Session
from tests.letters.catcher import Catcher
from tests.letters.conftest import add
from tests.security.payloads import MARK, SHAPES

HEADERS = (
    "Hoi\r\nBcc: boef@voorbeeld.nl",
    "Hoi\nBcc: boef@voorbeeld.nl\n\nandere tekst",
    "Hoi\rX: y",
    "Hoi\u2028Bcc: boef@voorbeeld.nl",
    "Hoi\x0bBcc: boef@voorbeeld.nl",
    "\u202egnidolb",
    'Jan" <boef@voorbeeld.nl>, "',
    "=?utf-8?b?Qm9lZg==?= <boef@voorbeeld.nl>",
    "é" * 400,
    "",
)
PLACES = (
    "x@x.nl\r\nRCPT TO:<boef@voorbeeld.nl>",
    "a@b.nl, boef@voorbeeld.nl",
    "<boef@voorbeeld.nl>",
    "a b@c.nl",
    "x" * 300,
)


class Tags(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.seen: list[tuple[str, dict[str, str | None]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.append((tag, dict(attrs)))


def tags(html: str) -> list[tuple[str, dict[str, str | None]]]:
    parser = Tags()
    parser.feed(html)
    return parser.seen


@pytest.mark.django_db(databases=["default", "keys"], transaction=True)
@pytest.mark.parametrize("number", range(len(HEADERS)))
def test_b8_names_and_subjects_make_no_headers(by_mail: Catcher, meeting: Session, number: int) -> None:
    hostile = HEADERS[number]
    meeting_host = meeting.traject.contacts.first()
    if meeting_host is not None:
        from samenspel.trajects.contact import Person

        meeting_host.set_person(Person(name=hostile or "x", email="renske@voorbeeld.nl"))
        meeting_host.save()
    contact = add(meeting, hostile, "anna@voorbeeld.nl")
    post.put(
        contact, "reminder", "b8:1", subject=hostile, text=hostile or "Hoi", attachments=[(hostile, "text/plain", b"x")]
    )
    runner.once()
    assert by_mail.readers == [["anna@voorbeeld.nl"]]
    (mail,) = by_mail.mails
    names = [name.lower() for name in mail]
    assert sorted(names) == sorted(set(names))
    assert not {"bcc", "x", "cc"} & set(names)
    assert "samenspel@gemeente.voorbeeld.nl" in str(mail["from"])
    assert [address.addr_spec for address in mail["from"].addresses] == ["samenspel@gemeente.voorbeeld.nl"]
    assert [address.addr_spec for address in mail["to"].addresses] == ["anna@voorbeeld.nl"]


@pytest.mark.django_db(databases=["default", "keys"], transaction=True)
@pytest.mark.parametrize("address", PLACES)
def test_b8_an_address_that_is_more_than_one_address_gets_nothing(
    by_mail: Catcher, meeting: Session, address: str
) -> None:
    contact = add(meeting, "Anna", address)
    post.put(contact, "reminder", "b8:1", subject="Hoi", text="Hoi")
    runner.once()
    assert by_mail.readers == []
    assert Letter.objects.get().state == "refused"


def test_b8_words_in_a_letter_are_words() -> None:
    plain = compose.write("Hoi", name="Anna", link="https://voorbeeld.nl/binnen#abc", sender="Renske")
    expected = [tag for tag, _ in tags(plain.html)]
    assert MARK not in plain.html
    for shape in SHAPES:
        hostile = shape.format(run="window.__pwned=1", mark=MARK)
        found = compose.write(
            hostile, name=hostile, link="https://voorbeeld.nl/binnen#abc", sender=hostile, button=hostile
        )
        seen = tags(found.html)
        extra = [tag for tag, _ in seen if tag not in {"br", "p", "a", "ul", "li", "h2"} and tag not in expected]
        assert extra == [], shape
        for _, attributes in seen:
            assert not [name for name in attributes if name.startswith("on")], shape
            assert str(attributes.get("href") or "https://").startswith(("https://", "http://")), shape


def test_b8_addresses_in_words_become_links_to_themselves_only() -> None:
    found = compose.write('Kijk op https://a.nl/?x="><script>1</script> of javascript:alert(1).', link="")
    links = [attributes["href"] for tag, attributes in tags(found.html) if tag == "a"]
    assert links == ["https://a.nl/?x"] or links == ["https://a.nl/?x="]
    assert "script" not in [tag for tag, _ in tags(found.html)]


def test_cr10_one_source_gives_the_same_words_twice() -> None:
    text = "# Waar en wanneer\n\n- Maandag\n- In het buurthuis\n\nTot dan.\nEn neem koffie mee.\n\n{link}"
    found = compose.write(text, name="Anna", link="https://voorbeeld.nl/binnen#abc", sender="Renske", answers=True)
    assert [tag for tag, _ in tags(found.html)].count("li") == 2
    for part in ("Waar en wanneer", "Maandag", "In het buurthuis", "En neem koffie mee.", "Renske", "Beste Anna,"):
        assert part in found.plain
        assert part in found.html
    assert "https://voorbeeld.nl/binnen#abc" in found.plain
    assert found.plain.count("binnen#abc") == 1
    assert "# Waar" not in found.plain


@pytest.mark.parametrize(
    ("given", "address"),
    [
        ("anna@voorbeeld.nl", "anna@voorbeeld.nl"),
        ("  anna@voorbeeld.nl\n", "anna@voorbeeld.nl"),
        ("anna@café.nl", "anna@xn--caf-dma.nl"),
        ("ánna@voorbeeld.nl", ""),
        ("anna@voorbeeld.nl\nbcc:x", ""),
        ("", ""),
    ],
)
def test_b8_an_address_is_one_address_in_plain_letters(given: str, address: str) -> None:
    assert clean.address(given) == address


def test_b8_one_line_is_one_line(settings: Any) -> None:
    for hostile in HEADERS:
        found = clean.one_line(hostile)
        assert found.isprintable() or found == ""
        assert len(found) <= clean.SUBJECT
        assert "@" not in clean.name(hostile) and "<" not in clean.name(hostile)
