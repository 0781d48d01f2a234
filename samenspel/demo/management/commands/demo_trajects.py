"""`samenspel demo_trajects`: two trajects on fictional cases, to see what comes before and after a meeting."""

from typing import Any

from django.core.management.base import BaseCommand

from samenspel.demo import trajects


class Command(BaseCommand):
    """Makes them once, and tells how to get in; works beside a running server."""

    help = "Maak twee trajecten met verzonnen casussen, één in voorbereiding en één na de bijeenkomst."

    def handle(self, *args: Any, **options: Any) -> None:
        """Make what is missing, then print."""
        self.stdout.write(_told(trajects.ensure(trajects.address())))


def _told(demo: trajects.Demo) -> str:
    first = f"Er {'staan twee' if len(demo.titles) == 2 else 'staan'} verzonnen trajecten klaar: "
    lines = ["", f"{first}{' (na de bijeenkomst) en '.join(demo.titles[:2])} (in voorbereiding)."]
    if demo.login:
        how = "log in als: demo" if demo.chosen else "kies een wachtwoord; later log je in als: demo"
        lines += ["", f"  Begeleider    {demo.login}   ({how})"]
    if demo.guest:
        lines += [f"  Eigen pagina  {demo.guest}   (zo ziet een deelnemer het)"]
    return "\n".join([*lines, ""])
