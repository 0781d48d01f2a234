"""Where downloads are."""

from django.urls import path

from .views import download

urlpatterns = [
    path("s/<slug:session>/uit/<slug:instance>/<str:name>", download, name="export"),
]
