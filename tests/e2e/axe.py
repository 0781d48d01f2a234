"""Axe in a page: WCAG 2.0 to 2.2, A and AA, without findings (B12)."""

from __future__ import annotations

import functools
from typing import Any

from playwright.sync_api import Page

from tests.conftest import ROOT

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
STILL = """() => new Promise((done) => {
    let before = '', same = 0, turns = 0;
    const look = () => {
        const now = document.body.innerHTML.replace(/[0-9]/g, '');
        same = now === before ? same + 1 : 0;
        before = now;
        if (same >= 2 || ++turns > 60) done(true); else setTimeout(look, 80);
    };
    look();
})"""


@functools.cache
def source() -> str:
    """The library itself; it is not served, so it is put in by the debugger, which no policy stops."""
    return (ROOT / "node_modules" / "axe-core" / "axe.min.js").read_text()


def still(page: Page) -> None:
    """Wait until nothing on the page changes any more (numbers of a clock aside)."""
    page.evaluate(STILL)


def findings(page: Page, where: str) -> list[str]:
    """What axe finds, one line each."""
    still(page)
    page.evaluate(f"{source()}; undefined")
    answer: dict[str, Any] = page.evaluate(
        "(tags) => axe.run(document, { runOnly: tags, resultTypes: ['violations'] })", TAGS
    )
    return [
        f"{where}: {violation['id']} at {node['target'][0]}: {node['failureSummary'].splitlines()[-1].strip()}"
        for violation in answer["violations"]
        for node in violation["nodes"]
    ]


OVERFLOW = """() => {
    const most = document.documentElement.clientWidth;
    if (document.documentElement.scrollWidth <= most + 1) return [];
    const inside = (el) => { for (let up = el.parentElement; up; up = up.parentElement) {
        if (getComputedStyle(up).overflowX !== 'visible') return true;
    } return false; };
    return [...document.querySelectorAll('body *')]
        .filter((el) => el.getBoundingClientRect().right > most + 1 && !inside(el))
        .slice(0, 5).map((el) => `${el.tagName.toLowerCase()}.${el.className} ${el.textContent.trim().slice(0, 30)}`);
}"""


def too_wide(page: Page, where: str) -> list[str]:
    """What makes a page scroll sideways (reflow, WCAG 1.4.10)."""
    still(page)
    return [f"{where}: too wide: {what}" for what in page.evaluate(OVERFLOW)]
