"""Post and invitation in a browser: axe, 360 and 320 px, progress that follows, without JavaScript (B12, CR-10)."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.e2e.axe import findings, too_wide
from tests.letters.catcher import Catcher, words
from tests.serving import Served

SIZES = ({"width": 360, "height": 780}, {"width": 320, "height": 256})
LAPTOP = {"width": 1280, "height": 900}
PASSWORD = "paarse fiets onder de brug"
SEED = """
import json
import django; django.setup()
from datetime import timedelta
from django.contrib.auth.models import User
from samenspel import clock
from samenspel.letters import post
from samenspel.trajects import people, services
from samenspel.trajects.contact import Person
user = User.objects.create_superuser("renske", password="%s", first_name="Renske", last_name="Bakker")
meeting = services.create_session("Kastanje", "casusreconstructie-120", user, clock.now() + timedelta(days=21))
made = {"traject": meeting.traject_id}
for name, party in (("Anna de Wit", "Wijkteam"), ("Bram Jansen", "Politie"), ("Cees", "School")):
    email = f"{name.split()[0].lower()}@voorbeeld.nl"
    contact = people.add_contact(meeting.traject, "participant", Person(name=name, email=email, party=party))
    text = "# Kop\\n\\n- een\\n- twee"
    made[name.split()[0]] = post.put(contact, "reminder", f"x:{name}", subject="Denk je eraan?", text=text).pk
print(json.dumps(made))
""".replace("%s", PASSWORD)


@dataclass
class Post:
    """A served traject with letters, and a browser of its facilitator."""

    browser: Browser
    served: Served
    made: dict[str, str]

    def page(self, **options: Any) -> Page:
        page = self.browser.new_context(viewport=LAPTOP, reduced_motion="reduce", **options).new_page()  # type: ignore[arg-type]
        page.goto(f"{self.served.url}/inloggen")
        page.locator("input[name=login]").fill("renske")
        page.locator("input[name=password]").fill(PASSWORD)
        page.locator("main button[type=submit]").first.click()
        page.wait_for_url(lambda url: "inloggen" not in url)
        return page

    def at(self, path: str) -> str:
        return f"{self.served.url}/traject/{self.made['traject']}/{path}"


def look(page: Page, name: str) -> list[str]:
    """Axe, and no sideways scrolling on a phone and at 400 %."""
    found = findings(page, name)
    for size in SIZES:
        page.set_viewport_size(size)  # type: ignore[arg-type]
        found += too_wide(page, f"{name} at {size['width']} px")
    page.set_viewport_size(LAPTOP)  # type: ignore[arg-type]
    return found


def planted(browser: Browser, served: Served) -> Post:
    out = served.call([sys.executable, "-c", SEED])
    return Post(browser, served.start(), json.loads(out.strip().splitlines()[-1]))


@pytest.fixture
def by_hand(browser: Browser, tmp_path: Any) -> Iterator[Post]:
    served = Served(tmp_path)
    try:
        yield planted(browser, served)
    finally:
        served.__exit__()


@pytest.fixture
def by_mail(browser: Browser, tmp_path: Any) -> Iterator[tuple[Post, Catcher]]:
    with Catcher() as catcher:
        catcher.refuse["bram@voorbeeld.nl"] = "550 no"
        catcher.hold.clear()
        options = {"EMAIL_HOST": "127.0.0.1", "EMAIL_PORT": str(catcher.port), "EMAIL_TLS": "nee"}
        served = Served(tmp_path, **options)
        try:
            yield planted(browser, served), catcher
        finally:
            catcher.hold.set()
            served.__exit__()


def test_cr10_without_a_mail_server_everything_is_passed_on_by_hand(by_hand: Post) -> None:
    page = by_hand.page()
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.goto(by_hand.at("post/"))
    assert look(page, "outbox") == []
    page.get_by_role("link", name="Anna de Wit").click()
    assert look(page, "letter") == []
    page.get_by_role("button", name=re.compile("Zelf doorgeven")).click()
    assert look(page, "letter with its link") == []
    page.get_by_role("button", name="Tekst kopiëren").click()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied.startswith("Beste Anna de Wit,\n")
    link = re.search(r"http\S+/binnen#\S+", copied)
    assert link
    page.get_by_role("button", name="Ik heb hem doorgegeven").click()
    expect(page.get_by_text("1 van 3 doorgegeven")).to_be_visible()
    reader = by_hand.browser.new_context().new_page()
    reader.goto(link[0])
    reader.wait_for_url("**/mijn/**")


def test_cr10_progress_follows_and_the_pages_hold_up(by_mail: tuple[Post, Catcher]) -> None:
    post, catcher = by_mail
    page = post.page()
    page.goto(post.at("post/"))
    expect(page.get_by_text("0 van 3 verstuurd")).to_be_visible()
    assert look(page, "outbox while sending") == []
    catcher.hold.set()
    expect(page.get_by_text("2 van 3 verstuurd. 1 vraagt je aandacht.")).to_be_visible(timeout=30_000)
    page.reload()
    assert look(page, "outbox afterwards") == []
    page.get_by_role("link", name="Bram Jansen").click()
    assert look(page, "refused letter") == []
    page.goto(post.at("uitnodiging/"))
    page.get_by_label("Plaats").fill("Buurthuis De Kastanje")
    assert look(page, "invitation") == []
    page.get_by_role("button", name="Bewaren en iedereen uitnodigen").click()
    expect(page.get_by_text("2 van 3 verstuurd. 1 vraagt je aandacht.")).to_be_visible(timeout=30_000)
    (_, invitation) = catcher.to("anna@voorbeeld.nl")
    assert "Buurthuis De Kastanje" in words(invitation)
    page.reload()
    assert look(page, "invitation afterwards") == []
    page.goto(f"{post.served.url}/beheer/post/")
    assert look(page, "overview") == []


def test_cr10_it_works_without_javascript(by_mail: tuple[Post, Catcher]) -> None:
    post, catcher = by_mail
    page = post.page(java_script_enabled=False)
    page.goto(post.at("post/"))
    catcher.hold.set()
    for _ in range(100):
        page.get_by_role("link", name="Kijk opnieuw").click()
        if page.get_by_text("2 van 3 verstuurd").count():
            break
        page.wait_for_timeout(200)
    page.get_by_role("link", name="Bram Jansen").click()
    page.get_by_role("button", name="Intrekken").click()
    expect(page.get_by_text("De brief is ingetrokken")).to_be_visible()
