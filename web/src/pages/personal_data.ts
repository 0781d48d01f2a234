/** Privacyhints while typing (CR-5): what samenspel/privacy_hints does on the server, without the names of participants. */
import lists from '../../../samenspel/privacy_hints/lists.json';

export type Kind = keyof typeof lists.kinds;

export interface Finding {
  readonly kind: Kind;
  readonly start: number;
  readonly end: number;
}

const EMAIL = /[\p{L}\p{N}_.+'-]{1,64}@[\p{L}\p{N}_-]{1,63}(?:\.[\p{L}\p{N}_-]{1,63}){1,5}/gu;
const IBAN = /\b(?:[Nn][Ll]\d{2} ?[A-Za-z]{4} ?\d{4} ?\d{4} ?\d{2}|[A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){2,7}(?: ?[A-Z0-9]{1,3})?)\b/g;
const DIGITS = /(?<![\p{L}\p{N}_.,/-])\d(?:[ .-]?\d){8}(?![\p{L}\p{N}_/-])/gu;
const BSN_WORD = /\b(?:bsn|burgerservicenummer|sofi-?nummer)\b[^\d\n]{0,15}$/i;
const PHONE = /(?<![\d-])(?<![A-Z]{2} ?)(?:(?:\+|00)31[ -]?(?:\(0\))?[ -]?[1-9](?:[ -]?\d){8}|\(?0[1-79]\d{0,2}\)?(?:[ -]?\d){6,8}|06(?:[ -]?\d){8})(?!\d)/g;
const POSTCODE = /\b([1-9]\d{3})( ?)(?!SA|SD|SS)[A-Z]{2}\b/g;
const FULL_DATE =
  /\b\d{1,2}(?:[-/. ]\d{1,2}[-/. ]|\s+(?:jan|feb|mrt|maa|apr|mei|jun|jul|aug|sep|okt|nov|dec)[a-z]{0,6}\.?\s+)((?:19|20)\d{2})\b/gi;
const BORN =
  /\b(?:geb\.|geboren|geboortedatum|geboortedag|geboortejaar)[^\d\n.]{0,20}(\d[\d\s./-]{3,11}\d|\d{1,2}\s+[a-z]{3,9}\.?\s+\d{4})/gi;
const ENDS = 'straat|laan|gracht|plein|kade|singel|steeg|plantsoen|boulevard|dreef';
const SOMETIMES = 'weg|hof|dijk|pad|park|markt|burg|brink|ring|wal|poort|dam|kamp|veld|horst|erf|donk|meent';
const STREET = new RegExp(
  `(?<![\\p{L}\\p{N}_])(?:[\\p{L}\\p{N}_]{2,30}(?:${ENDS})|[A-Z][\\p{L}\\p{N}_]{2,30}(?:${SOMETIMES})` +
    `|(?:Laan|Straat|Plein|Weg|Hof|Park) van(?: (?:de|den|der|het|’t|'t))? [A-Z][\\p{L}\\p{N}_]{1,30})` +
    `\\s+\\d{1,4}(?:\\s?[a-zA-Z])?(?![\\p{L}\\p{N}_:])(?!\\s*(?:uur|keer|dagen|weken|jaar|maanden|%))`,
  'gu',
);
const WORD = /\p{L}+(?:['’-]\p{L}+)*\.?/gu;
const NOUN = /(?:ing|heid|atie|teit|schap|ment|dienst|team|huis|gesprek|overleg)$/;
const EIGHT_YEARS = 8;
const LONGEST = 20_000;

const titles = new Set(lists.titles);
const prefixes = new Set(lists.prefixes);
const notFirst = new Set([...lists.not_first, ...lists.organisations]);
const organisations = new Set(lists.organisations);
const firstNames = new Set(lists.first_names);

/** The surest kinds first; no two findings lie over each other. */
export function find(text: string, year = new Date().getFullYear()): Finding[] {
  const taken: Finding[] = [];
  for (const one of spans(text.slice(0, LONGEST), year)) {
    if (taken.every((other) => one.end <= other.start || one.start >= other.end)) taken.push(one);
  }
  return taken.sort((one, other) => one.start - other.start);
}

function* spans(text: string, year: number): Generator<Finding> {
  for (const found of text.matchAll(EMAIL)) yield whole('email', found);
  for (const found of text.matchAll(IBAN)) if (isIban(found[0])) yield whole('iban', found);
  for (const found of text.matchAll(DIGITS)) {
    if (isBsn(found[0]) || BSN_WORD.test(text.slice(Math.max(0, found.index - 40), found.index))) yield whole('bsn', found);
  }
  for (const found of text.matchAll(BORN)) {
    const start = found.index + found[0].lastIndexOf(found[1] ?? '');
    yield { kind: 'birth', start, end: found.index + found[0].length };
  }
  for (const found of text.matchAll(FULL_DATE)) {
    if (Number(found[1]) > 1900 && Number(found[1]) <= year - EIGHT_YEARS) yield whole('birth', found);
  }
  for (const found of text.matchAll(PHONE)) {
    const digits = found[0].replace(/\D/g, '');
    if (digits.length >= 10 && !/^0[89]/.test(digits)) yield whole('phone', found);
  }
  for (const found of text.matchAll(POSTCODE)) {
    const number = Number(found[1]);
    if (!(found[2] && number >= 1950 && number <= 2049)) yield whole('postcode', found);
  }
  for (const found of text.matchAll(STREET)) yield whole('address', found);
  yield* people(text);
}

function whole(kind: Kind, found: RegExpExecArray): Finding {
  return { kind, start: found.index, end: found.index + found[0].length };
}

/** The eleven test of a burgerservicenummer. */
export function isBsn(typed: string): boolean {
  const digits = typed.replace(/\D/g, '');
  if (digits.length !== 9 || Number(digits) === 0) return false;
  const sum = [...digits].reduce((total, digit, place) => total + Number(digit) * (place === 8 ? -1 : 9 - place), 0);
  return sum % 11 === 0;
}

function isIban(typed: string): boolean {
  const plain = typed.replace(/ /g, '').toUpperCase();
  const turned = plain.slice(4) + plain.slice(0, 4);
  let rest = 0;
  for (const sign of turned) rest = Number(`${rest}${Number.parseInt(sign, 36)}`) % 97;
  return rest === 1;
}

function* people(text: string): Generator<Finding> {
  const words = [...text.matchAll(WORD)];
  for (let at = 0; at < words.length; at += 1) {
    const first = words[at];
    const end = titled(text, words, at) || full(text, words, at);
    const last = words[end];
    if (!end || !first || !last) continue;
    yield { kind: 'name', start: first.index, end: last.index + bare(last).length };
    at = end;
  }
}

function titled(text: string, words: RegExpExecArray[], at: number): number {
  if (!titles.has(lower(words[at]))) return 0;
  const end = pastPrefixes(text, words, at + 1);
  return beside(text, words, end) && capital(words[end]) ? end : 0;
}

function full(text: string, words: RegExpExecArray[], at: number): number {
  const first = words[at];
  const key = lower(first);
  if (!first || !capital(first) || first[0].endsWith('.') || notFirst.has(key)) return 0;
  const end = pastPrefixes(text, words, at + 1);
  const last = words[end];
  if (!last || !beside(text, words, end) || !capital(last) || organisations.has(bare(last).toLowerCase())) return 0;
  const threeParts = end > at + 1 && !startsSentence(text, first) && !NOUN.test(key);
  return firstNames.has(key) || threeParts ? end : 0;
}

function pastPrefixes(text: string, words: RegExpExecArray[], at: number): number {
  let end = at;
  while (end < words.length && prefixes.has(lower(words[end])) && beside(text, words, end)) end += 1;
  return end;
}

function beside(text: string, words: RegExpExecArray[], at: number): boolean {
  const [before, word] = [words[at - 1], words[at]];
  return !!before && !!word && [' ', " '", ' ’'].includes(text.slice(before.index + before[0].length, word.index));
}

function capital(word: RegExpExecArray | undefined): boolean {
  const plain = bare(word);
  return plain.length > 1 && /^\p{Lu}/u.test(plain) && plain !== plain.toUpperCase();
}

function bare(word: RegExpExecArray | undefined): string {
  return (word?.[0] ?? '').replace(/\.$/, '');
}

function lower(word: RegExpExecArray | undefined): string {
  return (word?.[0] ?? '').toLowerCase();
}

function startsSentence(text: string, word: RegExpExecArray): boolean {
  const before = text.slice(0, word.index).replace(/[\s"'“‘(]+$/, '');
  return before === '' || /[.!?:]$/.test(before) || /\n\s*$/.test(text.slice(0, word.index));
}
