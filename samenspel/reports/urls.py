"""Addresses of reports and paper."""

from django.urls import URLPattern, path

from . import papers

urlpatterns: list[URLPattern] = [
    path("traject/<slug:traject>/papier/", papers.papers, name="papers"),
    path("traject/<slug:traject>/papier/<slug:name>.<slug:ending>", papers.paper_file, name="paper_file"),
]
