/** Words of the wall that get smaller until they fit their place, before anything is painted. */
const SIZES = [2.5, 2.25, 2, 1.8, 1.6, 1.45, 1.3, 1.15, 1, 0.85];

/** For `{@attach fitted()}`: sets `--fitted`, in wall units, at most `from`. */
export const fitted = (from = 2.5) => (node: HTMLElement): (() => void) => {
  const look = (): void => {
    if (!node.clientWidth) return;
    for (const size of SIZES.filter((one) => one <= from)) {
      node.style.setProperty('--fitted', `calc(${size} * var(--wall-unit))`);
      if (node.scrollHeight <= node.clientHeight + 1 && node.scrollWidth <= node.clientWidth + 1) return;
    }
  };
  const size = new ResizeObserver(look);
  const words = new MutationObserver(look);
  size.observe(node);
  words.observe(node, { childList: true, characterData: true, subtree: true });
  void document.fonts?.ready.then(look);
  return () => {
    size.disconnect();
    words.disconnect();
  };
};
