/** Uitslag: what a tally says, as the screens and the lists show it. Pure. */
import type { Poll, PollTally } from '$lib/protocol.gen';

export interface Bar {
  readonly key: string;
  readonly label: string;
  /** Length of the bar as part of the longest possible (0..1). */
  readonly part: number;
  readonly count: number;
  readonly percent: number;
  /** The same of the round before. */
  readonly before: number | null;
  readonly partBefore: number | null;
}

export interface Column {
  readonly value: number;
  readonly times: number;
  readonly part: number;
  readonly before: number | null;
  readonly partBefore: number | null;
}

export interface Ranked {
  readonly key: string;
  readonly place: number;
  readonly label: string;
  readonly points: number;
  readonly part: number;
  readonly mean: number;
  readonly firsts: number;
  readonly placeBefore: number | null;
}

export function bars(poll: Poll, tally: PollTally, before?: PollTally): Bar[] {
  const whole = tally.ballots || 1;
  const wholeBefore = before?.ballots || 1;
  return poll.options.map((label, at) => {
    const count = tally.counts[at] ?? 0;
    const was = before ? (before.counts[at] ?? 0) : null;
    return {
      key: `${at}`,
      label,
      part: count / whole,
      count,
      percent: Math.round((100 * count) / whole),
      before: was,
      partBefore: was === null ? null : was / wholeBefore,
    };
  });
}

export function columns(poll: Poll, tally: PollTally, before?: PollTally): Column[] {
  const most = Math.max(1, ...tally.counts, ...(before?.counts ?? []));
  return tally.counts.map((times, at) => {
    const was = before ? (before.counts[at] ?? 0) : null;
    return { value: poll.low + at, times, part: times / most, before: was, partBefore: was === null ? null : was / most };
  });
}

/** The options of a ranking, most points first; equal ones as they stood in the question. */
export function ranked(poll: Poll, tally: PollTally, before?: PollTally): Ranked[] {
  const most = tally.ballots * poll.options.length || 1;
  const order = byPoints(tally);
  const earlier = before ? byPoints(before) : null;
  return order.map((at, place) => ({
    key: `${at}`,
    place: place + 1,
    label: poll.options[at] ?? '',
    points: tally.points[at] ?? 0,
    part: (tally.points[at] ?? 0) / most,
    mean: tally.ballots ? (tally.places[at] ?? 0) / tally.ballots : 0,
    firsts: tally.firsts[at] ?? 0,
    placeBefore: earlier ? earlier.indexOf(at) + 1 : null,
  }));
}

function byPoints(tally: PollTally): number[] {
  return tally.points.map((_, at) => at).sort((a, b) => (tally.points[b] ?? 0) - (tally.points[a] ?? 0) || a - b);
}

/** The middle number of a scale, or null without ballots. */
export function median(low: number, counts: readonly number[]): number | null {
  const numbers = counts.flatMap((times, at) => Array<number>(times).fill(low + at));
  if (!numbers.length) return null;
  const middle = Math.floor(numbers.length / 2);
  return numbers.length % 2 ? (numbers[middle] ?? 0) : ((numbers[middle - 1] ?? 0) + (numbers[middle] ?? 0)) / 2;
}

/** A number as it is written in Dutch, with one decimal where it has one. */
export function number(value: number): string {
  return value.toLocaleString('nl-NL', { maximumFractionDigits: 1 });
}
