"""Addresses of the app `rounds`."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
