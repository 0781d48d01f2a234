"""Mail goes out, or it is clear that it does not."""

import smtplib

from django.conf import settings
from django.core.checks import Error, Info, Warning
from django.core.mail import get_connection

from . import Found, check, deploy_check

SECONDS = 10


@check
def mail_is_set() -> Found:
    """Whether there is a mail server, and a sender that others accept."""
    if not settings.EMAIL_HOST:
        yield Info(
            "Er is geen mailserver ingesteld. Er gaat geen mail uit; links geef je zelf door.",
            hint="Wil je mail, zet dan SAMENSPEL_EMAIL_HOST en SAMENSPEL_EMAIL_FROM.",
            id="samenspel.M001",
        )
    elif settings.DEFAULT_FROM_EMAIL.endswith("@localhost"):
        yield Warning(
            f"Mail komt van {settings.DEFAULT_FROM_EMAIL}. Andere mailservers weigeren die.",
            hint="Zet SAMENSPEL_EMAIL_FROM op een adres van je organisatie.",
            id="samenspel.M002",
        )


@deploy_check
def the_mail_server_answers() -> Found:
    """Connect and log in, as for a message, and send nothing."""
    if not settings.EMAIL_HOST:
        return
    where = f"{settings.EMAIL_HOST} op poort {settings.EMAIL_PORT}"
    connection = get_connection(timeout=SECONDS)
    try:
        connection.open()
    except smtplib.SMTPAuthenticationError:
        yield Error(
            f"De mailserver {where} weigert de gebruiker of het wachtwoord.",
            hint="Kijk SAMENSPEL_EMAIL_USER en SAMENSPEL_EMAIL_PASSWORD na.",
            id="samenspel.M003",
        )
    except smtplib.SMTPNotSupportedError:
        yield Error(
            f"De mailserver {where} kan niet wat is ingesteld: een versleutelde verbinding of inloggen.",
            hint="Kijk SAMENSPEL_EMAIL_TLS, SAMENSPEL_EMAIL_PORT en SAMENSPEL_EMAIL_USER na.",
            id="samenspel.M004",
        )
    except (OSError, smtplib.SMTPException) as error:
        yield Error(
            f"De mailserver {where} is niet te bereiken ({type(error).__name__}).",
            hint="Kijk SAMENSPEL_EMAIL_HOST en SAMENSPEL_EMAIL_PORT na, en of een firewall dit toelaat.",
            id="samenspel.M005",
        )
    else:
        connection.close()
