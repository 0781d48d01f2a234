"""Addresses of letters and invitations."""

from django.urls import path

from . import invitation_views, overview, views

urlpatterns = [
    path("beheer/post/", overview.overview, name="letters_overview"),
    path("traject/<slug:traject>/post/", views.outbox, name="outbox"),
    path("traject/<slug:traject>/post/<slug:letter>/", views.letter, name="letter"),
    path("traject/<slug:traject>/post/<slug:letter>/link", views.link, name="letter_link"),
    path("traject/<slug:traject>/post/<slug:letter>/doen", views.act, name="letter_act"),
    path("traject/<slug:traject>/post/<slug:letter>/bijlage/<int:number>", views.attachment, name="letter_attachment"),
    path("traject/<slug:traject>/uitnodiging/", invitation_views.invitation, name="invitation"),
    path("traject/<slug:traject>/uitnodiging/<slug:session>/", invitation_views.invitation, name="invitation"),
    path(
        "traject/<slug:traject>/uitnodiging/<slug:session>/agenda.ics",
        invitation_views.calendar_file,
        name="session_ics",
    ),
]
