"""Nergens: the answer to a socket on an address that is none of ours."""

from collections.abc import Awaitable, Callable
from typing import Any


async def refuse(
    scope: dict[str, Any],
    receive: Callable[[], Awaitable[dict[str, Any]]],
    send: Callable[[dict[str, Any]], Awaitable[None]],
) -> None:
    """Close before accepting, which the server turns into 403; without this each stray knock is logged as an error."""
    await receive()
    await send({"type": "websocket.close"})
