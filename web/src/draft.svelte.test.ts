import { beforeEach, expect, it } from 'vitest';
import { draft, settleDrafts } from './draft.svelte';

class FakeStorage {
  [key: string]: unknown;
  getItem(key: string): string | null {
    return Object.hasOwn(this, key) ? (this[key] as string) : null;
  }
  setItem(key: string, value: string): void {
    this[key] = value;
  }
  removeItem(key: string): void {
    delete this[key];
  }
}

beforeEach(() => {
  Object.assign(globalThis, { sessionStorage: new FakeStorage(), location: { pathname: '/s/abc/deelnemer' } });
});

it('what was typed is there again after a reload', () => {
  draft('duiding').value = 'half een zin';
  expect(draft('duiding').value).toBe('half een zin');
  expect(draft('duiding').kept).toBe(true);
  expect(draft('iets anders').value).toBe('');
});

it('another session on this device does not see it', () => {
  draft('duiding').value = 'van hier';
  Object.assign(globalThis, { location: { pathname: '/s/def/deelnemer' } });
  expect(draft('duiding').value).toBe('');
});

it('is forgotten once the server has it, also when the page was reloaded in between', () => {
  const first = draft('duiding');
  first.value = 'verstuurd';
  first.follow({ op: 'op1', state: 'sending' });
  const afterReload = draft('duiding');
  expect(afterReload.value).toBe('verstuurd');
  settleDrafts('op1', true);
  expect(afterReload.value).toBe('');
  expect(draft('duiding').kept).toBe(false);
});

it('stays when it was refused, and when somebody typed on after sending', () => {
  const one = draft('duiding');
  one.value = 'te lang';
  one.follow({ op: 'op1', state: 'sending' });
  settleDrafts('op1', false);
  expect(one.value).toBe('te lang');
  one.follow({ op: 'op2', state: 'sending' });
  one.value = 'te lang, maar korter';
  settleDrafts('op2', true);
  expect(one.value).toBe('te lang, maar korter');
  expect(draft('duiding').value).toBe('te lang, maar korter');
});

it('knows over a reload whether it is on its way, until it is answered either way', () => {
  const one = draft('duiding');
  one.value = 'opgehangen zonder lijn';
  expect(one.underway).toBe(false);
  one.follow({ op: 'op1', state: 'retrying' });
  expect(draft('duiding').underway).toBe(true);
  settleDrafts('op1', false);
  expect(one.underway).toBe(false);
  expect(draft('duiding').underway).toBe(false);
  expect(draft('duiding').value).toBe('opgehangen zonder lijn');
});

it('goes on without storage', () => {
  Object.assign(globalThis, { sessionStorage: undefined });
  const one = draft('duiding');
  one.value = 'op het scherm';
  expect(one.value).toBe('op het scherm');
});
