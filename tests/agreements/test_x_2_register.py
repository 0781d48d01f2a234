"""X-2: one register of all agreements of a traject, also when the case is gone."""

from __future__ import annotations

import dataclasses
import io
from datetime import timedelta

import icalendar
import msgspec
import openpyxl
import pytest

from samenspel.agreements import files, register
from samenspel.instruments import catalogue
from samenspel.kernel.refusal import Reason, Refused
from samenspel.kernel.upgrade import Types
from samenspel.retention import destroying
from samenspel.vocabulary.outcomes import Agreement
from tests.agreements.conftest import HOSTILE, MARKUP, After

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "keys"])


def said(after: After, who: str = "pat", what: str = "Elke week bellen", text: str = "Half gelukt") -> None:
    actor = register.as_actor(after.contacts[who])
    register.report(after.entry(what, who), actor, "started", text, shared=False)


def test_x_2_an_agreement_of_schema_1_is_read_as_one_without_owner() -> None:
    """A record as an earlier release kept it, word for word."""
    stored = (
        b'{"what":"Elke week bellen","kind":"working","who":"Pat","due":"2026-12-01","help_from":"","place":1.0,'
        b'"lesson":null,"rule":null,"status":"started"}'
    )
    body = Types(catalogue.load()).read("agreement", 1, stored)
    assert isinstance(body, Agreement)
    assert (body.what, body.status, body.owner, body.report, body.shared) == (
        "Elke week bellen",
        "started",
        None,
        "",
        False,
    )
    again = Types(catalogue.load()).read("agreement", Agreement.SCHEMA, msgspec.json.encode(body))
    assert again == body


def test_x_2_overdue_first_then_by_date_and_what_is_done_last(closed: After) -> None:
    closed.move(timedelta(days=40))
    names = [entry.body.what for entry in register.register(closed.traject)]
    assert set(names[:2]) == {"Elke week bellen", "Gezin elke dag zien"}
    assert names[-1] == "Zonder eigenaar"
    said_done = register.as_actor(closed.contacts["pat"])
    register.report(closed.entry("Elke week bellen"), said_done, "done", "", shared=False)
    assert register.register(closed.traject)[-1].body.what == "Elke week bellen"
    assert register.counted(register.register(closed.traject)) == (1, 5)


def test_x_2_a_due_that_is_no_day_leaves_the_register_as_it_is(closed: After) -> None:
    entry = closed.entry("Elke week bellen")
    odd = dataclasses.replace(entry, body=msgspec.structs.replace(entry.body, due="2026-02-31"))
    assert entry.due is not None
    assert odd.due is None and not odd.overdue


def test_x_2_without_an_owner_nobody_is_asked(closed: After) -> None:
    assert closed.entry("Zonder eigenaar").owner is None
    assert register.is_own(closed.entry("Elke week bellen"), closed.contacts["pat"])
    assert register.is_of_party(closed.entry("Elke week bellen"), closed.contacts["puk"])
    assert not register.is_of_party(closed.entry("Elke week bellen"), closed.contacts["pim"])


def test_x_2_what_an_owner_says_is_for_who_organises_and_leads(closed: After) -> None:
    said(closed)
    readers = {name for name in closed.contacts if closed.entry("Elke week bellen", name).body.report}
    assert readers == {"pat", "ina", "fay"}
    assert closed.entry("Elke week bellen", "pim").status == "Begonnen", "how far it is, is everybody's"


def test_x_2_only_the_owner_and_who_organises_say_how_it_goes(closed: After) -> None:
    with pytest.raises(Refused) as caught:
        said(closed, "pim")
    assert caught.value.reason is Reason.NOT_YOURS
    said(closed, "ina", text="Ina hoorde het")
    assert closed.entry("Elke week bellen").body.report == "Ina hoorde het"


def test_cr_22_the_register_is_the_same_when_the_case_is_gone(closed: After) -> None:
    said(closed)
    before = [(entry.id, entry.body, entry.owner, entry.party) for entry in register.register(closed.traject)]
    destroying.destroy(closed.traject, "request", "initiator")
    for contact in closed.contacts.values():
        contact.refresh_from_db()
    after = [(entry.id, entry.body, entry.owner, entry.party) for entry in register.register(closed.traject)]
    assert after == before
    said(closed, text="Nog steeds")
    register.plan(
        closed.entry("Zonder eigenaar"),
        register.as_actor(closed.contacts["ina"]),
        closed.contacts["pim"],
        "2027-01-01",
        1,
    )
    assert closed.entry("Zonder eigenaar").body.due == "2027-01-01"
    assert closed.entry("Elke week bellen", "ina").body.report == "Nog steeds"
    assert closed.entry("Elke week bellen", "puk").body.report == ""


def test_x_2_who_changed_it_first_is_not_overwritten(closed: After) -> None:
    actor = register.as_actor(closed.contacts["ina"])
    entry = closed.entry("Zonder eigenaar")
    register.plan(entry, actor, closed.contacts["pim"], "", entry.version)
    with pytest.raises(Refused) as caught:
        register.plan(entry, actor, closed.contacts["pat"], "", entry.version)
    assert caught.value.reason is Reason.CONFLICT
    assert closed.entry("Zonder eigenaar").owner == closed.contacts["pim"]


def test_b8_the_workbook_holds_words_and_no_formula(closed: After) -> None:
    data = files.workbook(register.register(closed.traject))
    book = openpyxl.load_workbook(io.BytesIO(data))
    cells = [cell for row in book.active.iter_rows() for cell in row]
    assert all(cell.data_type != "f" and cell.hyperlink is None for cell in cells)
    values = [cell.value for cell in cells]
    assert f"'{HOSTILE}" in values and MARKUP in values
    assert book.properties.creator in (None, "") and book.properties.lastModifiedBy in (None, "")
    assert book.active.max_row == 6
    assert {cell.data_type for cell in book.active["E"][1:]} <= {"d", "s", "n"}


def test_x_2_the_calendar_file_has_a_day_for_every_agreement_with_one(closed: After) -> None:
    events = icalendar.Calendar.from_ical(files.calendar_file(register.register(closed.traject))).walk("VEVENT")
    assert len(events) == 4
    by_uid = {str(event["UID"]).split("@")[0]: event for event in events}
    event = by_uid[closed.ids["Elke week bellen"]]
    assert event["DTSTART"].dt == closed.held + timedelta(days=30)
    assert str(by_uid[closed.ids[HOSTILE]]["SUMMARY"]) == f"Afspraak: {HOSTILE}"
    said_done = register.as_actor(closed.contacts["pat"])
    register.report(closed.entry("Elke week bellen"), said_done, "done", "", shared=False)
    left = icalendar.Calendar.from_ical(files.calendar_file(register.register(closed.traject))).walk("VEVENT")
    assert len(left) == 3
