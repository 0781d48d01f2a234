import { beforeEach, describe, expect, it } from 'vitest';
import { Outbox, type Shelf } from './outbox';
import type { DoFrame, Refusal, ServerFrame } from './protocol';
import { Connection, newOp, SILENCE_MS, type Ending, type SocketLike, type Status, type World } from './socket';

class FakeSocket implements SocketLike {
  readyState = 0;
  onopen: (() => void) | null = null;
  onmessage: ((event: { data: unknown }) => void) | null = null;
  onclose: ((event: { code: number }) => void) | null = null;
  sent: Array<Record<string, unknown>> = [];

  send(text: string): void {
    this.sent.push(JSON.parse(text) as Record<string, unknown>);
  }
  close(): void {
    this.readyState = 3;
  }
  opens(): void {
    this.readyState = 1;
    this.onopen?.();
  }
  says(frame: ServerFrame): void {
    this.onmessage?.({ data: JSON.stringify(frame) });
  }
  breaks(code = 1006): void {
    this.readyState = 3;
    this.onclose?.({ code });
  }
  kinds(): unknown[] {
    return this.sent.map((frame) => frame.t);
  }
}

class FakeWorld implements World {
  sockets: FakeSocket[] = [];
  time = 1000;
  timers: Array<{ at: number; call: () => void }> = [];

  connect(): SocketLike {
    const socket = new FakeSocket();
    this.sockets.push(socket);
    return socket;
  }
  now(): number {
    return this.time;
  }
  random(): number {
    return 0.5;
  }
  after(ms: number, call: () => void): () => void {
    const timer = { at: this.time + ms, call };
    this.timers.push(timer);
    return () => (this.timers = this.timers.filter((one) => one !== timer));
  }
  /** Lets time pass, timer by timer. */
  pass(ms: number): void {
    const end = this.time + ms;
    for (;;) {
      const next = this.timers.filter((timer) => timer.at <= end).sort((a, b) => a.at - b.at)[0];
      if (!next) break;
      this.timers = this.timers.filter((timer) => timer !== next);
      this.time = next.at;
      next.call();
    }
    this.time = end;
  }
  get last(): FakeSocket {
    return this.sockets.at(-1)!;
  }
}

const snapshot = (cursor: string): ServerFrame => ({
  t: 'snapshot', cursor, now: 5_000_000, build: '1', records: [],
  you: { person: 'p1', role: 'participant', party: 'w1', status: 'admitted' },
});
const command = (op: string, text = 'x'): DoFrame => ({ t: 'do', op, in: 'i1', move: 'park', args: { text }, base: null });

let world: FakeWorld;
let connection: Connection;
let statuses: Array<[Status, Ending | undefined]>;
let answers: Array<[string, Refusal | undefined]>;
let frames: ServerFrame[];
let retrying: string[];

function connect(shelf?: Shelf): void {
  world = new FakeWorld();
  statuses = [];
  answers = [];
  frames = [];
  retrying = [];
  connection = new Connection(
    world,
    {
      status: (status, ending) => statuses.push([status, ending]),
      frame: (frame) => frames.push(frame),
      answered: (op, refusal) => answers.push([op, refusal]),
      retrying: (op) => retrying.push(op),
      pending: () => undefined,
    },
    new Outbox('box', shelf),
  );
  connection.start();
}

function live(cursor = 'c1'): void {
  world.last.opens();
  world.last.says(snapshot(cursor));
}

