import { beforeEach, expect, it } from 'vitest';
import { flushSync } from 'svelte';
import { Missed } from './missed.svelte';
import { Room } from './room.svelte';
import { wordsIn } from './said';
import type { AnyRecord, Page, Refusal } from './protocol';
import type { SocketLike } from './socket';

const page: Page = { session: 's1', surface: 'regie', code: '', address: '', insecure: false, demo: false, build: '', csrf: '' };
const you = { person: 'p1', role: 'facilitator', party: null, status: 'admitted' };
const theirs: AnyRecord = { id: 'w1', type: 'party', in: 'm', v: 4, body: { name: 'GGZ Noord', short: 'GGZ', colour: 3, category: '' } };
const refusal: Refusal = { reason: 'conflict', text: 'Iemand anders paste deze tekst net aan.', theirs };
const frame = { t: 'do', op: 'o1', in: 'm', move: 'change_party', args: { id: 'w1', name: 'GGZ Zuid', colour: 5 }, base: 1 } as const;

let shelf: Storage;
let socket: SocketLike;

/** A tab; what it keeps stays on the shelf when it is opened again. */
function open(): Room {
  socket = { readyState: 1, onopen: null, onmessage: null, onclose: null, send: () => undefined, close: () => undefined };
  const room = new Room(page, { connect: () => socket, now: () => 0, random: () => 0, after: () => () => undefined }, shelf);
  room.connection.start();
  (socket.onopen as (() => void) | null)?.();
  says({ t: 'snapshot', cursor: 'a', now: 1, build: '1', you, records: [theirs] });
  return room;
}

const says = (one: object): void => socket.onmessage?.({ data: JSON.stringify(one) });
const refuse = (op: string): void => says({ t: 'refused', op, ...refusal });
const settled = (): Promise<void> => new Promise((done) => setTimeout(done, 5));

beforeEach(() => {
  const kept = new Map<string, string>();
  shelf = {
    getItem: (key: string) => kept.get(key) ?? null, setItem: (key: string, value: string) => void kept.set(key, value),
    removeItem: (key: string) => void kept.delete(key),
  } as Storage;
});

it('R11: what was asked before a reload and is refused after it is told, with both texts, until it is read', () => {
  const before = open();
  const { op } = before.do('m', 'change_party', frame.args, { base: 1 });
  const room = open();
  refuse(op);
  const told = { op, text: refusal.text, mine: 'GGZ Zuid', theirs: 'GGZ Noord\nGGZ' };
  expect(room.missed.all).toEqual([told]);
  const again = open();
  expect(again.missed.all).toEqual([told]);
  again.missed.seen(op);
  expect(again.missed.all).toEqual([]);
  expect(open().missed.all).toEqual([]);
});

it('R11: a conflict of which the form was left meanwhile is told; one that a form shows is not told twice', async () => {
  const room = open();
  const left = room.do('m', 'change_party', frame.args, { base: 1 });
  const looked = room.do('m', 'change_party', frame.args, { base: 1 });
  const close = $effect.root(() => {
    $effect(() => void looked.refusal);
  });
  flushSync();
  refuse(left.op);
  refuse(looked.op);
  await settled();
  expect(room.missed.all.map((one) => one.op)).toEqual([left.op]);
  close();
});

it('a press of a button that came too late after a reload is no loss to anybody', () => {
  const missed = new Missed('k', shelf);
  missed.add({ ...frame, args: { id: 'w1' } }, { reason: 'wrong_phase', text: 'Dit kan nu niet.' });
  expect(missed.all).toEqual([]);
  missed.add(frame, { reason: 'wrong_phase', text: 'Dit kan nu niet.' });
  expect(missed.all).toEqual([{ op: 'o1', text: 'Dit kan nu niet.', mine: 'GGZ Zuid' }]);
});

it('R11: the words of a record are found whatever its fields are called, and nothing but words', () => {
  expect(wordsIn({ text: 'Wij hoorden het laat', state: 'placed', noted: false })).toBe('Wij hoorden het laat');
  expect(wordsIn({ what: 'Belt het wijkteam', who: 'Hester', due: '2026-12-01', kind: 'working', thread: 'a1b2' })).toBe('Belt het wijkteam\nHester\n2026-12-01');
  expect(wordsIn({ colour: 3, name: ' ' })).toBe('');
  expect(wordsIn(null)).toBe('');
});

it('B10: of a session that was removed nothing stays in the tab', () => {
  open();
  refuse('o1');
  shelf.setItem('samenspel:s1:regie:outbox', JSON.stringify([frame]));
  const room = open();
  refuse('o1');
  expect(room.missed.all).toHaveLength(1);
  room.connection.send({ ...frame, op: 'o2' });
  socket.onclose?.({ code: 4410 });
  expect(room.missed.all).toEqual([]);
  expect(['gemist', 'outbox'].map((what) => shelf.getItem(`samenspel:s1:regie:${what}`))).toEqual([null, null]);
});
