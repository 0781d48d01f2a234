"""`samenspel check`: look everything over and say in Dutch what is wrong and what to do about it."""

import pkgutil
from collections.abc import Sequence
from importlib import import_module
from typing import Any

from django.conf import settings
from django.core import checks
from django.core.management.base import SystemCheckError
from django.core.management.commands import check as django_check
from django.db import connections

from samenspel.project import checks as ours

WITHOUT_HTTPS = {"security.W004", "security.W008", "security.W012", "security.W016"}
"""What Django says, in four English paragraphs, when https is off; our own check says it in one Dutch sentence."""
WORDS = {checks.CRITICAL: "Fout", checks.ERROR: "Fout", checks.WARNING: "Let op", checks.INFO: "Ter info"}


class Command(django_check.Command):
    """Django's own command, which here looks at the databases as well and speaks Dutch."""

    help = "Kijk instellingen, sleutels, schijf, klok en databases na; met --deploy ook mail en https."

    def check(
        self,
        app_configs: Any = None,
        tags: Sequence[str] | None = None,
        display_num_errors: bool = False,
        include_deployment_checks: bool = False,
        fail_level: int = checks.ERROR,
        databases: Sequence[str] | None = None,
    ) -> None:
        """Run them and print what they found, the worst first; SystemCheckError makes the exit code 1."""
        found = checks.run_checks(
            app_configs=app_configs,
            tags=tags,
            include_deployment_checks=include_deployment_checks,
            databases=databases or list(connections),
        )
        if not tags and not app_configs:
            for module in pkgutil.iter_modules(ours.__path__):
                import_module(f"{ours.__name__}.{module.name}")
            for run in (*ours.CHECKS, *(ours.DEPLOY if include_deployment_checks else ())):
                found += run()
        twice = set() if settings.SAMENSPEL_HTTPS else WITHOUT_HTTPS
        found = [one for one in found if not one.is_silenced() and one.id not in twice]
        found.sort(key=lambda one: -one.level)
        for one in found:
            words = WORDS.get(one.level, "Ter info")
            self.stdout.write(f"{words}: {one.msg} ({one.id})")
            if one.hint:
                self.stdout.write(f"    {one.hint}")
        wrong = [one for one in found if one.level >= fail_level]
        if wrong:
            count = "1 ding klopt" if len(wrong) == 1 else f"{len(wrong)} dingen kloppen"
            raise SystemCheckError(f"Nagekeken: {count} niet.")
        self.stdout.write("Nagekeken: alles klopt." if not found else "Nagekeken: geen fouten.")
