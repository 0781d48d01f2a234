"""Two ways to work a screen: with a pointer, and with nothing but a keyboard."""

from __future__ import annotations

import re
from typing import Protocol

from playwright.sync_api import Locator, Page, TimeoutError, expect


def exactly(words: str) -> re.Pattern[str]:
    """The name that begins with these words; what only a screen reader hears may follow."""
    return re.compile(rf"^\s*{re.escape(words)}")


class Hands(Protocol):
    """Somebody at a screen; things are found by what people see or hear."""

    page: Page

    def press(self, name: str, role: str = "button") -> None:
        """A button, link or the like."""

    def write(self, label: str, text: str) -> None:
        """A field."""

    def choose(self, name: str, group: str = "") -> None:
        """One of several."""

    def open(self, summary: str) -> None:
        """Unfold."""

    def tab(self, name: str) -> None:
        """Another tab of the screen."""

    def slide(self, name: str, to: int) -> None:
        """The handle of a slider."""


class _Finding:
    def __init__(self, page: Page) -> None:
        self.page = page

    def _scope(self) -> Locator:
        dialog = self.page.get_by_role("dialog")
        return dialog.last if dialog.count() else self.page.locator("body")

    def _button(self, name: str, role: str) -> Locator:
        precisely = self._scope().get_by_role(role, name=name, exact=True)  # type: ignore[arg-type]
        try:
            precisely.first.wait_for(timeout=1_500)
        except TimeoutError:
            return self._scope().get_by_role(role, name=exactly(name)).first  # type: ignore[arg-type]
        return precisely.first

    def _radio(self, name: str, group: str) -> Locator:
        scope = self._scope().get_by_role("group", name=exactly(group)) if group else self._scope()
        return scope.get_by_role("radio", name=name, exact=True).first

    def _field(self, label: str) -> Locator:
        fields = self._scope().get_by_role("textbox").or_(self._scope().locator("input"))
        return self._scope().get_by_label(label).and_(fields).first

    def _summary(self, name: str) -> Locator:
        return self._scope().locator("summary", has_text=exactly(name)).first


class Pointer(_Finding):
    """With a mouse or a finger."""

    def press(self, name: str, role: str = "button") -> None:
        self._button(name, role).click()

    def write(self, label: str, text: str) -> None:
        self._field(label).fill(text)

    def choose(self, name: str, group: str = "") -> None:
        self._radio(name, group).locator("xpath=ancestor::label[1]").click()

    def open(self, summary: str) -> None:
        self._summary(summary).click()

    def tab(self, name: str) -> None:
        self._scope().get_by_role("tab", name=exactly(name)).click()

    def slide(self, name: str, to: int) -> None:
        handle = self._scope().get_by_role("slider", name=exactly(name))
        handle.fill(str(to))


SEEN = """(el) => {
    // The label, tile or track may carry the mark for a control that is drawn by it.
    const marked = (one) => {
        const style = getComputedStyle(one);
        return (style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) > 0) || style.boxShadow !== 'none';
    };
    for (let one = el, up = 0; one && up < 4; one = one.parentElement, up += 1) if (marked(one)) return true;
    return [...el.parentElement.children].some(marked);
}"""
# Six looks in a row: a button may be switched off for a moment while it is being saved.
KEPT = """() => {
    const on = document.activeElement && document.activeElement !== document.body;
    window.keptFor = on ? (window.keptFor ?? 0) + 1 : 0;
    if (window.keptFor < 6) return false;
    window.keptFor = 0;
    return true;
}"""
MOST_TABS = 220


class Keyboard(_Finding):
    """With Tab, arrows, Enter, Space and letters only. Focus is always seen and never lost."""

    def __init__(self, page: Page) -> None:
        super().__init__(page)
        self.tabs = 0

    def _reach(self, target: Locator) -> None:
        target.wait_for(state="attached")
        for _ in range(MOST_TABS):
            if target.evaluate("(el) => el === document.activeElement"):
                assert target.evaluate(SEEN) or self._drawn(target), f"focus cannot be seen on {target}"
                return
            self.page.keyboard.press("Tab")
            self.tabs += 1
        raise AssertionError(f"{target} cannot be reached by Tab")

    @staticmethod
    def _drawn(target: Locator) -> bool:
        """The mark is on a part that no style can be asked of, such as the thumb of a slider: compare the pixels."""
        around = target.locator("xpath=../..")
        focused = around.screenshot()
        target.evaluate("(el) => el.blur()")
        without = around.screenshot()
        target.focus()
        return focused != without

    def _kept(self, what: str) -> None:
        """After an action the focus stands on something (WCAG 2.4.3)."""
        try:
            self.page.wait_for_function(KEPT, polling=50, timeout=5_000)
        except TimeoutError:
            raise AssertionError(f"focus lost after {what}") from None

    def go(self, name: str) -> None:
        """A button that leads to another page."""
        self._reach(self._button(name, "button"))
        self.page.keyboard.press("Enter")

    def press(self, name: str, role: str = "button") -> None:
        target = self._button(name, role)
        expect(target).to_be_enabled()
        self._reach(target)
        self.page.keyboard.press("Enter")
        self._kept(name)

    def write(self, label: str, text: str) -> None:
        field = self._field(label)
        self._reach(field)
        if field.get_attribute("type") == "date":
            year, month, day = text.split("-")
            self.page.keyboard.type(f"{month}{day}{year}")
        else:
            self.page.keyboard.press("Control+a")
            self.page.keyboard.insert_text(text)

    def choose(self, name: str, group: str = "") -> None:
        target = self._radio(name, group)
        radios = f"input[name={target.get_attribute('name')!r}]"
        for _ in range(MOST_TABS):
            if self.page.evaluate("(css) => document.activeElement.matches(css)", radios):
                break
            self.page.keyboard.press("Tab")
            self.tabs += 1
        self.page.keyboard.press("Space")
        for _ in range(self.page.locator(radios).count()):
            if target.is_checked():
                break
            self.page.keyboard.press("ArrowDown")
        expect(target).to_be_checked()
        assert target.evaluate(SEEN), f"focus cannot be seen on {name}"

    def open(self, summary: str) -> None:
        self._reach(self._summary(summary))
        self.page.keyboard.press("Enter")

    def tab(self, name: str) -> None:
        target = self._scope().get_by_role("tab", name=exactly(name))
        row = target.locator("xpath=..")
        self._reach(row.locator("[aria-selected=true]"))
        for _ in range(row.get_by_role("tab").count()):
            if target.get_attribute("aria-selected") == "true":
                break
            self.page.keyboard.press("ArrowRight")
        assert target.evaluate("(el) => el === document.activeElement"), "arrows lose the tab"
        assert target.evaluate(SEEN), f"focus cannot be seen on {name}"

    def slide(self, name: str, to: int) -> None:
        handle = self._scope().get_by_role("slider", name=exactly(name))
        self._reach(handle)
        self.page.keyboard.press("Home" if to < 50 else "End")
        for _ in range(to if to < 50 else 100 - to):
            self.page.keyboard.press("ArrowRight" if to < 50 else "ArrowLeft")
        expect(handle).to_have_value(str(to))
