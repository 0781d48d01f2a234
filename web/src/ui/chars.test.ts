import { describe, expect, it } from 'vitest';
import { countChars, cutChars } from './chars';

describe('countChars', () => {
  it.each([
    ['', 0],
    ['huis', 4],
    ['één', 3],
    ['e\u0301e\u0301n', 3], // NFC joins letter and accent
    ['👍', 1],
    ['👩‍👧', 3], // len() counts the joiner too
    ['🇳🇱', 2],
    ['a\r\nb', 4],
    ['\ud83d', 1], // a lone surrogate never crashes
  ])('%j has %i', (text, n) => expect(countChars(text)).toBe(n));
});

describe('cutChars', () => {
  it('never leaves half a character', () => expect(cutChars('ab👍cd', 3)).toBe('ab👍'));
  it('leaves a short text alone', () => expect(cutChars('kort', 10)).toBe('kort'));
  it('gives nothing for zero or less', () => expect(cutChars('kort', -1)).toBe(''));
});
