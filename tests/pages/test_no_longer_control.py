"""R1: a Regie ticket outlives the role; what it opens follows from the records of now."""

import pytest
from django.test import Client

from samenspel.invitations.links import link_url
from samenspel.vocabulary.people import Attendee

from .conftest import PASSWORD, Scene, join

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "keys"])


@pytest.mark.parametrize("after", ["change_attendee", "turn_away", "remove_attendee"])
def test_r1_who_is_no_longer_control_hands_out_nothing(scene: Scene, after: str) -> None:
    scene.do("add_attendee", id="note", name="N.", role="note_taker")
    browser = Client()
    browser.post("/binnen", {"token": link_url(scene.session, "regie", "note").split("#")[1]})
    asks = {"surface": "regie", "attendee": scene.session.host}
    assert browser.post(f"/s/{scene.id}/koppeling", asks).status_code == 200
    assert browser.get(f"/s/{scene.id}/qr.svg").status_code == 200
    scene.do(after, id="note", **({"role": "participant"} if after == "change_attendee" else {}))
    assert browser.post(f"/s/{scene.id}/koppeling", asks).status_code == 403
    assert browser.get(f"/s/{scene.id}/qr.svg").status_code == 404
    assert browser.get(f"/s/{scene.id}/regie").status_code == 403, "the page shows the code"
    assert browser.get(f"/s/{scene.id}/wand").status_code == 403


def test_logging_out_closes_regie_in_that_browser(scene: Scene) -> None:
    link = link_url(scene.session, "regie", scene.session.host)
    owner, colleague = Client(REMOTE_ADDR="127.0.0.1", HTTP_HOST="localhost"), Client()
    colleague.post("/binnen", {"token": link.split("#")[1]})
    assert owner.login(username="marieke", password=PASSWORD)
    assert owner.get(f"/s/{scene.id}/regie").status_code == 200
    assert owner.post("/uitloggen").status_code == 302
    assert owner.get(f"/s/{scene.id}/regie").status_code == 403
    assert colleague.get(f"/s/{scene.id}/regie").status_code == 200


def test_r5_who_was_sent_away_does_not_read_what_the_meeting_is_called(scene: Scene) -> None:
    phone = Client()
    join(phone, scene)
    (fatima,) = (one.id for one in scene.state().of(Attendee) if one.body.name == "Fatima")  # type: ignore[attr-defined]
    scene.do("turn_away", id=fatima)
    scene.session.set_title("Casus Lindegracht")
    scene.session.save()
    assert "Lindegracht" not in phone.get(f"/s/{scene.id}/deelnemer").content.decode()
