"""`samenspel …`: Django's commands and our own, under one name."""

import os
import sys

from .options import OptionError


def main() -> None:
    """Run the command on the command line; a wrong setting ends with one Dutch line instead of a trace."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "samenspel.project.settings")
    from django.core.management import execute_from_command_line

    try:
        execute_from_command_line(sys.argv)
    except OptionError as error:
        sys.exit(f"Instelling klopt niet: {error}")
