import { describe, expect, test } from 'vitest';
import type { RecordOf } from '$lib/protocol';
import { byStance, notHeard, readTimeline, takesPart, type Source } from './timeline';

type Loose = { id: string; scope?: string; party?: string; author?: string; body: Record<string, unknown> };
const party = (id: string, place: number): Loose => ({ id, body: { name: id, short: id, colour: place, place, absent: false, category: '' } });
const moment = (id: string, spot: number | null, place: number): Loose => ({
  id,
  scope: 'settings',
  body: { text: id, when: { kind: 'year', year: 2024 }, kind: 'content', place, revealed: spot !== null, spot, during: false },
});

function source(records: Record<string, Loose[]>): Source {
  const whole = (one: Loose, type: string): RecordOf<unknown> => ({ type, in: 'i', v: 1, ...one });
  return {
    parties: [party('ggz', 1), party('wonen', 2), party('jeugd', 3)].map((one) => whole(one, 'party')),
    of: (type: string) => (records[type] ?? []).map((one) => whole(one, type)),
  } as unknown as Source;
}

const placed = (id: string, scope: string, party: string, state = 'placed'): Loose => ({ id, scope, party, body: { text: id, state, noted: false, beforehand: false, confirmed: false } });
const stance = (scope: string, party: string, value: string): Loose => ({ id: `${scope}-${party}`, scope, party, body: { value, noted: false } });

const read = (records: Record<string, Loose[]>) => readTimeline(source(records), 'i');

describe('readTimeline (CR-12)', () => {
  test('revealed moments by spot, hidden ones by place', () => {
    const found = read({ defining_moment: [moment('c', null, 3), moment('b', 2, 1), moment('a', 1, 2), moment('d', null, 0)] });
    expect(found.moments.map((one) => [one.id, one.number])).toEqual([['a', 1], ['b', 2]]);
    expect(found.hidden.map((one) => one.id)).toEqual(['d', 'c']);
  });
  test('readings by party and then the same on every screen; drafts apart', () => {
    const found = read({
      defining_moment: [moment('a', 1, 1)],
      interpretation: [placed('z', 'a', 'wonen'), placed('y', 'a', 'wonen'), placed('x', 'a', 'ggz'), placed('w', 'a', 'ggz', 'draft')],
    });
    expect(found.moments[0]?.readings.map((one) => one.id)).toEqual(['x', 'y', 'z']);
    expect(found.moments[0]?.drafts.map((one) => one.id)).toEqual(['w']);
  });
  test('where the case begins for a party is after it was last not yet involved', () => {
    const found = read({
      defining_moment: [moment('a', 1, 1), moment('b', 2, 2), moment('c', 3, 3)],
      stance: [stance('a', 'jeugd', 'not_yet_involved'), stance('c', 'jeugd', 'not_defining'), stance('a', 'ggz', 'also_defining')],
      interpretation: [placed('x', 'a', 'jeugd')],
    });
    expect([...found.starts]).toEqual([['jeugd', 'c']]);
    expect(takesPart(found.moments[0]!, 'jeugd')).toBe(false);
    expect(byStance(found.moments[0]!, found.parties).also_defining.map((one) => one.id)).toEqual(['ggz']);
    expect(notHeard(found.moments[0]!, found.parties).map((one) => one.id)).toEqual(['wonen']);
  });
});
