"""Addresses of sessions: the facilitator's own pages, and the three live screens."""

from django.urls import path

from . import content, live, views

urlpatterns = [
    path("bijeenkomsten/", views.sessions, name="sessions"),
    path("bijeenkomsten/nieuw", views.new, name="new_session"),
    path("bijeenkomsten/<slug:session>/", views.session, name="session"),
    path("bijeenkomsten/<slug:session>/wand", views.wall_link, name="session_wall"),
    path("bijeenkomsten/<slug:session>/poster", views.poster, name="session_poster"),
    path("bijeenkomsten/<slug:session>/afsluiten", views.close, name="session_close"),
    path("bijeenkomsten/<slug:session>/verwijderen", views.delete, name="session_delete"),
    path("s/<slug:session>/regie", live.control, name="control"),
    path("s/<slug:session>/deelnemer", live.participant, name="participant"),
    path("s/<slug:session>/wand", live.wall, name="wall"),
    path("teksten/<slug:instrument>", content.texts, name="texts"),
    path("teksten/<slug:instrument>.json", content.texts),
]
