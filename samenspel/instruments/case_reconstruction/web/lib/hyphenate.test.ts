import { describe, expect, test } from 'vitest';
import { softHyphens } from './hyphenate';

const shown = (text: string): string => softHyphens(text).replaceAll('\u00ad', '-');

describe('softHyphens', () => {
  test('leaves short words alone', () => expect(shown('De brief aan school')).toBe('De brief aan school'));
  test.each([
    'woning-corporatie', 'woon-consulent', 'huur-achter-stand', 'basis-school', 'samenwerkings-afspraken', 'keuken-tafel-gesprek',
    'jeugd-bescherming', 'crisis-opname', 'spoed-overleg', 'woon-begeleider', 'jeugd-hulpverlener', 'betalings-regeling',
  ])('breaks between the parts of a compound: %s', (word) => expect(shown(word.replaceAll('-', ''))).toBe(word));
  test('leaves a word of unknown parts whole', () => expect(shown('onverwachts')).toBe('onverwachts'));
  test('breaks a very long word of unknown parts, and never leaves a stump', () => {
    const parts = softHyphens('onvoorspelbaarder').split('\u00ad');
    expect(parts.length).toBeGreaterThan(1);
    expect(parts.at(-1)?.length).toBeGreaterThanOrEqual(4);
  });
});
