import { expect, it } from 'vitest';
import type { Room } from '$lib/room.svelte';
import { rulesOfMeeting } from './rules';

const instance = (id: string, instrument: string): unknown => ({ id, type: 'instance', in: 'm', v: 1, body: { instrument } });
const rule = (id: string, of: string): unknown => ({ id, type: 'ground_rule', in: of, v: 1, body: { text: id } });

it('what the driehoek looks at is no rule of this room (CR-11, D-4)', () => {
  const room = {
    instances: [instance('case', 'case_reconstruction'), instance('shape', 'collaboration_triangle')],
    of: () => [rule('ask', 'case'), rule('who comes first', 'shape')],
  } as unknown as Room;
  expect(rulesOfMeeting(room).map((one) => one.id)).toEqual(['ask']);
});
