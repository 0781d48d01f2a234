"""The screens know the same records as the server."""

from samenspel.project.schema import TARGET, bodies, render


def test_types_of_the_screens_are_current() -> None:
    assert TARGET.read_text(encoding="utf-8") == render(), "draai `samenspel schema`"


def test_every_record_type_has_one_body() -> None:
    assert {"meeting", "block", "party", "attendee", "instance"} <= set(bodies())
