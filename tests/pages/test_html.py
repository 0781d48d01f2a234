"""Every page: Dutch, one heading, labelled fields, nothing inline (B12, B18), nothing said in logs (B11)."""

import logging
from html.parser import HTMLParser

import pytest
from django.test import Client

from samenspel.invitations.links import link_url

from .conftest import PASSWORD, Scene, join

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "keys"])


class Page(HTMLParser):
    """Gathers what may not be there, and what must."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[tuple[str, dict[str, str | None]]] = []
        self.faults: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        self.tags.append((tag, found))
        self.open.append((tag, found))
        self.faults += [f"{tag} {name}" for name in found if name == "style" or name.startswith("on")]

    def handle_endtag(self, tag: str) -> None:
        while self.open and self.open.pop()[0] != tag:
            pass

    def handle_data(self, data: str) -> None:
        tag, attrs = self.open[-1] if self.open else ("", {})
        if tag == "style" or (tag == "script" and data.strip() and attrs.get("type") != "application/json"):
            self.faults.append(f"inline {tag}")

    def of(self, tag: str) -> list[dict[str, str | None]]:
        return [attrs for name, attrs in self.tags if name == tag]


def check(text: str, live: bool = False) -> None:
    page = Page(text)
    assert not page.faults
    assert page.of("html")[0].get("lang") == "nl" and text.split("</head>")[0].count("<title>") == 1
    if live:
        return
    assert len(page.of("h1")) == 1 and len(page.of("main")) == 1
    labelled = {attrs.get("for") for attrs in page.of("label")}
    within = text.count('class="choice')
    for field in page.of("input"):
        if field.get("type") in ("hidden", "radio", "checkbox"):
            assert field.get("type") == "hidden" or within
        else:
            assert field.get("id") in labelled or field.get("aria-label"), field
    ids = [attrs["id"] for _tag, attrs in page.tags if attrs.get("id")]
    assert len(ids) == len(set(ids))
    assert all(attrs.get("alt") for attrs in page.of("img"))


def test_public_pages(scene: Scene) -> None:
    client = Client()
    for path in ("/", "/meedoen", "/binnen", "/inloggen", "/eerste-keer", "/account/nieuw", f"/s/{scene.id}/wand"):
        check(client.get(path).content.decode())
    check(client.post("/meedoen", {"code": "fout"}).content.decode())
    check(client.post("/binnen", {"token": "x"}).content.decode())
    client.post("/meedoen", {"code": scene.code})
    check(client.get("/meedoen/wie").content.decode())
    check(client.post("/meedoen/wie", {}).content.decode())
    join(client, scene)
    check(client.get(f"/s/{scene.id}/deelnemer").content.decode(), live=True)


def test_pages_behind_the_login(scene: Scene) -> None:
    client = Client(HTTP_HOST="localhost")
    check(client.post("/inloggen", {"login": "marieke", "password": "fout"}).content.decode())
    client.post("/inloggen", {"login": "marieke", "password": PASSWORD})
    own = f"/bijeenkomsten/{scene.id}/"
    paths = ["/bijeenkomsten/", "/bijeenkomsten/nieuw", own, f"{own}poster", f"{own}afsluiten", f"{own}verwijderen"]
    paths += ["/account/beveiliging", "/account/wachtwoord", "/uitloggen", "/account/bevestigen"]
    for path in paths:
        answer = client.get(path)
        assert answer.status_code == 200, path
        check(answer.content.decode())
    check(client.post("/bijeenkomsten/nieuw", {}).content.decode())
    check(client.post(f"{own}wand").content.decode())
    client.post("/account/bevestigen", {"password": PASSWORD})
    for name in ("app", "sleutels", "sleutels/nieuw"):
        answer = client.get(f"/account/beveiliging/{name}")
        assert answer.status_code == 200
        check(answer.content.decode())
    check(client.get(f"/s/{scene.id}/regie").content.decode(), live=True)


def test_b11_logs_say_nothing_about_anybody(scene: Scene, caplog: pytest.LogCaptureFixture) -> None:
    from samenspel.project.log_line import LogLine

    with caplog.at_level(logging.DEBUG):
        client = Client()
        join(client, scene, "Zonderling Veenstra")
        client.post("/meedoen", {"code": "ZZZZ2222"})
        token = link_url(scene.session, "wand").split("#")[1]
        client.post("/binnen", {"token": token})
        client.post("/inloggen", {"login": "marieke", "password": "geheim woord"})
        client.get(f"/s/{scene.id}/regie")
    lines = "\n".join(LogLine().format(record) for record in caplog.records)
    assert "route=join_who" in lines
    for secret in ("Zonderling", scene.code, "ZZZZ2222", token, "marieke", "geheim woord", "127.0.0.1", scene.id):
        assert secret not in lines
