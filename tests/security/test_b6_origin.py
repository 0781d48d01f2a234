"""B6: a socket is opened by our own page only. One spelling of the origin is right; every other one is refused."""

import pytest
from pytest_django import Settings

from samenspel.room.origin import origin_allowed

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
