/** The connection with the room: hello, reconnect, resend (docs/room.md). Knows nothing of the DOM or of Svelte. */
import { Outbox } from './outbox';
import { FRAME_LIMIT, unfold, type DoFrame, type Refusal, type ServerFrame } from './protocol';
import { ServerClock } from './serverclock';

export const PING_MS = 2_000;
export const HIDDEN_PING_MS = 15_000;
export const SILENCE_MS = 4_500;
const CHECK_MS = 250;
const WAIT_MS = 500;
const WAIT_MOST_MS = 8_000;
const FLOODED_WAIT_MS = 10_000;
/** Refusals after which the same op is worth asking again: nothing was changed and the reason passes. */
const PASSING = new Set(['too_fast', 'unavailable']);
const RETRIES = 8;

export type Status = 'connecting' | 'live' | 'lost' | 'closed';
/** Why the connection stopped for good. */
export type Ending = 'reload' | 'ticket' | 'forbidden' | 'unknown' | 'removed';
const ENDINGS: Record<number, Ending> = { 4400: 'reload', 4401: 'ticket', 4403: 'forbidden', 4404: 'unknown', 4410: 'removed' };

export interface SocketLike {
  readonly readyState: number;
  onopen: ((event: never) => void) | null;
  onmessage: ((event: { data: unknown }) => void) | null;
  onclose: ((event: { code: number }) => void) | null;
  send(text: string): void;
  close(code?: number): void;
}

/** Everything outside, so that tests can be the world. */
export interface World {
  connect(): SocketLike;
  /** Monotonic milliseconds. */
  now(): number;
  random(): number;
  after(ms: number, call: () => void): () => void;
}

export interface Listener {
  status(status: Status, ending?: Ending): void;
  frame(frame: ServerFrame): void;
  /** `frame` is what was asked. */
  answered(op: string, refusal?: Refusal, frame?: DoFrame): void;
  retrying(op: string): void;
  pending(count: number): void;
}

const OPEN = 1;

export class Connection {
  readonly clock: ServerClock;
  readonly outbox: Outbox;
  readonly #world: World;
  readonly #listener: Listener;
  #status: Status = 'connecting';
  #socket: SocketLike | undefined;
  #greeted = false;
  #visible = true;
  #cursor: string | null = null;
  #tries = 0;
  #heardAt = 0;
  #checkedAt = 0;
  #pingAt = 0;
  #pingAsked: number | undefined;
  #retries = new Map<string, number>();
  #cancelWait: (() => void) | undefined;
  #cancelCheck: (() => void) | undefined;

  constructor(world: World, listener: Listener, outbox: Outbox) {
    this.#world = world;
    this.#listener = listener;
    this.outbox = outbox;
    this.clock = new ServerClock(() => world.now());
  }

  get status(): Status {
    return this.#status;
  }

  start(): void {
    this.#listener.pending(this.outbox.size);
    this.#open();
    this.#check();
  }

  /** Ends it on purpose, as when the page goes. */
  stop(): void {
    this.#cancelCheck?.();
    this.#cancelWait?.();
    this.#drop();
  }

