"""Addresses of the app `retention`."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
