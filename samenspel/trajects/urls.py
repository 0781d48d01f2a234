"""Addresses of trajects and sessions: own pages, and the three live screens."""

from django.urls import path

from . import content, live, views, views_people, views_planning, views_traject

urlpatterns = [
    path("bijeenkomsten/", views.sessions, name="sessions"),
    path("bijeenkomsten/nieuw", views.new, name="new_session"),
    path("bijeenkomsten/<slug:session>/", views.session, name="session"),
    path("bijeenkomsten/<slug:session>/wand", views.wall_link, name="session_wall"),
    path("bijeenkomsten/<slug:session>/poster", views.poster, name="session_poster"),
    path("bijeenkomsten/<slug:session>/afsluiten", views.close, name="session_close"),
    path("bijeenkomsten/<slug:session>/verwijderen", views.delete, name="session_delete"),
    path("traject/", views_traject.trajects, name="trajects"),
    path("traject/nieuw", views_traject.new, name="new_traject"),
    path("traject/<slug:traject>/", views_traject.traject, name="traject"),
    path("traject/<slug:traject>/naam", views_traject.rename, name="traject_name"),
    path("traject/<slug:traject>/verwijderen", views_traject.delete, name="traject_delete"),
    path("traject/<slug:traject>/aannemen", views_traject.accept, name="traject_accept"),
    path("traject/<slug:traject>/mensen/", views_people.everybody, name="traject_people"),
    path("traject/<slug:traject>/mensen/nieuw", views_people.add, name="contact_new"),
    path("traject/<slug:traject>/mensen/plakken", views_people.paste, name="contacts_paste"),
    path("traject/<slug:traject>/mensen/aanwijzen", views_people.appoint, name="traject_appoint"),
    path("traject/<slug:traject>/mensen/overdragen", views_people.hand_over, name="traject_hand_over"),
    path("traject/<slug:traject>/mensen/<slug:contact>/", views_people.contact, name="contact"),
    path("traject/<slug:traject>/mensen/<slug:contact>/rol", views_people.role, name="contact_role"),
    path("traject/<slug:traject>/mensen/<slug:contact>/link", views_people.link, name="contact_link"),
    path("traject/<slug:traject>/mensen/<slug:contact>/link-uit", views_people.link_off, name="contact_link_off"),
    path("traject/<slug:traject>/mensen/<slug:contact>/verwijderen", views_people.remove, name="contact_remove"),
    path("traject/<slug:traject>/bijeenkomst/nieuw", views_planning.plan, name="session_plan"),
    path("traject/<slug:traject>/bijeenkomst/<slug:session>/datum", views_planning.date, name="session_date"),
    path("s/<slug:session>/regie", live.control, name="control"),
    path("s/<slug:session>/deelnemer", live.participant, name="participant"),
    path("s/<slug:session>/wand", live.wall, name="wall"),
    path("teksten/<slug:instrument>", content.texts, name="texts"),
    path("teksten/<slug:instrument>.json", content.texts),
]
