"""Addresses of reports and paper."""

from django.urls import URLPattern, path

from . import mine, papers, views

_ROW = "traject/<slug:traject>"
_OWN = "mijn/<slug:traject>/verslag"

urlpatterns: list[URLPattern] = [
    path(f"{_ROW}/papier/", papers.papers, name="papers"),
    path(f"{_ROW}/papier/<slug:name>.<slug:ending>", papers.paper_file, name="paper_file"),
    path(f"{_ROW}/verslag/", views.report, name="report"),
    path(f"{_ROW}/verslag/tekst", views.change_words, name="report_words"),
    path(f"{_ROW}/verslag/reacties", views.ask_comments, name="report_round"),
    path(f"{_ROW}/verslag/reacties/stop", views.stop_comments, name="report_round_stop"),
    path(f"{_ROW}/verslag/reactie", views.settle_comment, name="report_comment_settle"),
    path(f"{_ROW}/verslag/vaststellen", views.settle, name="report_settle"),
    path(f"{_ROW}/verslag/versturen", views.send, name="report_send"),
    path(f"{_ROW}/verslag/<slug:name>.<slug:ending>", views.report_file, name="report_file"),
    path(_OWN, mine.report_read, name="report_read"),
    path(f"{_OWN}/reactie", mine.report_comment, name="report_comment"),
    path(f"{_OWN}/versturen", mine.report_send_mine, name="report_send_mine"),
    path(f"{_OWN}/<slug:name>.<slug:ending>", mine.report_file_mine, name="report_file_mine"),
]
