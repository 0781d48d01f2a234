"""Instellingen: every environment variable Samenspel reads, declared once.

`settings.py` reads from here, `docs/operate.md` is generated from here, and a test compares the two.
"""

import os
from collections.abc import Mapping
from dataclasses import dataclass


class OptionError(Exception):
    """A variable holds something that cannot be what it should be; the message is Dutch and names it."""


@dataclass(frozen=True)
class Option:
    """Instelling: `name` without the prefix, its default, the kind of value and what it means in Dutch.

    An empty default with a `derived` text means: worked out at start, in the way the text says.
    """

    name: str
    kind: str
    default: str
    meaning: str
    derived: str = ""

    @property
    def variable(self) -> str:
        """The name of the environment variable."""
        return f"SAMENSPEL_{self.name}"

    @property
    def shown_default(self) -> str:
        """What the documentation shows as default."""
        return self.derived or (f"`{self.default}`" if self.default else "leeg")


OPTIONS = (
    Option("DATA", "map", "data", "Map van de database met bijeenkomsten."),
    Option("KEYS", "map", "", "Map van de sleuteldatabase. Nooit binnen `SAMENSPEL_DATA`.", "`<DATA>-keys`"),
    Option(
        "KEK_FILE",
        "bestand",
        "",
        "Bestand met de hoofdsleutel. Nooit binnen `SAMENSPEL_DATA` of `SAMENSPEL_KEYS`. "
        "Wordt bij de eerste start gemaakt als het er niet is.",
        "`<DATA>-kek/kek`",
    ),
    Option(
        "BALLOTS",
        "map",
        "",
        "Map met de sleutels van stemmingen die nog open zijn. Hoort **nooit** in een reservekopie, en nooit binnen "
        "`SAMENSPEL_DATA` of `SAMENSPEL_KEYS`. Draait Samenspel op meer machines, dan delen ze deze map.",
        "`<DATA>-ballots`",
    ),
    Option(
        "LEDGER",
        "map",
        "",
        "Map met het vernietigingsboek: wat er vernietigd is, zonder inhoud. Wordt nooit teruggezet uit een "
        "reservekopie. Nooit binnen `SAMENSPEL_DATA` of `SAMENSPEL_KEYS`. Draait Samenspel op meer machines, dan delen "
        "ze deze map.",
        "`<DATA>-ledger`",
    ),
    Option(
        "DATABASE_URL",
        "adres",
        "",
        "PostgreSQL voor de bijeenkomsten, zoals `postgresql://naam:wachtwoord@machine/samenspel`. "
        "Leeg: SQLite in `SAMENSPEL_DATA`. Zie *PostgreSQL en Redis*.",
    ),
    Option(
        "KEYS_DATABASE_URL",
        "adres",
        "",
        "PostgreSQL voor de sleutels: een andere database dan `SAMENSPEL_DATABASE_URL`. "
        "Leeg: SQLite in `SAMENSPEL_KEYS`.",
    ),
    Option(
        "REDIS_URL",
        "adres",
        "",
        "Redis als deurbel tussen processen, zoals `redis://machine:6379/0`. Leeg: processen merken elkaars "
        "wijzigingen binnen twee seconden.",
    ),
    Option(
        "SECRET_KEY",
        "tekst",
        "",
        "Geheim waarmee cookies en links worden ondertekend.",
        "eenmalig gemaakt, naast de hoofdsleutel",
    ),
    Option("HOST", "tekst", "127.0.0.1", "Adres waarop de server luistert."),
    Option("PORT", "getal", "8000", "Poort waarop de server luistert."),
    Option(
        "TLS_CERT_FILE",
        "bestand",
        "",
        "Certificaat (PEM, met de keten erachter) waarmee de server zelf TLS spreekt, bijvoorbeeld met een proxy op "
        "een andere machine. Leeg: gewone http. Zie *Versleuteld tussen de onderdelen*.",
    ),
    Option("TLS_KEY_FILE", "bestand", "", "Sleutel bij dat certificaat (PEM, zonder wachtwoord)."),
    Option(
        "TLS_CLIENT_CA_FILE",
        "bestand",
        "",
        "Alleen wie een certificaat van deze certificaatautoriteit toont, mag verbinden. Leeg: iedereen.",
    ),
    Option(
        "PUBLIC_URL",
        "tekst",
        "",
        "Adres dat mensen gebruiken, zoals `https://samenspel.voorbeeld.nl`. Staat in QR-codes en links.",
        "`http://localhost:<PORT>`, of het netwerkadres van deze computer; met een certificaat `https`",
    ),
    Option(
        "ALLOWED_HOSTS",
        "lijst",
        "",
        "Namen waarop de server antwoordt, met komma's ertussen.",
        "`localhost`, de naam uit `PUBLIC_URL` en bij `HOST=0.0.0.0` de adressen van deze computer",
    ),
    Option("HTTPS", "ja/nee", "nee", "Staat Samenspel achter https? Dan: veilige cookies, HSTS en doorsturen."),
    Option(
        "PROXIES",
        "lijst",
        "127.0.0.1",
        "Adressen van proxy's waarvan de kopregels `X-Forwarded-*` worden geloofd.",
    ),
    Option(
        "SECURITY_CONTACT",
        "tekst",
        "",
        "Adres voor beveiligingsmeldingen, in `security.txt`.",
        "geen `security.txt`",
    ),
    Option(
        "OPENID_NAME",
        "tekst",
        "Organisatieaccount",
        "Naam op de knop voor inloggen via de eigen organisatie.",
    ),
    Option("OPENID_SERVER_URL", "tekst", "", "Adres van de OpenID Connect-server. Leeg: de knop is er niet."),
    Option("OPENID_CLIENT_ID", "tekst", "", "Naam van Samenspel bij die server."),
    Option("OPENID_CLIENT_SECRET", "tekst", "", "Geheim van Samenspel bij die server."),
    Option(
        "OPENID_SECOND_STEP",
        "ja/nee",
        "nee",
        "Vraagt die server altijd zelf een tweede stap? Bij `nee` vraagt Samenspel er een.",
    ),
    Option("EMAIL_HOST", "tekst", "", "Mailserver. Leeg: er gaat geen mail uit."),
    Option("EMAIL_PORT", "getal", "587", "Poort van de mailserver."),
    Option("EMAIL_USER", "tekst", "", "Gebruiker bij de mailserver."),
    Option("EMAIL_PASSWORD", "tekst", "", "Wachtwoord bij de mailserver."),
    Option("EMAIL_TLS", "ja/nee", "ja", "Versleutelde verbinding met de mailserver (STARTTLS)."),
    Option("EMAIL_FROM", "tekst", "samenspel@localhost", "Afzender van mail."),
    Option("EMAIL_PER_MINUTE", "getal", "60", "Hoeveel brieven er per minuut hoogstens uitgaan."),
    Option(
        "TEXTS",
        "map",
        "",
        "Map met eigen teksten van de organisatie; zie *Uiterlijk en teksten*. Leeg: alleen de teksten van Samenspel.",
    ),
    Option(
        "METRICS_TOKEN",
        "tekst",
        "",
        "Geheim waarmee `/metrics` zich laat lezen. Leeg: die pagina is er niet.",
    ),
    Option(
        "DEDUCE",
        "ja/nee",
        "nee",
        "Kijkt ook het programma deduce mee naar namen in teksten? Installeer dan `samenspel[deduce]`.",
    ),
    Option(
        "CLOCK_FILE",
        "bestand",
        "",
        "Alleen om te oefenen: bestand met een aantal seconden waarmee de klok van Samenspel vooruitloopt, om "
        "herinneringen, verslag en vernietigen te zien gebeuren. Nooit in gebruik met echte bijeenkomsten.",
    ),
    Option("LOG_LEVEL", "tekst", "INFO", "Hoeveel er in het logboek komt: `INFO`, `WARNING` of `ERROR`."),
)

