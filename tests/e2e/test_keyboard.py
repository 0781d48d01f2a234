"""B12: the same whole meeting with a keyboard only, at Regie and on the phones; focus always seen, never lost."""

from __future__ import annotations

from playwright.sync_api import Browser

from tests.e2e.course import Course
from tests.e2e.hands import Keyboard
from tests.e2e.room import Table
from tests.serving import Served


def test_b12_a_whole_meeting_by_keyboard_only(browser: Browser, served: Served) -> None:
    table = Table(browser, served)
    mies, rob = table.join("Mies", "Jeugdbescherming"), table.join("Rob", "GGZ")
    hands = [Keyboard(table.regie()), Keyboard(mies), Keyboard(rob)]
    course = Course(table, *hands, table.wall())  # type: ignore[arg-type]
    course.whole()
    print(f"\nB12 keyboard: {[one.tabs for one in hands]} times Tab at Regie and on the two phones")
    table.close()


def test_b12_a_phone_joins_by_keyboard(browser: Browser, served: Served) -> None:
    table = Table(browser, served)
    page = table.page()
    page.goto(f"{served.url}/")
    hands = Keyboard(page)
    hands.write("Code", table.code.lower())
    hands.go("Meedoen")
    hands.write("Je naam of initialen", "Toets")
    name = page.get_by_role("radio", name="School").get_attribute("value")
    assert name
    hands.choose("School en leerplicht School")
    hands.go("Ga naar binnen")
    page.wait_for_url("**/deelnemer")
    table.close()
