"""`samenspel begeleider NAAM`: an account and its one-time link, from the shell of the server."""

from typing import Any

from django.contrib.auth.models import User
from django.contrib.auth.validators import UnicodeUsernameValidator
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from samenspel.accounts import people
from samenspel.accounts.forms import LOGIN_LENGTH, ODD


class Command(BaseCommand):
    """Makes the account if it is not there; prints the link that leads to a password."""

    help = "Maak een begeleider, of een nieuwe link voor wie het wachtwoord of de tweede stap kwijt is."

    def add_arguments(self, parser: CommandParser) -> None:
        """Who, and whether they look after the accounts of others."""
        parser.add_argument("login", metavar="NAAM", help="de gebruikersnaam")
        parser.add_argument("--email", default="", help="e-mailadres, alleen bij een nieuwe begeleider")
        parser.add_argument("--weg", action="store_true", help="haal een account dat uit staat, voorgoed weg")
        parser.add_argument("--beheerder", action="store_true", help="deze begeleider beheert ook de anderen")

    def handle(self, *args: Any, **options: Any) -> None:
        """Make or renew, or refuse with one Dutch line."""
        user = people.find(options["login"])
        if options["weg"]:
            return self._remove(user)
        try:
            if user is None:
                _check(options["login"])
                user, link = people.add(options["login"], email=options["email"], administrator=options["beheerder"])
                what = f"Begeleider {user.get_username()} is toegevoegd."
            else:
                link = people.new_link(user)
                what = f"Wachtwoord, tweede stap en open schermen van {user.get_username()} werken niet meer."
                if options["beheerder"]:
                    people.set_administrator(None, user, True)
        except people.NotPossible as problem:
            raise CommandError(str(problem)) from None
        until = timezone.localtime(link.expires)
        self.stdout.write(what)
        self.stdout.write(f"Met deze link kiest diegene een wachtwoord (één keer, tot {until:%d-%m-%Y %H:%M}):")
        self.stdout.write(f"  {link.url}")

    def _remove(self, user: User | None) -> None:
        if user is None:
            raise CommandError("Er is geen begeleider met die naam.")
        try:
            people.remove(user)
        except people.NotPossible as problem:
            raise CommandError(str(problem)) from None
        self.stdout.write(f"Begeleider {user.get_username()} is weg.")


def _check(login: str) -> None:
    try:
        UnicodeUsernameValidator(message=ODD)(login)
    except ValidationError:
        raise CommandError(ODD) from None
    if len(login) > LOGIN_LENGTH:
        raise CommandError(f"Gebruik hoogstens {LOGIN_LENGTH} tekens.")
