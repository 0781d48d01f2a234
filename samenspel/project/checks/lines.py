"""Lines to PostgreSQL and Redis on another machine are encrypted, and no password is the one of the example."""

from collections.abc import Iterator
from urllib.parse import parse_qs, urlsplit

from django.conf import settings
from django.core.checks import CheckMessage, Error, Warning

from samenspel.project import tls
from samenspel.project.places import LOCAL, is_local

from . import Found, deploy_check

KNOWN = {"GEHEIM", "wachtwoord", "password", "postgres", "samenspel", "redis", "root", "admin"}
PROVEN = {"verify-ca", "verify-full"}
UNPROVEN = {"ssl_cert_reqs": {"none", "optional"}, "ssl_check_hostname": {"false", "no", "0"}}


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
    asked = parse_qs(redis.query.lower())
    if redis.scheme == "rediss" and any(weak & set(asked.get(name, [])) for name, weak in UNPROVEN.items()):
        yield Warning(
            "De verbinding met Redis is versleuteld, maar Samenspel kijkt niet na of het de goede Redis is.",
            hint="Haal ssl_cert_reqs en ssl_check_hostname uit SAMENSPEL_REDIS_URL en noem ssl_ca_certs.",
            id="samenspel.V002",
        )


@deploy_check
def own_lines_are_encrypted() -> Found:
    """From the proxy to us, and from us to the mail server, when those are elsewhere (ASVS 12.3.1, 12.3.3)."""
    if settings.SAMENSPEL_HTTPS and not is_local(settings.SAMENSPEL_HOST) and not tls.is_on():
        yield Warning(
            "Tussen de proxy en Samenspel gaat alles onversleuteld over het netwerk.",
            hint="Zet SAMENSPEL_TLS_CERT_FILE en _KEY_FILE, of SAMENSPEL_HOST=127.0.0.1 als de proxy hier draait.",
            id="samenspel.V004",
        )
    if settings.EMAIL_HOST and not settings.EMAIL_USE_TLS and not _near(settings.EMAIL_HOST):
        yield Warning(
            "Post gaat onversleuteld naar de mailserver op een andere machine.",
            hint="Zet SAMENSPEL_EMAIL_TLS=ja.",
            id="samenspel.V005",
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
