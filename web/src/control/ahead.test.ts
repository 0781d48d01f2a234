import { expect, it } from 'vitest';
import { aheadText } from './ahead';

it('says how far the script is ahead or behind (CR-20)', () => {
  expect(aheadText(6)).toBe('6 min voor op schema');
  expect(aheadText(-4)).toBe('4 min achter op schema');
  expect(aheadText(1)).toBe('op schema');
});

it('says nothing when the meeting is tried out on another day', () => {
  expect(aheadText(43_400)).toBe('');
  expect(aheadText(-2_000)).toBe('');
});
