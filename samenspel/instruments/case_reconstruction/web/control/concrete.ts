/** What an agreement still lacks, as a question to ask (CR-19). */
import { t } from '$lib/i18n';
import type { ConcreteKey } from '../lib/hints';
import type { Desk } from './desk.svelte';

export function lacking(desk: Desk, key: ConcreteKey): string {
  const otherwise = { owner: t('Wie doet dit?'), verb: t('Wat ga je precies doen?'), date: t('Wanneer is het gebeurd?') }[key];
  return desk.say('lessons', `concreteness_${key}`, otherwise);
}
