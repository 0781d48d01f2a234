"""The one door: pages go to Django, sockets to the room."""

import os

from channels.routing import ProtocolTypeRouter
from django.core.asgi import get_asgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "samenspel.project.settings")

application = ProtocolTypeRouter({"http": get_asgi_application()})
