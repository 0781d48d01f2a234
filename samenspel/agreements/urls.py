"""Addresses of agreements and the look-back."""

from django.urls import path

from . import views, views_look_back, views_mine

urlpatterns = [
    path("traject/<slug:traject>/afspraken/", views.overview, name="agreements"),
    path("traject/<slug:traject>/afspraken/afspraken.xlsx", views.workbook, name="agreements_xlsx"),
    path("traject/<slug:traject>/afspraken/afspraken.ics", views.calendar, name="agreements_ics"),
    path("traject/<slug:traject>/afspraken/<slug:agreement>/", views.plan, name="agreement"),
    path("traject/<slug:traject>/terugblik/", views_look_back.look_back, name="look_back"),
    path("mijn/<slug:traject>/afspraken", views_mine.agreements, name="my_agreements"),
    path("mijn/<slug:traject>/afspraken.ics", views_mine.calendar, name="my_agreements_ics"),
    path("mijn/<slug:traject>/terugblik", views_mine.look_back, name="my_look_back"),
    path("s/<slug:session>/toen.png", views_look_back.then, name="picture_of_then"),
]
