"""Bad wifi, old tabs, wiped phones, wrong clocks and people who try: never a lost word, always a clear answer."""

from __future__ import annotations

import os
import re
import signal
import time
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.e2e.room import LAPTOP, PHONE, Table
from tests.serving import Served

WITHIN = 5.0
NOISE = 2.0
QUESTION = "Wat betekende dit moment voor jullie?"


@pytest.fixture
def table(browser: Browser, served: Served) -> Iterator[Table]:
    """A meeting half-way its timeline."""
    found = Table(browser, served, "timeline", 3)
    yield found
    found.close()


def shown_within(page: Page, since: float) -> float:
    """Seconds until the bar says that the connection is lost."""
    bar = page.get_by_role("region", name="Verbinding")
    expect(bar).to_be_visible(timeout=20_000)
    took = time.monotonic() - since
    expect(bar).to_contain_text("Je kunt doorschrijven")
    assert took < WITHIN + NOISE, f"shown after {took:.1f} s"
    return took


def texts(table: Table, kind: str) -> list[str]:
    """The words of all records of a type, as Regie has them."""
    return [record["body"]["text"] for record in table.hand.seat.mirror.of(kind)]


def hangs_once(table: Table, kind: str, words: str) -> None:
    """As Regie has it; what a screen shows already, its own line may bring a moment later."""
    until = time.monotonic() + 10
    while words not in texts(table, kind) and time.monotonic() < until:
        time.sleep(0.05)
    assert texts(table, kind).count(words) == 1


def open_parking(page: Page) -> None:
    """On a phone: the form to park something."""
    page.get_by_role("button", name="Meer", exact=True).click()
    page.get_by_role("button", name="Iets parkeren").click()


def test_a_killed_server_is_seen_and_healed_and_words_are_sent_once(table: Table, served: Served) -> None:
    phone = table.phone_of("anouk")
    words = "Wij stonden op de overdrachtslijst en wisten van niets."
    field = phone.get_by_label(QUESTION)
    field.fill(words)
    phone.reload()
    expect(field).to_have_value(words)
    expect(phone.get_by_text("Nog niet opgehangen. Alleen jij ziet dit.")).to_be_visible()
    since = time.monotonic()
    served.kill()
    print(f"\nkilled: shown after {shown_within(phone, since):.1f} s")
    phone.get_by_role("button", name="Hang op de tijdlijn").click()
    expect(
        phone.get_by_text("niet verstuurd, we proberen het opnieuw").or_(phone.get_by_text("wordt verstuurd"))
    ).to_be_visible()
    expect(phone.get_by_text("1 bijdrage wacht.").or_(phone.get_by_text("2 bijdragen wachten."))).to_be_visible()
    expect(phone.get_by_text("bewaard", exact=True)).to_have_count(0)
    served.start()
    expect(phone.get_by_role("region", name="Verbinding")).to_have_count(0, timeout=20_000)
    expect(phone.get_by_text("Je duiding hangt.")).to_be_visible()
    phone.reload()
    expect(phone.get_by_text(words)).to_be_visible()
    hangs_once(table, "interpretation", words)


def test_silence_is_seen_as_well_and_what_waits_survives_a_reload(table: Table, served: Served) -> None:
    """Wifi that is there and carries nothing: no close, no answer."""
    phone = table.phone_of("anouk")
    words = "Even zonder bereik geschreven."
    phone.get_by_label(QUESTION).fill(words)
    assert served.process
    os.kill(served.process.pid, signal.SIGSTOP)
    try:
        since = time.monotonic()
        print(f"\nsilent: shown after {shown_within(phone, since):.1f} s")
        phone.get_by_role("button", name="Hang op de tijdlijn").click()
        expect(phone.get_by_text(re.compile("bijdragen? wacht"))).to_be_visible()
    finally:
        os.kill(served.process.pid, signal.SIGCONT)
    phone.reload()
    hung = phone.get_by_role("region", name="Wat hier van jullie hangt").get_by_text(words)
    expect(hung).to_be_visible(timeout=20_000)
    hangs_once(table, "interpretation", words)
    wiped(phone)
    phone.get_by_role("button", name="Nog een duiding schrijven").click()
    expect(phone.get_by_label(QUESTION)).to_have_value("")


