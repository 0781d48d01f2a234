"""Addresses of the app `agreements`."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
