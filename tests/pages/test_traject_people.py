"""The people of a traject: one by one, many at once, changed by two, and gone for good (CR-2, CR-3)."""

from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.auth.models import User
from django.db import connections
from django.test import Client

from samenspel.invitations import tickets
from samenspel.personal import links
from samenspel.trajects import closing, engine, membership, people
from samenspel.trajects.contact import Contact, Person
from samenspel.trajects.forms_people import MOST_ROWS, read_rows
from samenspel.trajects.models import Traject
from samenspel.vocabulary.people import Attendee, Party

from .test_html import check
from .test_traject import client_of, started, words

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "keys"])
ANNA = {"name": "Anna de Wit", "email": "anna@voorbeeld.example", "party": "Wijkteam Noord", "party_short": "Wijkteam",
        "function": "verpleegkundige", "level": "practice", "involved": "ja", "role": "participant"}  # fmt: skip


@pytest.fixture
def joost() -> Client:
    return client_of("joost")


@pytest.fixture
def traject(joost: Client) -> Traject:
    return started(joost, role="facilitator")


def contact_named(traject: Traject, name: str) -> Contact:
    return next(row for row in people.contacts(traject) if row.person.name == name)


def in_room(traject: Traject) -> dict[str, Attendee]:
    session = traject.sessions.order_by("created").first()
    assert session is not None
    return {body.name: body for body in engine.state_of(session.pk).bodies(Attendee)}


def test_cr3_somebody_on_the_list_is_in_the_room_with_party_and_level(joost: Client, traject: Traject) -> None:
    check(joost.get(f"/traject/{traject.pk}/mensen/nieuw").content.decode())
    assert joost.post(f"/traject/{traject.pk}/mensen/nieuw", ANNA).status_code == 302
    anna = contact_named(traject, "Anna de Wit")
    assert (anna.person.party_short, anna.person.involved, anna.person.colour) == ("Wijkteam", True, 2)
    attendee = in_room(traject)["Anna de Wit"]
    assert (attendee.level, attendee.function, attendee.status) == ("practice", "verpleegkundige", "admitted")
    text = joost.get(f"/traject/{traject.pk}/mensen/").content.decode()
    check(text)
    assert "Wijkteam Noord" in text and "Op de lijst: 1." in text and "Er zelf bij: 1 van de 1" in text


def test_a_party_has_one_colour_and_one_short_name(joost: Client, traject: Traject) -> None:
    joost.post(f"/traject/{traject.pk}/mensen/nieuw", ANNA)
    more = {**ANNA, "name": "Bram", "email": "", "party": "WIJKTEAM noord", "party_short": "Team Noord"}
    joost.post(f"/traject/{traject.pk}/mensen/nieuw", more)
    joost.post(f"/traject/{traject.pk}/mensen/nieuw", {**ANNA, "name": "Chris", "email": "", "party": "Politie"})
    found = {row.person.name: row.person for row in people.contacts(traject, "participant")}
    assert found["Anna de Wit"].party_short == found["Bram"].party_short == "Team Noord"
    assert found["Anna de Wit"].colour == found["Bram"].colour != found["Chris"].colour
    session = traject.sessions.get()
    assert len(engine.state_of(session.pk).bodies(Party)) == 3, "the facilitator's own among them"


@pytest.mark.parametrize(
    ("change", "text"),
    [
        ({"name": "\u202e "}, "Vul een naam in"),
        ({"name": "x" * 61}, "te lang"),
        ({"email": "geen adres"}, "geen e-mailadres"),
        ({"party_short": "x" * 15}, "Hoogstens 14 tekens"),
        ({"level": "baas"}, "Selecteer een geldige keuze"),
    ],
)
def test_a_slip_is_said_and_the_words_stay(joost: Client, traject: Traject, change: dict[str, str], text: str) -> None:
    answer = joost.post(f"/traject/{traject.pk}/mensen/nieuw", {**ANNA, **change})
    page = answer.content.decode()
    assert answer.status_code == 422 and text in page and 'value="verpleegkundige"' in page
    assert not people.contacts(traject, "participant")


def test_the_same_address_twice_is_refused(joost: Client, traject: Traject) -> None:
    joost.post(f"/traject/{traject.pk}/mensen/nieuw", ANNA)
    answer = joost.post(f"/traject/{traject.pk}/mensen/nieuw", {**ANNA, "email": "ANNA@voorbeeld.example"})
    assert answer.status_code == 422 and "staat al op de lijst" in answer.content.decode()


