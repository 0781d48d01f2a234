import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { refreshing } from './refresh';

const page = (words: string, more: string): string => `<div id="voortgang"${more}><p>${words}</p></div>`;

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

function answers(...texts: string[]): ReturnType<typeof vi.fn> {
  const asked = vi.fn(async () => ({ ok: true, text: async () => texts.shift() ?? '' }));
  vi.stubGlobal('fetch', asked);
  return asked;
}

test('a part is read again until the server no longer asks for it', async () => {
  document.body.innerHTML = page('1 van 3', ' data-refresh="4"');
  const asked = answers(page('2 van 3', ' data-refresh="4"'), page('3 van 3', ''));
  refreshing(document);
  await vi.advanceTimersByTimeAsync(4100);
  expect(document.body.textContent).toBe('2 van 3');
  await vi.advanceTimersByTimeAsync(4100);
  expect(document.body.textContent).toBe('3 van 3');
  await vi.advanceTimersByTimeAsync(60_000);
  expect(asked).toHaveBeenCalledTimes(2);
});

test('what somebody is at with the keyboard is left alone', async () => {
  document.body.innerHTML = '<div id="voortgang" data-refresh="4"><a href="/">Kijk opnieuw</a></div>';
  const asked = answers();
  document.querySelector('a')?.focus();
  refreshing(document);
  await vi.advanceTimersByTimeAsync(9000);
  expect(asked).not.toHaveBeenCalled();
});

test('a server that does not answer leaves what there was, and is asked again', async () => {
  document.body.innerHTML = page('1 van 3', ' data-refresh="4"');
  const asked = vi.fn(async () => Promise.reject(new Error('offline')));
  vi.stubGlobal('fetch', asked);
  refreshing(document);
  await vi.advanceTimersByTimeAsync(8500);
  expect(document.body.textContent).toBe('1 van 3');
  expect(asked).toHaveBeenCalledTimes(2);
});
