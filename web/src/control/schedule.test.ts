import { expect, it } from 'vitest';
import type { RecordOf } from '$lib/protocol';
import type { Block, Meeting } from '$lib/protocol.gen';
import { MINUTE, schedule } from './schedule';

const T = Date.UTC(2026, 10, 23, 12, 30);
const at = (minutes: number): number => T + minutes * MINUTE;
const meeting = (fields: Partial<Meeting> = {}): Meeting => ({
  title: 'Casus', planned_start: T, started: 0, ended: 0, block: null, door_open: false, paper: false, timer: false, message: '', ...fields,
});
const block = (id: string, minutes: number, fields: Partial<Block> = {}): RecordOf<Block> => ({
  id, type: 'block', in: 'm', v: 1,
  body: { title: id, minutes, place: 1, runs: null, phase: '', lead: '', materials: '', note: '', started: 0, ended: 0, ...fields },
});
const starts = (s: ReturnType<typeof schedule>): number[] => s.slots.map((slot) => (slot.start - T) / MINUTE);

it('before the start the times are the plan (CR-9)', () => {
  const s = schedule(meeting(), [block('a', 15), block('b', 60), block('c', 20)], at(-30));
  expect(starts(s)).toEqual([0, 15, 75]);
  expect(s.ahead).toBe(0);
  expect(s.current).toBeUndefined();
  expect(s.next?.id).toBe('a');
  expect(s.end).toBe(at(95));
});

it('a start that comes late shifts everything along', () => {
  const s = schedule(meeting(), [block('a', 15), block('b', 60)], at(10));
  expect(starts(s)).toEqual([10, 25]);
  expect(s.ahead).toBe(-10);
});

it('a block that ended early puts us ahead, and the rest moves forward', () => {
  const s = schedule(
    meeting({ started: T, block: 'b' }),
    [block('a', 15, { started: T, ended: at(9) }), block('b', 60, { started: at(9) }), block('c', 20)],
    at(21),
  );
  expect(starts(s)).toEqual([0, 9, 69]);
  expect(s.ahead).toBe(6);
  expect(s.blockLeft).toBe(48 * MINUTE);
  expect(s.current?.progress).toBeCloseTo(0.2);
  expect([s.at, s.next?.id]).toEqual([2, 'c']);
  expect(s.left).toBe(68 * MINUTE);
});

it('a block over its time pushes the others minute by minute', () => {
  const s = schedule(meeting({ started: T, block: 'a' }), [block('a', 15, { started: T }), block('b', 60)], at(20));
  expect(s.blockLeft).toBe(-5 * MINUTE);
  expect(starts(s)).toEqual([0, 20]);
  expect(s.ahead).toBe(-5);
  expect(s.current?.progress).toBe(1);
});

it('more minutes for the running block move what follows', () => {
  const s = schedule(meeting({ started: T, block: 'a' }), [block('a', 20, { started: T }), block('b', 60)], at(5));
  expect(starts(s)).toEqual([0, 20]);
  expect(s.ahead).toBe(0);
});

it('a block that was passed over takes no time', () => {
  const s = schedule(
    meeting({ started: T, block: 'c' }),
    [block('a', 15, { started: T, ended: at(15) }), block('b', 30), block('c', 20, { started: at(15) }), block('d', 5)],
    at(20),
  );
  expect(s.slots.map((slot) => slot.state)).toEqual(['done', 'skipped', 'now', 'next']);
  expect(starts(s)).toEqual([0, 15, 15, 35]);
  expect(s.ahead).toBe(30);
});

it('without a planned start the real start is the plan', () => {
  const s = schedule(meeting({ planned_start: 0, started: at(3), block: 'a' }), [block('a', 15, { started: at(3) })], at(5));
  expect(s.ahead).toBe(0);
});

it('after the end nothing is left', () => {
  const s = schedule(meeting({ started: T, ended: at(100) }), [block('a', 120, { started: T, ended: at(100) })], at(140));
  expect([s.left, s.ahead, s.current]).toEqual([0, 20, undefined]);
});

it('a block of no minutes is done at once, never a division by zero', () => {
  const s = schedule(meeting({ started: T, block: 'a' }), [block('a', 0, { started: T })], T);
  expect(s.current?.progress).toBe(1);
});
