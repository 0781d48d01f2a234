"""Addresses of getting in."""

from django.urls import path

from . import links, views

urlpatterns = [
    path("", views.start, name="start"),
    path("meedoen", views.code, name="join_code"),
    path("meedoen/wie", views.who, name="join_who"),
    path("binnen", links.enter, name="enter"),
    path("s/<slug:session>/qr.svg", links.qr, name="qr"),
    path("s/<slug:session>/koppeling", links.link, name="link"),
]
