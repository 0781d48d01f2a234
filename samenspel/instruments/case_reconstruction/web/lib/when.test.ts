import { describe, expect, test } from 'vitest';
import type { When } from '$lib/protocol.gen';
import { compareWhen, dateWords, dayWords, whenIso, whenShort, whenTitle, whenWords } from './when';

const when = (part: Partial<When>): When => ({ kind: 'year', year: 2024, month: null, day: null, season: null, label: '', ...part });

describe('whenWords (CR-6)', () => {
  test.each([
    [when({ kind: 'exact', year: 2025, month: 3, day: 12 }), '12 maart 2025', '12 mrt 2025'],
    [when({ kind: 'month', month: 9 }), 'sept 2024', 'sept 2024'],
    [when({ kind: 'season', season: 'autumn' }), 'najaar 2024', 'najaar 2024'],
    [when({ kind: 'season', season: 'winter' }), 'winter 2024-2025', 'winter 2024'],
    [when({ kind: 'about', label: 'rond kerst' }), 'rond kerst 2024', 'rond kerst 2024'],
    [when({}), '2024', '2024'],
  ])('%o', (given, whole, short) => {
    expect(whenWords(given)).toBe(whole);
    expect(whenShort(given)).toBe(short);
  });
  test('the year is left out where it is that of the station before', () => {
    expect(whenShort(when({ kind: 'month', month: 9 }), when({}))).toBe('sept');
    expect(whenShort(when({ kind: 'exact', month: 12, day: 12 }), when({}))).toBe('12 dec');
    expect(whenShort(when({ kind: 'about', label: 'rond kerst', year: 2025 }), when({}))).toBe('rond kerst 2025');
  });
  test('as a title and for machines', () => {
    expect(whenTitle(when({ kind: 'month', month: 10 }))).toBe('Oktober 2024');
    expect(whenIso(when({ kind: 'exact', month: 3, day: 2 }))).toBe('2024-03-02');
    expect(whenIso(when({ kind: 'about', label: 'rond kerst' }))).toBe('');
  });
});

describe('order and days', () => {
  test('wider periods come before narrower ones, as in when.py', () => {
    const spring = when({ kind: 'season', season: 'spring' });
    const march = when({ kind: 'month', month: 3 });
    const day = when({ kind: 'exact', month: 3, day: 1 });
    expect([day, march, spring, when({})].sort(compareWhen)).toEqual([when({}), spring, march, day]);
  });
  test('days in words', () => {
    expect(dayWords('2027-03-22')).toBe('maandag 22 maart 2027');
    expect(dateWords('2026-12-01')).toBe('1 december 2026');
    expect(dayWords('geen dag')).toBe('geen dag');
  });
});
