import { deflateSync } from 'node:zlib';
import { expect, it, vi } from 'vitest';
import { hello, listening, PROTOCOL } from './early';
import { Outbox } from './outbox';
import { SUBPROTOCOL, type ServerFrame } from './protocol';
import { Connection, type SocketLike, type Status } from './socket';
import { browserWorld } from './world';

class Line implements SocketLike {
  readyState = 0;
  onopen: (() => void) | null = null;
  onmessage: ((event: { data: unknown }) => void) | null = null;
  onclose: ((event: { code: number }) => void) | null = null;
  sent: string[] = [];

  send(text: string): void {
    this.sent.push(text);
  }
  close(): void {
    this.readyState = 3;
  }
  opens(): void {
    this.readyState = 1;
    this.onopen?.();
  }
  says(...frames: object[]): void {
    for (const frame of frames) this.onmessage?.({ data: JSON.stringify(frame) });
  }
}

const you = { person: 'p1', role: 'participant', party: null, status: 'admitted' } as const;
const snapshot: ServerFrame = { t: 'snapshot', cursor: 'a', now: 1000, build: '1', you, records: [] };
const changes: ServerFrame = { t: 'changes', cursor: 'b', put: [], gone: ['m1'] };
const packed = (frame: object): object => ({ t: 'packed', data: deflateSync(JSON.stringify(frame)).toString('base64') });

function screen(line: Line): { frames: string[]; statuses: Status[]; connection: Connection } {
  const frames: string[] = [];
  const statuses: Status[] = [];
  const connection = new Connection(
    browserWorld('s1', 'deelnemer', listening(line)),
    {
      status: (status) => statuses.push(status),
      frame: (frame) => frames.push(frame.t),
      answered: () => undefined,
      retrying: () => undefined,
      pending: () => undefined,
    },
    new Outbox('test'),
  );
  return { frames, statuses, connection };
}

it('b16 what came before the screen was there is heard by it, in order', async () => {
  const line = new Line();
  const { frames, statuses, connection } = screen(line);
  line.opens();
  line.says(snapshot, changes);
  expect(frames).toEqual([]);
  connection.start();
  await Promise.resolve();
  expect(frames).toEqual(['snapshot', 'changes']);
  expect(statuses).toEqual(['live']);
  line.says(changes);
  expect(frames).toHaveLength(3);
  expect(line.sent.filter((text) => text.includes('hello'))).toEqual([hello()]);
  connection.stop();
});

it('b16 a line that opens after the screen was there says the same, once', async () => {
  const line = new Line();
  const { frames, connection } = screen(line);
  connection.start();
  await Promise.resolve();
  line.opens();
  line.says(snapshot);
  expect(line.sent[0]).toBe(hello());
  expect(JSON.parse(hello())).toEqual({ t: 'hello', cursor: null, alike: true, packed: true });
  expect(frames).toEqual(['snapshot']);
  expect(PROTOCOL).toBe(SUBPROTOCOL);
  connection.stop();
});

it.each([true, false])('b16 a packed snapshot is heard before what followed it (screen first: %s)', async (first) => {
  const line = new Line();
  const { frames, connection } = screen(line);
  if (first) connection.start();
  await Promise.resolve();
  line.opens();
  line.says(packed(snapshot), changes);
  if (!first) connection.start();
  expect(frames).toEqual([]);
  await vi.waitFor(() => expect(frames).toEqual(['snapshot', 'changes']));
  connection.stop();
});

it('b16 a packed frame that cannot be read ends the line, and the next one begins anew', async () => {
  const line = new Line();
  const { frames, connection } = screen(line);
  connection.start();
  line.opens();
  line.says({ t: 'packed', data: 'AAAA' });
  await vi.waitFor(() => expect(line.readyState).toBe(3));
  expect(frames).toEqual([]);
  connection.stop();
});

it('b16 a line that was shut before the screen was there says why', async () => {
  const line = new Line();
  const { connection } = screen(line);
  line.opens();
  line.onclose?.({ code: 4410 });
  connection.start();
  await Promise.resolve();
  expect(connection.status).toBe('closed');
});
