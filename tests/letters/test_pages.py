"""The post and the invitation of a traject as pages: who sees them, what they say, what can be done (CR-10, X-1)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from html import unescape
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from samenspel import clock
from samenspel.letters import invitations, post
from samenspel.letters.models import Letter
from samenspel.personal import links
from samenspel.rounds import runner
from samenspel.trajects import people
from samenspel.trajects.contact import Contact, Person
from samenspel.trajects.models import Session
from tests.letters.catcher import Catcher
from tests.letters.conftest import add

pytestmark = pytest.mark.django_db(databases=["default", "keys"], transaction=True)


@pytest.fixture(autouse=True)
def no_screens(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr("samenspel.project.templatetags.vite.files", lambda entry: (f"/static/web/{entry}.js", [], []))
    yield


@pytest.fixture
def client(host: User) -> Client:
    client = Client(HTTP_HOST="localhost")
    client.force_login(host)
    return client


def as_role(session: Session, role: str) -> Client:
    user = User.objects.create_user(f"een-{role}", password="x")
    people.add_contact(session.traject, role, Person(name=f"Een {role}", email=f"{role}@voorbeeld.nl"), user)
    client = Client(HTTP_HOST="localhost")
    client.force_login(user)
    return client


def put(contact: Contact, key: str = "proef:1", **more: Any) -> Letter:
    return post.put(contact, "reminder", key, **{"subject": "Over de bijeenkomst", "text": "Kom je ook?", **more})


def page(client: Client, name: str, status: int = 200, **where: object) -> str:
    answer = client.get(reverse(name, kwargs=where))
    assert answer.status_code == status
    return unescape(answer.content.decode())


def act(client: Client, letter: Letter, what: str) -> str:
    where = {"traject": letter.traject_id, "letter": letter.pk}
    answer = client.post(reverse("letter_act", kwargs=where), {"actie": what}, follow=True)
    assert answer.status_code == 200
    letter.refresh_from_db()
    return unescape(answer.content.decode())


FORM = {
    "subject": "Casusreconstructie",
    "minutes": "150",
    "place": "Buurthuis",
    "online": "",
    "contact": "",
    "extra": "",
}


def test_cr10_without_a_mail_server_a_letter_is_passed_on_by_hand(
    client: Client, meeting: Session, anna: Contact
) -> None:
    letter = put(anna)
    shown = page(client, "outbox", traject=meeting.traject_id)
    assert "geen mailserver ingesteld" in shown
    assert "Om door te geven" in shown
    where = {"traject": meeting.traject_id, "letter": letter.pk}
    shown = page(client, "letter", **where)
    assert "(hier komt de persoonlijke link)" in shown
    assert "/binnen#" not in shown
    assert "anna@voorbeeld.nl" in shown
    answer = client.post(reverse("letter_link", kwargs=where))
    token = unescape(answer.content.decode()).partition("/binnen#")[2].split()[0].split("<")[0]
    assert links.by_token(token) == anna
    assert answer["Cache-Control"].startswith("max-age=0, no-cache, no-store")
    act(client, letter, "doorgegeven")
    assert letter.state == "handed"
    assert "gewist" in page(client, "letter", **where)


def test_cr10_each_trouble_says_what_to_do(client: Client, by_mail: Catcher, meeting: Session, anna: Contact) -> None:
    by_mail.refuse["weg@voorbeeld.nl"] = "550 no"
    refused = put(add(meeting, "Bram", "weg@voorbeeld.nl"), "a:1")
    sent, unsure = put(anna, "a:2"), put(anna, "a:3")
    runner.once()
    Letter.objects.filter(pk=unsure.pk).update(state="sending")
    runner.once()
    shown = page(client, "outbox", traject=meeting.traject_id)
    for part in ("neemt voor dit adres geen mail aan", "(code 550)", "Niet zeker", "Verstuurd op", "1 van 3 verstuurd"):
        assert part in shown, part
    assert "Opnieuw versturen" in page(client, "letter", traject=meeting.traject_id, letter=refused.pk)
    assert "Kwam terug" in page(client, "letter", traject=meeting.traject_id, letter=sent.pk)
    act(client, sent, "kwam-terug")
    assert sent.state == "bounced"
    act(client, unsure, "aangekomen")
    assert unsure.state == "sent"
    del by_mail.refuse["weg@voorbeeld.nl"]
    act(client, refused, "opnieuw")
    assert refused.state == "waiting"
    act(client, refused, "intrekken")
    assert (refused.state, bytes(refused.sealed)) == ("cancelled", b"")
    assert "niet meer" in act(client, refused, "doorgegeven")
    assert refused.state == "cancelled"


def test_b4_a_link_of_somebody_else_is_for_the_facilitator_only(
    client: Client, meeting: Session, anna: Contact
) -> None:
    letter = put(anna, text="Woorden voor Anna alleen")
    where = {"traject": meeting.traject_id, "letter": letter.pk}
    for role in ("initiator", "note_taker"):
        other = as_role(meeting, role)
        shown = page(other, "letter", **where)
        assert "Woorden voor Anna" not in shown
        assert "ziet alleen de gespreksbegeleider" in shown
        assert other.post(reverse("letter_link", kwargs=where)).status_code == 404
        file = reverse("letter_attachment", kwargs={**where, "number": 0})
        assert other.get(file).status_code == 404
        assert "Anna de Wit" in page(other, "outbox", traject=meeting.traject_id)
    assert "Woorden voor Anna" in page(client, "letter", **where)


def test_cr1_the_initiator_passes_letters_on_while_there_is_no_facilitator(meeting: Session, anna: Contact) -> None:
    initiator = as_role(meeting, "initiator")
    meeting.facilitator = None
    meeting.save()
    meeting.traject.contacts.filter(role="facilitator").update(removed=True)
    letter = put(anna)
    answer = initiator.post(reverse("letter_link", kwargs={"traject": meeting.traject_id, "letter": letter.pk}))
    assert "/binnen#" in answer.content.decode()


def test_x1_nobody_else_sees_letters(meeting: Session, anna: Contact) -> None:
    letter = put(anna)
    stranger = Client(HTTP_HOST="localhost")
    stranger.force_login(User.objects.create_user("vreemd", password="x"))
    traject = meeting.traject_id
    other = Letter.objects.create(
        traject=meeting.traject, contact=anna, kind="reminder", key="z", created=clock.now(), due=clock.now()
    )
    pages = [
        ("outbox", {"traject": traject}),
        ("letter", {"traject": traject, "letter": letter.pk}),
        ("invitation", {"traject": traject}),
        ("session_ics", {"traject": traject, "session": meeting.pk}),
        ("letter_attachment", {"traject": traject, "letter": letter.pk, "number": 0}),
    ]
    for name, where in pages:
        assert stranger.get(reverse(name, kwargs=where)).status_code == 404, name
        assert Client(HTTP_HOST="localhost").get(reverse(name, kwargs=where)).status_code == 302, name
    for name in ("letter_act", "letter_link"):
        where = {"traject": traject, "letter": other.pk}
        assert stranger.post(reverse(name, kwargs=where), {"actie": "intrekken"}).status_code == 404
    note_taker = as_role(meeting, "note_taker")
    assert note_taker.post(reverse("letter_act", kwargs=where), {"actie": "intrekken"}).status_code == 404
    assert note_taker.post(reverse("invitation", kwargs={"traject": traject}), FORM).status_code == 404


def test_cr10_the_invitation_is_written_looked_at_and_sent(
    client: Client, by_mail: Catcher, meeting: Session, anna: Contact
) -> None:
    where = {"traject": meeting.traject_id}
    assert "Nog niet uitgenodigd" in page(client, "invitation", **where)
    address = reverse("invitation", kwargs=where)
    shown = client.post(address, {**FORM, "actie": "bewaren"}, follow=True).content.decode()
    assert "Er is nog niets verstuurd" in shown
    assert "Plaats: Buurthuis" in shown
    assert Letter.objects.count() == 0
    shown = client.post(address, {**FORM, "actie": "versturen"}, follow=True).content.decode()
    assert "1 betrokkene" in shown
    assert 'data-refresh="4"' in shown
    runner.once()
    shown = page(client, "invitation", **where)
    assert "data-refresh" not in shown
    assert "Verstuurd op" in shown
    client.post(address, {**FORM, "place": "Ergens anders", "actie": "bewaren"})
    assert "Er is iets veranderd" in page(client, "invitation", **where)
    client.post(address, {"actie": "afzeggen"})
    assert "De bijeenkomst is afgezegd" in page(client, "invitation", **where)
    runner.once()
    assert [str(mail["subject"])[:6] for mail in by_mail.mails] == ["Uitnod", "Gaat n"]


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"subject": "  "}, "Vul in wat er in de agenda komt te staan."),
        ({"minutes": "0"}, "Dit is te kort."),
        ({"minutes": "veel"}, "Vul een getal in"),
        ({"online": "javascript:alert(1)"}, "Dit is geen link."),
        ({"online": "https://jan:geheim@voorbeeld.nl"}, "Gebruik een link zonder."),
        ({"extra": "x" * 1001}, "Gebruik hoogstens 1000 tekens."),
    ],
)
def test_cr10_wrong_input_keeps_the_words(
    client: Client, meeting: Session, anna: Contact, wrong: dict[str, str], words: str
) -> None:
    given = {**FORM, "place": "Zaal 7", "actie": "versturen", **wrong}
    answer = client.post(reverse("invitation", kwargs={"traject": meeting.traject_id}), given)
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert "Zaal 7" in answer.content.decode()
    assert Letter.objects.count() == 0


@pytest.mark.parametrize(("days", "words"), [(None, "heeft nog geen datum"), (-1, "is voorbij")])
def test_cr10_a_date_that_is_past_or_missing_invites_nobody(
    client: Client, meeting: Session, anna: Contact, days: int | None, words: str
) -> None:
    meeting.planned = clock.now() + timedelta(days=days) if days is not None else None
    meeting.save()
    address = reverse("invitation", kwargs={"traject": meeting.traject_id})
    answer = client.post(address, {**FORM, "actie": "versturen"})
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert Letter.objects.count() == 0
    assert invitations.details(meeting).place == "Buurthuis"


def test_cr10_the_file_goes_along_for_who_passes_it_on(client: Client, meeting: Session, anna: Contact) -> None:
    invitations.send(meeting)
    letter = Letter.objects.get()
    where = {"traject": meeting.traject_id, "letter": letter.pk, "number": 0}
    answer = client.get(reverse("letter_attachment", kwargs=where))
    data = b"".join(answer.streaming_content)  # type: ignore[attr-defined]
    assert data.startswith(b"BEGIN:VCALENDAR\r\n")
    assert answer["Content-Type"] == "text/calendar"
    assert 'filename="afspraak.ics"' in answer["Content-Disposition"]
    assert client.get(reverse("letter_attachment", kwargs={**where, "number": 1})).status_code == 404
    own = client.get(reverse("session_ics", kwargs={"traject": meeting.traject_id, "session": meeting.pk}))
    assert b"METHOD:PUBLISH" in own.content


def test_b8_words_on_the_pages_stay_words(client: Client, meeting: Session) -> None:
    hostile = '"><script>window.__pwned=1</script>'
    letter = put(add(meeting, hostile, "anna@voorbeeld.nl", hostile), subject=hostile, text=hostile)
    client.post(
        reverse("invitation", kwargs={"traject": meeting.traject_id}), {**FORM, "extra": hostile, "place": hostile}
    )
    where = {"traject": meeting.traject_id, "letter": letter.pk}
    for answer in (
        client.get(reverse("outbox", kwargs={"traject": meeting.traject_id})),
        client.get(reverse("letter", kwargs=where)),
        client.post(reverse("letter_link", kwargs=where)),
        client.get(reverse("invitation", kwargs={"traject": meeting.traject_id})),
    ):
        assert "<script>" not in answer.content.decode()
        assert "__pwned" in answer.content.decode()


def test_cr10_hundreds_of_letters_stay_a_page(client: Client, meeting: Session, anna: Contact) -> None:
    for number in range(120):
        put(anna, f"a:{number}")
    Letter.objects.update(state="sent", ended=clock.now(), sealed=b"")
    shown = page(client, "outbox", traject=meeting.traject_id)
    assert shown.count("letter-row__name") == 50
    assert "Bladzijde 1 van 3" in shown
    answer = client.get(reverse("outbox", kwargs={"traject": meeting.traject_id}), {"bladzijde": "99"})
    assert "Bladzijde 3 van 3" in answer.content.decode()


def test_b4_the_administrator_sees_counts_and_no_names(by_mail: Catcher, meeting: Session, anna: Contact) -> None:
    by_mail.refuse["weg@voorbeeld.nl"] = "550 no"
    put(anna, "a:1")
    put(add(meeting, "Bram", "weg@voorbeeld.nl"), "a:2")
    runner.once()
    where = reverse("letters_overview")
    for client, status in ((as_role(meeting, "initiator"), 403), (Client(HTTP_HOST="localhost"), 302)):
        assert client.get(where).status_code == status
    boss = Client(HTTP_HOST="localhost")
    boss.force_login(User.objects.create_superuser("beheerder", password="x"))
    shown = page(boss, "letters_overview")
    assert "<dt>Verstuurd</dt><dd>1</dd>" in shown
    assert "1 × De mailserver neemt voor dit adres geen mail aan (code 550)." in shown
    for name in ("Anna", "Bram", "voorbeeld.nl", "Kastanje"):
        assert name not in shown
