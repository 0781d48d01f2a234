"""Where sockets come in."""

from __future__ import annotations

from django.urls import re_path

from samenspel.room.socket import Socket

websocket_urlpatterns = [
    re_path(
        r"^s/(?P<session>[0-9a-f]{16})/(?P<surface>regie|deelnemer|wand)/socket$",
        Socket.as_asgi(),
    ),
]
