import { describe, expect, test } from 'vitest';
import { softHyphens } from './hyphenate';

const shown = (text: string): string => softHyphens(text).replaceAll('\u00ad', '-');

describe('softHyphens', () => {
  test('leaves short words alone', () => expect(shown('De brief aan school')).toBe('De brief aan school'));
  test('breaks long words between syllables', () => {
    expect(shown('woonconsulent')).toBe('woon-con-su-lent');
    expect(shown('woningcorporatie')).toContain('woning-cor-po');
    expect(shown('huurachterstand')).toContain('ach-ter-stand');
  });
  test('never leaves a stump', () => {
    for (const part of softHyphens('verantwoordelijkheden').split('\u00ad')) expect(part.length).toBeGreaterThan(1);
    expect(softHyphens('verantwoordelijkheden').split('\u00ad').at(-1)?.length).toBeGreaterThanOrEqual(4);
  });
});
