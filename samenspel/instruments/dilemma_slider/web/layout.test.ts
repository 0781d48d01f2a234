import { describe, expect, it } from 'vitest';
import cases from '../tests/layout.json';
import { layOut } from './layout';

describe('G-3.1: names on the line', () => {
  it.each(cases)('lays out as the export does', ({ pins, spots }) => {
    const found = layOut(pins, 1000, 10, 30, 10).map((s) => [s.key, s.left, s.width, s.x, s.before, s.row]);
    expect(found).toEqual(spots);
  });
});
