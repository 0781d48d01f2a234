"""Wat er van iemand gevraagd wordt: each app says it for itself, the personal page shows it together."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from importlib import import_module
from importlib.util import find_spec

from django.apps import apps

from samenspel.organisation.address import said
from samenspel.trajects.contact import Contact


@dataclass(frozen=True)
class Task:
    """Taak: one thing that is asked of a contact. `order` is its turn in the method; `due` the last day on which it is
    asked, if any; `done` may be changed as long as it is shown. `optional`: only who wants to does it. `answer` says
    in a few words what there is already."""

    key: str
    title: str
    why: str
    url: str
    order: int
    due: date | None = None
    done: bool = False
    optional: bool = False
    answer: str = ""


def tasks_of(contact: Contact) -> list[Task]:
    """Everything asked of this contact now, in the order of the method; apps give `tasks(contact)` in `tasks.py`."""
    found = [task for give in _givers() for task in give(contact)]
    found = [replace(task, title=said(task.title), why=said(task.why)) for task in found]
    return sorted(found, key=lambda task: (task.order, task.key))


def _givers() -> list[Callable[[Contact], list[Task]]]:
    names = [f"{config.name}.tasks" for config in apps.get_app_configs() if config.name.startswith("samenspel.")]
    modules = [import_module(name) for name in names if find_spec(name) is not None]
    # This module itself lies in such a place, and gives nothing.
    return [module.tasks for module in modules if hasattr(module, "tasks")]
