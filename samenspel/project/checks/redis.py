"""Redis answers when it is set; without it rooms in several processes follow each other more slowly (R9)."""

from django.conf import settings
from django.core.checks import Error, Info
from redis import Redis
from redis.exceptions import RedisError

from . import Found, check

SECONDS = 3


@check
def redis_answers() -> Found:
    """One ping."""
    if not settings.SAMENSPEL_REDIS_URL:
        if settings.DATABASES["default"]["ENGINE"].endswith("postgresql"):
            yield Info(
                "Er is geen Redis ingesteld: meer processen merken elkaars wijzigingen pas na enkele tellen.",
                hint="Zet SAMENSPEL_REDIS_URL als er meer dan één proces of machine is.",
                id="samenspel.R001",
            )
        return
    try:
        with Redis.from_url(
            settings.SAMENSPEL_REDIS_URL, socket_connect_timeout=SECONDS, socket_timeout=SECONDS
        ) as line:
            line.ping()
    except (RedisError, OSError) as error:
        yield Error(
            f"Redis is niet te bereiken ({type(error).__name__}). Niets gaat verloren, maar schermen lopen achter.",
            hint="Draait Redis, en klopt het adres in SAMENSPEL_REDIS_URL?",
            id="samenspel.R002",
        )
