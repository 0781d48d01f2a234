/** Past het? Tries steps from large to small until the words fit their place, before anything is painted. */
import { flushSync } from 'svelte';

/** For `{@attach fit(steps, set, tooBig)}`: `set(step)` draws a step, `tooBig(node)` says that it does not fit. The last step stays. */
export function fit(steps: number, set: (step: number) => void, tooBig: (node: HTMLElement) => boolean) {
  return (node: HTMLElement): (() => void) => {
    const look = (): void => {
      if (!node.clientWidth) return;
      for (let step = 0; step < steps; step += 1) {
        flushSync(() => set(step));
        if (!tooBig(node)) return;
      }
    };
    const size = new ResizeObserver(look);
    const words = new MutationObserver(look);
    size.observe(node);
    words.observe(node, { childList: true, characterData: true, subtree: true });
    void document.fonts?.ready.then(look);
    // A sheet that is being laid down may stick out for a moment.
    node.addEventListener('animationend', look);
    return () => {
      size.disconnect();
      words.disconnect();
      node.removeEventListener('animationend', look);
    };
  };
}

/** Whether content sticks out of its place, to the right or below. */
export function sticksOut(node: HTMLElement): boolean {
  return node.scrollWidth > node.clientWidth + 1 || node.scrollHeight > node.clientHeight + 1;
}
