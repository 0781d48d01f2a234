"""`make start` gives two trajects that live: made once, whole, of nobody who exists, and on whatever day."""

from __future__ import annotations

import io
import re
import subprocess
from collections.abc import Callable, Iterator
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.management import call_command
from django.test import Client

from samenspel import clock
from samenspel.accounts import first_start
from samenspel.agreements import planning, register, reminders
from samenspel.demo import afterwards, past, trajects
from samenspel.demo import session as demo
from samenspel.demo.case import in_preparation, load
from samenspel.instruments.case_reconstruction.records import MomentInput, Tension
from samenspel.invitations.guessing import guard
from samenspel.keys.models import TrajectKey
from samenspel.letters.models import Letter
from samenspel.personal import links
from samenspel.project.wiring import wire
from samenspel.reports.models import Report
from samenspel.rounds import runner
from samenspel.store.models import SessionClock
from samenspel.trajects import engine, people
from samenspel.trajects.contact import Contact
from samenspel.trajects.models import Session, Traject
from tests.conftest import ROOT
from tests.letters.catcher import Catcher
from tests.letters.conftest import to_server

pytestmark = pytest.mark.django_db(databases=["default", "keys"], transaction=True)
HERE = "http://localhost:8000"
LINK = re.compile(r'href="(/[^"#?]*)')
LEAVES = ("uitloggen", "/s/", "/static/", "/teksten/", "/uiterlijk", "/eerste-keer", ".pdf", ".docx", ".png")
"""No pages of a traject: Regie and other live screens, and files that take long to make, have tests of their own."""
PAGES = ("", "mensen/", "post/", "verslag/", "afspraken/", "terugblik/", "bewaren/", "uitnodiging/", "papier/")


