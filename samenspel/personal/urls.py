"""Addresses of the personal pages."""

from django.urls import path

from . import views

urlpatterns = [path("mijn/<slug:traject>/", views.mine, name="mine")]
