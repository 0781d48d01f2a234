"""`{% organisation as org %}`: what a page shows of the organisation; `{% theme %}` its stylesheet, if there is one."""

from django import template
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from samenspel.organisation.look import Look, look

register = template.Library()


@register.simple_tag
def organisation() -> Look:
    """Name, logo and form of address."""
    return look()


@register.simple_tag
def theme() -> SafeString:
    """The link to the organisation's tokens, after our own stylesheet; nothing when there are none."""
    found = look()
    if not found.theme_mark:
        return SafeString("")
    return format_html('<link rel="stylesheet" href="{}?v={}">', reverse("theme_css"), found.theme_mark)
