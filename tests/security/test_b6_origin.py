"""B6: a socket is opened by our own page only. One spelling of the origin is right; every other one is refused."""

import random

import pytest
from django.test import Client
from pytest_django import Settings

from samenspel.invitations import tickets
from samenspel.room.origin import origin_allowed
from tests.figures import figures, seed, size
from tests.pages.conftest import Scene, ready, scene

__all__ = ["ready", "scene"]
VARIANTS = size("ORIGINS", 120, 2_000)

HOST = "samenspel.voorbeeld.nl:8443"
RIGHT = f"https://{HOST}"
WRONG = [
    None,
    "",
    "null",
    "Null",
    "file://",
    "https://",
    "https:",
    "//" + HOST,
    HOST,
    f"http://{HOST}",
    f"wss://{HOST}",
    f"ws://{HOST}",
    f"ftp://{HOST}",
    f"HTTPS://{HOST}",
    RIGHT.upper(),
    "https://Samenspel.voorbeeld.nl:8443",
    f"{RIGHT}/",
    f"{RIGHT}/s/1/regie",
    f"{RIGHT}?x",
    f"{RIGHT}#x",
    f" {RIGHT}",
    f"{RIGHT} ",
    f"\t{RIGHT}",
    f"{RIGHT}\n",
    f"{RIGHT}\x00",
    f"{RIGHT}, {RIGHT}",
    f"{RIGHT} https://kwaad.example",
    "https://samenspel.voorbeeld.nl",
    "https://samenspel.voorbeeld.nl:443",
    "https://samenspel.voorbeeld.nl:80",
    "https://samenspel.voorbeeld.nl:84430",
    "https://samenspel.voorbeeld.nl:08443",
    "https://samenspel.voorbeeld.nl:8443x",
    "https://samenspel.voorbeeld.nl:-1",
    "https://samenspel.voorbeeld.nl:",
    "https://samenspel.voorbeeld.nl.:8443",
    "https://.samenspel.voorbeeld.nl:8443",
    "https://kwaad.samenspel.voorbeeld.nl:8443",
    "https://samenspel.voorbeeld.nl.kwaad.example:8443",
    "https://kwaadsamenspel.voorbeeld.nl:8443",
    "https://voorbeeld.nl:8443",
    "https://nl:8443",
    f"https://kwaad.example@{HOST}",
    f"https://kwaad.example:pw@{HOST}",
    f"https://{HOST}@kwaad.example",
    "https://samenspel.voorbeeld.nl:8443.kwaad.example",
    "https://samenspel%2evoorbeeld.nl:8443",
    "https://samenspel。voorbeeld。nl:8443",
    "https://ѕamenspel.voorbeeld.nl:8443",
    "https://127.0.0.1:8443",
    "https://localhost:8443",
    "https://[::1]:8443",
    "https://192.0.2.1:8443",
    "data:text/html,x",
    "chrome-extension://abcdefgh",
    "javascript:alert(1)",
]


def variant(chance: random.Random) -> str:
    """The right origin with one thing wrong in it, or somebody else's."""
    scheme, name, port = "https", "samenspel.voorbeeld.nl", ":8443"
    wrong = chance.randrange(9)
    if wrong == 0:
        scheme = chance.choice(["http", "ws", "wss", "HTTPS", "Https", "file", "blob:https", "", "https:", "https/"])
    elif wrong == 1:
        name = chance.choice(["kwaad.", "xn--", "-", "%2e", "a" * 60 + ".", "\u00ad", "www."]) + name
    elif wrong == 2:
        name += chance.choice(
            [".", ".kwaad.example", "%00", "\u3002nl", ":8443@kwaad.example", "\u200b", "#", "?", "\\"]
        )
    elif wrong == 3:
        at = chance.randrange(len(name))
        name = (
            name[:at]
            + chance.choice(["\u0430", "\u0435", name[at].upper() if name[at] != "." else "-", ""])
            + name[at + 1 :]
        )
    elif wrong == 4:
        port = chance.choice(
            ["", ":", ":0", ":443", ":08443", ":8443.0", ":+8443", ":8443 ", ":18443", ":8444", ":\u0668443"]
        )
    elif wrong == 5:
        name = f"{chance.choice(['kwaad', 'samenspel.voorbeeld.nl', '', 'a:b'])}@{name}"
    elif wrong == 6:
        name = chance.choice(
            ["[::1]", "[::ffff:192.0.2.1]", "192.0.2.1", "0x7f000001", "2130706433", "localhost", "nl", "*"]
        )
    elif wrong == 7:
        port += chance.choice(
            ["/", "/s/1", "?", "#", " ", "\t", "\r\nX: y", ";", ",https://kwaad.example", "\x00", "//"]
        )
    else:
        return chance.choice(
            ["null", "NULL", "", "undefined", "*", "about:blank", "data:,", "https://kwaad.example", "//"]
        )
    return f"{scheme}://{name}{port}"


