import type { RecordOf } from '$lib/protocol';
import type { Attendee } from '$lib/protocol.gen';
import type { Room } from '$lib/room.svelte';

/** Everybody who is in: control first, then by party in the order of the table, then by name. */
export function sortPeople(room: Room): RecordOf<Attendee>[] {
  const rank = (one: RecordOf<Attendee>): number => {
    if (one.body.role === 'facilitator') return -2;
    if (one.body.role === 'note_taker') return -1;
    return room.party(one.body.party)?.body.place ?? Infinity;
  };
  return room.people
    .filter((one) => one.body.status === 'admitted')
    .sort((a, b) => (rank(a) === rank(b) ? a.body.name.localeCompare(b.body.name, 'nl') : rank(a) - rank(b)));
}
