"""`{% organisation as org %}`: what a page shows of the organisation; `{% theme %}` its stylesheet, if there is one."""

from django import template

from samenspel.organisation.look import Look, look

register = template.Library()


@register.simple_tag
def organisation() -> Look:
    """Name, logo and form of address."""
    return look()


@register.inclusion_tag("organisation/_theme.html")
def theme() -> dict[str, str]:
    """The link to the organisation's tokens, after our own stylesheet; nothing when there are none."""
    return {"mark": look().theme_mark}
