/** Binnengekomen: what parties sent beforehand, by party and date, and who still owes an answer (CR-6, CR-7). Pure. */
import type { RecordOf } from '$lib/protocol';
import type { MomentInput, MomentRequest, Party, When } from '$lib/protocol.gen';
import { compareWhen } from './when';

export type Input = RecordOf<MomentInput>;

export interface OfParty {
  /** Undefined when its party is no longer on the list. */
  readonly party: RecordOf<Party> | undefined;
  readonly inputs: Input[];
}

/** Groups in the order of parties, within a group by date; what has no date comes last. */
export function byParty(inputs: readonly Input[], parties: readonly RecordOf<Party>[]): OfParty[] {
  const groups = new Map<string, Input[]>();
  for (const one of inputs) {
    const known = parties.some((party) => party.id === one.party) ? (one.party ?? '') : '';
    groups.set(known, [...(groups.get(known) ?? []), one]);
  }
  const order = [...parties.map((party) => party.id), ''];
  return order.flatMap((id) => {
    const found = groups.get(id);
    return found ? [{ party: parties.find((party) => party.id === id), inputs: found.sort(byDate) }] : [];
  });
}

/** What waits for the facilitator: sent and not handled. */
export function waiting(inputs: readonly Input[]): Input[] {
  return inputs.filter((one) => one.body.state === 'sent' && !one.body.handled);
}

/** What was taken, set aside, or taken back by who sent it. */
export function handled(inputs: readonly Input[]): Input[] {
  return inputs.filter((one) => one.body.state === 'removed' || (one.body.state === 'sent' && one.body.handled));
}

/** Requests without an answer, the earliest day first; without a day last. */
export function awaited(requests: readonly RecordOf<MomentRequest>[]): RecordOf<MomentRequest>[] {
  const day = (one: RecordOf<MomentRequest>): string => one.body.due || '9999';
  return requests.filter((one) => !one.body.answered).sort((a, b) => (day(a) < day(b) ? -1 : day(a) > day(b) ? 1 : 0));
}

interface Dated {
  readonly when: When;
}

/** Moments that may be the same one: their months lie no more than one apart; a year alone may be any month of it. */
export function near<T extends Dated>(when: When | null, moments: readonly T[]): T[] {
  if (!when) return [];
  const [first, last] = months(when);
  return moments.filter(({ when: other }) => {
    const [from, to] = months(other);
    return from <= last + 1 && to >= first - 1;
  });
}

/** First and last month that it may have been, counted from the year 0. */
function months(when: When): [number, number] {
  const start = when.year * 12;
  if (when.month) return [start + when.month - 1, start + when.month - 1];
  if (!when.season) return [start, start + 11];
  const first = start + { spring: 2, summer: 5, autumn: 8, winter: 11 }[when.season];
  return [first, first + 2];
}

/** The parties of which a name or short name stands in one of these texts, as a word (CR-3). */
export function mentioned(texts: readonly string[], parties: readonly RecordOf<Party>[]): RecordOf<Party>[] {
  const all = ` ${texts.join(' \n ').toLocaleLowerCase('nl').replace(/[^\p{L}\p{N}]+/gu, ' ')} `;
  const word = (name: string): string => name.toLocaleLowerCase('nl').replace(/[^\p{L}\p{N}]+/gu, ' ').trim();
  return parties.filter(({ body }) => [body.name, body.short].map(word).some((name) => name && all.includes(` ${name} `)));
}

function byDate(one: Input, other: Input): number {
  if (one.body.when && other.body.when) return compareWhen(one.body.when, other.body.when) || (one.id < other.id ? -1 : 1);
  return one.body.when ? -1 : other.body.when ? 1 : one.id < other.id ? -1 : 1;
}
