"""Addresses of the app `preparation`."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
