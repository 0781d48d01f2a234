"""`{% vite 'control' %}` writes the link and script tags of one entry of the front end."""

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from samenspel.project.vite import files

register = template.Library()


@register.simple_tag
def vite(entry: str) -> SafeString:
    """Stylesheets first, then preloads, then the module itself."""
    script, styles, imports = files(entry)
    return format_html(
        '{}{}<script type="module" src="{}"></script>',
        format_html_join("", '<link rel="stylesheet" href="{}">', ((url,) for url in styles)),
        format_html_join("", '<link rel="modulepreload" href="{}">', ((url,) for url in imports)),
        script,
    )
