/** Concept: what somebody types, kept on this device until the server has it. Lives as long as the tab. */

interface Stored {
  readonly value: unknown;
  readonly op?: string;
}

const PREFIX = 'samenspel:concept';
// Weak: a draft goes when its screen goes, without anybody having to say so. The text stays in the storage.
const live = new Set<WeakRef<Draft<unknown>>>();

/** One session and surface per page: what the address says. */
function fullKey(key: string): string {
  return `${PREFIX}:${location.pathname}:${key}`;
}

function read(key: string): Stored | undefined {
  try {
    const text = sessionStorage.getItem(key);
    return text === null ? undefined : (JSON.parse(text) as Stored);
  } catch {
    return undefined;
  }
}

function write(key: string, stored: Stored | undefined): void {
  try {
    if (stored === undefined) sessionStorage.removeItem(key);
    else sessionStorage.setItem(key, JSON.stringify(stored));
  } catch {
    // Storage full or forbidden: the text stays on the screen all the same.
  }
}

export class Draft<T> {
  readonly #key: string;
  readonly #initial: T;
  #value: T;
  #kept: boolean;
  #op: string | undefined = $state.raw();

  constructor(key: string, initial: T) {
    this.#key = fullKey(key);
    this.#initial = initial;
    const stored = read(this.#key);
    this.#value = $state.raw(stored === undefined ? initial : (stored.value as T));
    this.#kept = $state(stored !== undefined);
    this.#op = stored?.op;
    live.add(new WeakRef(this as Draft<unknown>));
  }

  get value(): T {
    return this.#value;
  }

  set value(value: T) {
    this.#value = value;
    this.#op = undefined;
    this.#kept = JSON.stringify(value) !== JSON.stringify(this.#initial);
    write(this.#key, this.#kept ? { value } : undefined);
  }

  /** Whether there is something here that the server does not have. */
  get kept(): boolean {
    return this.#kept;
  }

  /** Whether this text was sent and not answered yet, also over a reload. */
  get underway(): boolean {
    return this.#op !== undefined;
  }

  /** Forgets it, after it was saved or thrown away. */
  clear(): void {
    this.#value = this.#initial;
    this.#op = undefined;
    this.#kept = false;
    write(this.#key, undefined);
  }

  /** This text was sent as that command: once saved it is forgotten by itself, also after a reload in between. */
  follow(sent: { readonly op: string; readonly state: string }): void {
    if (sent.state === 'saved') this.clear();
    if (sent.state !== 'sending' && sent.state !== 'retrying') return;
    this.#op = sent.op;
    write(this.#key, { value: this.#value, op: sent.op });
  }

  /** Only settleDrafts calls this. */
  settled(op: string, saved: boolean): void {
    if (this.#op !== op) return;
    if (saved) this.clear();
    else this.#op = undefined;
  }
}

/** A draft under a name that is unique within this session and surface, such as `interpretation:<moment>`. */
export function draft<T = string>(key: string, initial: T = '' as T): Draft<T> {
  return new Draft<T>(key, initial);
}

/** An answer arrived: the draft that was sent with this op is done, whether its screen is open or not. */
export function settleDrafts(op: string, saved: boolean): void {
  for (const weak of live) {
    const one = weak.deref();
    if (one) one.settled(op, saved);
    else live.delete(weak);
  }
  try {
    for (const key of Object.keys(sessionStorage)) {
      const stored = key.startsWith(PREFIX) ? read(key) : undefined;
      if (stored?.op === op) write(key, saved ? undefined : { value: stored.value });
    }
  } catch {
    // No storage, no drafts.
  }
}