@pytest.fixture(autouse=True)
def house(settings: Settings) -> None:
    settings.ALLOWED_HOSTS = ["samenspel.voorbeeld.nl", "localhost"]
    settings.SAMENSPEL_HTTPS = False


def scope(*origins: str | None, host: str = HOST, scheme: str = "wss") -> dict[str, object]:
    headers = [(b"host", host.encode())]
    headers += [(b"origin", origin.encode()) for origin in origins if origin is not None]
    return {"type": "websocket", "scheme": scheme, "headers": headers}


def test_the_page_itself_may() -> None:
    assert origin_allowed(scope(RIGHT))
    assert origin_allowed(scope("http://localhost:8000", host="localhost:8000", scheme="ws"))
    assert origin_allowed(scope("http://localhost", host="localhost:80", scheme="ws"))
    assert origin_allowed(scope("https://samenspel.voorbeeld.nl", host="samenspel.voorbeeld.nl"))


def test_there_are_at_least_fifty_variants() -> None:
    assert len(set(WRONG)) >= 50


@pytest.mark.parametrize("origin", WRONG, ids=repr)
def test_every_other_origin_may_not(origin: str | None) -> None:
    assert not origin_allowed(scope(origin))


def test_two_origins_or_hosts_are_none() -> None:
    assert not origin_allowed(scope(RIGHT, RIGHT))
    assert not origin_allowed(scope(RIGHT, "https://kwaad.example"))
    double = scope(RIGHT)
    double["headers"] = [*double["headers"], (b"host", HOST.encode())]  # type: ignore[misc]
    assert not origin_allowed(double)


def test_a_name_that_is_not_ours_may_not_even_when_it_matches() -> None:
    assert not origin_allowed(scope("https://kwaad.example", host="kwaad.example"))


def test_behind_https_plain_http_may_not(settings: Settings) -> None:
    settings.SAMENSPEL_HTTPS = True
    assert not origin_allowed(scope(f"http://{HOST}", scheme="ws"))
    assert origin_allowed(scope(RIGHT, scheme="ws"))


def test_b6_no_variant_of_the_origin_opens_a_socket_with_or_without_a_ticket() -> None:
    chance = random.Random(first := seed())
    wrong = {variant(chance) for _ in range(VARIANTS * 4)} | set(WRONG[1:])
    wrong.discard(RIGHT)
    for origin in wrong:
        for cookie in (b"", b"__Host-samenspel_regie_5e55105e55105e55=" + b"a" * 43):
            asked = scope(host=HOST)
            raw = (origin or "").encode("utf-8")
            asked["headers"] = [*asked["headers"], (b"origin", raw), (b"cookie", cookie)]  # type: ignore[misc]
            assert not origin_allowed(asked), (origin, first)
    figures("B6 sockets", seed=first, variants=len(wrong), opened=0)
    assert len(wrong) >= 100


@pytest.mark.django_db(transaction=True, databases=["default", "keys"])
def test_b6_no_other_site_can_post_a_form_for_somebody(scene: Scene, settings: Settings) -> None:
    settings.ALLOWED_HOSTS = ["samenspel.voorbeeld.nl"]
    settings.CSRF_TRUSTED_ORIGINS = [RIGHT]
    chance = random.Random(first := seed())
    client = Client(enforce_csrf_checks=True, HTTP_HOST=HOST)
    token = tickets.issue(scene.session, tickets.CONTROL, scene.session.host)
    client.cookies[tickets.cookie_name(scene.id, tickets.CONTROL)] = token
    page = client.get("/meedoen", secure=True)
    form = page.content.decode().partition('name="csrfmiddlewaretoken" value="')[2].partition('"')[0]
    paths = ("/meedoen", "/binnen", f"/s/{scene.id}/koppeling", "/inloggen")
    wrong = sorted({variant(chance) for _ in range(VARIANTS)} - {RIGHT, ""})
    for origin in wrong:
        raw = "".join(each for each in origin if each not in "\r\n")
        for headers in ({"origin": raw}, {"referer": raw + "/x"}):
            path = chance.choice(paths)
            # No browser can be made to send white space or control characters in these.
            if (
                not raw.isascii()
                or not raw.isprintable()
                or " " in raw
                or headers.get("referer", "").lower().startswith(tuple(RIGHT + c for c in "/?#"))
            ):
                continue
            data = {"csrfmiddlewaretoken": form, "code": "x", "token": "x", "surface": "wand"}
            answer = client.post(path, data, headers=headers, secure=True)
            assert answer.status_code == 403, (path, headers, first)
    for path in paths:
        assert client.post(path, {"code": "x"}, headers={"origin": RIGHT}, secure=True).status_code == 403
    own = client.post("/meedoen", {"csrfmiddlewaretoken": form, "code": "x"}, headers={"origin": RIGHT}, secure=True)
    assert own.status_code == 422, "our own page may"
    figures("B6 forms", seed=first, variants=len(wrong), taken=0)
