"""`{% field form.name %}` draws a form field in the classes of NL Design System, with hint and errors tied to it."""

from django import template
from django.forms import BoundField

register = template.Library()


@register.inclusion_tag("accounts/_field.html")
def field(
    bound: BoundField, label: str = "", hint: str = "", css: str = "", autofocus: bool = False
) -> dict[str, object]:
    """The field as label, hint, errors and control."""
    describedby = [f"{bound.id_for_label}-hint"] if hint else []
    classes = ["utrecht-textbox", "utrecht-textbox--html-input", css]
    attributes: dict[str, object] = {}
    if bound.errors:
        describedby.append(f"{bound.id_for_label}-problem")
        classes.append("utrecht-textbox--invalid")
        attributes["aria-invalid"] = "true"
    if describedby:
        attributes["aria-describedby"] = " ".join(describedby)
    if autofocus:
        attributes["autofocus"] = True
    attributes["class"] = " ".join(filter(None, classes))
    bound.field.widget.attrs.pop("placeholder", None)
    return {
        "field": bound,
        "label": label or bound.label,
        "hint": hint,
        "control": bound.as_widget(attrs=attributes),
    }
