import { flushSync } from 'svelte';
import { expect, it, vi } from 'vitest';
import { Records } from './records.svelte';
import { Room } from './room.svelte';
import type { AnyRecord, Page } from './protocol';
import type { SocketLike } from './socket';

const page: Page = { session: 's1', surface: 'regie', code: '', address: '', insecure: false, demo: false, build: '', csrf: '' };
const you = { person: 'p1', role: 'facilitator', party: null, status: 'admitted' };

function setUp(): { room: Room; says: (frame: object) => void; sent: Array<Record<string, unknown>>; close: (code: number) => void } {
  const sent: Array<Record<string, unknown>> = [];
  const socket: SocketLike = {
    readyState: 1, onopen: null, onmessage: null, onclose: null,
    send: (text) => void sent.push(JSON.parse(text) as Record<string, unknown>),
    close: () => undefined,
  };
  const room = new Room(page, { connect: () => socket, now: () => 0, random: () => 0, after: () => () => undefined });
  room.connection.start();
  (socket.onopen as (() => void) | null)?.();
  return {
    room, sent,
    says: (frame) => socket.onmessage?.({ data: JSON.stringify(frame) }),
    close: (code) => socket.onclose?.({ code }),
  };
}

const block = (id: string, place: number, v = 1): AnyRecord => ({
  id, type: 'block', in: 'm', v, body: { title: id, minutes: 10, place, runs: null, phase: '', started: 0, ended: 0 },
});
const meeting = (running: string | null): AnyRecord => ({ id: 'm1', type: 'meeting', in: 'm', v: 1, body: { title: 'Casus', block: running } });

it('a snapshot replaces everything, changes add and take away', () => {
  const { room, says } = setUp();
  says({ t: 'snapshot', cursor: 'a', now: 1000, build: '1', you, records: [meeting('b2'), block('b2', 2), block('b1', 1)] });
  expect(room.blocks.map((one) => one.id)).toEqual(['b1', 'b2']);
  expect(room.block?.id).toBe('b2');
  says({ t: 'changes', cursor: 'b', put: [block('b3', 1.5)], gone: ['b1'] });
  expect(room.blocks.map((one) => one.id)).toEqual(['b3', 'b2']);
  says({ t: 'snapshot', cursor: 'c', now: 1000, build: '1', you, records: [block('b9', 1)] });
  expect(room.blocks.map((one) => one.id)).toEqual(['b9']);
  expect(room.meeting).toBeUndefined();
});

it('a screen that reads one type is not drawn again for another', async () => {
  const { room, says } = setUp();
  const runs = vi.fn();
  const stop = $effect.root(() => {
    $effect(() => runs(room.of('party').length));
  });
  says({ t: 'snapshot', cursor: 'a', now: 1, build: '1', you, records: [block('b1', 1)] });
  flushSync();
  await Promise.resolve();
  flushSync();
  const before = runs.mock.calls.length;
  says({ t: 'changes', cursor: 'b', put: [block('b1', 2, 2)], gone: [] });
  flushSync();
  expect(runs.mock.calls.length).toBe(before);
  says({ t: 'changes', cursor: 'c', put: [{ id: 'w1', type: 'party', in: 'm', v: 1, body: { place: 1 } }], gone: [] });
  flushSync();
  expect(runs).toHaveBeenLastCalledWith(1);
  stop();
});

it('a command is sent, then saved; a refused one carries both texts', async () => {
  const { room, says, sent } = setUp();
  says({ t: 'snapshot', cursor: 'a', now: 1, build: '1', you, records: [meeting(null)] });
  const first = room.meet('park', { text: 'x' });
  expect(first.state).toBe('sending');
  expect(sent.at(-1)).toMatchObject({ t: 'do', in: 'm', move: 'park', base: null });
  says({ t: 'ack', op: first.op });
  expect(await first.done).toBe(true);
  const second = room.do('m', 'change_parking', { id: 'k' }, { base: 3 });
  says({ t: 'refused', op: second.op, reason: 'conflict', text: 'Kies.', theirs: meeting(null) });
  expect(await second.done).toBe(false);
  expect(second.refusal?.theirs?.id).toBe('m1');
});

it('while the connection is lost a command waits and says so', () => {
  const { room, says, close } = setUp();
  says({ t: 'snapshot', cursor: 'a', now: 1, build: '1', you, records: [] });
  close(1006);
  expect(room.status).toBe('lost');
  const sent = room.do('m', 'park', { text: 'x' });
  expect(sent.state).toBe('retrying');
  expect(sent.shown).toBe('failed');
  expect(room.pending).toBe(1);
});

it('a server of another build makes the page stale', () => {
  const { room, says } = setUp();
  says({ t: 'snapshot', cursor: 'a', now: 1, build: '1', you, records: [] });
  expect(room.stale).toBe(false);
  says({ t: 'snapshot', cursor: 'b', now: 1, build: '2', you, records: [] });
  expect(room.stale).toBe(true);
});

it('three thousand records are indexed within a frame or two', () => {
  const records = new Records();
  const many = Array.from({ length: 3000 }, (_, i) => block(`b${i}`, i));
  const start = performance.now();
  records.replace(many);
  for (let i = 0; i < 200; i += 1) {
    records.change([block(`b${i}`, i, 2)], []);
    records.of('block');
  }
  expect(performance.now() - start).toBeLessThan(2000);
  expect(records.of('block')).toHaveLength(3000);
});
