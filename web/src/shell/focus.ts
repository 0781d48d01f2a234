/** Focus: a button that goes away with what it did must not leave somebody with a keyboard at the top (WCAG 2.4.3). */
const PLACES = 'section, form, li, article, [role=tabpanel], dialog[open], nav, main, aside, footer, header';
const SETTLED_MS = 60;
const PATIENCE_MS = 1_000;

/** Keeps the focus near where it was when its element is taken away, or is switched off for a moment. */
export function keepFocus(root: HTMLElement): () => void {
  let last: HTMLElement | undefined;
  let around: HTMLElement[] = [];
  let lostAt = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;

  const focused = (event: FocusEvent): void => {
    if (!(event.target instanceof HTMLElement)) return;
    last = event.target;
    lostAt = 0;
    around = [];
    for (let up = last.parentElement; up; up = up.parentElement) if (up.matches(PLACES)) around.push(up);
  };
  // Who clicks beside everything wants no focus.
  const pointed = (): void => void (last = undefined);

  const look = (): void => {
    timer = undefined;
    const now = document.activeElement;
    // A button that was just switched off is still named for a moment, until the browser draws again.
    if (!last || (now && now !== document.body && !now.matches(':disabled'))) return;
    lostAt ||= Date.now();
    const usable = last.isConnected && !last.matches(':disabled') && last.getClientRects().length > 0;
    if (usable) return last.focus({ preventScroll: true });
    // Switched off while it is being saved: it comes back, or it is taken away.
    if (last.isConnected && Date.now() - lostAt < PATIENCE_MS) {
      timer = setTimeout(look, SETTLED_MS);
      return;
    }
    const place = around.find((one) => one.isConnected && one.getClientRects().length > 0);
    if (!place) return;
    if (!place.hasAttribute('tabindex')) place.tabIndex = -1;
    place.focus({ preventScroll: true });
  };
  const changed = new MutationObserver(() => void (timer ??= setTimeout(look, SETTLED_MS)));

  document.addEventListener('focusin', focused);
  document.addEventListener('pointerdown', pointed, true);
  changed.observe(root, { childList: true, subtree: true, attributes: true, attributeFilter: ['disabled'] });
  return () => {
    document.removeEventListener('focusin', focused);
    document.removeEventListener('pointerdown', pointed, true);
    changed.disconnect();
    clearTimeout(timer);
  };
}