def wiped(phone: Page) -> None:
    """The same person, on a phone that remembers nothing: what is shown now, the server has."""
    phone.evaluate("() => sessionStorage.clear()")
    phone.reload()


def test_cr12_what_was_written_without_a_line_says_so_and_is_kept_by_itself(table: Table, served: Served) -> None:
    phone = table.phone_of("anouk")
    words = "Wij hoorden het van de bewoner zelf."
    field = phone.get_by_label(QUESTION)
    field.fill("Wij hoorden het")
    phone.get_by_role("banner").click()
    served.kill()
    shown_within(phone, time.monotonic())
    field.fill(words)
    waits = phone.get_by_text("Nog niet bewaard.")
    expect(waits).to_be_visible()
    expect(phone.get_by_text("bewaard", exact=True)).to_have_count(0)
    served.start()
    expect(phone.get_by_role("region", name="Verbinding")).to_have_count(0, timeout=20_000)
    expect(waits).to_have_count(0)
    elsewhere = table.phone_of("anouk")
    for _ in range(20):
        wiped(elsewhere)
        expect(elsewhere.get_by_label(QUESTION)).to_be_visible()
        if elsewhere.get_by_label(QUESTION).input_value() == words:
            break
    expect(elsewhere.get_by_label(QUESTION)).to_have_value(words)
    expect(field).to_have_value(words)
    assert words not in texts(table, "interpretation")


def test_regie_and_wall_say_it_too(table: Table, served: Served) -> None:
    regie, wall = table.regie(), table.wall()
    expect(wall.get_by_role("heading", level=2).first).to_be_visible()
    since = time.monotonic()
    served.kill()
    shown_within(regie, since)
    expect(wall.get_by_text("Even geen verbinding")).to_be_visible()
    served.start()
    expect(regie.get_by_role("region", name="Verbinding")).to_have_count(0, timeout=20_000)
    expect(wall.get_by_text("Even geen verbinding")).to_have_count(0, timeout=20_000)


def test_a_double_tap_sends_once(table: Table) -> None:
    phone = table.phone_of("anouk")
    phone.get_by_label(QUESTION).fill("Twee keer getikt")
    phone.get_by_role("button", name="Hang op de tijdlijn").dblclick()
    expect(phone.get_by_text("Je duiding hangt.")).to_be_visible()
    open_parking(phone)
    phone.get_by_label("Wat wil je niet vergeten?").fill("Ook twee keer getikt")
    phone.get_by_role("button", name="Parkeren", exact=True).dblclick()
    expect(phone.get_by_text("bewaard").first).to_be_visible()
    phone.reload()
    expect(phone.get_by_text("Twee keer getikt")).to_have_count(1)
    hangs_once(table, "interpretation", "Twee keer getikt")
    hangs_once(table, "parking", "Ook twee keer getikt")


def test_two_at_regie_rewrite_one_text_and_both_texts_are_shown(table: Table) -> None:
    table.hand.do("meeting", "park", text="Eerste tekst")
    sides = [table.regie(), table.regie()]
    for number, page in enumerate(sides, start=1):
        page.get_by_text(re.compile(r"Parkeerplaats \(\d+\)")).click()
        item = page.get_by_role("listitem").filter(has_text="Eerste tekst")
        item.get_by_role("button", name="Aanpassen").click()
        page.get_by_label("Geparkeerd").fill(f"Tekst van begeleider {number}")
    sides[0].get_by_role("button", name="Bewaren").click()
    expect(sides[0].get_by_label("Geparkeerd")).to_have_count(0)
    sides[1].get_by_role("button", name="Bewaren").click()
    expect(sides[1].get_by_role("alert").filter(has_text="Dit staat er nu:")).to_contain_text("Tekst van begeleider 1")
    expect(sides[1].get_by_label("Geparkeerd")).to_have_value("Tekst van begeleider 2")
    sides[1].get_by_role("button", name="Mijn tekst bewaren").click()
    expect(sides[0].get_by_text("Tekst van begeleider 2")).to_be_visible()
    hangs_once(table, "parking", "Tekst van begeleider 2")


