"""The whole method, as its handbook tells it, from the first question to the look-back half a year later."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from datetime import timedelta

import icalendar
import pytest
import vobject
from openpyxl import load_workbook
from playwright.sync_api import Browser, Page, expect

from tests.e2e.course import absent, shown
from tests.e2e.hands import Pointer
from tests.e2e.method import Method, words_in_pages, words_of_docx, words_of_pdf
from tests.e2e.room import PROJECTOR
from tests.exports.opening import as_pdf
from tests.letters.catcher import Catcher, words

PEOPLE = """Mies Aarts; mies@jb.voorbeeld.nl; Jeugdbescherming; uitvoering; ja
Rob Kuipers; rob@ggz.voorbeeld.nl; GGZ Weidezicht; uitvoering; ja
Fatma Yilmaz; fatma@wijkteam.voorbeeld.nl; Wijkteam Oost; teamleider; ja
Henk de Boer; henk@politie.voorbeeld.nl; Politie; uitvoering; nee"""
MIES, ROB, FATMA, HENK = (row.split("; ")[1] for row in PEOPLE.split("\n"))
RENSKE = "renske@voorbeeld.nl"
SECRET = "Rob belde mij nooit terug, dat zit me dwars."
STEP = "De jeugdbescherming belt de school elke eerste maandag."
LESSON = "Wie aan zet is, zeggen we hardop."
DRAFT = "Dit verstuur ik misschien niet."
FIRST = "Overleg over de zorgen op school"
MEANING = "Voor ons was dit het begin, en we stonden er alleen voor."


@pytest.fixture
def method(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Method]:
    with Catcher() as catcher:
        found = Method(browser, tmp_path_factory.mktemp("method"), catcher)
        with found.served:
            yield found
        found.close()


def test_the_whole_method_from_peilen_to_look_back(method: Method) -> None:
    before(method)
    asked(method)
    invited(method)
    met(method)
    reported(method)
    agreed(method)
    destroyed(method)
    looked_back(method)
    for guard in method.guards:
        assert not guard.foreign, guard.foreign


def begin(m: Method) -> Page:
    """A traject by its alias, with its people and why it was chosen (X-1, CR-1, CR-3)."""
    renske = m.account("renske")
    renske.goto(f"{m.served.url}/traject/nieuw")
    renske.get_by_label("Schuilnaam van de casus").fill("Kastanje")
    renske.get_by_role("radio", name="Initiatiefnemer").check()
    renske.get_by_label("Van welke organisatie").fill("Gemeente Elzendam")
    renske.get_by_role("radio", name="2 uur").check()
    m.press(renske, "Traject beginnen")
    m.base = renske.url
    m.at(renske, "mensen/plakken")
    renske.get_by_label("De mensen").fill(PEOPLE)
    m.press(renske, "Op de lijst zetten")
    m.at(renske, "voorbereiding/peilen")
    renske.get_by_label("Hoe noemen jullie deze casus?").fill("Kastanje")
    renske.get_by_role("radio", name="De samenwerking liep stroef").check()
    renske.get_by_label("Zeg het in jullie eigen woorden").fill("Iedereen deed zijn best en toch viel het stil.")
    renske.get_by_role("checkbox", name="De partijen leken langs elkaar").check()
    renske.get_by_role("radio", name="De casus is afgerond").check()
    m.press(renske, "Bewaar")
    return renske


def before(m: Method) -> None:
    """Peilen, and appoint who leads (CR-1, CR-2)."""
    renske = begin(m)
    m.press(renske, "Vraag het aan iedereen")
    m.round()
    for who, to in (("mies", MIES), ("rob", ROB)):
        answered_sounding(m, m.mine(who, to, "wil je meedoen?"))
    m.at(renske, "voorbereiding/peilen")
    expect(renske.get_by_text("2 van de 5")).to_be_visible()
    expect(renske.get_by_text("Zelf betrokken: 2 van de 2 mensen die antwoordden.")).to_be_visible()
    m.account("joost")
    m.at(renske, "mensen/aanwijzen")
    renske.get_by_label("Gebruikersnaam of e-mailadres").fill("joost")
    m.press(renske, "Aanwijzen")


def answered_sounding(m: Method, page: Page) -> None:
    expect(page.get_by_role("heading", name="Wil je samen terugkijken?")).to_be_visible()
    page.get_by_role("link", name="Begin").click()
    for question in ("Sta je open", "Kun je er 2 tot 2,5 uur", "Wil je hier samen", "Was je zelf"):
        page.get_by_role("group", name=question).get_by_role("radio", name="Ja").check()
    m.press(page, "Bewaar")
    expect(page.get_by_text("Dank je wel voor je antwoord.")).to_be_visible()


def asked(m: Method) -> None:
    """Self-check, tension, moments (CR-2, CR-4, CR-5, CR-6)."""
    joost = m.at(m.page("joost"), "voorbereiding/begeleider")
    for box in joost.get_by_role("checkbox").all():
        box.check()
    joost.get_by_role("radio", name="Ik bevestig dit hier").check()
    m.press(joost, "Bewaar")
    m.at(joost, "voorbereiding/spanningen")
    m.press(joost, "Vraag het aan ieder apart")
    m.round()
    mies = m.mine("mies", MIES, "een vraag vooraf")
    mies.get_by_role("link", name="Begin").click()
    mies.get_by_role("radio", name="Er is wat spanning").check()
    mies.get_by_role("checkbox", name="Ik wil vooraf graag even praten").check()
    mies.get_by_label("Wil je er iets over zeggen?").fill(SECRET)
    m.press(mies, "Bewaar, alleen voor de gespreksbegeleider")
    expect(mies.get_by_text("‘Rob’: Dit lijkt de naam van een deelnemer.")).to_be_visible()
    m.press(mies, "Bewaar het toch zo")
    m.at(joost, "voorbereiding/spanningen")
    expect(joost.get_by_text(SECRET)).to_be_visible()

    m.at(renske := m.page("renske"), "voorbereiding/privacy")
    renske.get_by_role("checkbox").first.check()
    renske.get_by_role("radio", name="We hebben samenwerkingsafspraken").check()
    m.press(renske, "Bewaar")
    m.at(joost, "voorbereiding/uitvraag")
    for name in ("Mies Aarts", "Rob Kuipers", "renske"):
        joost.get_by_role("checkbox", name=name).check()
    joost.get_by_label("uiterlijk").fill((m.today() + timedelta(days=10)).isoformat())
    m.press(joost, "Vraag om momenten")
    m.round()
    mies = m.mine("mies", MIES, "welke momenten")
    mies.get_by_role("link", name="Begin").click()
    moment(m, mies, "september 2024", FIRST, MEANING)
    moment(m, mies, "rond kerst 2024", DRAFT, "")
    m.at(joost, "voorbereiding/uitvraag")
    expect(joost.locator("main")).not_to_contain_text(FIRST)
    mies.get_by_role("button", name=re.compile(f"^Weghalen.*{DRAFT}")).click()
    m.press(mies, "Verstuur naar de gespreksbegeleider")
    expect(mies.get_by_text("Verstuurd. De gespreksbegeleider")).to_be_visible()
    m.later(9)
    assert m.letters(ROB, "Herinnering"), "who did not answer is reminded before the day"
    assert not m.letters(MIES, "Herinnering: Kastanje: welke"), "who answered is left in peace"


def moment(m: Method, page: Page, when: str, text: str, meaning: str) -> None:
    page.get_by_role("link", name="moment").last.click()
    page.get_by_label("Wanneer was het?").fill(when)
    page.get_by_label("Wat gebeurde er?").fill(text)
    page.get_by_role("radio", name="De samenwerking").check()
    page.get_by_label("Hoe beleefden jullie dit?").fill(meaning)
    m.press(page, "Bewaar")
    expect(page.get_by_text("Alleen jij ziet dit, tot je verstuurt.")).to_be_visible()


def invited(m: Method) -> None:
    """A day, the invitation with a calendar file, another day; what came in becomes a timeline (CR-7, CR-9, CR-10)."""
    renske = m.at(m.page("renske"))
    renske.get_by_role("link", name="Datum van de bijeenkomst").click()
    set_day(m, renske, 20)
    m.at(renske, "uitnodiging/")
    renske.get_by_label("Plaats").fill("Buurthuis De Schakel")
    m.press(renske, "Bewaren en iedereen uitnodigen")
    m.round()
    first = calendar_of(m, MIES, "Uitnodiging")
    assert first["method"] == "REQUEST" and "Kastanje" not in first["text"]
    m.at(renske)
    renske.get_by_role("link", name="Datum van de bijeenkomst").click()
    set_day(m, renske, 21)
    m.at(renske, "uitnodiging/")
    m.press(renske, "Bewaren en iedereen bericht sturen")
    m.round()
    second = calendar_of(m, MIES, "Gewijzigd")
    assert second["uid"] == first["uid"] and second["sequence"] == first["sequence"] + 1
    assert second["start"].date() == m.today() + timedelta(days=21)


def set_day(m: Method, page: Page, days: int) -> None:
    page.get_by_label("Datum").fill((m.today() + timedelta(days=days)).isoformat())
    page.get_by_label("Begint om").fill("13:30")
    m.press(page, "Datum bewaren")


def calendar_of(m: Method, to: str, subject: str) -> dict[str, object]:
    """The calendar file of the latest letter, as two programs read it."""
    (part,) = [one for one in m.letters(to, subject)[-1].iter_attachments() if one.get_filename() == "afspraak.ics"]
    data = part.get_payload(decode=True)
    event = icalendar.Calendar.from_ical(data).walk("VEVENT")[0]
    other = vobject.readOne(data.decode()).vevent
    assert other.uid.value == str(event["UID"]) and other.dtstart.value == event["DTSTART"].dt
    method = str(icalendar.Calendar.from_ical(data)["METHOD"])
    return {
        "uid": str(event["UID"]), "sequence": int(event["SEQUENCE"]), "start": event["DTSTART"].dt, "method": method,
        "text": data.decode(),
    }  # fmt: skip


def met(m: Method) -> None:
    """On the day: what came in becomes the timeline, and the group ends with a lesson, an agreement and a date."""
    joost = m.at(m.page("joost"), "voorbereiding/uitvraag")
    joost.get_by_role("link", name="Verwerk ze in Regie").click()
    regie = Pointer(joost)
    regie.press("Overnemen")
    regie.press("Zet op de tijdlijn")
    shown(joost, "Verwerkt (1)")
    paper(m, joost)
    m.later(21)
    mies = m.mine("mies", MIES, "Gewijzigd")
    mies.get_by_role("button", name="Naar de bijeenkomst").click()
    mies.wait_for_url("**/deelnemer")
    shown(mies, "Je bent binnen")
    wall = m.contexts["joost"].new_page()
    wall.set_viewport_size(PROJECTOR)
    wall.goto(joost.url.replace("regie", "wand"))
    shown(joost, "1 van 5 aanwezig")
    regie.press("Bijeenkomst beginnen")
    shown(wall, "Onze spelregels")
    regie.press("Volgend onderdeel")
    absent(wall, FIRST)
    absent(mies, MEANING)
    regie.press("Toon eerste moment")
    shown(wall, MEANING)
    shown(mies, FIRST)
    for _ in range(2):
        regie.press("Volgend onderdeel")
    regie.press("Les bij")
    regie.write("Wat leren we?", LESSON)
    regie.press("Bewaren")
    shown(wall, LESSON)
    regie.tab("Stappen en afspraken")
    joost.get_by_role("button", name="Afspraak").first.click()
    regie.write("Wat gaat er gebeuren?", STEP)
    regie.write("Wanneer klaar?", (m.today() + timedelta(days=30)).isoformat())
    whose = joost.get_by_label("Wie vragen we later hoe het gaat?")
    whose.select_option(label=whose.locator("option", has_text="Mies Aarts").inner_text())
    regie.press("Bewaren")
    shown(joost, "Mies Aarts")
    regie.tab("Terugblik")
    regie.write("Wanneer kijken jullie terug?", (m.today() + timedelta(days=120)).isoformat())
    regie.press("Datum vastleggen")
    shown(joost, "bewaard")
    regie.press("Bijeenkomst afsluiten")
    regie.press("Afsluiten")
    shown(wall, "Dank jullie wel")


def paper(m: Method, page: Page) -> None:
    """What is printed beforehand (CR-8): for who leads, and for nobody else."""
    address = f"{m.base}papier/duidingen.pdf"
    found = page.request.get(address)
    assert MEANING in " ".join(words_of_pdf(found.body()).split())
    assert m.page("renske").request.get(address).status == 404


def reported(m: Method) -> None:
    """The report is there as the meeting ends; comments, final, sent; nobody's reading is in it (CR-21)."""
    m.round()
    joost = m.at(m.page("joost"), "verslag/")
    joost.get_by_label("Reageren kan tot en met").fill((m.today() - timedelta(days=1)).isoformat())
    m.press(joost, "Vraag iedereen om mee te lezen")
    expect(joost.get_by_text("Deze dag is al voorbij")).to_be_visible()
    joost.get_by_label("Reageren kan tot en met").fill((m.today() + timedelta(days=14)).isoformat())
    m.press(joost, "Vraag iedereen om mee te lezen")
    m.round()
    mies = m.mine("mies", MIES, "Lees mee met het verslag")
    mies.goto(f"{mies.url}verslag")
    mies.locator("summary", has_text="Reageer").first.click()
    mies.get_by_label("Wat zou je anders zeggen").first.fill("Mooi. En wie let daarop?")
    m.press(mies, "Verstuur je reactie")
    m.at(joost, "verslag/")
    expect(joost.get_by_text("En wie let daarop?")).to_be_visible()
    m.press(joost, "Dit heb ik overgenomen")
    m.press(joost, "Stel het verslag vast")
    renske = m.at(m.page("renske"), "verslag/")
    m.press(renske, "Verstuur het verslag")
    m.round()
    assert m.letters(ROB, "Het verslag is klaar")
    pdf, docx = report_files(m, renske)
    opened = as_pdf(docx, "docx", m.folder)
    for words_in in (words_of_pdf(pdf), words_of_docx(docx), words_in_pages(opened)):
        assert LESSON in " ".join(words_in.split())
        for hidden in (MEANING, SECRET, DRAFT, "En wie let daarop?"):
            assert hidden not in words_in


