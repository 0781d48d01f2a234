import { expect, test } from 'vitest';
import examples from '../../../samenspel/privacy_hints/examples.json';
import { words } from './hints';
import { find, isBsn } from './personal_data';

const own = examples.filter((example) => example.length === 2) as [string, string[]][];

test.each(own)('CR-5: the browser sees what the server sees: %s', (text, wanted) => {
  expect(find(text, 2026).map((one) => `${one.kind} ${text.slice(one.start, one.end)}`)).toEqual(wanted);
});

test('CR-5: the eleven test', () => {
  expect(isBsn('111222333')).toBe(true);
  expect(isBsn('111222334')).toBe(false);
  expect(isBsn('000000000')).toBe(false);
});

test('each kind is said once', () => {
  expect(words('a@b.nl en c@d.nl')).toHaveLength(1);
});
