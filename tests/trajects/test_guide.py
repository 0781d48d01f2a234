"""The guide card of each step of the method."""

import tomllib

import pytest
from django.template import Context, Template

from tests.conftest import ROOT

pytestmark = pytest.mark.django_db(databases=["default", "keys"])
STEPS = tomllib.loads((ROOT / "samenspel/instruments/case_reconstruction/content/nl/steps.toml").read_text())


@pytest.mark.parametrize("step", STEPS)
def test_a_card_tells_why_how_and_where_to_begin_and_names_its_source(step: str) -> None:
    shown = Template(f"{{% load guide %}}{{% guide_card '{step}' %}}").render(Context())
    for heading in ("Waarom?", "Hoe doe je dit?", "Aan de slag", "Handleiding casusreconstructie"):
        assert heading in shown
    assert STEPS[step]["how"] and STEPS[step]["start"]


def test_a_step_without_a_card_shows_nothing() -> None:
    assert Template("{% load guide %}{% guide_card 'elders' %}").render(Context()).strip() == ""


@pytest.mark.parametrize("step", STEPS)
def test_each_card_hangs_on_a_page(step: str) -> None:
    pages = [path.read_text() for path in (ROOT / "samenspel").rglob("templates/**/*.html")]
    assert any(f"guide_card '{step}'" in page for page in pages), step