def test_two_at_regie_change_one_block_and_neither_loses_words(table: Table) -> None:
    """Other fields go together; of one field both texts are shown, and what else was typed stays (R11)."""
    sides = []
    for page in (table.regie(), table.regie()):
        page.get_by_role("button", name="Draaiboek aanpassen").click()
        page.get_by_role("button", name="Lessen en vervolgstappen aanpassen").click()
        sides.append(page.get_by_role("dialog", name="Onderdeel aanpassen"))
    one, two = sides
    for side in sides:
        side.get_by_text("Wie, spullen en aantekeningen").click()
    one.get_by_label("Wie leidt dit?").fill("Renske")
    one.get_by_label("Titel").fill("Lessen, zegt een")
    two.get_by_label("Titel").fill("Lessen, zegt twee")
    two.get_by_label("Aantekening voor jezelf").fill("Rustig aan")
    one.get_by_role("button", name="Bewaren").click()
    expect(one).to_have_count(0)
    expect(two.get_by_label("Wie leidt dit?")).to_have_value("Renske")
    two.get_by_role("button", name="Bewaren").click()
    expect(two.get_by_role("alert").filter(has_text="Dit staat er nu:")).to_contain_text("Titel: Lessen, zegt een")
    expect(two.get_by_label("Titel")).to_have_value("Lessen, zegt twee")
    two.get_by_role("button", name="Deze tekst laten staan").click()
    expect(two.get_by_label("Titel")).to_have_value("Lessen, zegt een")
    expect(two.get_by_label("Titel")).to_be_focused()
    expect(two.get_by_label("Aantekening voor jezelf")).to_have_value("Rustig aan")
    two.get_by_role("button", name="Bewaren").click()
    expect(two).to_have_count(0)
    kept = [record["body"] for record in table.hand.seat.mirror.of("block") if record["body"]["note"] == "Rustig aan"]
    assert [(body["title"], body["lead"]) for body in kept] == [("Lessen, zegt een", "Renske")]


def test_two_of_one_party_rewrite_one_text_on_their_phones(table: Table) -> None:
    """What was noted for a party may be changed by everybody of it; the later one sees both texts."""
    moment = table.hand.seat.mirror.of("proceedings")[0]["body"]["current"]
    party = table.hand.id("party", "short", "Gemeente")
    table.hand.do(
        "case_reconstruction", "note_interpretation", moment=moment, party=party, text="Genoteerd voor jullie"
    )
    anouk, ruud = table.phone_of("anouk"), table.phone_of("ruud")
    for name, phone in (("Anouk", anouk), ("Ruud", ruud)):
        phone.get_by_role("button", name="Pas aan").click()
        phone.get_by_label("Pas jullie duiding aan").fill(f"Zo zegt {name} het")
    anouk.get_by_role("button", name="Bewaar").first.click()
    expect(anouk.get_by_text("Zo zegt Anouk het")).to_be_visible()
    ruud.get_by_role("button", name="Bewaar").first.click()
    expect(ruud.get_by_text("Dit staat er nu:")).to_be_visible()
    expect(ruud.get_by_text("Zo zegt Anouk het")).to_be_visible()
    expect(ruud.get_by_label("Pas jullie duiding aan")).to_have_value("Zo zegt Ruud het")
    ruud.get_by_role("button", name="Deze tekst laten staan").click()
    expect(anouk.get_by_text("Zo zegt Anouk het")).to_be_visible()


