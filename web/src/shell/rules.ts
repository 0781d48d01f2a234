import type { RecordOf } from '$lib/protocol';
import type { GroundRule } from '$lib/protocol.gen';
import type { Room } from '$lib/room.svelte';

/** How people deal with each other in this meeting (CR-11). The driehoek also holds rules (D-4), but those are how the
 * organisations work together: something to talk about, and no agreement of this room. */
export function rulesOfMeeting(room: Room): RecordOf<GroundRule>[] {
  const looked = room.instances.filter((one) => one.body.instrument === 'collaboration_triangle').map((one) => one.id);
  return room.of('ground_rule').filter((rule) => !looked.includes(rule.in));
}