def report_files(m: Method, page: Page) -> tuple[bytes, bytes]:
    m.at(page, "verslag/")
    found = []
    for ending in ("pdf", "docx"):
        address = page.locator(f"a[download][href*='.{ending}']").first.get_attribute("href")
        answer = page.request.get(f"{m.base}verslag/{address}")
        assert answer.status == 200
        found.append(answer.body())
    return found[0], found[1]


def agreed(m: Method) -> None:
    """Who promised something is asked how it goes, and says so by link (X-2)."""
    m.later(23)
    (asked_for,) = m.letters(MIES, "Hoe staat het met je afspraak?")
    assert STEP in words(asked_for)
    mies = m.mine("mies", MIES, "Hoe staat het met je afspraak?")
    mies.goto(f"{mies.url}afspraken")
    mies.get_by_role("radio", name="Begonnen").check()
    mies.get_by_label("In één zin").fill("De eerste keer is gebeld.")
    m.press(mies, "Bewaren")
    renske = m.at(m.page("renske"), "afspraken/")
    expect(renske.get_by_text("De eerste keer is gebeld.")).to_be_visible()
    book = load_workbook(io.BytesIO(renske.request.get(f"{m.base}afspraken/afspraken.xlsx").body()))
    assert any(STEP in str(cell.value) for sheet in book for row in sheet.rows for cell in row)
    todo = vobject.readOne(renske.request.get(f"{m.base}afspraken/afspraken.ics").text())
    assert STEP in todo.serialize().replace("\r\n ", "")


