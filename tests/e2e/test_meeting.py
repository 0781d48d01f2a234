"""A whole casusreconstructie in the browser: a facilitator, two phones and the wall, through all four parts."""

from __future__ import annotations

from playwright.sync_api import Browser

from tests.e2e.course import Course
from tests.e2e.hands import Pointer
from tests.e2e.room import Table
from tests.serving import Served


def test_a_whole_meeting_on_four_screens(browser: Browser, served: Served) -> None:
    table = Table(browser, served)
    mies, rob = table.join("Mies", "Jeugdbescherming"), table.join("Rob", "GGZ")
    course = Course(table, Pointer(table.regie()), Pointer(mies), Pointer(rob), table.wall())
    course.whole()
    for guard in table.guards:
        guard.clean()
    table.close()
