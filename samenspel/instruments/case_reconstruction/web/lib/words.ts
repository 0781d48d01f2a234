/** Vaste woorden for values in the records, the same on every screen. */
import { t } from '$lib/i18n';
import type { Agreement, Interpretation, Mark, Observation, Stance } from '$lib/protocol.gen';

/** What goes with the name of the party on a sheet; undefined for words a party wrote itself, now. */
export function readingTag(reading: Interpretation): string | undefined {
  const tags = [
    reading.noted ? t('genoteerd') : '',
    reading.beforehand ? t('vooraf ingebracht') : '',
    reading.confirmed ? t('klopt volgens de partij') : '',
  ].filter(Boolean);
  return tags.length ? tags.join(' · ') : undefined;
}

export function stanceWords(value: Stance['value']): string {
  return { also_defining: t('ook bepalend'), not_defining: t('niet bepalend'), not_yet_involved: t('nog niet betrokken') }[value];
}

export function markWords(value: Mark['value']): string {
  return value === 'hindering' ? t('belemmerde') : t('hielp');
}

export function aboutWords(about: Observation['about']): string {
  return {
    events: t('In de gebeurtenissen'),
    actions: t('In wat we deden'),
    collaboration: t('In de samenwerking'),
    dynamic: t('Wat dat met elkaar doet'),
  }[about];
}

export const ABOUT: readonly Observation['about'][] = ['events', 'actions', 'collaboration', 'dynamic'];

export function statusWords(status: Agreement['status']): string {
  return { open: t('afgesproken'), started: t('begonnen'), done: t('gedaan'), dropped: t('losgelaten') }[status];
}

export function lessonKind(kind: 'content' | 'collaboration'): string {
  return kind === 'content' ? t('Over de inhoud') : t('Over de samenwerking');
}

export function feltWords(value: number): string {
  return [t('heel moeizaam'), t('moeizaam'), t('het ging'), t('goed'), t('heel goed')][value - 1] ?? '';
}
