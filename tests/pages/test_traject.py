"""Trajects: starting one, the path, and who may see what (X-1)."""

import re
from datetime import timedelta

import pytest
from django.contrib.auth.models import User
from django.test import Client

from samenspel import clock
from samenspel.personal import links
from samenspel.store.models import StoredRecord
from samenspel.trajects import closing, engine, membership, people, services
from samenspel.trajects.contact import Contact, Person
from samenspel.trajects.models import Session, Traject
from samenspel.vocabulary.people import Attendee, Meeting

from .conftest import PASSWORD
from .test_html import check

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "keys"])
NEW = {"title": "Casus Wilgenlaan", "role": "initiator", "party": "Gemeente", "template": "casusreconstructie-120"}


def client_of(name: str) -> Client:
    User.objects.filter(username=name).exists() or User.objects.create_user(name, password=PASSWORD)
    client = Client(HTTP_HOST="localhost")
    assert client.login(username=name, password=PASSWORD)
    return client


def started(client: Client, **change: str) -> Traject:
    answer = client.post("/traject/nieuw", {**NEW, **change})
    assert answer.status_code == 302, answer.content.decode()
    return Traject.objects.get(pk=answer.headers["Location"].split("/")[2])


def words(text: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", text).split())


def test_x1_an_initiator_starts_without_a_facilitator_and_appoints_one() -> None:
    client = client_of("noor")
    joost = User.objects.create_user("joost", email="joost@voorbeeld.example", password=PASSWORD)
    traject = started(client)
    (session,) = traject.sessions.all()
    assert session.facilitator is None and not traject.contacts.filter(role="facilitator").exists()
    assert client.get(f"/s/{session.pk}/regie").status_code == 403, "an initiator does not run Regie"
    text = client.get(f"/traject/{traject.pk}/").content.decode()
    check(text)
    assert "Gespreksbegeleider aanwijzen" in text and "Nu aan jou" in text
    form = {"account": "Joost@voorbeeld.example", "role": "facilitator"}
    assert client.post(f"/traject/{traject.pk}/mensen/aanwijzen", form).status_code == 302
    session.refresh_from_db()
    leading = traject.contacts.get(role="facilitator")
    assert (session.host, session.facilitator) == (leading.pk, joost)
    roles = {r.id: r.body.role for r in engine.state_of(session.pk).of(Attendee)}  # type: ignore[attr-defined]
    assert roles == {leading.pk: "facilitator", traject.contacts.get(role="initiator").pk: "initiator"}
    assert client_of("joost").get(f"/s/{session.pk}/regie").status_code == 200


def test_x1_a_facilitator_starts_and_an_initiator_comes_later() -> None:
    client = client_of("joost")
    traject = started(client, role="facilitator", party="")
    assert client.get(f"/s/{traject.sessions.get().pk}/regie").status_code == 200
    text = client.get(f"/traject/{traject.pk}/").content.decode()
    assert "Wie neemt het initiatief?" in text
    form = {"name": "Noor", "party": "Gemeente", "role": "initiator"}
    assert client.post(f"/traject/{traject.pk}/mensen/nieuw", form).status_code == 302
    assert traject.contacts.get(role="initiator").person.name == "Noor"
    assert "Wie neemt het initiatief?" not in client.get(f"/traject/{traject.pk}/").content.decode()


def test_what_is_wrong_with_a_new_traject_is_said_and_the_words_stay() -> None:
    client = client_of("noor")
    answer = client.post("/traject/nieuw", {"title": " ", "role": "baas", "party": "Politie", "template": "x"})
    text = answer.content.decode()
    check(text)
    assert answer.status_code == 422 and "schuilnaam" in text and "Kies een van de twee rollen" in text
    assert 'value="Politie"' in text and not Traject.objects.exists()
    assert client.post("/traject/nieuw", {**NEW, "title": "x" * 61}).status_code == 422


def test_a_hostile_name_is_only_ever_text() -> None:
    client = client_of("noor")
    traject = started(client, title="<script>alert(1)</script>{{7*7}}")
    for path in ("/traject/", "/bijeenkomsten/", f"/traject/{traject.pk}/"):
        text = client.get(path).content.decode()
        assert "<script>alert" not in text and "&lt;script&gt;" in text and "{{7*7}}" in text


def test_x1_the_path_says_where_the_traject_is_and_how_long_it_is_kept() -> None:
    client = client_of("joost")
    traject = started(client, role="facilitator")
    text = words(client.get(f"/traject/{traject.pk}/").content.decode())
    assert text.index("Voorbereiding (hier is het traject nu)") < text.index("Bijeenkomst") < text.index("Vervolg")
    assert "91 dagen" in text and "366 dagen" in text, "the last day counts"
    closing.close(traject.sessions.get())
    text = words(client.get(f"/traject/{traject.pk}/").content.decode())
    assert "Vervolg (hier is het traject nu)" in text and "De bijeenkomst is geweest." in text


def test_the_start_shows_trajects_and_sessions_without_one() -> None:
    client = client_of("joost")
    assert "Een casus reconstrueren" in client.get("/bijeenkomsten/").content.decode()
    traject = started(client, role="facilitator")
    quick = services.create_session("Snelle driehoek", "", User.objects.get(username="joost"))
    start, listed = (client.get(path).content.decode() for path in ("/bijeenkomsten/", "/traject/"))
    check(start)
    check(listed)
    assert "Snelle driehoek" in start and "Snelle driehoek" not in listed
    assert start.count(f'href="/traject/{traject.pk}/"') == listed.count(f'href="/traject/{traject.pk}/"') == 1
    assert f"/bijeenkomsten/{traject.sessions.get().pk}/" not in start
    assert client.get(f"/bijeenkomsten/{quick.pk}/").status_code == 200


def test_another_name_goes_to_the_meeting_too() -> None:
    client = client_of("joost")
    traject = started(client, role="facilitator")
    assert client.post(f"/traject/{traject.pk}/naam", {"title": "Casus Berkenhof"}).status_code == 302
    traject.refresh_from_db()
    session = traject.sessions.get()
    assert traject.title == session.title == "Casus Berkenhof"
    assert engine.state_of(session.pk).bodies(Meeting)[0].title == "Casus Berkenhof"
    assert client.post(f"/traject/{traject.pk}/naam", {"title": ""}).status_code == 422


def test_cr9_a_date_reaches_the_room_and_a_day_gone_by_is_refused() -> None:
    client = client_of("noor")
    traject = started(client)
    session = traject.sessions.get()
    path = f"/traject/{traject.pk}/bijeenkomst/{session.pk}/datum"
    check(client.get(path).content.decode())
    answer = client.post(path, {"day": str(clock.today() - timedelta(days=1)), "time": "13:30"})
    assert answer.status_code == 422 and "al voorbij" in answer.content.decode() and "13:30" in answer.content.decode()
    assert client.post(path, {"day": "9999-01-01", "time": "13:30"}).status_code == 422
    day = clock.today() + timedelta(days=20)
    assert client.post(path, {"day": str(day), "time": "13:30"}).status_code == 302
    session.refresh_from_db()
    assert session.planned is not None
    assert engine.state_of(session.pk).bodies(Meeting)[0].planned_start == session.planned.timestamp() * 1000
    assert "Datum kiezen" not in client.get(f"/traject/{traject.pk}/").content.decode()
    late = {"day": str(traject.case_until + timedelta(days=3)), "time": "13:30"}
    assert "schuift: de casus blijft nu" in client.post(path, late, follow=True).content.decode()
    traject.refresh_from_db()
    assert traject.case_until > clock.today() + timedelta(days=91)


def test_x1_a_second_meeting_has_everybody_and_nothing_of_the_first() -> None:
    client = client_of("joost")
    traject = started(client, role="facilitator")
    membership.add(traject, "participant", [Person(name="Anna", party="Wijkteam")])
    path = f"/traject/{traject.pk}/bijeenkomst/nieuw"
    check(client.get(path).content.decode())
    assert client.post(path, {"title": ""}).status_code == 422
    form = {"title": "Vervolg", "day": str(clock.today()), "time": "09:00", "template": "casusreconstructie-150"}
    assert client.post(path, form).status_code == 302
    second = traject.sessions.order_by("-created").first()
    assert second is not None and traject.sessions.count() == 2
    names = {body.name for body in engine.state_of(second.pk).bodies(Attendee)}
    assert names == {"joost", "Anna"}
    own = client.get(f"/bijeenkomsten/{second.pk}/").content.decode()
    assert f'href="/traject/{traject.pk}/"' in own
    assert client.post(f"/bijeenkomsten/{second.pk}/verwijderen").headers["Location"] == f"/traject/{traject.pk}/"
    assert traject.sessions.count() == 1, "the traject and the first meeting stay"


def test_x5_a_traject_goes_whole() -> None:
    client = client_of("noor")
    traject = started(client)
    (anna,) = membership.add(traject, "participant", [Person(name="Anna", party="Wijkteam")])
    url = links.issue(anna)
    check(client.get(f"/traject/{traject.pk}/verwijderen").content.decode())
    assert client.post(f"/traject/{traject.pk}/verwijderen").headers["Location"] == "/traject/"
    assert not Traject.objects.exists() and not Session.objects.exists() and not StoredRecord.objects.exists()
    assert not Contact.objects.exists() and links.by_token(url.split("#")[1]) is None


def roles_and_pages() -> tuple[Traject, dict[str, Client], Contact]:
    noor = client_of("noor")
    traject = started(noor)
    for name, role in (("joost", "facilitator"), ("kim", "note_taker")):
        client_of(name)
        membership.appoint(traject, role, User.objects.get(username=name))
    (anna,) = membership.add(
        traject, "participant", [Person(name="Anna", email="anna@voorbeeld.example", party="Wijkteam")]
    )
    phone = Client(HTTP_HOST="localhost")
    phone.post("/binnen", {"token": links.issue(anna).split("#")[1]})
    everybody = {name: client_of(name) for name in ("noor", "joost", "kim", "vreemd")}
    return traject, {**everybody, "anna": phone, "nobody": Client(HTTP_HOST="localhost")}, anna


def test_x1_every_role_on_every_page() -> None:
    traject, clients, anna = roles_and_pages()
    session, t = traject.sessions.get(), f"/traject/{traject.pk}"
    leads, all_in, control = {"noor", "joost"}, {"noor", "joost", "kim"}, {"joost", "kim"}
    pages = {
        f"{t}/": all_in, f"{t}/mensen/": all_in, f"{t}/naam": leads, f"{t}/mensen/nieuw": leads,
        f"{t}/mensen/plakken": leads, f"{t}/mensen/aanwijzen": leads, f"{t}/mensen/overdragen": {"noor"},
        f"{t}/mensen/{anna.pk}/": leads, f"{t}/mensen/{anna.pk}/verwijderen": leads, f"{t}/verwijderen": {"noor"},
        f"{t}/bijeenkomst/nieuw": leads, f"{t}/bijeenkomst/{session.pk}/datum": leads, f"{t}/aannemen": set(),
        f"/bijeenkomsten/{session.pk}/": control, f"/bijeenkomsten/{session.pk}/afsluiten": control,
        f"/bijeenkomsten/{session.pk}/verwijderen": {"joost"}, f"/s/{session.pk}/regie": control,
    }  # fmt: skip
    posts = {f"{t}/mensen/{anna.pk}/{what}": leads for what in ("rol", "link", "link-uit")}
    for path, may in pages.items():
        for name, client in clients.items():
            answer = client.get(path)
            assert (answer.status_code == 200) == (name in may), (path, name, answer.status_code)
            if answer.status_code == 200 and "/s/" not in path:
                check(answer.content.decode())
    for path in [*posts, *pages]:
        for name, client in clients.items():
            if name not in pages.get(path, set()) | posts.get(path, set()):
                assert client.post(path).status_code in (302, 403, 404, 405), (path, name)
    assert Traject.objects.count() == 1 and traject.contacts.filter(removed=False).count() == 4
    assert "anna@voorbeeld.example" not in clients["kim"].get(f"{t}/mensen/").content.decode()
    assert "Anna" not in clients["vreemd"].get("/traject/").content.decode()


def test_cr22_who_led_has_no_access_after_the_case_is_gone() -> None:
    from samenspel.retention.destroying import destroy

    traject, clients, _ = roles_and_pages()
    session = traject.sessions.get()
    assert clients["joost"].get(f"/s/{session.pk}/regie").status_code == 200
    closing.close(session)
    destroy(traject, "request", "initiator")
    for name in ("joost", "kim"):
        for path in (f"/traject/{traject.pk}/", f"/bijeenkomsten/{session.pk}/", f"/traject/{traject.pk}/mensen/"):
            assert clients[name].get(path).status_code == 404, (name, path)
        assert "Casus Wilgenlaan" not in clients[name].get("/bijeenkomsten/").content.decode()
    Session.objects.filter(pk=session.pk).update(facilitator=User.objects.get(username="joost"))
    assert clients["joost"].get(f"/traject/{traject.pk}/").status_code == 404, "not by a name that stayed behind either"
    text = clients["noor"].get(f"/traject/{traject.pk}/").content.decode()
    assert "Gewist" in text and people.contacts(traject, "participant")