  /** Sends a command now, or as soon as there is a connection again. False: it can never be sent. */
  send(frame: DoFrame): boolean {
    if (this.#status === 'closed' || byteLength(JSON.stringify(frame)) > FRAME_LIMIT) return false;
    this.outbox.add(frame);
    this.#listener.pending(this.outbox.size);
    if (this.#greeted) this.#ask(frame);
    return true;
  }

  /** Fleeting state: worth nothing later, so it is not kept. */
  tell(instance: string, name: string, args: Record<string, unknown>): void {
    if (this.#greeted) this.#write({ t: 'fleeting', in: instance, name, args });
  }

  /** The network or the page came back: do not wait any longer. */
  wake(): void {
    if (this.#status === 'closed') return;
    if (this.#socket === undefined) {
      this.#tries = 0;
      this.#open();
    } else {
      // The device may have slept: what was silent until now says nothing.
      this.#heardAt = this.#world.now();
      this.#ping();
    }
  }

  setVisible(visible: boolean): void {
    this.#visible = visible;
    if (visible) this.wake();
  }

  #open(): void {
    this.#cancelWait?.();
    this.#cancelWait = undefined;
    this.#drop();
    const socket = this.#world.connect();
    this.#socket = socket;
    this.#heardAt = this.#world.now();
    socket.onopen = () => {
      if (socket === this.#socket) this.#write({ t: 'hello', cursor: this.#cursor, alike: true });
    };
    socket.onmessage = (event) => {
      if (socket === this.#socket && typeof event.data === 'string') this.#receive(event.data);
    };
    socket.onclose = (event) => {
      if (socket === this.#socket) this.#closed(event.code);
    };
  }

  #receive(text: string): void {
    this.#heardAt = this.#world.now();
    const frame = unfold(JSON.parse(text) as ServerFrame);
    if (frame.t === 'pong') {
      this.clock.heard(frame.now, this.#pingAsked);
      this.#pingAsked = undefined;
    } else if (frame.t === 'snapshot') {
      this.clock.heard(frame.now);
    }
    this.#listener.frame(frame);
    if (frame.t === 'snapshot' || frame.t === 'changes') {
      this.#cursor = frame.cursor;
      if (!this.#greeted) this.#welcome();
    } else if (frame.t === 'ack') {
      this.#answer(frame.op);
    } else if (frame.t === 'refused' && frame.op !== null) {
      this.#refused(frame.op, frame);
    }
  }

  /** The hello is answered: all that was not, goes again, with the same op (R3). */
  #welcome(): void {
    this.#greeted = true;
    this.#tries = 0;
    this.#set('live');
    for (const frame of this.outbox.frames) this.#ask(frame);
    this.#ping();
  }

  #answer(op: string, refusal?: Refusal): void {
    this.#retries.delete(op);
    const frame = this.outbox.get(op);
    if (!this.outbox.take(op)) return;
    this.#listener.pending(this.outbox.size);
    this.#listener.answered(op, refusal, frame);
  }

  #refused(op: string, refusal: Refusal): void {
    const tried = this.#retries.get(op) ?? 0;
    if (!PASSING.has(refusal.reason) || tried >= RETRIES) {
      this.#answer(op, { reason: refusal.reason, text: refusal.text, theirs: refusal.theirs ?? null });
      return;
    }
    this.#retries.set(op, tried + 1);
    this.#listener.retrying(op);
    this.#world.after(this.#wait(tried), () => {
      const frame = this.outbox.get(op);
      if (frame && this.#greeted) this.#ask(frame);
    });
  }

  #closed(code: number): void {
    this.#drop();
    const ending = ENDINGS[code];
    if (ending) {
      // The frame that was not understood may be one of these; sending it after every reload would lock the page out.
      if (ending === 'reload') this.#giveUp();
      this.#cancelCheck?.();
      this.#set('closed', ending);
      return;
    }
    if (this.#status === 'live') this.#set('lost');
    this.#later(code === 4429 ? FLOODED_WAIT_MS : this.#wait(this.#tries++));
  }

  #giveUp(): void {
    for (const frame of this.outbox.frames) {
      this.#answer(frame.op, { reason: 'malformed', text: '', theirs: null });
    }
  }

  #later(ms: number): void {
    this.#cancelWait?.();
    this.#cancelWait = this.#world.after(ms, () => this.#open());
  }

  #wait(tries: number): number {
    return Math.min(WAIT_MOST_MS, WAIT_MS * 2 ** tries) * (0.5 + this.#world.random() / 2);
  }

  #check(): void {
    const now = this.#world.now();
    const slept = this.#checkedAt !== 0 && now - this.#checkedAt > SILENCE_MS;
    this.#checkedAt = now;
    if (slept) {
      this.wake();
    } else if (this.#socket && this.#visible && now - this.#heardAt >= SILENCE_MS) {
      this.#set('lost');
      this.#drop();
      this.#later(this.#wait(this.#tries++));
    } else if (this.#greeted && now - this.#pingAt >= (this.#visible ? PING_MS : HIDDEN_PING_MS)) {
      this.#ping();
    }
    this.#cancelCheck = this.#world.after(CHECK_MS, () => this.#check());
  }

  #ping(): void {
    if (!this.#greeted) return;
    this.#pingAt = this.#world.now();
    this.#pingAsked ??= this.#pingAt;
    this.#write({ t: 'ping' });
  }

  #ask(frame: DoFrame): void {
    if (this.#socket?.readyState === OPEN) this.#write(this.outbox.out(frame));
  }

  #write(frame: object): void {
    if (this.#socket?.readyState === OPEN) this.#socket.send(JSON.stringify(frame));
  }

  #drop(): void {
    const socket = this.#socket;
    this.#socket = undefined;
    this.#greeted = false;
    this.#pingAsked = undefined;
    if (!socket) return;
    socket.onopen = socket.onmessage = socket.onclose = null;
    socket.close();
  }

  #set(status: Status, ending?: Ending): void {
    if (this.#status === status || this.#status === 'closed') return;
    this.#status = status;
    this.#listener.status(status, ending);
  }
}

function byteLength(text: string): number {
  return new TextEncoder().encode(text).length;
}

/** 128 bits of chance, as an op id. Math.random could repeat between devices. */
export function newOp(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return btoa(String.fromCharCode(...bytes)).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
}
