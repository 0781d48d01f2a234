import { describe, expect, it } from 'vitest';
import type { Poll, PollTally } from '$lib/protocol.gen';
import { bars, columns, median, number, ranked } from './tally';

const poll = (fields: Partial<Poll>): Poll => ({
  kind: 'choice', question: '', explanation: '', options: [], choose: 1, low: 1, high: 5, low_text: '', high_text: '',
  number: 1, opened: true, ...fields,
});
const tally = (fields: Partial<PollTally>): PollTally => ({
  ballots: 0, paper: 0, lost: 0, counts: [], points: [], places: [], firsts: [], texts: [], ...fields,
});

describe('G-4.6: what a result says', () => {
  it('gives every option its part of the ballots, and what it was before', () => {
    const [one, two] = bars(poll({ options: ['A', 'B'] }), tally({ ballots: 4, counts: [3, 1] }), tally({ ballots: 2, counts: [0, 2] }));
    expect([one?.percent, one?.part, one?.before, one?.partBefore]).toEqual([75, 0.75, 0, 0]);
    expect([two?.count, two?.before, two?.partBefore]).toEqual([1, 2, 1]);
  });

  it('survives a result without ballots', () => {
    expect(bars(poll({ options: ['A'] }), tally({ counts: [0] }))[0]?.percent).toBe(0);
    expect(median(1, [0, 0])).toBeNull();
    expect(ranked(poll({ options: ['A'] }), tally({ points: [0], places: [0], firsts: [0] }))[0]?.mean).toBe(0);
  });

  it('draws columns on one measure for both rounds', () => {
    const found = columns(poll({ kind: 'scale', low: 0 }), tally({ counts: [1, 2] }), tally({ counts: [4, 0] }));
    expect(found.map((one) => [one.value, one.part, one.partBefore])).toEqual([[0, 0.25, 1], [1, 0.5, 0]]);
  });

  it('orders a ranking by points; equal ones as they stood in the question', () => {
    const found = ranked(poll({ kind: 'ranking', options: ['A', 'B', 'C'] }), tally({ ballots: 2, points: [4, 4, 4], places: [4, 4, 4], firsts: [1, 0, 1] }));
    expect(found.map((one) => [one.label, one.place, one.mean])).toEqual([['A', 1, 2], ['B', 2, 2], ['C', 3, 2]]);
  });

  it('finds the middle, also between two numbers', () => {
    expect(median(1, [1, 0, 1, 1, 0])).toBe(3);
    expect(median(0, [1, 1])).toBe(0.5);
    expect(number(2.5)).toBe('2,5');
    expect(number(3)).toBe('3');
  });
});
