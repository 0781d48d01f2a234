"""Reports when things go otherwise: words taken back, a case that is gone, a template of the organisation, no keys."""

from __future__ import annotations

import io

import docx
import pytest

from samenspel import clock
from samenspel.kernel.command import Actor
from samenspel.reports.make import make
from samenspel.reports.models import Report, WordTemplate
from samenspel.reports.rounds import make_reports
from samenspel.store.models import SessionClock
from samenspel.trajects import closing, engine, people
from tests.exports.samples import template, words_of_docx
from tests.reports.conftest import account, visitor

pytestmark = pytest.mark.django_db(databases=["default", "keys"], transaction=True)


@pytest.fixture
def closed(full):
    closing.close(full.session)
    return full


def test_cr21_the_template_of_the_organisation_is_used_and_a_new_one_makes_the_report_anew(closed):
    own = template("Gemeente Voorbeeld", "{{ titel }}", "{{ inhoud }}", header="{{ datum }}")
    WordTemplate.objects.create(name="Ons sjabloon", data=own, uploaded=clock.today())
    read = words_of_docx(make(closed.session).file("docx"))
    assert "Gemeente Voorbeeld" in read
    assert "Rode draad 1" in read
    WordTemplate.objects.update(in_use=False)
    Report.objects.update(clock=-1)
    assert "Gemeente Voorbeeld" not in words_of_docx(make(closed.session).file("docx"))


def test_cr21_a_template_that_no_longer_fits_costs_no_report(closed):
    WordTemplate.objects.create(name="Stuk", data=template("{{ weg }}"), uploaded=clock.today())
    assert "Rode draad 1" in words_of_docx(make(closed.session).file("docx"))


def test_cr22_who_takes_own_words_back_finds_them_in_no_report(closed):
    host = closed.host
    lesson = engine.state_of(closed.session.pk).of("lesson")[0]
    assert make(closed.session)
    closed.change_lesson("Zonder mijn naam")
    assert lesson.body.text not in words_of_docx(make(closed.session).file("docx"))
    person = closed.participant
    state = engine.state_of(closed.session.pk)
    engine.run(closed.session.pk, people.actor(person, state), engine.command(closed.case, "remove_my_words"))
    assert isinstance(host, Actor)
    assert "verwijderd" not in words_of_docx(make(closed.session).file("docx"))


def test_cr22_a_report_is_not_made_anew_from_a_case_that_is_gone(closed):
    before = bytes(make(closed.session).sealed)
    SessionClock.objects.filter(session=closed.session.pk).update(case_state="ending", clock=10_000)
    make_reports(clock.now())
    assert bytes(Report.objects.get(session=closed.session).sealed) == before


def test_cr22_when_the_outcome_goes_nobody_opens_the_report(closed):
    make(closed.session)
    Report.objects.update(state="sent")
    engine.cipher().destroy(closed.session.traject_id, "outcome")
    for ending in ("docx", "pdf", "png"):
        answer = account(closed.user).get(f"/traject/{closed.session.traject_id}/verslag/verslag.{ending}")
        assert answer.status_code == 404


def test_cr21_nothing_readable_is_in_the_table(closed):
    report = make(closed.session)
    for column in ("sealed", "sealed_docx", "sealed_pdf", "sealed_png"):
        kept = bytes(getattr(Report.objects.get(pk=report.pk), column))
        assert kept
        for sign in (b"PK\x03\x04", b"%PDF", b"PNG", b"Rode draad"):
            assert sign not in kept


def test_cr5_what_looks_like_a_person_is_pointed_at_without_saying_it(closed):
    closed.change_lesson("Bel mevrouw Janny de Vries op 06-12345678")
    report = make(closed.session)
    assert any("telefoonnummer" in warning and "Lessen" in warning for warning in report.content.warnings)
    assert not any("12345678" in warning for warning in report.content.warnings)
    page = account(closed.user).get(f"/traject/{closed.session.traject_id}/verslag/").content.decode()
    assert "Lees dit na voor je het deelt" in page


def test_cr22_a_facilitator_who_was_taken_off_reads_nothing(closed):
    make(closed.session)
    row = closed.session.traject.contacts.filter(user=closed.user, role="facilitator").first()
    if row is None:
        from samenspel.trajects.contact import Person

        row = people.add_contact(closed.session.traject, "facilitator", Person(name="B"), closed.user)
    row.removed = True
    row.save()
    for rest in ("verslag/", "verslag/verslag.docx", "papier/", "papier/duidingen.pdf"):
        assert account(closed.user).get(f"/traject/{closed.session.traject_id}/{rest}").status_code == 404


def test_x1_a_page_for_who_lost_its_link_says_what_to_do(closed):
    from samenspel.personal import links

    client = visitor(closed.participant)
    links.revoke(closed.participant)
    answer = client.get(f"/mijn/{closed.session.traject_id}/verslag")
    assert answer.status_code == 403
    assert "Open je eigen link" in answer.content.decode()


def test_a_report_is_a_word_file_that_opens(closed):
    assert docx.Document(io.BytesIO(make(closed.session).file("docx"))).paragraphs


def test_cr22_after_the_case_is_destroyed_the_initiator_still_sends_and_people_still_read(closed):
    from samenspel.letters.models import Letter
    from samenspel.retention.destroying import destroy, destroy_outcome

    traject = closed.session.traject
    destroy(traject, "request", "initiator")
    report = Report.objects.get(session=closed.session.pk)
    assert report.state == "final"
    assert account(closed.user).get(f"/traject/{traject.pk}/verslag/").status_code == 404
    assert visitor(closed.initiator).post(f"/mijn/{traject.pk}/verslag/versturen").status_code == 302
    assert Letter.objects.filter(kind="report").count() == 2
    page = visitor(closed.participant).get(f"/mijn/{traject.pk}/verslag").content.decode()
    assert "Rode draad 1" in page
    assert "Moment 3" in page
    destroy_outcome(traject)
    assert not Report.objects.exists()
