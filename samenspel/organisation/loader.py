"""Sjablonen van de pagina's voor wie een persoonlijke link heeft, with je or u as the organisation chose."""

from __future__ import annotations

from typing import Final

from django.template import Origin
from django.template.loaders import app_directories

from samenspel.organisation.address import formal
from samenspel.organisation.look import look

FOR_CONTACTS: Final = ("personal/", "agreements/mine", "reports/mine", "retention/mine")


class Addressed(app_directories.Loader):
    """Finds templates as Django does. What a template fills in is never touched: only its own words are read here."""

    def get_contents(self, origin: Origin) -> str:
        """The template's source. Raises TemplateDoesNotExist."""
        text: str = super().get_contents(origin)
        wanted = str(origin.template_name).startswith(FOR_CONTACTS) and look().formal
        return formal(text) if wanted else text
