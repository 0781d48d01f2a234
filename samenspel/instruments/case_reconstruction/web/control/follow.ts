/** Meegaan: when another part begins, the wall leaves what belonged to the part before it. */
import { untrack } from 'svelte';
import type { Proceedings } from '$lib/protocol.gen';
import type { Desk } from './desk.svelte';

/** What the wall begins a part with. */
export const OPENS: Readonly<Record<string, Proceedings['focus']>> = { timeline: 'moment', reflection: 'overview', lessons: 'lessons' };

// Kept outside the screen: between two parts there may be a break, or another instrument.
const seen = new Map<string, string>();

/** Asks for the focus of a part that began while this page was open; a page that is opened anew changes nothing. */
export function follow(instance: string, phase: string, desk: () => Desk): void {
  const before = seen.get(instance);
  seen.set(instance, phase);
  const focus = OPENS[phase];
  if (before === undefined || before === phase || !focus) return;
  untrack(() => {
    if (desk().proceedings?.body.focus !== focus) desk().do('set_focus', { focus });
  });
}
