"""Addresses: the project's own, then each app's."""

from django.urls import URLPattern, URLResolver, include, path

from .health import health
from .metrics import metrics
from .security_txt import security_txt

urlpatterns: list[URLPattern | URLResolver] = [
    path("health", health, name="health"),
    path("metrics", metrics, name="metrics"),
    path(".well-known/security.txt", security_txt, name="security_txt"),
    path("", include("samenspel.invitations.urls")),
    path("", include("samenspel.accounts.urls")),
    path("", include("samenspel.trajects.urls")),
    path("", include("samenspel.exports.urls")),
    path("", include("samenspel.personal.urls")),
    path("", include("samenspel.preparation.urls")),
    path("", include("samenspel.letters.urls")),
    path("", include("samenspel.retention.urls")),
    path("", include("samenspel.reports.urls")),
    path("", include("samenspel.agreements.urls")),
    path("", include("samenspel.organisation.urls")),
]
