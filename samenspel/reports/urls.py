"""Addresses of the app `reports`."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
