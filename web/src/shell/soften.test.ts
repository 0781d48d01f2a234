import { expect, it } from 'vitest';
import { soften } from './soften';

it('breaks long compounds where their parts meet, and leaves the rest alone', () => {
  expect(soften('De Samenwerkingsdriehoek')).toBe('De Samenwerkings\u00addriehoek');
  expect(soften('casusreconstructie, dilemmaschuif')).toBe('casus\u00adreconstructie, dilemma\u00adschuif');
  expect(soften('Introductie en spelregels')).toBe('Introductie en spelregels');
  expect(soften('verantwoordelijkheden')).toBe('verantwoordelijkheden');
});
