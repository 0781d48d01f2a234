/** Afspraak in woorden: who, when and with whose help, behind what was agreed. */
import { t } from '$lib/i18n';
import type { Agreement } from '$lib/protocol.gen';
import { dayInWords } from '$lib/shell/day';

export function whoAndWhen(one: Pick<Agreement, 'who' | 'due' | 'help_from'>): string {
  return [one.who, dayInWords(one.due), one.help_from && t('met hulp van {wie}', { wie: one.help_from })].filter(Boolean).join(' · ');
}
