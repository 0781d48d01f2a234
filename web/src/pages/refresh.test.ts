import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { refreshing } from './refresh';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

/** As much of a page as this needs: one part, and what has the focus. */
class Page {
  shown: HTMLElement;
  hidden = false;
  activeElement: unknown = null;

  constructor(seconds: string) {
    this.shown = this.part('first', seconds);
  }

  part(words: string, seconds?: string): HTMLElement {
    const part = {
      id: 'voortgang',
      textContent: words,
      dataset: seconds ? { refresh: seconds } : {},
      contains: (element: unknown) => element === part,
      replaceWith: (next: HTMLElement) => {
        this.shown = next;
      },
    };
    return part as unknown as HTMLElement;
  }

  get document(): Document {
    const page = { querySelectorAll: () => [this.shown] };
    Object.defineProperty(page, 'hidden', { get: () => this.hidden });
    Object.defineProperty(page, 'activeElement', { get: () => this.activeElement });
    return page as unknown as Document;
  }
}

test('CR-10: a part is read again until the server no longer asks for it', async () => {
  const page = new Page('4');
  const answers = [page.part('2 van 3', '4'), page.part('3 van 3')];
  const read = vi.fn(async () => answers.shift() ?? null);
  refreshing(page.document, read);
  await vi.advanceTimersByTimeAsync(4100);
  expect(page.shown.textContent).toBe('2 van 3');
  await vi.advanceTimersByTimeAsync(4100);
  expect(page.shown.textContent).toBe('3 van 3');
  await vi.advanceTimersByTimeAsync(60_000);
  expect(read).toHaveBeenCalledTimes(2);
});

test('what somebody is at with the keyboard, or nobody looks at, is left alone until later', async () => {
  const page = new Page('4');
  const read = vi.fn(async () => page.part('later'));
  page.activeElement = page.shown;
  refreshing(page.document, read);
  await vi.advanceTimersByTimeAsync(9000);
  page.activeElement = null;
  page.hidden = true;
  await vi.advanceTimersByTimeAsync(9000);
  expect(read).not.toHaveBeenCalled();
  page.hidden = false;
  await vi.advanceTimersByTimeAsync(4100);
  expect(page.shown.textContent).toBe('later');
});

test('a server that does not answer leaves what there was, and is asked again', async () => {
  const page = new Page('4');
  const read = vi.fn(async () => null);
  refreshing(page.document, read);
  await vi.advanceTimersByTimeAsync(8500);
  expect(page.shown.textContent).toBe('first');
  expect(read).toHaveBeenCalledTimes(2);
});
