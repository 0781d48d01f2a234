import { expect, it } from 'vitest';
import { clock, minutesLeft } from './time';

it.each([
  [0, '0:00'],
  [0.2, '0:01'],
  [65, '1:05'],
  [600, '10:00'],
  [3845, '1:04:05'],
  [-4, '0:00'],
])('clock(%d) is %s', (seconds, text) => expect(clock(seconds)).toBe(text));

it.each([
  [720, 'nog 12 min'],
  [719, 'nog 11 min'],
  [60, 'nog 1 min'],
  [59, 'nog minder dan 1 min'],
  [0, 'tijd is om'],
  [-59, 'tijd is om'],
  [-200, '3 min over de tijd'],
])('minutesLeft(%d) is %s', (seconds, text) => expect(minutesLeft(seconds)).toBe(text));
