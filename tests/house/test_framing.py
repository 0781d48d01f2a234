"""Where a request ends is clear, or it is refused: nothing can be smuggled along behind it (ASVS 4.2.1)."""

import socket
from pathlib import Path

import pytest

from tests.serving import Served

HIDDEN = b"GET /bestaat-niet HTTP/1.1\r\nHost: localhost\r\n\r\n"
START = b"POST /meedoen HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/x-www-form-urlencoded\r\n"


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Served:
    with Served(Path(tmp_path_factory.mktemp("framing"))) as running:
        yield running


def answers(served: Served, request: bytes) -> list[bytes]:
    """The first line of every answer that comes back."""
    with socket.create_connection(("127.0.0.1", served.port), timeout=10) as line:
        line.settimeout(2)
        line.sendall(request)
        got = b""
        try:
            while more := line.recv(65536):
                got += more
        except TimeoutError:
            pass
    return [part.split(b"\r\n")[0] for part in got.split(b"HTTP/1.1 ")[1:]]


def test_a_plain_request_is_answered_once(served: Served) -> None:
    assert len(answers(served, START + b"Content-Length: 6\r\n\r\ncode=x")) == 1


@pytest.mark.parametrize(
    "ambiguous",
    [
        b"Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        b"Content-Length: 0\r\nContent-Length: %d\r\n\r\n" % len(HIDDEN),
        b"Content-Length: +5\r\n\r\n",
        b"Content-Length: 5x\r\n\r\n",
        b"Transfer-Encoding: xchunked\r\n\r\n",
        b"Transfer-Encoding : chunked\r\n\r\n0\r\n\r\n",
    ],
)
def test_an_ambiguous_end_is_refused_with_all_that_follows(served: Served, ambiguous: bytes) -> None:
    found = answers(served, START + ambiguous + HIDDEN)
    assert len(found) == 1 and found[0].startswith(b"400"), found
