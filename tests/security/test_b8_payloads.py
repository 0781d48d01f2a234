"""B8: scripts and formulas in every text of every record stay text, in every download and on every page."""

from __future__ import annotations

import csv
import io
import json
import random
import re
import subprocess
import sys
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest

from samenspel.vocabulary.csv_file import FORMULA, csv_file
from tests.conftest import ROOT
from tests.figures import figures, seed, size
from tests.pages.conftest import Scene, ready, scene
from tests.pages.test_html import Page
from tests.security.addresses import House
from tests.security.payloads import MARK, RUN, payload
from tests.security.test_b4_pages import Sown
from tests.serving import Served

__all__ = ["ready", "scene"]
TURNS = size("PAYLOAD_TURNS", 1, 12)
DRAWN = {
    "svg",
    "title",
    "rect",
    "text",
    "tspan",
    "g",
    "path",
    "line",
    "circle",
    "polygon",
    "polyline",
    "desc",
    "ellipse",
}
NUMBER = re.compile(r"^[+-]?\d+([.,]\d+)?$")


def test_b8_no_cell_is_a_formula_whatever_is_typed() -> None:
    chance = random.Random(first := seed())
    rows = [
        [payload(chance), f"{chance.choice(FORMULA)}{payload(chance)}", -5, None]
        for _ in range(size("CELLS", 1_000, 50_000))
    ]
    read = list(
        csv.reader(io.StringIO(csv_file(["a", "b", "c", "d"], rows).decode("utf-8-sig"), newline=""), delimiter=";")
    )
    assert len(read) == len(rows) + 1
    for written, row in zip(rows, read[1:], strict=True):
        assert not [cell for cell in row if cell.startswith(FORMULA) and not NUMBER.match(cell)], (written, first)
        assert row[2:] == ["-5", ""] and row[0] in (written[0], f"'{written[0]}")


def faults(path: str, kind: str, body: bytes) -> list[str]:
    """What of this answer a browser or a spreadsheet could carry out."""
    if kind.startswith("text/csv"):
        rows = csv.reader(io.StringIO(body.decode("utf-8-sig"), newline=""), delimiter=";")
        cells = [cell for row in rows for cell in row]
        return [cell for cell in cells if cell.startswith(FORMULA) and not NUMBER.match(cell)]
    if kind.startswith("image/svg"):
        found = []
        for element in ElementTree.fromstring(body).iter():
            name = element.tag.rpartition("}")[2]
            found += [name] if name not in DRAWN else []
            found += [f"{name} {at}" for at in element.attrib if at.startswith("on") or at.endswith("href")]
        return found
    if kind.startswith("text/html"):
        text = body.decode()
        page = Page(text)
        scripts = [attrs for attrs in page.of("script") if not str(attrs.get("src", "/")).startswith("/")]
        raw = [word for word in (f"<script>{RUN}", f"onerror={RUN}>", "<foreignObject>", "<iframe") if word in text]
        return page.faults + [str(each) for each in scripts] + raw
    return []


@pytest.mark.django_db(transaction=True, databases=["default", "keys"])
def test_b8_every_download_and_page_keeps_payloads_as_text(scene: Scene) -> None:
    first = seed()
    print(f"seed {first}")
    house, chance = House(scene), random.Random(first)
    sown = Sown(house, chance)
    sown.planter.numbers = sown.planter.small_numbers = False
    sown.planter.word = lambda: payload(chance)  # type: ignore[method-assign]
    seen, answers, wrong = 0, 0, {}
    for _ in range(TURNS):
        sown.on()
        scene.session.set_title(f"<script>{RUN}</script>{MARK}")
        scene.session.save()
        for name in ("control", "owner", "code", "participant", "wall"):
            for path in house.addresses():
                if name != "control" and "/uit/" in path:
                    continue
                answer = house.browsers[name].get(path)
                body = answer.getvalue()
                assert answer.status_code < 500, path
                answers, seen = answers + 1, seen + body.decode("utf-8", "replace").count(MARK)
                if found := faults(path, answer.headers.get("Content-Type", ""), body):
                    wrong[f"{name} {path}"] = found[:3]
    figures("B8 downloads and pages", seed=first, turns=TURNS, answers=answers, payloads=seen)
    assert not wrong, wrong
    assert seen > 20, "payloads have to be there to be harmless"


WATCH = """
window.__broken = [];
document.addEventListener('securitypolicyviolation', e => window.__broken.push(e.violatedDirective));
"""


@pytest.mark.e2e
def test_b8_nothing_of_it_runs_on_any_screen(tmp_path: Path, browser: Any) -> None:
    first = seed()
    print(f"seed {first}")
    said: list[str] = []
    marks: dict[str, int] = {}
    with Served(tmp_path) as served:
        said_by_demo = served.run("demo", "--until", "timeline", "--moments", "2", "--json")
        made = json.loads(said_by_demo.splitlines()[-1])
        command = [sys.executable, "-m", "tests.security.payloads", made["session"], str(first)]
        planted = subprocess.run(command, env=served.environment, cwd=ROOT, capture_output=True, text=True, timeout=120)
        assert planted.returncode == 0, planted.stderr
        context = browser.new_context()
        context.add_init_script(WATCH)
        context.on("dialog", lambda dialog: (said.append(f"dialog {dialog.message}"), dialog.dismiss()))
        context.on(
            "request",
            lambda request: None if request.url.startswith((served.url, "data:")) else said.append(request.url),
        )
        context.on("weberror", lambda error: said.append(str(error.error)))
        links = {"regie": made["control_url"], "wand": made["wall_url"], **made["people"]}
        for name, link in list(links.items())[:3]:
            page = context.new_page()
            page.goto(link)
            page.locator(f"text={MARK}").first.wait_for(state="attached", timeout=30_000)
            for tab in page.locator("[role=tab], nav button, [aria-haspopup=dialog]").all()[:4]:
                if tab.is_visible() and tab.is_enabled():
                    tab.click(timeout=5_000)
                    page.wait_for_timeout(150)
                    page.keyboard.press("Escape")
            marks[name] = page.content().count(MARK)
            said += [f"{name} violates {each}" for each in page.evaluate("window.__broken")]
            said += [f"{name} ran"] if page.evaluate("'__pwned' in window") else []
            said += [f"{name} has {src}" for src in page.eval_on_selector_all(
                "script", "all => all.map(s => s.src || s.type || 'inline')")
                     if not src.startswith(served.url) and src not in ("application/json", "module")]  # fmt: skip
        context.close()
    figures("B8 screens", seed=first, screens=len(marks), payloads=sum(marks.values()))
    assert not said, said
    assert sum(marks.values()) > 5, marks
