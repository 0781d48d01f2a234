"""Addresses of the personal pages."""

from django.urls import path

from . import moment_views, questions, remove_views, views

urlpatterns = [
    path("mijn/<slug:traject>/", views.mine, name="mine"),
    path("mijn/<slug:traject>/peilen", questions.sounding, name="mine_sounding"),
    path("mijn/<slug:traject>/ontbreekt", questions.missing, name="mine_missing"),
    path("mijn/<slug:traject>/ontbreekt/terug", questions.missing_back, name="mine_missing_back"),
    path("mijn/<slug:traject>/spanning", questions.tension, name="mine_tension"),
    path("mijn/<slug:traject>/momenten", moment_views.moments, name="mine_moments"),
    path("mijn/<slug:traject>/momenten/nieuw", moment_views.moment, name="mine_moment_new"),
    path("mijn/<slug:traject>/momenten/versturen", moment_views.send, name="mine_send"),
    path("mijn/<slug:traject>/momenten/<slug:moment>", moment_views.moment, name="mine_moment"),
    path("mijn/<slug:traject>/momenten/<slug:moment>/weg", moment_views.withdraw, name="mine_withdraw"),
    path("mijn/<slug:traject>/weg", remove_views.remove, name="mine_remove"),
    path("mijn/<slug:traject>/naar/<slug:session>", views.to_meeting, name="mine_meeting"),
]
