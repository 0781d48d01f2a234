"""Who is on the list of a traject is expected in the room, and there only after coming in (R14, CR-3)."""

import pytest
from django.contrib.auth.models import User

from samenspel.trajects import engine, people, services
from samenspel.trajects.contact import Person
from samenspel.vocabulary.people import Attendee


@pytest.mark.django_db(transaction=True, databases=["default", "keys"])
def test_r14_who_is_expected_is_not_there_until_coming_in() -> None:
    host = User.objects.create_user("joost")
    session = services.create_session("Kastanje", "casusreconstructie-120", host)
    mies = people.add_contact(session.traject, "participant", Person(name="Mies", party="Jeugdbescherming"))

    def there() -> dict[str, bool]:
        found = [record.body for record in engine.state_of(session.pk).of(Attendee)]
        return {body.name: body.present for body in found if isinstance(body, Attendee)}

    people.sync_attendee(session, mies)
    assert there() == {"joost": True, "Mies": False}
    people.sync_attendee(session, mies, present=True)
    assert there()["Mies"]
    people.sync_attendee(session, mies)
    assert there()["Mies"], "a later change of the list sends nobody away"


@pytest.mark.parametrize(
    ("name", "short"),
    [
        ("Politie", "Politie"),
        ("GGZ Weidezicht", "GGZ Weidezicht"),
        ("Woonstichting Thuisbasis", "Woonstichting"),
        ("Basisschool De Linde", "Basisschool"),
        ("Jeugdbescherming", "Jeugdbescherm."),
        ("Het Huis van de Wijk", "Het Huis"),
    ],
)
def test_cr3_a_party_without_a_short_name_gets_a_readable_one(name: str, short: str) -> None:
    assert people.short_name(name) == short
