"""`{% vite 'control' %}` writes the link and script tags of one entry of the front end."""

from collections.abc import Iterable

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from samenspel.project.vite import files

register = template.Library()


@register.simple_tag
def vite(entry: str, ahead: Iterable[str] = (), early: bool = False) -> SafeString:
    """First the largest of what it imports; then stylesheets, the module itself, and the rest.

    A browser without HTTP/2 fetches six files at a time, in this order. `ahead`: sources that the first view of this
    page needs beside what its entry imports. `early`: the entry waits for no stylesheet and nothing before it (B16).
    """
    script, styles, imports = files(entry, ahead) if ahead else files(entry)
    return format_html(
        '{}{}<script type="module"{} src="{}"></script>{}',
        _links("modulepreload", imports[:1]),
        _links("stylesheet", styles),
        " async" if early else "",
        script,
        _links("modulepreload", imports[1:]),
    )


def _links(rel: str, urls: Iterable[str]) -> SafeString:
    return format_html_join("", '<link rel="{}" href="{}">', ((rel, url) for url in urls))
