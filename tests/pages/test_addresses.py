"""Every address there is, found in the list of addresses: methods, forgery, other sites, what a page lets out
(ASVS 3.4, 3.5, 4.1, 13.4, 14.3)."""

import re
from collections.abc import Iterator

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from samenspel.invitations.links import link_url
from samenspel.project.headers import PARTS, add_headers
from samenspel.trajects import engine, services

from .conftest import PASSWORD, Scene, join

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "keys"])
OTHER = "https://elders.voorbeeld.nl"
FILLED = {"session": "{session}", "instance": "{session}", "user": "1", "pk": "1", "name": "tijdlijn.csv"}
FILLED |= {"instrument": "meeting", "provider_id": "organisatie"}


def addresses(scene: Scene) -> list[str]:
    found = set()
    for route in _routes(get_resolver(), ""):
        route = re.sub(r"\(\?P<(\w+)>[^)]*\)", r"<str:\1>", route).replace("^", "").replace("$", "")
        path = re.sub(r"<(?:\w+:)?(\w+)>", lambda m: FILLED.get(m[1], "1").format(session=scene.id), route)
        found.add("/" + path.replace("\\", ""))
    return sorted(found)


def _routes(resolver: URLResolver, before: str) -> Iterator[str]:
    for entry in resolver.url_patterns:
        route = before + str(entry.pattern)
        if isinstance(entry, URLResolver):
            yield from _routes(entry, route)
        else:
            assert isinstance(entry, URLPattern)
            yield route


def facilitator(**options: object) -> Client:
    client = Client(HTTP_HOST="localhost", REMOTE_ADDR="127.0.0.1", raise_request_exception=False, **options)
    client.login(username="marieke", password=PASSWORD)
    return client


def test_there_are_enough_addresses_to_speak_of(scene: Scene) -> None:
    assert len(addresses(scene)) > 45


def test_nothing_is_changed_by_a_request_that_another_site_could_make(scene: Scene) -> None:
    client = facilitator(enforce_csrf_checks=True)
    client.get(f"/s/{scene.id}/regie")
    for path in addresses(scene):
        answer = client.post(path, headers={"Origin": OTHER})
        assert answer.status_code in (403, 405, 404), f"{path}: {answer.status_code}"


def test_safe_methods_change_nothing_and_trace_gives_nothing_back(scene: Scene) -> None:
    client = facilitator()
    client.get(f"/s/{scene.id}/regie")
    before = sorted((record.id, record.version) for record in scene.state())
    for path in addresses(scene):
        client.get(path)
        client.head(path)
        assert b"verklikker" not in client.trace(path, headers={"X-Own": "verklikker"}).content
    scene.session.refresh_from_db()
    assert sorted((record.id, record.version) for record in scene.state()) == before
    assert scene.session.status != "closed"


def test_every_answer_has_the_headers_and_lets_no_other_site_read(scene: Scene) -> None:
    client = facilitator()
    client.get(f"/s/{scene.id}/regie")
    for path in [*addresses(scene), "/bestaat-niet", "/static/samenspel/mark.svg", "/static/"]:
        answer = client.get(path, headers={"Origin": OTHER})
        headers = answer.headers
        assert not [key for key in headers if key.lower().startswith("access-control")], path
        assert headers["X-Content-Type-Options"] == "nosniff", path
        assert "frame-ancestors 'none'" in headers["Content-Security-Policy"], path
        assert headers["Referrer-Policy"] == "same-origin", path
        kind = headers.get("Content-Type", "")
        if answer.status_code not in (301, 302, 304, 405) and getattr(answer, "content", b"x"):
            assert kind, path
        if kind.startswith(("text/", "application/json")) and "json" not in kind:
            assert "charset=utf-8" in kind.lower(), f"{path}: {kind}"
        if kind.startswith("text/html"):
            assert "object-src 'none'" in headers["Content-Security-Policy"], path
            assert headers["Cross-Origin-Opener-Policy"] == "same-origin", path
            assert "no-store" in headers["Cache-Control"], path


def test_scripts_styles_and_fonts_are_in_no_frame_either() -> None:
    for kind in PARTS:
        answer = add_headers(HttpResponse(b"", content_type=kind))
        assert "frame-ancestors 'none'" in answer.headers["Content-Security-Policy"], kind


def test_no_secret_is_ever_in_an_address(scene: Scene) -> None:
    link = link_url(scene.session, "deelnemer", "a1")
    assert "#" in link and "?" not in link and link.split("#")[0].endswith("/binnen")
    client = Client(HTTP_HOST="localhost")
    join(client, scene)
    token = client.cookies[f"samenspel_deelnemer_{scene.id}"].value
    page = client.get(f"/s/{scene.id}/deelnemer").content.decode()
    assert token not in page, "a ticket is in its cookie only"


def test_a_login_leads_to_our_own_pages_only(scene: Scene) -> None:
    for next_page in (OTHER, "//elders.voorbeeld.nl", "javascript:alert(1)", "https:elders.voorbeeld.nl"):
        client = Client(HTTP_HOST="localhost", REMOTE_ADDR="127.0.0.1")
        answer = client.post("/inloggen", {"login": "marieke", "password": PASSWORD, "next": next_page})
        assert answer.headers["Location"] == "/bijeenkomsten/"


def test_no_folder_is_listed_and_nothing_beside_the_pages_is_served() -> None:
    client = Client(HTTP_HOST="localhost")
    for path in ("/static/", "/static/samenspel/", "/.git/config", "/.env", "/pyproject.toml", "/static/../settings.py",
                 "/static/%2e%2e/settings.py", "/admin/", "/data/samenspel.sqlite3"):  # fmt: skip
        assert client.get(path).status_code == 404, path


def test_a_parameter_counts_from_the_place_where_it_belongs(scene: Scene) -> None:
    client = Client()
    answer = client.post(f"/meedoen?code={scene.code}", {"code": "fout"})
    assert answer.status_code == 422, "an address does not stand in for the form"
    assert client.post("/meedoen", {"code": ["fout", scene.code]}).status_code == 302, "the last one counts, always"


def test_what_people_write_is_text_on_every_page(scene: Scene) -> None:
    nasty = "</script><img src=x onerror=alert(1)>\"'{{7*7}}{% now 'Y' %}"
    renamed = engine.command(scene.id, "set_meeting", title=nasty[:60])
    engine.run(scene.id, scene.host, engine.over(services.meeting_record(scene.id), renamed))
    scene.session.set_title(nasty[:60])
    scene.session.save()
    client = facilitator()
    for path in ("/bijeenkomsten/", f"/bijeenkomsten/{scene.id}/", f"/s/{scene.id}/regie"):
        text = client.get(path).content.decode()
        assert "<img src=x" not in text, path
        assert path.endswith("regie") or "{{7*7}}" in text, path
    client.post("/meedoen", {"code": scene.code})
    assert "<img src=x" not in client.get("/meedoen/wie").content.decode()


def test_every_page_behind_the_login_shows_the_way_out(scene: Scene) -> None:
    client = facilitator()
    for path in ("/bijeenkomsten/", "/bijeenkomsten/nieuw", f"/bijeenkomsten/{scene.id}/", "/account/beveiliging",
                 "/account/wachtwoord", "/account/aanmeldingen"):  # fmt: skip
        assert 'href="/uitloggen"' in client.get(path).content.decode(), path