BY_NAME = {option.name: option for option in OPTIONS}
YES_NO = {
    "ja": True,
    "1": True,
    "true": True,
    "yes": True,
    "nee": False,
    "0": False,
    "false": False,
    "no": False,
}


class Environment:
    """Omgeving: typed access to the declared options; KeyError for a name that was not declared."""

    def __init__(self, variables: Mapping[str, str] = os.environ) -> None:
        self._variables = variables

    def text(self, name: str) -> str:
        """The value as text, without surrounding white space."""
        option = BY_NAME[name]
        return self._variables.get(option.variable, "").strip() or option.default

    def number(self, name: str) -> int:
        """The value as whole number."""
        try:
            return int(self.text(name))
        except ValueError:
            raise OptionError(f"{BY_NAME[name].variable} moet een getal zijn.") from None

    def yes(self, name: str) -> bool:
        """The value as ja or nee."""
        try:
            return YES_NO[self.text(name).lower()]
        except KeyError:
            raise OptionError(f"{BY_NAME[name].variable} moet ja of nee zijn.") from None

    def items(self, name: str) -> list[str]:
        """The value split at commas, empty parts left out."""
        return [part.strip() for part in self.text(name).split(",") if part.strip()]


def table() -> str:
    """The Markdown table of all options as it stands in `docs/operate.md`."""
    rows = ["| Variabele | Soort | Standaard | Betekenis |", "|---|---|---|---|"]
    rows += [f"| `{o.variable}` | {o.kind} | {o.shown_default} | {o.meaning} |" for o in OPTIONS]
    return "\n".join(rows) + "\n"