def test_a_wiped_phone_comes_back_as_itself(table: Table) -> None:
    phone = table.phone_of("anouk")
    words = "Geschreven voordat de batterij leeg was"
    phone.get_by_label(QUESTION).fill(words)
    phone.get_by_role("button", name="Hang op de tijdlijn").click()
    expect(phone.get_by_text("Je duiding hangt.")).to_be_visible()
    phone.context.clear_cookies()
    phone.evaluate("() => { sessionStorage.clear(); localStorage.clear(); }")
    phone.reload()
    expect(phone.get_by_role("heading", name="Je bent hier nog niet binnen")).to_be_visible()
    expect(phone.get_by_text("zet de gespreksbegeleider je weer terug op je eigen plek")).to_be_visible()
    phone.get_by_role("link", name="Meedoen met een code").click()
    table.join("A.", "Gemeente", phone)
    expect(phone.get_by_role("heading", name="Je bent er", exact=True)).to_be_visible()
    regie = table.regie()
    regie.get_by_role("button", name="Anders A.").click()
    regie.get_by_label("Dit is").select_option(label="Anouk · Gemeente")
    regie.get_by_role("button", name="Koppelen en binnenlaten").click()
    expect(phone.get_by_role("banner")).to_contain_text("Anouk · Gemeente")
    expect(phone.get_by_text(words)).to_be_visible()
    expect(phone.get_by_role("button", name="Neem terug")).to_be_visible()
    expect(regie.get_by_role("button", name="Anders A.")).to_have_count(0)


OLD_TAB = """if (!sessionStorage.getItem('renewed')) {
    new MutationObserver((_, watch) => {
        const app = document.getElementById('app');
        if (!app) return;
        app.dataset.build = '0.0.0';
        watch.disconnect();
    }).observe(document, { childList: true, subtree: true });
}"""


def test_an_old_tab_is_told_and_keeps_its_words(table: Table) -> None:
    phone = table.phone_of("anouk")
    phone.context.add_init_script(OLD_TAB)
    phone.reload()
    notice = phone.get_by_text("Er is een nieuwe versie")
    expect(notice).to_be_visible()
    phone.get_by_label(QUESTION).fill("Niet kwijt")
    phone.evaluate("() => sessionStorage.setItem('renewed', 'yes')")
    phone.get_by_role("button", name="Verversen").click()
    expect(phone.get_by_label(QUESTION)).to_have_value("Niet kwijt")
    expect(notice).to_have_count(0)


def test_a_participant_at_the_door_of_regie_is_refused_kindly(table: Table) -> None:
    phone = table.phone_of("anouk")
    answer = phone.goto(f"{table.served.url}/s/{table.session}/regie")
    assert answer and answer.status == 403
    expect(phone.get_by_role("heading", name="Je bent hier nog niet binnen")).to_be_visible()
    expect(phone.get_by_text("Dit is het scherm van de gespreksbegeleider.")).to_be_visible()
    phone.goto(f"{table.served.url}/s/{table.session}/deelnemer")
    expect(phone.get_by_label(QUESTION)).to_be_visible()
    code = phone.evaluate(
        """(path) => new Promise((done) => {
            const socket = new WebSocket(`ws://${location.host}${path}`, 'samenspel.1');
            socket.onclose = (event) => done(event.code);
        })""",
        f"/s/{table.session}/regie/socket",
    )
    assert code == 4401
    hidden = table.hand.id("defining_moment", "revealed", False)
    instance = table.hand.id("instance", "instrument", "case_reconstruction")
    refused = phone.evaluate(
        """([path, instance, id]) => new Promise((done) => {
            const socket = new WebSocket(`ws://${location.host}${path}`, 'samenspel.1');
            socket.onmessage = ({ data }) => {
                const frame = JSON.parse(data);
                if (frame.t === 'snapshot') {
                    const asked = { op: 'x'.repeat(20), in: instance, move: 'reveal_moment', args: { id } };
                    socket.send(JSON.stringify({ t: 'do', ...asked }));
                } else if (frame.t === 'refused') done([frame.reason, frame.text]);
            };
            socket.onopen = () => socket.send('{"t":"hello","cursor":null}');
        })""",
        [f"/s/{table.session}/deelnemer/socket", instance, hidden],
    )
    assert refused == ["not_your_role", "Dit doet de gespreksbegeleider. Er is niets veranderd."]
    table.guards[-1].errors.clear()


