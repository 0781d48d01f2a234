"""Het pad van een traject (X-1): Voorbereiding, Bijeenkomst, Vervolg. Each app tells its own steps in `steps.py`."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from importlib import import_module
from importlib.util import find_spec
from typing import Literal

from django.apps import apps

from samenspel.store.models import SessionClock
from samenspel.trajects.models import Traject

Stage = Literal["before", "meeting", "after"]
STAGES: tuple[tuple[Stage, str], ...] = (
    ("before", "Voorbereiding"),
    ("meeting", "Bijeenkomst"),
    ("after", "Vervolg"),
)


@dataclass(frozen=True)
class Step:
    """Stap op het pad. `state`: to be done now by who looks, waiting for others, done, or of later care. `answered` is
    how many did what was asked, of how many; `due` the day on which it should be done; `who` has to do it, when that is
    not whoever looks. `order` is ten times the number of the requirement: CR-3 gives 30."""

    stage: Stage
    order: int
    title: str
    state: Literal["todo", "waiting", "done", "later"]
    text: str
    url: str = ""
    action: str = ""
    due: date | None = None
    answered: tuple[int, int] | None = None
    who: str = ""


def steps_of(traject: Traject, roles: frozenset[str]) -> list[Step]:
    """The whole path as somebody with these roles may see it, in order. Apps have it in `steps.py`:
    `steps(traject, roles) -> list[Step]`."""
    names = [f"{config.name}.steps" for config in apps.get_app_configs() if config.name.startswith("samenspel.")]
    modules = [import_module(name) for name in names if find_spec(name) is not None]
    # A module of that name may hold something else altogether.
    givers = [module.steps for module in modules if callable(getattr(module, "steps", None))]
    found = [step for steps in givers for step in steps(traject, roles)]
    if _is_gone(traject):
        found = [step for step in found if step.stage == "after" or step.state == "done"]
    turn = {stage: number for number, (stage, _) in enumerate(STAGES)}
    return sorted(found, key=lambda step: (turn[step.stage], step.order, step.title))


def _is_gone(traject: Traject) -> bool:
    """Whether every case of the traject was destroyed: then nothing is asked for one any more (CR-22)."""
    states = set(SessionClock.objects.filter(traject=traject.pk).values_list("case_state", flat=True))
    return bool(states) and "" not in states


def next_step(steps: list[Step]) -> Step | None:
    """What whoever looks can do best now: the first thing to do, else the first that waits for others."""
    waits = (step for step in steps if step.state == "waiting")
    return next((step for step in steps if step.state == "todo"), None) or next(waits, None)
