"""Coming in over HTTP as a browser does: by code, or by a link with its secret behind the #."""

from __future__ import annotations

import http.client
import re
from dataclasses import dataclass, field
from html.parser import HTMLParser
from http.cookies import SimpleCookie
from urllib.parse import urlencode, urlsplit

SURFACE = re.compile(r"^/s/([0-9a-f]{16})/(regie|deelnemer|wand)$")


class NotIn(Exception):
    """The door stayed closed; the message says where."""


@dataclass(frozen=True)
class Place:
    """Plek: a surface of a session, and the cookies that open it."""

    base: str
    session: str
    surface: str
    cookies: str

    @property
    def socket_url(self) -> str:
        """The address of its socket."""
        parts = urlsplit(self.base)
        scheme = "wss" if parts.scheme == "https" else "ws"
        return f"{scheme}://{parts.netloc}/s/{self.session}/{self.surface}/socket"


@dataclass
class Browser:
    """Browser zonder scherm: keeps cookies, follows no redirects. Calls block: use a thread."""

    base: str
    cookies: dict[str, str] = field(default_factory=dict)

    def join(self, code: str, name: str, party: str, *, turn: int = 0, remote: bool = False) -> Place:
        """Take part with a code, for the party of this name, else for one whose turn it is. Raises NotIn."""
        self._ask("GET", "/meedoen")
        status, where, _ = self._ask("POST", "/meedoen", {"code": code})
        if status != 302:
            raise NotIn("code")
        _, _, page = self._ask("GET", where)
        known = _parties(page)
        value = next((key for key, text in known.items() if party in text), None)
        if value is None:
            value = list(known)[turn % len(known)] if known else "-"
        answers = {"name": name, "party": value, **({"remote": "on"} if remote else {})}
        return self._place(self._ask("POST", where, answers)[1])

    def enter(self, link: str) -> Place:
        """Come in by a link with a token. Raises NotIn."""
        self._ask("GET", "/binnen")
        return self._place(self._ask("POST", "/binnen", {"token": urlsplit(link).fragment})[1])

    def _place(self, where: str) -> Place:
        found = SURFACE.match(urlsplit(where).path)
        if found is None:
            raise NotIn("ticket")
        jar = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        return Place(self.base, found[1], found[2], jar)

    def _ask(self, method: str, path: str, answers: dict[str, str] | None = None) -> tuple[int, str, str]:
        parts = urlsplit(self.base)
        kind = http.client.HTTPSConnection if parts.scheme == "https" else http.client.HTTPConnection
        connection = kind(parts.netloc, timeout=30)
        try:
            headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}
            body = None
            if answers is not None:
                token = next((value for name, value in self.cookies.items() if name.endswith("csrf")), "")
                headers |= {
                    "Content-Type": "application/x-www-form-urlencoded",
                    "Origin": self.base,
                    "Referer": self.base + path,
                    "X-CSRFToken": token,
                }
                body = urlencode(answers)
            connection.request(method, path, body, headers)
            response = connection.getresponse()
            page = response.read().decode("utf-8", "replace")
            self._keep(response.headers.get_all("Set-Cookie") or [])
            return response.status, response.headers.get("Location", ""), page
        finally:
            connection.close()

    def _keep(self, cookies: list[str]) -> None:
        for line in cookies:
            for name, morsel in SimpleCookie(line).items():
                if morsel["max-age"] == 0 or morsel["max-age"] == "0":
                    self.cookies.pop(name, None)
                else:
                    self.cookies[name] = morsel.value


def _parties(page: str) -> dict[str, str]:
    reader = _Choices()
    reader.feed(page)
    return {key: text for key, text in reader.found.items() if key != "-"}


class _Choices(HTMLParser):
    """The parties on the page: value of the radio button → the words beside it."""

    def __init__(self) -> None:
        super().__init__()
        self.found: dict[str, str] = {}
        self._now: str | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "input" and given.get("type") == "radio" and given.get("name") == "party":
            self._now = given.get("value") or ""
            self.found[self._now] = ""

    def handle_endtag(self, tag: str) -> None:
        if tag == "label":
            self._now = None

    def handle_data(self, data: str) -> None:
        if self._now is not None:
            self.found[self._now] += data
