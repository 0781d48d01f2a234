"""The report (CR-21): made as the meeting closes, commented on for a time, settled, sent; nothing of what was told."""

from __future__ import annotations

import io
import zipfile
from datetime import timedelta

import docx
import pypdf
import pytest
from django.test import Client

from samenspel import clock
from samenspel.letters.models import Letter
from samenspel.reports import comments, flow
from samenspel.reports.make import make
from samenspel.reports.models import Report
from samenspel.reports.rounds import make_reports
from samenspel.trajects import closing, engine
from tests.reports.conftest import account, visitor

pytestmark = pytest.mark.django_db(databases=["default", "keys"], transaction=True)


@pytest.fixture
def closed(full):
    closing.close(full.session)
    make_reports(clock.now())
    return full


def place(full, rest: str = "") -> str:
    return f"/traject/{full.session.traject_id}/verslag/{rest}"


def own(full, rest: str = "") -> str:
    return f"/mijn/{full.session.traject_id}/verslag{rest}"


def all_words(report: Report) -> str:
    word = docx.Document(io.BytesIO(report.file("docx")))
    cells = [cell.text for table in word.tables for row in table.rows for cell in row.cells]
    pdf = [page.extract_text() for page in pypdf.PdfReader(io.BytesIO(report.file("pdf"))).pages]
    return "\n".join([*(p.text for p in word.paragraphs), *cells, *pdf])


def ask(full, days: int = 7) -> Report:
    report = make(full.session)
    flow.ask_comments(report, clock.today() + timedelta(days=days))
    return report


def test_cr21_the_report_is_there_when_the_meeting_closes_and_a_second_round_changes_nothing(closed):
    report = Report.objects.get(session=closed.session)
    words = all_words(report)
    for expected in ("Moment 3: een overleg", "Rode draad 1", "Les 1", "Afspraak 1", "1 maart 2027", "hulpmiddel"):
        assert expected in words, expected
    assert report.file("png")[:8] == b"\x89PNG\r\n\x1a\n"
    before = bytes(report.sealed)
    make_reports(clock.now())
    assert bytes(Report.objects.get(session=closed.session).sealed) == before


def test_cr21_no_interpretation_is_in_any_file_or_page(closed):
    report = ask(closed)
    assert "Drie maanden lang" not in all_words(report)
    assert "Drie maanden" not in str(report.content)
    for client, where in ((account(closed.user), place(closed)), (visitor(closed.participant), own(closed))):
        assert "Drie maanden" not in client.get(where).content.decode()
    package = zipfile.ZipFile(io.BytesIO(report.file("docx")))
    assert not any(b"Drie maanden" in package.read(name) for name in package.namelist())


def test_cr21_it_follows_the_records_until_it_is_settled(closed):
    closed.change_lesson("Bel eerst, mail daarna")
    report = make(closed.session)
    assert "Bel eerst, mail daarna" in all_words(report)
    flow.settle(report)
    closed.change_lesson("Te laat veranderd")
    make_reports(clock.now())
    make(closed.session)
    report = Report.objects.get(session=closed.session)
    assert "Te laat veranderd" not in all_words(report)
    assert "Concept" not in all_words(report)


def test_cr21_a_withdrawn_party_leaves_the_report(closed):
    state = engine.state_of(closed.session.pk)
    gone = next(record.id for record in state.of("party") if record.body.short == "School")
    assert "School" in all_words(make(closed.session))
    change = engine.command(closed.session.pk, "change_party", id=gone, absent=True)
    engine.run(closed.session.pk, closed.host, change)
    assert "School" not in all_words(make(closed.session))


def test_cr21_title_and_sentence_can_be_changed_and_stay_through_changes(closed):
    client = account(closed.user)
    answer = client.post(place(closed, "tekst"), {"title": "Ons gesprek", "intro": "Lees dit rustig."})
    assert answer.status_code == 302
    closed.change_lesson("Anders")
    report = make(closed.session)
    assert report.content.document.title == "Ons gesprek"
    assert "Lees dit rustig." in all_words(report)
    assert "Anders" in all_words(report)


@pytest.mark.parametrize(("days", "words"), [(-1, "al voorbij"), (61, "wel erg ver weg")])
def test_cr21_a_wrong_last_day_is_told_and_nothing_is_sent(closed, days, words):
    day = (clock.today() + timedelta(days=days)).isoformat()
    answer = account(closed.user).post(place(closed, "reacties"), {"until": day})
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert day in answer.content.decode()
    assert not Letter.objects.exists()
    assert Report.objects.get(session=closed.session).state == "draft"


