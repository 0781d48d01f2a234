"""Post in het algemeen, for the administrator: how many letters are in which state. No trajects, no names (B4)."""

from __future__ import annotations

from django.conf import settings
from django.db.models import Count, Min
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from samenspel import clock
from samenspel.accounts.people_views import for_administrators
from samenspel.letters import post, words
from samenspel.letters.models import Letter


@never_cache
@require_GET
@for_administrators
def overview(request: HttpRequest) -> HttpResponse:
    """Counts, since when the oldest waits, and what troubles there are with the mail server."""
    counts = dict(Letter.objects.values_list("state").annotate(Count("pk")).order_by())
    ready = Letter.objects.filter(state__in=post.OPEN, due__lte=clock.now())
    troubles = Letter.objects.exclude(problem="").values_list("problem").annotate(count=Count("pk")).order_by("-count")
    context = {
        "states": [(label, counts[state]) for state, label in Letter.State.choices if state in counts],
        "oldest": ready.aggregate(oldest=Min("created"))["oldest"],
        "troubles": [(words.problem(problem), count) for problem, count in troubles],
        "by_mail": post.by_mail(),
        "server": f"{settings.EMAIL_HOST}, poort {settings.EMAIL_PORT}",
        "pace": settings.SAMENSPEL_EMAIL_PER_MINUTE,
    }
    return render(request, "letters/overview.html", context)
