"""Addresses of keeping and destroying."""

from django.urls import path

from . import proof, views

urlpatterns = [
    path("traject/<slug:traject>/bewaren/", views.keeping, name="retention"),
    path("traject/<slug:traject>/bewaren/vernietigen", views.destroy_now, name="destroy_now"),
    path("traject/<slug:traject>/bewaren/weggegooid", views.downloads_gone, name="downloads_gone"),
    path("mijn/<slug:traject>/bewaren", views.mine, name="mine_kept"),
    path("vernietigd/sleutel", proof.public_key, name="public_key"),
    path("vernietigd/<slug:traject>", proof.proof, name="destroyed"),
    path("vernietigd/<slug:traject>/bewijs.json", proof.download, name="deletion_record"),
]
