/** Tips while writing (CR-7, CR-19): the port of hints.py on the same hints.toml. They advise and never block. */

export type HintKey = 'loaded' | 'absolute' | 'vague' | 'jargon' | 'abbreviation' | 'keywords' | 'question';
export type ConcreteKey = 'owner' | 'verb' | 'date';

/** `room.texts('case_reconstruction').hints`; empty until it is here, and then there are no hints. */
export interface HintTable {
  readonly [key: string]: {
    readonly text?: string;
    readonly words?: readonly string[];
    readonly known?: readonly string[];
    readonly words_from?: number;
    readonly no_owner?: readonly string[];
    readonly no_step?: readonly string[];
  };
}

const BY_WORD = ['loaded', 'absolute', 'vague', 'jargon'] as const;
const WORD = /[\p{L}\p{N}]+(?:[-'’][\p{L}\p{N}]+)*/gu;
const CAPITALS = /(?<![\p{L}\p{N}_])[A-Z][A-Za-z]*[A-Z][A-Za-z]*(?![\p{L}\p{N}_])/gu;

/** Hints on a neutral description of a moment; `explained` are the words of the glossary. */
export function onMoment(table: HintTable | undefined, text: string, explained: readonly string[] = []): HintKey[] {
  const found = onWords(table, text, explained);
  const most = table?.keywords?.words_from;
  if (most && words(text).length >= most) found.push('keywords');
  if (table?.question && text.trimEnd().endsWith('?')) found.push('question');
  return found;
}

/** Hints on any text that others will read. */
export function onWords(table: HintTable | undefined, text: string, explained: readonly string[] = []): HintKey[] {
  const known = new Set(explained.map(fold));
  const found: HintKey[] = BY_WORD.filter((key) => holds(text, table?.[key]?.words ?? [], known));
  if (table?.abbreviation && abbreviations(table, text).some((word) => !known.has(fold(word)))) found.push('abbreviation');
  return found;
}

/** Words with two capitals or more that not everybody knows. */
export function abbreviations(table: HintTable | undefined, text: string): string[] {
  const known = new Set(table?.abbreviation?.known);
  return (text.match(CAPITALS) ?? []).filter((word) => !known.has(word));
}

/** What an agreement still lacks; nothing means that it is concrete (CR-19). */
export function onAgreement(table: HintTable | undefined, what: string, who: string, due: string): ConcreteKey[] {
  const rules = table?.concreteness;
  const found: ConcreteKey[] = [];
  if (!who.trim() || rules?.no_owner?.includes(fold(who.trim()))) found.push('owner');
  if (words(what).length < 3 || holds(what, rules?.no_step ?? [], new Set())) found.push('verb');
  if (!due) found.push('date');
  return found;
}

/** The sentence of a hint. */
export function hintText(table: HintTable | undefined, key: HintKey): string {
  return table?.[key]?.text ?? '';
}

function words(text: string): string[] {
  return text.match(WORD) ?? [];
}

function holds(text: string, list: readonly string[], without: ReadonlySet<string>): boolean {
  const spaced = ` ${words(text).map(fold).join(' ')} `;
  return list.some((word) => !without.has(word) && spaced.includes(word.endsWith('*') ? ` ${word.slice(0, -1)}` : ` ${word} `));
}

function fold(text: string): string {
  return text.toLocaleLowerCase('nl');
}

/** The sentences that advise on this text, for a moment or for any words. */
export function hintsOn(
  table: HintTable | undefined, text: string, { moment = false, explained = [] }: { moment?: boolean; explained?: readonly string[] } = {},
): string[] {
  if (!text.trim()) return [];
  const keys = moment ? onMoment(table, text, explained) : onWords(table, text, explained);
  return keys.map((key) => hintText(table, key)).filter(Boolean);
}
