"""Lines to PostgreSQL and Redis on another machine are encrypted, and no password is the one of the example."""

from collections.abc import Iterator
from urllib.parse import urlsplit

from django.conf import settings
from django.core.checks import CheckMessage, Error, Warning

from samenspel.project.places import LOCAL

from . import Found, deploy_check

KNOWN = {"GEHEIM", "wachtwoord", "password", "postgres", "samenspel", "redis", "root", "admin"}
PROVEN = {"verify-ca", "verify-full"}


@deploy_check
def lines_are_encrypted() -> Found:
    """To another machine only with TLS that knows the other side (ASVS 12.3.1, 12.3.2)."""
    for alias, database in settings.DATABASES.items():
        if not database["ENGINE"].endswith("postgresql") or _near(database.get("HOST", "")):
            continue
        if database.get("OPTIONS", {}).get("sslmode") not in PROVEN:
            yield Warning(
                f"De verbinding met PostgreSQL ({alias}) op een andere machine is niet zeker versleuteld.",
                hint="Zet ?sslmode=verify-full achter het adres van die database, met sslrootcert als het moet.",
                id="samenspel.V001",
            )
    redis = urlsplit(settings.SAMENSPEL_REDIS_URL)
    if redis.scheme == "redis" and not _near(redis.hostname or ""):
        yield Warning(
            "De verbinding met Redis op een andere machine is niet versleuteld.",
            hint="Laat het adres in SAMENSPEL_REDIS_URL met rediss:// beginnen.",
            id="samenspel.V002",
        )


@deploy_check
def passwords_are_ones_own() -> Iterator[CheckMessage]:
    """None is the one of the example, or one that everybody tries first (ASVS 13.2.3)."""
    given = {f"PostgreSQL ({alias})": each.get("PASSWORD") for alias, each in settings.DATABASES.items()}
    given["Redis"] = urlsplit(settings.SAMENSPEL_REDIS_URL).password
    for what, password in given.items():
        if password in KNOWN:
            yield Error(
                f"Het wachtwoord voor {what} is te raden.",
                hint="Kies een nieuw, willekeurig wachtwoord en zet het in het adres.",
                id="samenspel.V003",
            )


def _near(host: str) -> bool:
    return not host or host.startswith("/") or host in (*LOCAL, "::1")
