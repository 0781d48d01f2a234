"""Addresses of the app `letters`."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
