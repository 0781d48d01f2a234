/** Plakken: what a spreadsheet puts on the clipboard, as rows for paste_moments (CR-6). Pure. */
import { t } from '$lib/i18n';
import type { Party } from '$lib/protocol.gen';
import { countChars } from '$lib/ui/chars';

export interface PasteRow {
  readonly when: string;
  readonly text: string;
  readonly kind: string;
  readonly party: string;
  readonly interpretation: string;
}

export const COLUMNS = ['when', 'text', 'kind', 'party', 'interpretation'] as const;
const HEADS: Readonly<Record<string, (typeof COLUMNS)[number]>> = {
  wanneer: 'when', datum: 'when', moment: 'text', gebeurtenis: 'text', soort: 'kind', partij: 'party', duiding: 'interpretation',
};
const KINDS = new Set(['', 'inhoud', 'inhoudelijk', 'samenwerking', 'content', 'collaboration']);

/** Rows without the head and without empty lines. The first row says which column is which, where it does. */
export function readPaste(text: string): PasteRow[] {
  const cells = split(text, text.includes('\t') ? '\t' : ';').filter((row) => row.some((cell) => cell !== ''));
  const head = (cells[0] ?? []).map((cell) => HEADS[cell.toLocaleLowerCase('nl')]);
  const named = head.filter(Boolean).length >= 2;
  const order = named ? head : [...COLUMNS];
  return (named ? cells.slice(1) : cells).map((row) => {
    const found: Record<string, string> = {};
    row.forEach((cell, at) => {
      const column = order[at];
      if (column) found[column] = cell;
    });
    return {
      when: found.when ?? '', text: found.text ?? '', kind: found.kind ?? '', party: found.party ?? '',
      interpretation: found.interpretation ?? '',
    };
  });
}

/** What is wrong with a row, in words; dates are read by the server. */
export function wrongWith(row: PasteRow, parties: readonly Party[], first: boolean): string {
  if (row.text && !row.when) return t('De datum ontbreekt.');
  if (!row.text && first) return t('De eerste rij heeft een moment nodig.');
  if (countChars(row.text) > 120) return t('Het moment is {n} tekens; er passen er 120.', { n: countChars(row.text) });
  if (!KINDS.has(row.kind.toLocaleLowerCase('nl'))) return t('Vul bij soort in: inhoud of samenwerking.');
  if (row.interpretation && !row.party) return t('Van welke partij is deze duiding?');
  if (countChars(row.interpretation) > 280) return t('De duiding is {n} tekens; er passen er 280.', { n: countChars(row.interpretation) });
  const asked = row.party.toLocaleLowerCase('nl');
  const known = parties.some((one) => [one.name, one.short].some((name) => name.toLocaleLowerCase('nl') === asked));
  return row.party && !known ? t('Partij ‘{naam}’ staat niet op de lijst.', { naam: row.party }) : '';
}

/** Cells that hold a tab, a new line or a quote come between quotes. */
function split(text: string, between: string): string[][] {
  const rows: string[][] = [];
  let row: string[] = [];
  let cell = '';
  let quoted = false;
  const endCell = (): void => void (row.push(cell.trim()), (cell = ''));
  const endRow = (): void => void (endCell(), rows.push(row), (row = []));
  for (let at = 0; at < text.length; at += 1) {
    const sign = text[at] ?? '';
    if (quoted && sign === '"' && text[at + 1] === '"') (cell += '"'), (at += 1);
    else if (sign === '"' && (quoted || cell.trim() === '')) quoted = !quoted;
    else if (quoted) cell += sign;
    else if (sign === between) endCell();
    else if (sign === '\n') endRow();
    else if (sign !== '\r') cell += sign;
  }
  endRow();
  return rows;
}
