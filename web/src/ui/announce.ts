/** Uitspreken. One queue for the whole page, so that screen readers hear changes without being flooded. */

export interface Said {
  readonly text: string;
  readonly urgent: boolean;
  readonly key: string | undefined;
}

/** The same sentence within this many milliseconds is spoken once. */
export const QUIET_MS = 2000;
/** More than this many waiting sentences: the oldest that is not urgent is dropped. */
export const WAITING_MAX = 4;

export class Announcer {
  readonly #now: () => number;
  readonly #spoken = new Map<string, number>();
  #waiting: Said[] = [];
  #wake: (() => void) | undefined;

  constructor(now: () => number = () => performance.now()) {
    this.#now = now;
  }

  /** Queues a sentence. A later one with the same key replaces the one that still waits. */
  say(text: string, options: { urgent?: boolean; key?: string } = {}): void {
    const clean = text.trim();
    if (clean === '' || this.#saidJustNow(clean)) return;
    const item: Said = { text: clean, urgent: options.urgent ?? false, key: options.key };
    if (item.key !== undefined) this.#waiting = this.#waiting.filter((w) => w.key !== item.key);
    this.#waiting.push(item);
    this.#trim();
    this.#wake?.();
  }

  /** The next sentence to speak, urgent ones first; undefined when nothing waits. */
  next(): Said | undefined {
    const urgent = this.#waiting.findIndex((w) => w.urgent);
    return this.#waiting.splice(Math.max(urgent, 0), 1)[0];
  }

  /** Calls `wake` at every new sentence; returns the function that stops it. */
  listen(wake: () => void): () => void {
    this.#wake = wake;
    return () => {
      if (this.#wake === wake) this.#wake = undefined;
    };
  }

  #saidJustNow(text: string): boolean {
    const now = this.#now();
    for (const [old, at] of this.#spoken) if (now - at >= QUIET_MS) this.#spoken.delete(old);
    if (this.#spoken.has(text)) return true;
    this.#spoken.set(text, now);
    return false;
  }

  #trim(): void {
    while (this.#waiting.length > WAITING_MAX) {
      const calm = this.#waiting.findIndex((w) => !w.urgent);
      this.#waiting.splice(Math.max(calm, 0), 1);
    }
  }
}

export const announcer = new Announcer();

/** Speaks a sentence through the page's `Live` region. `urgent` interrupts; use it for loss of work only. */
export function announce(text: string, options: { urgent?: boolean; key?: string } = {}): void {
  announcer.say(text, options);
}