@pytest.mark.parametrize("typed", ["ABCD-EFGH", "kort", "<b>x</b>"])
def test_an_unknown_code_gets_a_clear_answer(table: Table, typed: str) -> None:
    page = table.page(PHONE)
    page.goto(f"{table.served.url}/meedoen")
    field = page.get_by_label("Code")
    field.fill(typed)
    page.get_by_role("button", name="Meedoen").click()
    expect(page.get_by_text("Met deze code kom je nergens binnen.")).to_be_visible()
    expect(field).to_have_attribute("aria-invalid", "true")


def test_the_code_dies_with_the_meeting_and_phones_say_it_is_over(table: Table) -> None:
    phone = table.phone_of("anouk")
    table.hand.do("meeting", "end_meeting")
    expect(phone.get_by_text("De bijeenkomst is afgesloten.")).to_be_visible()
    expect(phone.get_by_label(QUESTION)).to_have_count(0)
    late = table.page(PHONE)
    late.goto(f"{table.served.url}/meedoen#{table.code}")
    late.get_by_label("Code").fill(table.code)
    late.get_by_role("button", name="Meedoen").click()
    expect(late.get_by_text("Met deze code kom je nergens binnen.")).to_be_visible()


def test_a_text_that_is_too_long_stays_and_is_not_sent(table: Table) -> None:
    phone = table.phone_of("anouk")
    field = phone.get_by_label(QUESTION)
    field.fill("é" * 281)
    expect(phone.get_by_text("1 teken te veel")).to_be_visible()
    expect(field).to_have_attribute("aria-invalid", "true")
    expect(phone.get_by_role("button", name="Hang op de tijdlijn")).to_be_disabled()
    open_parking(phone)
    parked = phone.get_by_label("Wat wil je niet vergeten?")
    parked.fill("a" * 501)
    phone.get_by_role("button", name="Parkeren", exact=True).click()
    expect(
        phone.get_by_text("Je tekst is te lang. Hij blijft staan; kort hem in en probeer het opnieuw.")
    ).to_be_visible()
    expect(parked).to_have_value("a" * 501)
    parked.fill("a" * 500)
    phone.get_by_role("button", name="Parkeren", exact=True).click()
    expect(phone.get_by_text("bewaard").first).to_be_visible()
    assert table.hand.seat.mirror.of("parking")


SKEW = """(() => {
    const Real = Date, ahead = 3 * 3600 * 1000;
    globalThis.Date = class extends Real {
        constructor(...given) { given.length ? super(...given) : super(Real.now() + ahead); }
        static now() { return Real.now() + ahead; }
    };
})()"""


def test_a_clock_that_is_three_hours_ahead_changes_no_timer(table: Table) -> None:
    table.hand.do("meeting", "set_meeting", timer=True)
    screens = []
    for skewed in (False, True):
        page = table.page(LAPTOP)
        if skewed:
            page.context.add_init_script(SKEW)
        page.goto(table.made["control_url"])
        screens.append(page)
    left = [re.compile(r"nog (\d+) min"), re.compile(r"(\d+) min (?:voor|achter) op schema")]
    figures = []
    for page in screens:
        expect(page.get_by_role("contentinfo")).to_contain_text("Onderdeel 2 van 7")
        said = page.get_by_role("contentinfo").inner_text() + page.get_by_role("banner").inner_text()
        figures.append([int(found[1]) for found in (pattern.search(said) for pattern in left) if found])
    assert len(figures[0]) == len(figures[1]) == 2, figures
    assert all(abs(a - b) <= 1 for a, b in zip(*figures, strict=True)), figures
    assert abs(screens[1].evaluate("Date.now()") - screens[0].evaluate("Date.now()")) > 10_000_000
