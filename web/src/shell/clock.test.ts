import { expect, it } from 'vitest';
import { fromLocalInput, groupedCode, timeLeft, toLocalInput } from './clock';

it('reads a code out in two groups', () => {
  expect(groupedCode('KM7R4TWX')).toBe('KM7R 4TWX');
  expect(groupedCode('KM7R 4TWX')).toBe('KM7R 4TWX');
  expect(groupedCode('')).toBe('');
});

it('says what is left as people say it', () => {
  expect(timeLeft(48 * 60_000)).toBe('nog 48 min');
  expect(timeLeft(125 * 60_000)).toBe('nog 2 uur en 5 min');
  expect(timeLeft(120 * 60_000)).toBe('nog 2 uur');
  expect(timeLeft(-1)).toBe('nog 0 min');
});

it('brings a moment through the field for date and time and back', () => {
  const ms = Date.UTC(2026, 10, 23, 12, 30);
  expect(fromLocalInput(toLocalInput(ms))).toBe(ms);
  expect(toLocalInput(0)).toBe('');
  expect(fromLocalInput('')).toBe(0);
});