describe('the connection with the room', () => {
  beforeEach(() => connect());

  it('says hello first, and nothing else before the answer', () => {
    connection.send(command('a'));
    world.last.opens();
    expect(world.last.sent).toEqual([{ t: 'hello', cursor: null, alike: true }]);
    world.last.says(snapshot('c1'));
    expect(world.last.kinds()).toEqual(['hello', 'do', 'ping']);
    expect(connection.status).toBe('live');
  });

  it('resends what is unanswered with the same op, in order, after the hello is answered (R3)', () => {
    live();
    connection.send(command('a'));
    connection.send(command('b'));
    world.last.says({ t: 'ack', op: 'a' });
    world.last.breaks();
    connection.send(command('c'));
    world.pass(600);
    world.last.opens();
    expect(world.last.sent).toEqual([{ t: 'hello', cursor: 'c1', alike: true }]);
    world.last.says({ t: 'changes', cursor: 'c2', put: [], gone: [] });
    const asked = world.last.sent.filter((frame) => frame.t === 'do');
    expect(asked.map((frame) => [frame.op, frame.again])).toEqual([['b', true], ['c', undefined]]);
  });

  it('hands a change on before the answer that follows it, and moves the cursor', () => {
    live();
    connection.send(command('a'));
    world.last.says({ t: 'changes', cursor: 'c9', put: [], gone: ['r1'] });
    world.last.says({ t: 'ack', op: 'a' });
    expect(frames.map((frame) => frame.t)).toEqual(['snapshot', 'changes', 'ack']);
    expect(answers).toEqual([['a', undefined]]);
    world.last.breaks();
    world.pass(600);
    world.last.opens();
    expect(world.last.sent[0]).toEqual({ t: 'hello', cursor: 'c9', alike: true });
  });

  it('takes a second acknowledgement of the same op for nothing', () => {
    live();
    connection.send(command('a'));
    world.last.says({ t: 'ack', op: 'a' });
    world.last.says({ t: 'ack', op: 'a' });
    world.last.says({ t: 'refused', op: 'a', reason: 'conflict', text: 'te laat' });
    expect(answers).toHaveLength(1);
  });

  it('gives the refusal with both texts to who asked', () => {
    live();
    connection.send(command('a'));
    const theirs = { id: 'r1', type: 'parking', in: 'i1', v: 4, body: { text: 'van de ander' } };
    world.last.says({ t: 'refused', op: 'a', reason: 'conflict', text: 'Kies of voeg samen.', theirs });
    expect(answers).toEqual([['a', { reason: 'conflict', text: 'Kies of voeg samen.', theirs }]]);
    expect(connection.outbox.size).toBe(0);
  });

  it('asks the same again when the store does not answer, and says so', () => {
    live();
    connection.send(command('a'));
    world.last.says({ t: 'refused', op: 'a', reason: 'unavailable', text: 'even niet' });
    expect(answers).toEqual([]);
    expect(retrying).toEqual(['a']);
    world.pass(600);
    expect(world.last.sent.filter((frame) => frame.op === 'a')).toHaveLength(2);
    world.last.says({ t: 'ack', op: 'a' });
    expect(answers).toEqual([['a', undefined]]);
  });

  it('calls the connection lost within five seconds of silence', () => {
    live();
    world.pass(SILENCE_MS + 499);
    expect(statuses.at(-1)).toEqual(['lost', undefined]);
    world.pass(1000);
    expect(world.sockets.length).toBeGreaterThan(1);
  });

  it('stays live while pings are answered', () => {
    live();
    for (let second = 0; second < 30; second += 1) {
      world.pass(1000);
      world.last.says({ t: 'pong', now: 5_000_000 + second * 1000 });
    }
    expect(statuses).toEqual([['live', undefined]]);
    expect(world.last.kinds().filter((kind) => kind === 'ping').length).toBeGreaterThanOrEqual(14);
  });

  it('waits longer at every failed try, eight seconds at most, and not at all when the network comes back', () => {
    const gaps: number[] = [];
    for (let i = 0; i < 8; i += 1) {
      const before = world.time;
      const count = world.sockets.length;
      world.last.breaks();
      while (world.sockets.length === count) world.pass(50);
      gaps.push(world.time - before);
    }
    expect(gaps[0]).toBeLessThanOrEqual(500);
    expect(gaps.at(-1)).toBeLessThanOrEqual(8050);
    expect(gaps.at(-1)!).toBeGreaterThan(gaps[0]! * 4);
    world.last.breaks();
    const count = world.sockets.length;
    connection.wake();
    expect(world.sockets.length).toBe(count + 1);
  });

  it('does not take the sleep of the device for silence', () => {
    live();
    connection.setVisible(false);
    world.time += 60_000;
    connection.setVisible(true);
    world.pass(1000);
    expect(connection.status).toBe('live');
    expect(world.last.kinds().at(-1)).toBe('ping');
  });

  it.each([[4400, 'reload'], [4401, 'ticket'], [4403, 'forbidden'], [4404, 'unknown'], [4410, 'removed']])(
    'stops at close code %i and says why', (code, ending) => {
      live();
      world.last.breaks(code);
      expect(statuses.at(-1)).toEqual(['closed', ending]);
      const count = world.sockets.length;
      world.pass(60_000);
      connection.wake();
      expect(world.sockets.length).toBe(count);
      expect(connection.send(command('z'))).toBe(false);
    },
  );

  it('waits ten seconds after having sent far too much', () => {
    live();
    world.last.breaks(4429);
    world.pass(9_900);
    expect(world.sockets).toHaveLength(1);
    world.pass(200);
    expect(world.sockets).toHaveLength(2);
  });

  it('refuses by itself what can never arrive', () => {
    live();
    expect(connection.send(command('big', 'é'.repeat(40_000)))).toBe(false);
    expect(connection.outbox.size).toBe(0);
  });

  it('keeps server time, whatever the device thinks', () => {
    live();
    world.pass(400);
    expect(connection.clock.now).toBe(5_000_400);
    world.pass(1600);
    world.time += 300;
    world.last.says({ t: 'pong', now: 9_000_000 });
    expect(Math.abs(connection.clock.now - 9_000_000)).toBeLessThan(2_500);
  });
});

describe('the outbox', () => {
  it('survives a reload: the same op goes again', () => {
    const kept = new Map<string, string>();
    const shelf: Shelf = {
      getItem: (key) => kept.get(key) ?? null,
      setItem: (key, value) => void kept.set(key, value),
      removeItem: (key) => void kept.delete(key),
    };
    connect(shelf);
    connection.send(command('a'));
    connect(shelf);
    live();
    expect(world.last.sent.filter((frame) => frame.op === 'a').map((frame) => frame.again)).toEqual([true]);
    world.last.says({ t: 'ack', op: 'a' });
    expect(kept.size).toBe(0);
  });

  it('starts empty from a storage that holds nonsense', () => {
    const shelf: Shelf = { getItem: () => '{"a', setItem: () => undefined, removeItem: () => undefined };
    expect(new Outbox('box', shelf).size).toBe(0);
  });
});

it('makes op ids of 22 characters that the server accepts', () => {
  for (let i = 0; i < 200; i += 1) expect(newOp()).toMatch(/^[A-Za-z0-9_-]{22}$/);
});
