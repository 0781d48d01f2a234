/** Zinnen of content/nl/screens.toml, with the sentence in the code as a stand-in until the file is here. */
import type { Room } from '$lib/room.svelte';

export const INSTRUMENT = 'case_reconstruction';

/** `say(room, 'timeline', 'participant_hang', t('Hang op de tijdlijn'))`. */
export function say(room: Room, part: string, key: string, otherwise: string): string {
  const found: unknown = room.texts(INSTRUMENT).screens?.[part]?.[key];
  return typeof found === 'string' ? found : otherwise;
}
