/** De tijdlijn as one reads it: moments in order, with what each party hung there. Pure; takes what the server sent. */
import type {
  Bodies, DefiningMoment, Experience, Interaction, Interpretation, Mark, Party, Peeling, Stance,
} from '$lib/protocol.gen';
import type { RecordOf } from '$lib/protocol';

/** What is needed of Room, so that a test or a printed page can read too. */
export interface Source {
  of<K extends keyof Bodies>(type: K, instance?: string): RecordOf<Bodies[K]>[];
  readonly parties: RecordOf<Party>[];
}

export interface MomentOnLine {
  readonly id: string;
  readonly record: RecordOf<DefiningMoment>;
  readonly text: string;
  readonly when: DefiningMoment['when'];
  readonly kind: DefiningMoment['kind'];
  readonly revealed: boolean;
  /** 1 for the first revealed one; 0 while hidden. */
  readonly number: number;
  /** Hung readings, by party and then by id, the same on every screen. Own drafts are in `drafts`. */
  readonly readings: RecordOf<Interpretation>[];
  readonly drafts: RecordOf<Interpretation>[];
  /** By party id. */
  readonly stances: ReadonlyMap<string, RecordOf<Stance>>;
  readonly experience: ReadonlyMap<string, RecordOf<Experience>>;
  readonly interactions: RecordOf<Interaction>[];
  readonly marks: RecordOf<Mark>[];
  readonly peeling: RecordOf<Peeling> | undefined;
}

export interface Timeline {
  /** Revealed, by `spot`. */
  readonly moments: MomentOnLine[];
  /** Not yet revealed, by `place`; empty for all but control. */
  readonly hidden: MomentOnLine[];
  readonly parties: RecordOf<Party>[];
  /** Where the case begins for a party that said it was not yet involved: moment id by party id (CR-12). */
  readonly starts: ReadonlyMap<string, string>;
}

/** Everything of one casusreconstructie in the order in which it is told. */
export function readTimeline(source: Source, instance: string): Timeline {
  const parties = source.parties;
  const seat = new Map(parties.map((party, index) => [party.id, index]));
  const byParty = (a: RecordOf<unknown>, b: RecordOf<unknown>): number =>
    (seat.get(a.party ?? '') ?? 99) - (seat.get(b.party ?? '') ?? 99) || (a.id < b.id ? -1 : 1);
  const under = <K extends keyof Bodies>(type: K): Map<string, RecordOf<Bodies[K]>[]> => {
    const found = new Map<string, RecordOf<Bodies[K]>[]>();
    for (const record of source.of(type, instance)) {
      const scope = record.scope ?? '';
      const list = found.get(scope);
      if (list) list.push(record);
      else found.set(scope, [record]);
    }
    for (const list of found.values()) list.sort(byParty);
    return found;
  };
  const words = under('interpretation');
  const stances = under('stance');
  const felt = under('experience');
  const interactions = under('interaction');
  const marks = under('mark');
  const peelings = under('peeling');
  const read = (record: RecordOf<DefiningMoment>, number: number): MomentOnLine => ({
    id: record.id,
    record,
    text: record.body.text,
    when: record.body.when,
    kind: record.body.kind,
    revealed: record.body.revealed,
    number,
    readings: (words.get(record.id) ?? []).filter((one) => one.body.state === 'placed'),
    drafts: (words.get(record.id) ?? []).filter((one) => one.body.state === 'draft'),
    stances: perParty(stances.get(record.id)),
    experience: perParty(felt.get(record.id)),
    interactions: interactions.get(record.id) ?? [],
    marks: marks.get(record.id) ?? [],
    peeling: peelings.get(record.id)?.[0],
  });
  const all = source.of('defining_moment', instance);
  const moments = all
    .filter((one) => one.body.revealed)
    .sort((a, b) => (a.body.spot ?? 0) - (b.body.spot ?? 0) || (a.id < b.id ? -1 : 1))
    .map((one, index) => read(one, index + 1));
  const hidden = all
    .filter((one) => !one.body.revealed)
    .sort((a, b) => a.body.place - b.body.place || (a.id < b.id ? -1 : 1))
    .map((one) => read(one, 0));
  return { moments, hidden, parties, starts: startsOf(moments, parties) };
}

export type Cell = 'also_defining' | 'not_defining' | 'not_yet_involved' | undefined;

/** Parties by the stance they took at a moment, in the order of parties. */
export function byStance(moment: MomentOnLine, parties: RecordOf<Party>[]): Record<Stance['value'], RecordOf<Party>[]> {
  const found: Record<Stance['value'], RecordOf<Party>[]> = { also_defining: [], not_defining: [], not_yet_involved: [] };
  for (const party of parties) {
    const value = moment.stances.get(party.id)?.body.value;
    if (value) found[value].push(party);
  }
  return found;
}

/** Parties of which nothing hangs at this moment, nor stands. */
export function notHeard(moment: MomentOnLine, parties: RecordOf<Party>[]): RecordOf<Party>[] {
  return parties.filter(
    (party) => !moment.stances.has(party.id) && !moment.readings.some((one) => one.party === party.id),
  );
}

/** Whether a party hung words or said that it took part; what it says itself goes before what hangs. */
export function takesPart(moment: MomentOnLine, party: string): boolean {
  const stance = moment.stances.get(party)?.body.value;
  return stance ? stance !== 'not_yet_involved' : moment.readings.some((one) => one.party === party);
}

function startsOf(moments: MomentOnLine[], parties: RecordOf<Party>[]): Map<string, string> {
  const starts = new Map<string, string>();
  for (const party of parties) {
    const last = moments.findLastIndex((one) => one.stances.get(party.id)?.body.value === 'not_yet_involved');
    const start = last < 0 ? undefined : moments.slice(last + 1).find((one) => takesPart(one, party.id));
    if (start) starts.set(party.id, start.id);
  }
  return starts;
}

function perParty<T>(records: RecordOf<T>[] | undefined): Map<string, RecordOf<T>> {
  return new Map((records ?? []).flatMap((one) => (one.party ? [[one.party, one] as const] : [])));
}
