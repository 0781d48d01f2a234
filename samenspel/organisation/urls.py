"""Addresses of the organisation's own things."""

from django.urls import path

from . import views

urlpatterns = [
    path("beheer/organisatie/", views.organisation, name="organisation"),
    path("beheer/organisatie/logo", views.set_logo, name="organisation_logo"),
    path("beheer/organisatie/kleuren", views.set_theme, name="organisation_theme"),
    path("beheer/organisatie/sjabloon", views.set_template, name="organisation_template"),
    path("beheer/organisatie/teksten/<slug:instrument>/<slug:file>/", views.own_texts, name="own_texts"),
    path("huisstijl.css", views.theme_css, name="theme_css"),
    path("logo.png", views.logo_png, name="logo"),
]