def destroyed(m: Method) -> None:
    """On its day the case goes; everybody can check it, who led has no access, the outcome stays (CR-22, B10)."""
    joost, renske, mies = m.page("joost"), m.page("renske"), m.page("mies")
    beforehand = re.search(r"((?:[0-9a-f]{4} ){15}[0-9a-f]{4})", words(m.letters(MIES, "Uitnodiging")[-1]))
    m.later(82 - m.days)
    assert m.letters("joost@voorbeeld.nl", "gaat de casus weg")
    m.later(10)
    traject = m.base.rstrip("/").split("/")[-1]
    mies.goto(f"{m.served.url}/vernietigd/{traject}")
    mies.get_by_label("De vingerafdruk die je eerder kreeg").fill(beforehand[1])  # type: ignore[index]
    m.press(mies, "Vergelijken")
    expect(mies.get_by_text("Ja, dit is de casus waar jij bij was.")).to_be_visible()
    mies.goto(f"{m.served.url}/mijn/{traject}/")
    expect(mies.get_by_role("link", name="Bekijk het bewijs")).to_be_visible()
    joost.goto(m.base)
    expect(joost.get_by_role("heading", name="Deze pagina is er niet")).to_be_visible()
    pdf, _ = report_files(m, renske)
    assert LESSON in " ".join(words_of_pdf(pdf).split())
    everything = b"".join(path.read_bytes() for path in m.folder.rglob("*") if path.is_file())
    for gone in (SECRET, DRAFT, MEANING, FIRST):
        assert gone.encode() not in everything