def test_cr3_many_at_once_from_a_sheet_or_typed(joost: Client, traject: Traject) -> None:
    path = f"/traject/{traject.pk}/mensen/plakken"
    check(joost.get(path).content.decode())
    rows = "Naam\tE-mail\tPartij\tNiveau\tBetrokken\r\nAnna\tanna@x.example\tWijkteam\tuitvoering\tja\r\n\r\n"
    rows += "Bram\t\tPolitie\tTeamleider\tNee\r\n"
    answer = joost.post(path, {"rows": rows}, follow=True)
    assert "2 mensen staan nu op de lijst." in answer.content.decode()
    anna, bram = (contact_named(traject, name).person for name in ("Anna", "Bram"))
    assert (anna.email, anna.level, anna.involved) == ("anna@x.example", "practice", True)
    assert (bram.party, bram.level, bram.involved) == ("Politie", "team_lead", False)
    assert {"Anna", "Bram"} <= set(in_room(traject))


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ("", "Er staat nog niemand"),
        (" ; ;\n,,\n", "Er staat nog niemand"),
        ("; anna@x.example", "Regel 1: de naam ontbreekt."),
        ("Anna; geen adres", "Regel 1: het tweede vak is geen e-mailadres."),
        ("Anna;;;baas", "Regel 1: het niveau is uitvoering, teamleider of manager."),
        ("Anna;;;;misschien", "Regel 1: zelf betrokken is ja of nee."),
        ("Anna;;;;;teveel", "Regel 1: er staan meer dan vijf vakken."),
        ("Anna;a@x.example\n\nBram;A@X.example", "Regel 3: dit e-mailadres staat al op de lijst."),
        ("x" * 61, "Regel 1: een naam is langer dan 60 tekens."),
        ("Anna\n" * (MOST_ROWS + 1), "Plak er hoogstens 60 per keer."),
        ("x" * 30_000, "te veel tekst"),
        ("Anna; anna@x.example%0ABcc: b@x.example", "Regel 1: het tweede vak is geen e-mailadres."),
    ],
)
def test_b8_rows_that_cannot_be_are_told_and_nothing_is_kept(
    joost: Client, traject: Traject, rows: str, said: str
) -> None:
    answer = joost.post(f"/traject/{traject.pk}/mensen/plakken", {"rows": rows})
    text = answer.content.decode()
    assert answer.status_code == 422 and said in words(text)
    assert rows.strip()[:40] in text.replace("&amp;", "&"), "the words stay in the field"
    assert not people.contacts(traject, "participant")


def test_b8_hostile_rows_stay_text(joost: Client, traject: Traject) -> None:
    hostile = '<img src=x onerror=alert(1)>;;=HYPERLINK("http://kwaad.example");uitvoering'
    joost.post(f"/traject/{traject.pk}/mensen/plakken", {"rows": hostile})
    text = joost.get(f"/traject/{traject.pk}/mensen/").content.decode()
    assert "<img src=x" not in text and "&lt;img src=x" in text
    assert read_rows("Naam: Jan\nNamens; a@x.example").persons[0].name == "Namens", "only a first row is a heading"


def test_two_who_change_one_person_do_not_overwrite_each_other(joost: Client, traject: Traject) -> None:
    joost.post(f"/traject/{traject.pk}/mensen/nieuw", ANNA)
    anna = contact_named(traject, "Anna de Wit")
    path = f"/traject/{traject.pk}/mensen/{anna.pk}/"
    text = joost.get(path).content.decode()
    check(text)
    read = text.split('name="version" value="')[1].split('"')[0]
    assert joost.post(path, {**ANNA, "function": "teamcoach", "version": read}).status_code == 302
    answer = joost.post(path, {**ANNA, "name": "Anna Bos", "version": read})
    text = answer.content.decode()
    assert answer.status_code == 409 and "intussen veranderd" in text and "teamcoach" in text
    assert 'value="Anna Bos"' in text and contact_named(traject, "Anna de Wit").person.function == "teamcoach"
    again = text.split('name="version" value="')[1].split('"')[0]
    assert joost.post(path, {**ANNA, "name": "Anna Bos", "version": again}).status_code == 302
    assert "Anna Bos" in in_room(traject) and "Anna de Wit" not in in_room(traject)
    assert joost.post(path, {**ANNA, "version": ""}).status_code == 409, "without a version nothing is written"


