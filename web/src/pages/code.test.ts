import { expect, test } from 'vitest';
import { caretAfter, grouped } from './code';

test('a code is shown in two groups of four, however it was typed', () => {
  for (const typed of ['km7r4twx', 'KM7R-4TWX', ' km7r 4twx ', 'k m 7 r 4 t w x', 'KM7R4TWXYZ']) expect(grouped(typed)).toBe('KM7R 4TWX');
  expect(grouped('km7')).toBe('KM7');
  expect(grouped('')).toBe('');
});

test('the caret stays behind the same character', () => {
  expect(caretAfter('KM7R 4TWX', 2)).toBe(2);
  expect(caretAfter('KM7R 4TWX', 6)).toBe(7);
  expect(caretAfter('KM7R', 4)).toBe(4);
});
