import { expect, it } from 'vitest';
import { bands, type Placed } from './bands';

const sixty: Placed[] = Array.from({ length: 60 }, (_, index) => ({
  key: String(index), party: `p${index % 12}`, name: `Partij ${index % 12}`, colour: (index % 12) + 1,
  value: (index * 37) % 101, before: index % 3 ? (index * 61) % 101 : null,
}));

it('no two places or shifts of a band overlap in a lane, and nobody is lost (G-3.1)', () => {
  const found = bands(sixty, 2, 'Deelnemers');
  expect(found.length).toBe(12);
  expect(found.flatMap((band) => band.dots.map((dot) => dot.key)).sort()).toEqual(sixty.map((one) => one.key).sort());
  for (const band of found) {
    const ends = band.dots.map((dot) => ({ lane: dot.lane, from: Math.min(dot.value, dot.before ?? dot.value), to: Math.max(dot.value, dot.before ?? dot.value) }));
    ends.forEach((one, i) =>
      ends.slice(i + 1).forEach((other) => expect(one.lane !== other.lane || one.to + 2 <= other.from || other.to + 2 <= one.from).toBe(true)),
    );
  }
});

it('the order in which people placed does not show', () => {
  expect(bands([...sixty].reverse(), 2, '')).toEqual(bands(sixty, 2, ''));
});

it('who has no party stands in a band at the end', () => {
  const found = bands([{ key: 'a', party: '', name: 'Kim', colour: 12, value: 3, before: null }, ...sixty.slice(0, 2)], 2, 'Deelnemers');
  expect(found.map((band) => band.name)).toEqual(['Partij 0', 'Partij 1', 'Deelnemers']);
});
