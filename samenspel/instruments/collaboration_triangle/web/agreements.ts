/** Afspraak in woorden: who, when and with whose help, behind what was agreed. */
import { t } from '$lib/i18n';
import type { Agreement } from '$lib/protocol.gen';

const DAY = new Intl.DateTimeFormat('nl-NL', { day: 'numeric', month: 'long', year: 'numeric', timeZone: 'UTC' });

/** `2026-12-01` as people say it. */
export function dayInWords(iso: string): string {
  const day = new Date(`${iso}T00:00:00Z`);
  return iso && !Number.isNaN(day.getTime()) ? DAY.format(day) : iso;
}

export function whoAndWhen(one: Pick<Agreement, 'who' | 'due' | 'help_from'>): string {
  return [one.who, dayInWords(one.due), one.help_from && t('met hulp van {wie}', { wie: one.help_from })].filter(Boolean).join(' · ');
}