def looked_back(m: Method) -> None:
    """Half a year on: planned by the initiator, answered beforehand, begun with the agreements (CR-23)."""
    m.later(30)
    renske = m.at(m.page("renske"), "terugblik/")
    day = m.today() + timedelta(days=14)
    renske.get_by_label("Datum").fill(day.isoformat())
    renske.get_by_label("Begint om").fill("10:00")
    m.press(renske, "Terugblik klaarzetten")
    renske.get_by_role("link", name="Naar de uitnodiging").click()
    m.press(renske, "Bewaren en iedereen uitnodigen")
    m.round()
    assert calendar_of(m, MIES, "Uitnodiging: Terugblik")["start"].date() == day  # type: ignore[attr-defined]
    mies = m.mine("mies", MIES, "Uitnodiging: Terugblik")
    mies.goto(f"{mies.url}terugblik")
    mies.get_by_label("Wat heeft de bijeenkomst jou").fill("We bellen elkaar nu eerder.")
    m.press(mies, "Antwoorden bewaren")
    m.later(14)
    m.at(renske, "terugblik/")
    renske.get_by_role("link", name="Open Regie").click()
    regie = Pointer(renske)
    own = m.mine("mies", MIES, "Uitnodiging: Terugblik")
    own.get_by_role("button", name="Naar de bijeenkomst").click()
    own.wait_for_url("**/deelnemer")
    regie.press("Bijeenkomst beginnen")
    regie.press("Volgend onderdeel")
    shown(own, STEP)
    absent(own, FIRST)
    for _ in range(3):
        regie.press("Volgend onderdeel")
    regie.press("Bijeenkomst afsluiten")
    regie.press("Afsluiten")
    shown(own, "De bijeenkomst is afgesloten.")