def test_b10_who_is_taken_off_is_gone_from_tables_room_and_links(joost: Client, traject: Traject) -> None:
    joost.post(f"/traject/{traject.pk}/mensen/nieuw", ANNA)
    anna = contact_named(traject, "Anna de Wit")
    session = traject.sessions.get()
    sealed, token = bytes(anna.sealed), links.issue(anna).split("#")[1]
    ticket = tickets.issue(session, tickets.PARTICIPANT, anna.pk)
    check(joost.get(f"/traject/{traject.pk}/mensen/{anna.pk}/verwijderen").content.decode())
    answer = joost.post(f"/traject/{traject.pk}/mensen/{anna.pk}/verwijderen", follow=True)
    assert "gewist" in answer.content.decode() and "Anna" not in answer.content.decode()
    anna.refresh_from_db()
    assert anna.removed and anna.person == Person(name="") and anna.user is None
    assert links.by_token(token) is None and tickets.by_token(ticket) is None
    assert "Anna de Wit" not in in_room(traject)
    assert joost.get(f"/traject/{traject.pk}/mensen/{anna.pk}/").status_code == 404
    found = b""
    with connections["default"].cursor() as cursor:
        for table in connections["default"].introspection.table_names():
            cursor.execute(f'SELECT * FROM "{table}"')
            found += b"|".join(
                bytes(cell) if isinstance(cell, bytes | memoryview) else str(cell).encode()
                for row in cursor.fetchall()
                for cell in row
            )
    assert sealed not in found and b"anna@voorbeeld" not in found and b"Anna de Wit" not in found
    for path in Path(settings.SAMENSPEL_DATA).rglob("*"):
        assert not path.is_file() or b"anna@voorbeeld" not in path.read_bytes()


def test_the_last_who_leads_and_the_last_initiator_stay(joost: Client, traject: Traject) -> None:
    own = traject.contacts.get(role="facilitator")
    answer = joost.post(f"/traject/{traject.pk}/mensen/{own.pk}/verwijderen")
    assert answer.status_code == 409 and "andere gespreksbegeleider" in answer.content.decode()
    check(answer.content.decode())
    assert joost.post(f"/traject/{traject.pk}/mensen/{own.pk}/rol", {"role": "participant"}).status_code == 409
    own.refresh_from_db()
    assert own.role == "facilitator" and not own.removed
    kim = User.objects.create_user("kim", password="x")
    second = membership.appoint(traject, "facilitator", kim)
    assert joost.post(f"/traject/{traject.pk}/mensen/{own.pk}/verwijderen").status_code == 302
    session = traject.sessions.get()
    assert (session.host, session.facilitator) == (second.pk, kim)
    assert joost.get(f"/traject/{traject.pk}/").status_code == 404
    assert joost.get(f"/s/{session.pk}/regie").status_code == 403


def test_cr2_another_role_goes_to_the_room_and_ends_what_the_old_one_gave(joost: Client, traject: Traject) -> None:
    kim = client_of("kim")
    row = membership.appoint(traject, "note_taker", User.objects.get(username="kim"))
    session = traject.sessions.get()
    assert kim.get(f"/s/{session.pk}/regie").status_code == 200
    assert joost.post(f"/traject/{traject.pk}/mensen/{row.pk}/rol", {"role": "participant"}).status_code == 302
    assert in_room(traject)["kim"].role == "participant"
    assert kim.get(f"/s/{session.pk}/regie").status_code == 403
    assert kim.get(f"/traject/{traject.pk}/").status_code == 404
    assert joost.post(f"/traject/{traject.pk}/mensen/{row.pk}/rol", {"role": "baas"}).status_code == 404


def test_cr2_an_account_that_is_not_there_is_said(joost: Client, traject: Traject) -> None:
    path = f"/traject/{traject.pk}/mensen/aanwijzen"
    answer = joost.post(path, {"account": "bestaat-niet", "role": "facilitator"})
    assert answer.status_code == 422 and "Vraag de beheerder" in answer.content.decode()
    assert "bestaat-niet" in answer.content.decode()
    User.objects.create_user("weg", is_active=False)
    assert joost.post(path, {"account": "weg", "role": "facilitator"}).status_code == 422
    assert joost.post(path, {"account": "joost", "role": "facilitator"}).status_code == 422, "has that role already"
    assert joost.post(path, {"account": "joost", "role": "initiator"}).status_code == 422


def test_the_initiative_goes_over_and_its_giver_stays_at_the_table() -> None:
    noor = client_of("noor")
    traject = started(noor)
    client_of("vera")
    path = f"/traject/{traject.pk}/mensen/overdragen"
    assert noor.post(path, {"account": "noor"}).status_code == 422
    assert noor.post(path, {"account": "vera"}).status_code == 302
    assert noor.get(f"/traject/{traject.pk}/").status_code == 404
    assert client_of("vera").get(f"/traject/{traject.pk}/").status_code == 200
    roles = {row.person.name: row.role for row in people.contacts(traject)}
    assert roles == {"noor": "participant", "vera": "initiator"}


