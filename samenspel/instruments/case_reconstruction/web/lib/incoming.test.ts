import { describe, expect, test } from 'vitest';
import type { RecordOf } from '$lib/protocol';
import type { MomentInput, MomentRequest, Party, When } from '$lib/protocol.gen';
import { awaited, byParty, handled, mentioned, near, waiting, type Input } from './incoming';

const party = (id: string, name = id): RecordOf<Party> =>
  ({ id, type: 'party', in: 'm', body: { name, short: id, colour: 1, place: 1, absent: false, category: '' } }) as RecordOf<Party>;
const month = (at: number): When => ({ kind: 'month', year: 2025, month: at, day: null, season: null, label: '' });
const input = (id: string, of: string, body: Partial<MomentInput> = {}): Input =>
  ({
    id, type: 'moment_input', in: 'i', party: of,
    body: { text: id, when: null, kind: 'content', meaning: '', state: 'sent', handled: '', moment: null, ...body },
  }) as Input;
const request = (id: string, due: string, answered = 0): RecordOf<MomentRequest> =>
  ({ id, type: 'moment_request', in: 'i', body: { person: id, due, answered } }) as RecordOf<MomentRequest>;

describe('what came in (CR-6, CR-7)', () => {
  test('by party and then by date; without a date, or of a party that left, last', () => {
    const found = byParty(
      [input('d', 'wonen'), input('c', 'weg'), input('b', 'wonen', { when: month(6) }), input('a', 'wonen', { when: month(3) }), input('e', 'ggz')],
      [party('ggz'), party('wonen')],
    );
    expect(found.map((one) => [one.party?.id, one.inputs.map(({ id }) => id)])).toEqual([
      ['ggz', ['e']], ['wonen', ['a', 'b', 'd']], [undefined, ['c']],
    ]);
  });
  test('what waits, and what was handled or taken back', () => {
    const all = [input('a', 'x'), input('b', 'x', { handled: 'taken' }), input('c', 'x', { handled: 'set_aside' }), input('d', 'x', { state: 'removed' })];
    expect(waiting(all).map(({ id }) => id)).toEqual(['a']);
    expect(handled(all).map(({ id }) => id)).toEqual(['b', 'c', 'd']);
  });
  test('who still owes an answer, the earliest day first', () => {
    const all = [request('a', ''), request('b', '2026-03-08'), request('c', '2026-03-01'), request('d', '2026-02-01', 5)];
    expect(awaited(all).map(({ id }) => id)).toEqual(['c', 'b', 'a']);
  });
  test('moments that may be the same one', () => {
    const all = [month(3), month(4), month(6), { ...month(1), kind: 'year' as const, month: null }, { ...month(3), year: 2024 }].map((when, id) => ({ id, when }));
    expect(near(month(3), all).map(({ id }) => id)).toEqual([0, 1, 3]);
    expect(near(null, all)).toEqual([]);
    const season = (name: When['season'], year: number): When => ({ ...month(1), kind: 'season', month: null, season: name, year });
    const seasons = [season('winter', 2024), season('spring', 2025), season('summer', 2025), season('winter', 2025)].map((when, id) => ({ id, when }));
    expect(near(month(3), seasons).map(({ id }) => id)).toEqual([0, 1]);
    expect(near(month(12), seasons).map(({ id }) => id)).toEqual([3]);
  });
  test('an absent party is noticed where its name or short name stands as a word (CR-3)', () => {
    const parties = [party('GGZ', 'GGZ, ambulant team'), party('Wonen', 'Woningcorporatie')];
    const found = (text: string): string[] => mentioned([text], parties).map(({ id }) => id);
    expect(found('De ggz-behandelaar belde niet')).toEqual(['GGZ']);
    expect(found('Wij wonen om de hoek')).toEqual(['Wonen']);
    expect(found('De woningcorporaties en de ggzet')).toEqual([]);
  });
});
