import { afterEach, describe, expect, it } from 'vitest';
import { setCatalogue, t, tn } from '$lib/i18n';

afterEach(() => setCatalogue({}));

describe('t', () => {
  it('is Dutch without a catalogue', () => expect(t('Hang op de tijdlijn')).toBe('Hang op de tijdlijn'));
  it('fills placeholders', () => expect(t('{a} en {b}', { a: 'Wonen', b: 2 })).toBe('Wonen en 2'));
  it('leaves an unknown placeholder readable', () => expect(t('{a} en {b}', { a: 1 })).toBe('1 en {b}'));
  it('never fills from the prototype', () => expect(t('{constructor}', {})).toBe('{constructor}'));
  it('does not fill inside a filled value', () => expect(t('{a}', { a: '{b}', b: 'x' })).toBe('{b}'));
  it('translates', () => {
    setCatalogue({ 'nog {n} min': '{n} min left' }, 'en');
    expect(t('nog {n} min', { n: 4 })).toBe('4 min left');
  });
  it('does not take object members for translations', () => expect(t('toString')).toBe('toString'));
});

describe('tn', () => {
  it.each([
    [0, 'nog 0 tekens'],
    [1, 'nog 1 teken'],
    [2, 'nog 2 tekens'],
  ])('%i', (n, text) => expect(tn('nog {n} teken', 'nog {n} tekens', n)).toBe(text));
  it('translates both forms', () => {
    setCatalogue({ 'nog {n} teken': ['{n} character left', '{n} characters left'] }, 'en');
    expect([1, 5].map((n) => tn('nog {n} teken', 'nog {n} tekens', n))).toEqual([
      '1 character left',
      '5 characters left',
    ]);
  });
});
