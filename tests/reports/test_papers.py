"""Paper (CR-8): made for control only, every sheet there, tagged and in Dutch (B17)."""

from __future__ import annotations

import io

import pypdf
import pytest
from django.test import Client

from samenspel.trajects import people
from samenspel.trajects.contact import Person
from tests.reports.conftest import account, visitor

pytestmark = pytest.mark.django_db(databases=["default", "keys"], transaction=True)
NAMES = ["voorbereiding", "meedoen", "momenten", "duidingen", "lege-vellen", "spelregels", "rode-draden", "lessen"]
NAMES += ["geheimhouding"]


def client_of(full) -> Client:
    return account(full.user)


def words_of(data: bytes) -> str:
    return " ".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(data)).pages)


def test_cr8_the_page_names_every_file_and_each_file_is_a_tagged_dutch_pdf(full):
    client = client_of(full)
    page = client.get(f"/traject/{full.session.traject_id}/papier/")
    assert page.status_code == 200
    for name in NAMES:
        assert f"{name}.pdf" in page.content.decode(), name
        answer = client.get(f"/traject/{full.session.traject_id}/papier/{name}.pdf")
        assert answer.status_code == 200, name
        read = pypdf.PdfReader(io.BytesIO(answer.content))
        assert read.root_object["/Lang"] == "nl-NL"
        assert read.root_object["/MarkInfo"]["/Marked"]
        assert read.metadata.title
        assert not read.metadata.author
        assert "<pdfuaid:part>1</pdfuaid:part>" in read.xmp_metadata.stream.get_data().decode()


def test_cr8_sheets_hold_their_words_and_say_that_they_are_to_be_destroyed(full):
    client = client_of(full)
    place = f"/traject/{full.session.traject_id}/papier"
    sheets = words_of(client.get(f"{place}/duidingen.pdf").content)
    assert sheets.count("Vernietig het na de bijeenkomst") == 28
    assert "Drie maanden lang" in sheets
    moments = words_of(client.get(f"{place}/momenten.pdf?formaat=a4").content)
    assert "Moment 3: een overleg" in moments
    assert "Drie maanden lang" not in moments
    assert "Rode draad 1" in words_of(client.get(f"{place}/rode-draden.pdf").content)
    assert words_of(client.get(f"{place}/lege-vellen.pdf").content).count("VEILIG THUIS") == 1


def test_cr8_an_unknown_name_or_ending_is_not_found(full):
    client = client_of(full)
    for name in ("onbekend.pdf", "momenten.docx", "momenten.exe", "geheimhouding.doc"):
        assert client.get(f"/traject/{full.session.traject_id}/papier/{name}").status_code == 404


def test_b4_nobody_but_control_gets_paper(full):
    from django.contrib.auth import get_user_model

    stranger = get_user_model().objects.create_user("ander", "a@example.org", "x")
    starts = get_user_model().objects.create_user("ina", "i@example.org", "x")
    people.add_contact(full.session.traject, "initiator", Person(name="Ina"), starts)
    for client in (account(stranger), account(starts), visitor(full.initiator), visitor(full.participant), Client()):
        for name in ("", "duidingen.pdf", "voorbereiding.pdf", "geheimhouding.docx"):
            answer = client.get(f"/traject/{full.session.traject_id}/papier/{name}")
            assert answer.status_code in (302, 404), name
            assert b"Drie maanden" not in answer.content


def test_cr8_the_way_in_and_the_preparation_are_one_page_each(full):
    place = f"/traject/{full.session.traject_id}/papier"
    for size in ("a4", "a3"):
        assert (
            len(pypdf.PdfReader(io.BytesIO(client_of(full).get(f"{place}/meedoen.pdf?formaat={size}").content)).pages)
            == 1
        )
    data = client_of(full).get(f"{place}/voorbereiding.pdf").content
    assert len(pypdf.PdfReader(io.BytesIO(data)).pages) == 1
    assert "Introductie en spelregels" in words_of(data)
    assert "Pim" in words_of(data)
