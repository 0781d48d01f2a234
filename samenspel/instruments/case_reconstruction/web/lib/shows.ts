/** Wat de wand laat zien: one answer for the wall itself and for Regie, which says it in words. */
import type { Proceedings } from '$lib/protocol.gen';

export type Shows =
  | 'introduction' | 'ground_rules' | 'moment' | 'overview' | 'themes' | 'threads' | 'lessons' | 'agreements'
  | 'new_information' | 'closing';

export function whatWallShows(phase: string, proceedings: Pick<Proceedings, 'focus' | 'information_open'> | undefined): Shows {
  const focus = proceedings?.focus ?? 'moment';
  if (proceedings?.information_open) return 'new_information';
  if (phase === 'closing') return 'closing';
  if (phase === 'introduction' || phase === 'preparation') return focus === 'ground_rules' ? 'ground_rules' : 'introduction';
  // Whoever goes on to the lessons leaves the last moment behind without having to say so.
  if (phase === 'lessons' && focus === 'moment') return 'lessons';
  return focus;
}
