import { describe, expect, test } from 'vitest';
import { curve, layoutLine, shorten, spread, type LineOut, type StationIn } from './layout';

const measure = (text: string): number => text.length * 13;
const parties = ['Gemeente', 'Wijkteam', 'GGZ', 'Politie', 'Wonen', 'School', 'Jeugd'].map((name, index) => ({ id: `p${index}`, name }));

function line(labels: string[], felt = false, width = 1793): LineOut {
  const stations = labels.map((label, index): StationIn => ({
    id: `m${index}`,
    label,
    felt: felt ? new Map(parties.map((party, seat) => [party.id, 1 + ((seat + index) % 5)])) : undefined,
  }));
  return layoutLine({ width, text: 25, stations, current: `m${labels.length - 1}`, measure, parties, best: 'heel goed', worst: 'heel moeizaam' });
}

function boxes(drawn: LineOut): { left: number; right: number; y: number }[] {
  return drawn.stations.flatMap(({ label }) =>
    label ? [{ left: label.x - measure(label.text) / 2, right: label.x + measure(label.text) / 2, y: label.y }] : [],
  );
}

const MANY = ['voorjaar 2024', 'rond de zomervakantie', '12 sept', 'okt', '28 okt', 'sinterklaas', '12 dec', 'rond kerst', '20 jan 2025', '5 feb', 'voorjaar', 'zomer'];

describe('layoutLine (CR-12)', () => {
  test.each([[1], [5], [12]])('%i labels never overlap and stay on the wall', (count) => {
    for (const felt of [false, true]) {
      const found = boxes(line(MANY.slice(0, count), felt));
      for (const [at, one] of found.entries()) {
        expect(one.left).toBeGreaterThanOrEqual(-0.5);
        expect(one.right).toBeLessThanOrEqual(1793.5);
        for (const other of found.slice(at + 1)) expect(one.y !== other.y || one.right <= other.left || other.right <= one.left).toBe(true);
      }
    }
  });
  test('thirty moments on a small wall still do not overlap', () => {
    const found = boxes(line(Array.from({ length: 30 }, (_, index) => `${index + 1} november`), false, 1000));
    for (const [at, one] of found.entries()) {
      for (const other of found.slice(at + 1)) expect(one.y !== other.y || one.right <= other.left || other.right <= one.left).toBe(true);
    }
  });
  test('stations stand in order, room is left for what is to come', () => {
    const xs = line(MANY.slice(0, 3)).stations.map((one) => one.x);
    expect(xs).toEqual([...xs].sort((a, b) => a - b));
    expect(xs.at(-1)).toBeLessThan(1793 / 2);
  });
  test('only the current one is filled and large', () => {
    const drawn = line(MANY.slice(0, 4));
    expect(drawn.stations.map((one) => one.current)).toEqual([false, false, false, true]);
    expect(drawn.stations[3]?.r).toBeGreaterThan(drawn.stations[0]?.r ?? 99);
  });
});

describe('lines of experience (CR-14)', () => {
  test('a name per party at the end, none over another, all inside', () => {
    const drawn = line(MANY, true);
    expect(drawn.felt.map((one) => one.name.text).sort()).toEqual(parties.map((one) => one.name).sort());
    const ys = drawn.felt.map((one) => one.name.y).sort((a, b) => a - b);
    for (const [at, y] of ys.slice(1).entries()) expect(y - (ys[at] ?? 0)).toBeGreaterThan(24);
    for (const one of drawn.felt) expect(one.name.x + measure(one.name.text)).toBeLessThanOrEqual(1793);
  });
  test('a line begins where its party begins and skips what was not said', () => {
    const stations = [{ id: 'a', label: 'a' }, { id: 'b', label: 'b', felt: new Map([['p0', 2]]) }, { id: 'c', label: 'c' }, { id: 'd', label: 'd', felt: new Map([['p0', 4]]) }];
    const drawn = layoutLine({ width: 1000, text: 20, stations, measure, parties });
    expect(drawn.felt).toHaveLength(1);
    expect(drawn.felt[0]?.dots.map((dot) => dot.x)).toEqual([drawn.stations[1]?.x, drawn.stations[3]?.x]);
    expect(drawn.felt[0]?.dots[1]?.y).toBeLessThan(drawn.felt[0]?.dots[0]?.y ?? 0);
  });
  test('without experience there is no band', () => expect(line(MANY).felt).toEqual([]));
});

describe('small parts', () => {
  test('spread keeps the order and the distance', () => {
    const out = spread([10, 10, 11, 100], 20, 0, 200);
    expect(out[1]! - out[0]!).toBe(20);
    expect(out[2]! - out[1]!).toBe(20);
    expect(out[3]).toBe(100);
    expect(Math.min(...out)).toBeGreaterThanOrEqual(0);
  });
  test('shorten only what is too long', () => {
    expect(shorten('kort', 100, measure)).toBe('kort');
    expect(shorten('een heel lang label', 100, measure)).toMatch(/…$/);
    expect(measure(shorten('een heel lang label', 100, measure))).toBeLessThanOrEqual(100);
  });
  test('a curve stays between what was said', () => expect(curve([{ x: 0, y: 10 }, { x: 10, y: 20 }])).toBe('M0 10 C5 10 5 20 10 20'));
});
