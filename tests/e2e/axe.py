"""Axe in a page: WCAG 2.0 to 2.2, A and AA, without findings (B12)."""

from __future__ import annotations

import functools

from playwright.sync_api import Error, Page

from tests.conftest import ROOT

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
STILL = """() => new Promise((done) => {
    let before = '', same = 0, turns = 0;
    const look = () => {
        // A page on its way has no body yet: that is not still.
        const now = document.body ? document.body.innerHTML.replace(/[0-9]/g, '') : `turn ${turns}`;
        same = now === before ? same + 1 : 0;
        before = now;
        if (same >= 2 || ++turns > 60) done(true); else setTimeout(look, 80);
    };
    look();
})"""
BEGIN = f"() => {{ window.stillness = ({STILL})(); }}"
LOOK = """(tags) => {
    window.found = axe.run(document, { runOnly: tags, resultTypes: ['violations'] }).then((all) => all.violations);
}"""


@functools.cache
def source() -> str:
    """The library itself; it is not served, so it is put in by the debugger, which no policy stops."""
    return (ROOT / "node_modules" / "axe-core" / "axe.min.js").read_text()


def still(*pages: Page) -> None:
    """Wait until nothing changes any more on any of these pages (numbers of a clock aside)."""
    for page in pages:
        page.evaluate(BEGIN)
    for page in pages:
        for _ in range(5):
            try:
                if page.evaluate("() => window.stillness"):
                    break
                page.evaluate(BEGIN)
            except Error:
                # Another page came while this one was waited for: then that one is waited for.
                page.wait_for_load_state()
        else:
            raise AssertionError("other pages keep coming")


def findings(page: Page, where: str) -> list[str]:
    """What axe finds, one line each."""
    return findings_on({where: page})


def findings_on(pages: dict[str, Page]) -> list[str]:
    """What axe finds on pages beside each other, by where they are."""
    still(*pages.values())
    for page in pages.values():
        if not page.evaluate("() => 'axe' in window"):
            page.evaluate(f"{source()}; undefined")
        page.evaluate(LOOK, TAGS)
    return [
        f"{where}: {violation['id']} at {node['target'][0]}: {node['failureSummary'].splitlines()[-1].strip()}"
        for where, page in pages.items()
        for violation in page.evaluate("() => window.found")
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
    return too_wide_on({where: page})


def too_wide_on(pages: dict[str, Page]) -> list[str]:
    """What makes pages scroll sideways, by where they are."""
    still(*pages.values())
    return [f"{where}: too wide: {what}" for where, page in pages.items() for what in page.evaluate(OVERFLOW)]
