import { describe, expect, test } from 'vitest';
import type { RecordOf } from '$lib/protocol';
import type { Agreement } from '$lib/protocol.gen';
import { groupAgreements, namesParty, whoWhen } from './agreements';
import { hintsOn, onAgreement, onMoment } from './hints';
import { whatWallShows } from './shows';

const table = {
  loaded: { text: 'verwijt', words: ['weigert', 'schuldig*'] },
  absolute: { text: 'altijd', words: ['altijd'] },
  abbreviation: { text: 'afkorting', known: ['ICT'] },
  keywords: { text: 'kort', words_from: 5 },
  question: { text: 'vraag' },
  concreteness: { no_owner: ['wij'], no_step: ['kijken naar'] },
};
const agreement = (part: Partial<Agreement>, party?: string): RecordOf<Agreement> => ({
  id: part.what ?? 'a', type: 'agreement', in: 'i', v: 1, party,
  body: { what: '', kind: 'working', who: '', due: '', help_from: '', place: 1, lesson: null, rule: null, status: 'open', ...part } as Agreement,
});

describe('hints (CR-7, CR-19)', () => {
  test('the same keys as hints.py', () => {
    expect(onMoment(table, 'De corporatie weigert')).toEqual(['loaded']);
    expect(onMoment(table, 'Schuldigen gezocht via POH en ICT, altijd weer?')).toEqual(['loaded', 'absolute', 'abbreviation', 'keywords', 'question']);
    expect(onMoment(table, 'POH belt', ['poh'])).toEqual([]);
    expect(onMoment(undefined, 'altijd POH?')).toEqual([]);
  });
  test('an agreement without owner, step or date', () => {
    expect(onAgreement(table, 'Kijken naar de routes', 'wij', '')).toEqual(['owner', 'verb', 'date']);
    expect(onAgreement(table, 'Belt het wijkteam voor het afsluiten', 'Hester', '2026-12-01')).toEqual([]);
  });
  test('sentences, and nothing for nothing', () => {
    expect(hintsOn(table, 'altijd')).toEqual(['altijd']);
    expect(hintsOn(table, '  ', { moment: true })).toEqual([]);
  });
});

describe('agreements (CR-17, CR-19)', () => {
  test('grouped in the order of the talk', () => {
    const found = groupAgreements([agreement({ what: 'x', kind: 'case' }), agreement({ what: 'y' })]);
    expect(found.map((group) => group.kind)).toEqual(['working', 'case']);
  });
  test('names my party by author or by words, whole words only', () => {
    const wonen = { name: 'Woningcorporatie', short: 'Wonen' };
    expect(namesParty(agreement({ who: 'Theo (Wonen)' }), wonen, 'w')).toBe(true);
    expect(namesParty(agreement({ help_from: 'de woningcorporatie' }), wonen, 'w')).toBe(true);
    expect(namesParty(agreement({}, 'w'), wonen, 'w')).toBe(true);
    expect(namesParty(agreement({ who: 'Samenwonenden' }), wonen, 'w')).toBe(false);
  });
  test('who, when and with whose help in one line', () => {
    expect(whoWhen(agreement({ who: 'Hester', due: '2026-12-01', help_from: 'de directie' }).body, (iso) => iso)).toBe('Hester · 2026-12-01 · met hulp van de directie');
  });
});

describe('whatWallShows', () => {
  const at = (phase: string, focus = 'moment', information_open = false) => whatWallShows(phase, { focus, information_open } as never);
  test('follows the part and what Regie chose', () => {
    expect(at('introduction')).toBe('introduction');
    expect(at('introduction', 'ground_rules')).toBe('ground_rules');
    expect(at('timeline')).toBe('moment');
    expect(at('reflection', 'overview')).toBe('overview');
    expect(at('lessons')).toBe('lessons');
    expect(at('lessons', 'agreements')).toBe('agreements');
    expect(at('closing', 'agreements')).toBe('closing');
  });
  test('new information goes before everything (CR-17)', () => expect(at('timeline', 'moment', true)).toBe('new_information'));
});
