"""B7: a request that is too large is refused before it fills memory or disk."""

import http.client
from pathlib import Path
from typing import Any

import pytest

from samenspel.project.body_limit import limited
from tests.serving import Served


async def _ask(chunks: list[bytes], headers: list[tuple[bytes, bytes]]) -> tuple[int, int]:
    """Status, and how many bytes the application was given."""
    given, sent = 0, []
    waiting = [{"type": "http.request", "body": chunk, "more_body": True} for chunk in chunks]
    waiting.append({"type": "http.request", "body": b"", "more_body": False})

    async def app(scope: Any, receive: Any, send: Any) -> None:
        nonlocal given
        while (message := await receive())["type"] == "http.request":
            given += len(message["body"])
            if not message["more_body"]:
                await send({"type": "http.response.start", "status": 200, "headers": []})
                return

    async def receive() -> Any:
        return waiting.pop(0)

    async def send(message: Any) -> None:
        sent.append(message)

    await limited(app, 100)({"type": "http", "headers": headers}, receive, send)
    return sent[0]["status"], given


@pytest.mark.parametrize(
    ("chunks", "headers", "status"),
    [
        ([b"x" * 100], [(b"content-length", b"100")], 200),
        ([b"x" * 101], [(b"content-length", b"101")], 413),
        ([b"x" * 60, b"x" * 60, b"x" * 60], [], 413),
        ([], [(b"content-length", b"9" * 9000)], 413),
        ([b"x"], [(b"content-length", b"-1")], 200),
    ],
)
async def test_b7_a_body_too_large_is_refused(
    chunks: list[bytes], headers: list[tuple[bytes, bytes]], status: int
) -> None:
    answer, given = await _ask(chunks, headers)
    assert answer == status
    assert given <= 100


def test_b7_the_server_refuses_a_large_upload_by_anybody(tmp_path: Path) -> None:
    with Served(tmp_path) as served:
        line = http.client.HTTPConnection("127.0.0.1", served.port, timeout=10)
        line.putrequest("POST", "/meedoen")
        line.putheader("Content-Type", "multipart/form-data; boundary=b")
        line.putheader("Content-Length", str(20 * 1024 * 1024))
        line.endheaders()
        assert line.getresponse().status == 413
        assert "Traceback" not in served.log.read_text()
