"""The one door: pages go to Django, sockets to the room."""

import os

from channels.routing import ProtocolTypeRouter, URLRouter
from django.core.asgi import get_asgi_application
from django.urls import re_path

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "samenspel.project.settings")

# Fills Django's registry of apps; what the room imports needs it.
pages = get_asgi_application()

from samenspel.room.routing import websocket_urlpatterns  # noqa: E402

from .body_limit import limited  # noqa: E402
from .collector import settle  # noqa: E402
from .nowhere import refuse  # noqa: E402
from .wiring import wire  # noqa: E402

wire()
settle()

application = ProtocolTypeRouter(
    {"http": limited(pages), "websocket": URLRouter([*websocket_urlpatterns, re_path(r"", refuse)])}
)