@pytest.fixture(autouse=True)
def ready(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    wire()
    monkeypatch.setattr("samenspel.project.templatetags.vite.files", lambda entry: (f"/static/web/{entry}.js", [], []))
    guard.__init__()  # type: ignore[misc]
    reminders._known.clear()
    yield


@pytest.fixture
def on_day(settings: Any, tmp_path: Path) -> Callable[[date], None]:
    """Go to a day that lies ahead; it is noon there."""
    path = tmp_path / "clock"
    settings.SAMENSPEL_CLOCK_FILE = str(path)

    def go(day: date) -> None:
        path.write_text("0")
        path.write_text(str((past.moment(day, 12) - clock.now()).total_seconds()))

    return go


def user() -> User:
    return User.objects.create_user("demo", password="x")


def of(template: str) -> Traject:
    return trajects.living(template)[0]


def told() -> str:
    out = io.StringIO()
    call_command("demo_trajects", stdout=out)
    return out.getvalue()


def everything() -> dict[str, Any]:
    """How much there is, and how far every meeting is."""
    kinds = (Traject, Session, Contact, Letter, Report, User)
    counts: dict[str, Any] = {kind.__name__: kind.objects.count() for kind in kinds}  # type: ignore[attr-defined]
    counts["keys"] = TrajectKey.objects.count()
    return counts | {"clocks": sorted(SessionClock.objects.values_list("session", "clock"))}


def walk(client: Client, begin: str, least: int) -> dict[str, bytes]:
    """Every page that can be reached by links from here, each 200."""
    unread, seen = [begin], dict[str, bytes]()
    while unread:
        where = unread.pop()
        answer = client.get(where, follow=True)
        assert answer.status_code == 200, (where, answer.status_code)
        body = b"".join(answer.streaming_content) if answer.streaming else answer.content  # type: ignore[attr-defined]
        seen[where] = body
        if not answer.headers.get("Content-Type", "").startswith("text/html"):
            continue
        found = {link.replace("&amp;", "&") for link in LINK.findall(body.decode())}
        unread += [link for link in found - set(seen) - set(unread) if not any(part in link for part in LEAVES)]
    assert len(seen) >= least, sorted(seen)
    return seen


def logged_in() -> Client:
    client = Client(HTTP_HOST="localhost", REMOTE_ADDR="127.0.0.1")
    client.force_login(User.objects.get(username="demo"))
    return client


def by_link(contact: Contact) -> Client:
    client = Client(HTTP_HOST="localhost", REMOTE_ADDR="127.0.0.1")
    assert client.post("/binnen", {"token": links.issue(contact).split("#")[1]}).status_code == 302
    return client


def named(traject: Traject, name: str) -> Contact:
    return next(row for row in people.contacts(traject) if row.person.name == name)


def test_started_twice_everything_is_there_once() -> None:
    first = told()
    before = everything()
    again = told()
    assert everything() == before
    assert before["Traject"] == 2 and before["Session"] == 3
    for text in (first, again):
        assert "Wilgenlaan (na de bijeenkomst) en Havenkade (in voorbereiding)" in text
    assert (
        re.search(r"\S+", first.partition("Begeleider")[2])[0] != re.search(r"\S+", again.partition("Begeleider")[2])[0]
    )  # type: ignore[index]


def test_a_demo_meeting_beside_them_stays_what_it_was() -> None:
    trajects.prepared(user())
    assert demo.open_session() is None, "the meeting of a traject is not the one that is ready to begin"
    made = demo.make()
    found = demo.open_session()
    assert found is not None and found.pk == made.session


def test_every_page_of_both_trajects_answers() -> None:
    trajects.ensure(HERE)
    leader = logged_in()
    for template in (trajects.HELD, trajects.PREPARED):
        pages = walk(leader, f"/traject/{of(template).pk}/", 25)
        assert not any(b"Traceback" in body for body in pages.values())
    for name, traject in (
        ("Marleen", of(trajects.HELD)),
        ("Hester", of(trajects.HELD)),
        ("Mirjam", of(trajects.PREPARED)),
    ):
        walk(by_link(named(traject, name)), f"/mijn/{traject.pk}/", 4)


def test_cr1_the_preparation_shows_what_was_answered() -> None:
    trajects.prepared(user())
    traject, case, leader = of(trajects.PREPARED), in_preparation(), logged_in()
    here = f"/traject/{traject.pk}"
    sounding = leader.get(f"{here}/voorbereiding/peilen").content.decode()
    assert f"{len(case.beforehand.sounding)} van de {len(case.person)}" in sounding
    assert all(one.remark in sounding for one in case.beforehand.sounding)
    tensions = leader.get(f"{here}/voorbereiding/spanningen").content.decode()
    assert all(one.note in tensions for one in case.beforehand.tension)
    assert case.beforehand.absent.name in leader.get(f"{here}/voorbereiding/deelnemers").content.decode()
    assert "3 van de 4" in leader.get(f"{here}/voorbereiding/uitvraag").content.decode()
    state = engine.state_of(traject.sessions.get().pk)
    assert len(state.of("defining_moment")) == len(case.moment)
    assert sum(not body.handled and body.state == "sent" for body in state.bodies(MomentInput)) == 2


def test_cr4_cr6_what_is_not_for_others_is_not_shown_to_them() -> None:
    trajects.prepared(user())
    traject, case = of(trajects.PREPARED), in_preparation()
    draft = next(one for one in case.beforehand.input if not one.sent)
    mirjam, initiator = named(traject, "Mirjam"), named(traject, "Karima")
    assert draft.text in by_link(mirjam).get(f"/mijn/{traject.pk}/momenten").content.decode()
    for path, body in walk(logged_in(), f"/traject/{traject.pk}/", 25).items():
        assert draft.text.encode() not in body, path
    state = engine.state_of(traject.sessions.get().pk)
    assert Tension.TYPE not in {seen.type for seen in people.seen_by(state, initiator) if seen.author != initiator.pk}


def test_cr10_most_invitations_were_passed_on_and_two_wait() -> None:
    trajects.prepared(user())
    rows = Letter.objects.filter(kind="invitation")
    assert rows.filter(state=Letter.State.HANDED).count() == len(in_preparation().person) - 1
    assert {row.contact.person.name for row in rows.filter(state=Letter.State.WAITING)} == {"Koen", "Tessa"}


def test_x2_after_the_meeting_there_are_agreements_a_report_and_a_look_back() -> None:
    leads = user()
    trajects.held(leads)
    traject = of(trajects.HELD)
    entries = register.register(traject)
    assert {entry.body.status for entry in entries} == {"open", "started", "done"}
    assert all(entry.owner is not None and entry.due is not None for entry in entries)
    assert len(entries) >= len(load().agreement) and any(entry.overdue for entry in entries)
    assert Report.objects.get(traject=traject).state == Report.State.SENT
    ahead, window = planning.coming(traject), planning.window(traject)
    assert ahead is not None and ahead.planned is not None and window is not None
    assert window.first <= ahead.planned.date() <= window.last and ahead.planned.date() == window.agreed
    assert traject.case_until > clock.today() and window.held < clock.today()
    # The term goes from the day on which the traject began.
    assert traject.case_until == past.working_day(-63) + timedelta(days=90)
    client = Client(HTTP_HOST="localhost")
    client.force_login(leads)
    mine = client.get("/bijeenkomsten/").content.decode()
    assert "Terugblik op" in mine and "Bijeenkomst op" not in mine, "what is ahead is called what it is (CR-23)"


def test_nothing_of_a_demo_is_ever_mailed(settings: Any) -> None:
    with Catcher() as caught:
        to_server(settings, caught.port)
        trajects.prepared(user())
        for _ in range(2):
            assert runner.once() == []
        assert not caught.mails
    assert not Letter.objects.filter(state__in=(Letter.State.SENT, Letter.State.FAILED)).exists()
    assert all(row.person.email.endswith(".example") for row in Contact.objects.exclude(role="facilitator"))


def test_a_meeting_of_the_demo_that_is_held_gets_its_report() -> None:
    from samenspel.trajects import closing

    trajects.prepared(user())
    session = of(trajects.PREPARED).sessions.get()
    closing.close(session)
    assert runner.once() == []
    assert Report.objects.filter(session=session).exists()


@pytest.mark.parametrize(
    ("template", "day"),
    [
        (trajects.HELD, date(2027, 3, 28)),
        (trajects.PREPARED, date(2027, 3, 28)),
        (trajects.HELD, date(2028, 2, 29)),
        (trajects.PREPARED, date(2027, 1, 2)),
    ],
)
def test_it_can_be_made_on_any_day(on_day: Callable[[date], None], day: date, template: str) -> None:
    """A Sunday on which the clock is put forward, the last of February, and a Saturday after New Year."""
    on_day(day)
    trajects.MAKERS[template](user())
    assert len(trajects.living(template)) == 1
    for session in Session.objects.all():
        assert session.planned is not None and session.planned.weekday() < past.SATURDAY


def test_as_days_go_by_pages_answer_and_what_is_gone_is_made_anew(on_day: Callable[[date], None]) -> None:
    trajects.ensure(HERE)
    made = [of(template).pk for template in (trajects.HELD, trajects.PREPARED)]
    today = clock.today()
    for days in (5, 30):
        on_day(today + timedelta(days=days))
        assert runner.once() == []
        for page in (f"/traject/{traject}/{name}" for traject in made for name in PAGES):
            assert logged_in().get(page).status_code == 200, (days, page)
    on_day(today + timedelta(days=500))
    assert runner.once() == []
    again = trajects.ensure(HERE)
    assert again.made and again.titles == ("Wilgenlaan", "Havenkade")
    assert not {of(template).pk for template in (trajects.HELD, trajects.PREPARED)} & set(made)


def test_what_fails_half_way_leaves_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    def breaks(*_: object) -> None:
        raise RuntimeError("halverwege")

    monkeypatch.setattr(afterwards, "report", breaks)
    with pytest.raises(RuntimeError):
        trajects.ensure(HERE)
    assert not Traject.objects.exists() and not SessionClock.objects.exists()
    assert not TrajectKey.objects.exists()


def test_the_way_in_is_a_link_until_a_password_was_chosen(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(trajects, "MAKERS", {name: lambda user: None for name in trajects.MAKERS})
    login = trajects.ensure(HERE).login
    assert login.startswith(f"{HERE}/eerste-keer#")
    account = User.objects.get(username="demo")
    assert not account.is_superuser and not account.is_staff and not account.has_usable_password()
    assert first_start.make_link(HERE), "the administrator still hears how to get in"
    account.set_password("paarse fiets onder de brug")
    account.save()
    assert trajects.ensure(HERE).login == f"{HERE}/inloggen"
    account.is_active = False
    account.save()
    assert trajects.ensure(HERE).login == ""


@pytest.mark.parametrize("https", [False, True])
def test_the_link_is_for_this_machine(settings: Any, https: bool) -> None:
    settings.SAMENSPEL_PUBLIC_URL = "http://192.168.1.20:8000" if not https else "https://samenspel.example"
    settings.SAMENSPEL_HTTPS = https
    assert trajects.address() == (
        "https://samenspel.example" if https else f"http://localhost:{settings.SAMENSPEL_PORT}"
    )


def test_working_days_are_no_weekend_and_lie_on_the_right_side_of_today() -> None:
    for days in (*range(-30, 0), *range(1, 30)):
        day = past.working_day(days)
        assert day.weekday() < past.SATURDAY
        assert (day < clock.today()) == (days < 0)
    assert [past.weekday(date(2026, 11, day)).day for day in (27, 28, 29, 30)] == [27, 30, 30, 30]
    assert past.moment(date(2027, 3, 28), 9).tzinfo is not None
    assert past.moment(date(2027, 3, 28), 9).time() == time(9)
    assert isinstance(past.moment(date(2027, 3, 28), 9), datetime)


@pytest.mark.parametrize(("demo_option", "makes"), [("DEMO=0", False), ("DEMO=1", True)])
def test_demo_0_makes_nothing(demo_option: str, makes: bool) -> None:
    asked = subprocess.run(
        ["make", "--no-print-directory", "-n", "start", demo_option],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    assert ("--demo" in asked.stdout.splitlines()[-1]) == makes
