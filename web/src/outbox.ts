/** Postvak uit: every `do` that is not answered yet, in order. Survives a reload; what is in it is never sent as another op. */
import type { DoFrame } from './protocol';

export interface Shelf {
  getItem(key: string): string | null;
  setItem(key: string, value: string): void;
  removeItem(key: string): void;
}

export class Outbox {
  readonly #shelf: Shelf | undefined;
  readonly #key: string;
  readonly #waiting = new Map<string, DoFrame>();
  readonly #sent = new Set<string>();

  constructor(key: string, shelf?: Shelf) {
    this.#key = key;
    this.#shelf = shelf;
    try {
      const kept = JSON.parse(shelf?.getItem(key) ?? '[]') as DoFrame[];
      for (const frame of kept) {
        this.#waiting.set(frame.op, frame);
        this.#sent.add(frame.op);
      }
    } catch {
      shelf?.removeItem(key);
    }
  }

  get size(): number {
    return this.#waiting.size;
  }

  get frames(): DoFrame[] {
    return [...this.#waiting.values()];
  }

  get(op: string): DoFrame | undefined {
    return this.#waiting.get(op);
  }

  /** As it goes out now: what went out before says so, because it may still arrive over the old line (R3). */
  out(frame: DoFrame): DoFrame {
    if (this.#sent.has(frame.op)) return { ...frame, again: true };
    this.#sent.add(frame.op);
    return frame;
  }

  add(frame: DoFrame): void {
    this.#waiting.set(frame.op, frame);
    this.#keep();
  }

  /** Takes an answered one out; false when it was answered before (a duplicate ack means nothing). */
  take(op: string): boolean {
    const known = this.#waiting.delete(op);
    this.#sent.delete(op);
    if (known) this.#keep();
    return known;
  }

  clear(): void {
    this.#waiting.clear();
    this.#keep();
  }

  #keep(): void {
    try {
      if (this.#waiting.size === 0) this.#shelf?.removeItem(this.#key);
      else this.#shelf?.setItem(this.#key, JSON.stringify(this.frames));
    } catch {
      // A full or forbidden storage costs the reload guarantee, never the sending itself.
    }
  }
}
