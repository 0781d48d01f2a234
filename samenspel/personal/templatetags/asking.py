"""`{% choices form.open %}` and `{% words form.remark %}`: a question with help, errors and warnings tied to it."""

from __future__ import annotations

from typing import Any

from django import template
from django.forms import BoundField

register = template.Library()


@register.inclusion_tag("personal/_choices.html")
def choices(bound: BoundField, hide: bool = False) -> dict[str, Any]:
    """Radio buttons or boxes to tick, as large as a thumb."""
    return {"field": bound, "hide": hide, **_about(bound)}


@register.inclusion_tag("personal/_words.html")
def words(bound: BoundField, optional: bool = False) -> dict[str, Any]:
    """A field for words. What looks like data of a person is told under it."""
    return {"field": bound, "optional": optional, "line": bound.widget_type == "text", **_about(bound)}


@register.inclusion_tag("personal/_tick.html")
def tick(bound: BoundField) -> dict[str, Any]:
    """One box to tick."""
    return {"field": bound, **_about(bound)}


def _about(bound: BoundField) -> dict[str, Any]:
    warnings = getattr(bound.form, "warnings", {}).get(bound.name, [])
    parts = [("hint", bound.help_text), ("problem", bound.errors), ("warning", warnings)]
    described = " ".join(f"{bound.auto_id}-{name}" for name, there in parts if there)
    return {"warnings": warnings, "described": described, "most": getattr(bound.field, "most", 0)}
