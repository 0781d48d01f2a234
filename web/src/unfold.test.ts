import { describe, expect, it } from 'vitest';
import { unfold, type ServerFrame } from './protocol';

const like = { type: 'mark', in: 'c1', scope: 'a1', body: { kind: 'feeling', text: '' } };

describe('records that are alike (docs/room.md)', () => {
  it('become whole records: the rest laid over what they share, body over body', () => {
    const came = { t: 'changes', cursor: 'c', put: [{ id: 'b7' }], gone: [], alike: [[like, { id: 'b8', party: 'w1', body: {} }, { id: 'b9', body: { text: 'schrik' } }]] };
    expect(unfold(came as unknown as ServerFrame)).toMatchObject({
      put: [
        { id: 'b7' },
        { id: 'b8', type: 'mark', in: 'c1', scope: 'a1', party: 'w1', body: { kind: 'feeling', text: '' } },
        { id: 'b9', type: 'mark', in: 'c1', scope: 'a1', body: { kind: 'feeling', text: 'schrik' } },
      ],
    });
  });

  it('come with a snapshot as well, and a frame without them is left as it is', () => {
    const came = { t: 'snapshot', records: [], alike: [[like, { id: 'b8', body: { kind: 'fact' } }]] };
    expect(unfold(came as unknown as ServerFrame)).toMatchObject({ records: [{ id: 'b8', body: { kind: 'fact', text: '' } }] });
    expect(unfold({ t: 'ack', op: 'o1' })).toEqual({ t: 'ack', op: 'o1' });
  });
});