def test_cr22_a_facilitator_never_becomes_the_initiator_of_an_initiator_with_an_account() -> None:
    noor = client_of("noor")
    traject = started(noor)
    client_of("joost")
    own = membership.appoint(traject, "facilitator", User.objects.get(username="joost"))
    joost = client_of("joost")
    initiator = traject.contacts.get(role="initiator")
    base = f"/traject/{traject.pk}/mensen"
    assert joost.post(f"{base}/{own.pk}/rol", {"role": "initiator"}).status_code == 404
    for what in ("", "rol", "link", "verwijderen"):
        answer = joost.post(f"{base}/{initiator.pk}/{what}", {**ANNA, "role": "participant"})
        assert answer.status_code == 404, what
    joost.post(f"{base}/nieuw", {**ANNA, "role": "initiator"})
    assert traject.contacts.filter(role="initiator").count() == 1


def test_a_link_is_shown_once_opens_the_own_page_and_can_be_ended(joost: Client, traject: Traject) -> None:
    (anna,) = membership.add(traject, "participant", [Person(name="Anna", party="Wijkteam")])
    base = f"/traject/{traject.pk}/mensen/{anna.pk}"
    answer = joost.post(f"{base}/link")
    check(answer.content.decode())
    token = answer.content.decode().split("/binnen#")[1].split("<")[0]
    assert answer.headers["Cache-Control"] == "no-store"
    phone = Client(HTTP_HOST="localhost")
    assert phone.post("/binnen", {"token": token}).headers["Location"] == f"/mijn/{traject.pk}/"
    assert phone.get(f"/mijn/{traject.pk}/").status_code == 200
    assert phone.get(f"/traject/{traject.pk}/").status_code == 302, "a participant has no access to the traject itself"
    assert joost.post(f"{base}/link-uit").status_code == 302
    assert phone.get(f"/mijn/{traject.pk}/").status_code == 403


def test_cr2_who_was_asked_by_link_ties_an_own_account_to_the_role(traject: Traject) -> None:
    (row,) = membership.add(traject, "note_taker", [Person(name="Kim")])
    kim, path = client_of("kim"), f"/traject/{traject.pk}/aannemen"
    assert kim.get(path).status_code == 404, "an account alone is not enough"
    kim.post("/binnen", {"token": links.issue(row).split("#")[1]})
    assert "Je account koppelen" in kim.get(f"/mijn/{traject.pk}/").content.decode()
    check(kim.get(path).content.decode())
    assert kim.post(path).headers["Location"] == f"/traject/{traject.pk}/"
    assert kim.get(f"/s/{traject.sessions.get().pk}/regie").status_code == 200
    assert kim.post(path).status_code == 409, "once"


def test_a_meeting_that_is_over_keeps_who_was_there(joost: Client, traject: Traject) -> None:
    (anna,) = membership.add(traject, "participant", [Person(name="Anna", party="Wijkteam")])
    closing.close(traject.sessions.get())
    assert joost.post(f"/traject/{traject.pk}/mensen/{anna.pk}/verwijderen").status_code == 302
    assert "Anna" in in_room(traject)


def test_cr22_a_party_that_withdraws_takes_its_words_along(joost: Client, traject: Traject) -> None:
    joost.post(f"/traject/{traject.pk}/mensen/nieuw", ANNA)
    anna, session = contact_named(traject, "Anna de Wit"), traject.sessions.get()
    people.sync_attendee(session, anna)
    instance = people.instance_of(engine.state_of(session.pk), "case_reconstruction")

    def asks(move: str, **args: object) -> None:
        state = engine.state_of(session.pk)
        engine.run(session.pk, people.actor(anna, state), engine.command(instance, move, **args))

    asks("answer_tension", level="light", note="kanarie een")
    asks("save_moment_input", text="kanarie twee", when="2024", meaning="kanarie drie")
    asks("send_moment_inputs")
    asks("name_missing_party", text="blijft ook niet")
    page = f"/traject/{traject.pk}/mensen/{anna.pk}/verwijderen"
    answer = joost.post(page, {"woorden": "weg"}, follow=True)
    assert "schreef, is weggehaald" in answer.content.decode()
    left = repr(list(engine.state_of(session.pk)))
    assert "kanarie" not in left and "blijft ook niet" not in left and anna.pk not in left
    assert "removed" in left, "control read the moment, so it sees that something was removed"
