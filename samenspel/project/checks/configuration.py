"""The settings fit each other and the address people use."""

from urllib.parse import urlsplit

from django.conf import settings
from django.core.checks import Error, Warning
from django.http.request import validate_host

from . import Found, check, deploy_check

LEAST_SECRET = 40
LEAST_TOKEN = 20


@check
def addresses_fit() -> Found:
    """The public address, https and the names that are answered to."""
    parts = urlsplit(settings.SAMENSPEL_PUBLIC_URL)
    if settings.SAMENSPEL_HTTPS and parts.scheme != "https":
        yield Error(
            f"SAMENSPEL_HTTPS staat aan, maar SAMENSPEL_PUBLIC_URL is {settings.SAMENSPEL_PUBLIC_URL}.",
            hint="Zet SAMENSPEL_PUBLIC_URL op het adres dat met https:// begint.",
            id="samenspel.C001",
        )
    if parts.scheme == "https" and not settings.SAMENSPEL_HTTPS:
        yield Error(
            "Het adres voor mensen begint met https://, maar SAMENSPEL_HTTPS staat uit: cookies zijn dan niet veilig.",
            hint="Zet SAMENSPEL_HTTPS=ja.",
            id="samenspel.C002",
        )
    if not validate_host(parts.hostname or "", settings.ALLOWED_HOSTS):
        yield Error(
            f"Op {parts.hostname} antwoordt de server niet: die naam staat niet in SAMENSPEL_ALLOWED_HOSTS.",
            hint="Voeg hem toe, of laat SAMENSPEL_ALLOWED_HOSTS leeg.",
            id="samenspel.C003",
        )
    if "*" in settings.ALLOWED_HOSTS:
        yield Warning(
            "De server antwoordt op elke naam.",
            hint="Noem in SAMENSPEL_ALLOWED_HOSTS alleen de namen die mensen gebruiken.",
            id="samenspel.C004",
        )
    if "*" in settings.SAMENSPEL_PROXIES:
        yield Error(
            "Elke bezoeker mag zeggen dat hij een proxy is (SAMENSPEL_PROXIES=*).",
            hint="Noem het adres van je proxy, of laat SAMENSPEL_PROXIES leeg.",
            id="samenspel.C005",
        )


@check
def secrets_are_long() -> Found:
    """Secrets that somebody chose are not easily guessed."""
    if len(settings.SECRET_KEY) < LEAST_SECRET:
        yield Error(
            f"SAMENSPEL_SECRET_KEY is korter dan {LEAST_SECRET} tekens.",
            hint="Laat hem leeg (dan maakt Samenspel er een), of gebruik: openssl rand -base64 48",
            id="samenspel.C006",
        )
    if 0 < len(settings.SAMENSPEL_METRICS_TOKEN) < LEAST_TOKEN:
        yield Warning(
            f"SAMENSPEL_METRICS_TOKEN is korter dan {LEAST_TOKEN} tekens.",
            hint="Gebruik bijvoorbeeld: openssl rand -hex 24",
            id="samenspel.C007",
        )


@deploy_check
def strangers_can_come_in_safely() -> Found:
    """What a server on a network needs beyond one for trying."""
    if not settings.SAMENSPEL_HTTPS:
        yield Warning(
            "Mensen komen binnen over gewone http: cookies zijn dan niet beschermd. Dat is alleen om te proberen.",
            hint="Zet er een proxy met https voor (zie deploy/nginx.conf) en zet SAMENSPEL_HTTPS=ja.",
            id="samenspel.C008",
        )
    if not settings.SAMENSPEL_SECURITY_CONTACT:
        yield Warning(
            "Wie een lek vindt, kan het nergens melden: er is geen security.txt.",
            hint="Zet SAMENSPEL_SECURITY_CONTACT op een mailadres of een pagina.",
            id="samenspel.C009",
        )
    if settings.SAMENSPEL_CLOCK_FILE:
        yield Error(
            "De klok van Samenspel kan worden verzet: herinneringen gaan dan te vroeg uit, en er kan te vroeg iets "
            "worden vernietigd.",
            hint="Laat SAMENSPEL_CLOCK_FILE leeg op een server waarop mensen werken.",
            id="samenspel.C010",
        )
