"""Addresses of the preparation."""

from django.urls import path

from . import asking_views, people_views, views

HERE = "traject/<slug:traject>/voorbereiding/"
urlpatterns = [
    path(HERE, views.start, name="prepare"),
    path(f"{HERE}peilen", views.sounding, name="prepare_sounding"),
    path(f"{HERE}begeleider", views.facilitator, name="prepare_facilitator"),
    path(f"{HERE}deelnemers", people_views.participants, name="prepare_participants"),
    path(f"{HERE}deelnemers/genoemd", people_views.missing_settled, name="prepare_missing_settled"),
    path(f"{HERE}deelnemers/<slug:party>", people_views.participants, name="prepare_absent"),
    path(f"{HERE}deelnemers/<slug:party>/toch", people_views.comes_after_all, name="prepare_present"),
    path(f"{HERE}spanningen", people_views.tensions, name="prepare_tensions"),
    path(f"{HERE}privacy", views.privacy, name="prepare_privacy"),
    path(f"{HERE}uitvraag", asking_views.asking, name="prepare_asking"),
    path(f"{HERE}vragen/<slug:kind>", asking_views.ask, name="prepare_ask"),
    path(f"{HERE}herinneren/<slug:kind>", asking_views.remind, name="prepare_remind"),
]
