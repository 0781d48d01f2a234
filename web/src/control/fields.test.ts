import { beforeEach, expect, it } from 'vitest';
import type { RecordOf } from '$lib/protocol';
import { Sent } from '$lib/sent.svelte';
import { Fields } from './fields';

interface Block {
  title: string;
  note: string;
  minutes: number;
  started: number;
}
type Form = Omit<Block, 'started'>;
type Asked = { mine: Partial<Form>; base?: number; sent: Sent };

let there: RecordOf<Block> | undefined;
let asked: Asked[] = [];

const block = (fields: Partial<Block>, v: number): RecordOf<Block> => ({
  id: 'b1', type: 'block', in: 'm', v, body: { title: 'Begin', note: '', minutes: 10, started: 0, ...there?.body, ...fields },
});

function ask(fields: Omit<Asked, 'sent'>): Sent {
  const sent = new Sent(`op${asked.length}`);
  asked.push({ ...fields, sent });
  return sent;
}

function form(): Fields<Form, Block> {
  return new Fields<Form, Block>('onderdeel', {
    record: () => there,
    read: ({ title, note, minutes }) => ({ title, note, minutes }),
    fresh: () => ({ title: '', note: '', minutes: 5 }),
    words: { title: 'Titel', note: 'Aantekening' },
    choices: { minutes: 'Minuten' },
    add: (mine) => ask({ mine }),
    change: (_, mine, base) => ask({ mine, base }),
  });
}

function last(): Asked {
  const found = asked.at(-1);
  if (!found) throw new Error('nothing was asked');
  return found;
}

const refuse = (theirs: RecordOf<Block>): void => last().sent.settle({ reason: 'conflict', text: 'Kies.', theirs });

beforeEach(() => {
  Object.assign(globalThis, { sessionStorage: undefined, location: { pathname: '/s/abc/regie' } });
  there = undefined;
  there = block({}, 1);
  asked = [];
});

it('sends what was touched and nothing else, over the version that stood there', async () => {
  const fields = form();
  fields.set({ title: 'Welkom', note: 'x' });
  fields.set({ note: '' });
  expect(fields.value).toEqual({ title: 'Welkom', note: '', minutes: 10 });
  const saved = fields.save();
  expect(last()).toMatchObject({ mine: { title: 'Welkom' }, base: 1 });
  last().sent.settle();
  expect(await saved).toBe(true);
  expect(fields.kept).toBe(false);
});

it('asks nothing when nothing was touched, and follows what others change', async () => {
  const fields = form();
  there = block({ title: 'Van een ander' }, 2);
  expect(fields.value.title).toBe('Van een ander');
  expect(await fields.save()).toBe(true);
  expect(asked).toEqual([]);
});

it('words of mine beside other words of somebody else are no conflict, and neither is the block that began', () => {
  const fields = form();
  fields.set({ note: 'rustig aan' });
  there = block({ title: 'Van een ander', started: 9 }, 3);
  expect(fields.value).toEqual({ title: 'Van een ander', note: 'rustig aan', minutes: 10 });
  void fields.save();
  expect(last()).toMatchObject({ mine: { note: 'rustig aan' }, base: 3 });
});

it('R11: the same words changed by somebody else: both are shown, and mine go over theirs when I say so', async () => {
  const fields = form();
  fields.set({ title: 'Van mij', minutes: 15 });
  there = block({ title: 'Van een ander' }, 2);
  const saved = fields.save();
  expect(last().base).toBe(1);
  refuse(there);
  expect(await saved).toBe(false);
  expect(fields.say(there)).toBe('Titel: Van een ander');
  expect(fields.value).toMatchObject({ title: 'Van mij', minutes: 15 });
  void fields.save(there);
  expect(last()).toMatchObject({ mine: { title: 'Van mij', minutes: 15 }, base: 2 });
});

it('R11: letting theirs stand keeps whatever else was typed', async () => {
  const fields = form();
  fields.set({ title: 'Van mij', note: 'ook van mij' });
  there = block({ title: 'Van een ander' }, 2);
  const saved = fields.save();
  refuse(there);
  await saved;
  expect(fields.take(there)).toBe(false);
  expect(fields.sent).toBeUndefined();
  expect(fields.value).toMatchObject({ title: 'Van een ander', note: 'ook van mij' });
  void fields.save();
  expect(last()).toMatchObject({ mine: { note: 'ook van mij' }, base: 2 });
  fields.set({ note: '' });
  expect(fields.take(there)).toBe(true);
});

it('goes on by itself when a conflict turns out to be about no words of anybody', async () => {
  const fields = form();
  fields.set({ title: 'Van mij' });
  const saved = fields.save();
  refuse(block({ started: 9 }, 2));
  await last().sent.done;
  await new Promise((done) => setTimeout(done));
  expect(last()).toMatchObject({ mine: { title: 'Van mij' }, base: 2 });
  expect(asked).toHaveLength(2);
  last().sent.settle();
  expect(await saved).toBe(true);
});

it('R11: the same choice made otherwise by somebody else is shown, and is no matter of words', async () => {
  const fields = form();
  fields.set({ minutes: 30 });
  there = block({ minutes: 15 }, 2);
  const saved = fields.save();
  expect(last().base).toBe(1);
  refuse(there);
  expect(await saved).toBe(false);
  expect(asked).toHaveLength(1);
  expect(fields.say(there)).toBe('Minuten: 15');
  expect(fields.onlyChoices(there)).toBe(true);
  fields.set({ title: 'Van mij' });
  expect(fields.onlyChoices(block({ title: 'Van een ander' }, 3))).toBe(false);
  expect(fields.take(there)).toBe(false);
  expect(fields.value).toMatchObject({ title: 'Van mij', minutes: 15 });
});

it('a new one begins with what it is given and has no version', () => {
  there = undefined;
  const fields = form();
  expect(fields.value.minutes).toBe(5);
  fields.set({ title: 'Nieuw' });
  void fields.save();
  expect(last().mine).toEqual({ title: 'Nieuw', note: '', minutes: 5 });
  expect(last().base).toBeUndefined();
});