def test_cr21_people_comment_on_threads_lessons_and_agreements_only(closed):
    client = account(closed.user)
    day = clock.today() + timedelta(days=7)
    assert client.post(place(closed, "reacties"), {"until": day.isoformat()}).status_code == 302
    assert Letter.objects.filter(kind="report_comments").count() == 2
    report = Report.objects.get(session=closed.session)
    pim = visitor(closed.participant)
    for kind in ("red_thread", "lesson", "agreement"):
        answer = pim.post(own(closed, "/reactie"), {"waarop": closed.ids(kind)[0], "tekst": f"Zet erbij: {kind}"})
        assert answer.status_code == 302
    moment = pim.post(
        own(closed, "/reactie"), {"waarop": closed.ids("defining_moment")[0], "tekst": "Zo ging het niet"}
    )
    assert moment.status_code == 422
    assert "Zo ging het niet" in moment.content.decode()
    assert sorted(each.text for each in comments.of_contact(report, closed.participant)) == [
        "Zet erbij: agreement", "Zet erbij: lesson", "Zet erbij: red_thread"
    ]  # fmt: skip
    seen = client.get(place(closed)).content.decode()
    assert seen.count("Zet erbij") == 3
    assert "Pim" in seen
    assert "Zet erbij" not in visitor(closed.initiator).get(own(closed)).content.decode()
    first = comments.of_all(report)[0]
    assert client.post(place(closed, "reactie"), {"reactie": first.id, "stand": "taken"}).status_code == 302
    assert "Overgenomen in het verslag" in pim.get(own(closed)).content.decode()
    assert pim.post(own(closed, "/reactie"), {"reactie": first.id, "intrekken": "1"}).status_code == 302
    assert len(comments.of_all(report)) == 2


def test_cr21_a_late_comment_gets_a_kind_answer_and_is_not_kept(closed, tmp_path, settings):
    report = ask(closed, days=2)
    settings.SAMENSPEL_CLOCK_FILE = str(tmp_path / "clock")
    (tmp_path / "clock").write_text(str(4 * 86_400))
    answer = visitor(closed.participant).post(
        own(closed, "/reactie"), {"waarop": closed.ids("lesson")[0], "tekst": "Nog iets"}
    )
    assert answer.status_code == 409
    assert "Nog iets" in answer.content.decode()
    assert "termijn is voorbij" in answer.content.decode()
    assert comments.of_all(report) == []


def test_cr21_the_initiator_sends_the_final_report_once_and_as_a_link(closed):
    lead, ina, pim = account(closed.user), visitor(closed.initiator), visitor(closed.participant)
    assert ina.post(own(closed, "/versturen")).status_code == 302
    assert not Letter.objects.exists()
    assert lead.post(place(closed, "vaststellen")).status_code == 302
    assert lead.post(place(closed, "versturen")).status_code == 404
    assert pim.post(own(closed, "/versturen")).status_code == 404
    assert "nog niet" in pim.get(own(closed)).content.decode()
    for _ in range(2):
        assert ina.post(own(closed, "/versturen")).status_code == 302
    assert Letter.objects.filter(kind="report").count() == 2
    assert Report.objects.get(session=closed.session).state == "sent"
    page = pim.get(own(closed)).content.decode()
    assert "Rode draad 1" in page
    for ending in ("pdf", "docx"):
        assert pim.get(own(closed, f"/verslag.{ending}")).status_code == 200
    assert lead.post(place(closed, "reacties"), {"until": "2030-01-01"}).status_code == 302
    assert Report.objects.get(session=closed.session).state == "sent"


def test_b4_nobody_else_reads_a_report(closed):
    from django.contrib.auth import get_user_model

    stranger = account(get_user_model().objects.create_user("ander", "a@example.org", "x"))
    for client in (stranger, Client(SERVER_NAME="localhost", REMOTE_ADDR="127.0.0.1"), visitor(closed.participant)):
        for where in (place(closed), place(closed, "verslag.docx"), own(closed), own(closed, "/verslag.pdf")):
            answer = client.get(where)
            assert answer.status_code in (200, 302, 403, 404)
            assert b"Rode draad" not in answer.content
            assert answer["Content-Type"].startswith("text/html")
        for rest in ("tekst", "reacties", "vaststellen", "versturen", "reactie"):
            assert client.post(place(closed, rest), {"until": "2030-01-01"}).status_code in (302, 403, 404)
    assert Report.objects.get(session=closed.session).state == "draft"


def test_cr22_when_the_case_goes_its_last_report_is_final_and_stays(closed):
    from samenspel.reports.keeping import before_case_goes

    before_case_goes(closed.session.traject_id, (closed.session.pk,))
    report = Report.objects.get(session=closed.session)
    assert report.state == "final"
    assert "Rode draad 1" in all_words(report)


def test_cr21_before_the_meeting_closes_there_is_no_report(full):
    make_reports(clock.now())
    assert not Report.objects.exists()
    page = account(full.user).get(place(full))
    assert "Er is nog geen verslag" in page.content.decode()
